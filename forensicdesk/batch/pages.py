"""The pages of a batch for people: self-contained, without a script, each written whole."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from forensicdesk.batch.state import FINISHED, Stage
from forensicdesk.batch.summary import list_totals, summary_csv, summary_json
from forensicdesk.batch.words import Words
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import retold, sentence
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from forensicdesk.batch.state import BatchState, JobState

_LEDGER = ("seen", "media", "analysed", "failed")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid #8886; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.muted { opacity: .7; } .done { color: #1a7f4b; } .failed, .waiting { color: #c2410c; font-weight: 600; }
"""


def write_pages(folder: Path, state: BatchState, language: str) -> None:
    """Write `status.html`, `summary.html`, `summary.json` and `summary.csv`.

    Raises:
        EnvironmentProblem: disk full, or permission refused.
    """
    words = Words(language)
    pages = {"status.html": status_page(state, words)}
    if not state.running or any(job.stage in {*FINISHED, Stage.FAILED} for job in state.jobs):
        pages |= {
            "summary.html": summary_page(state, words),
            "summary.json": summary_json(state),
            "summary.csv": summary_csv(state),
        }
    try:
        for name, text in pages.items():
            write_whole(folder / name, text.encode("utf-8"))
    except OSError as error:
        msg = sentence(
            "The pages of the batch cannot be written to {folder}: {strerror}. Free space, then start it again.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error


def status_page(state: BatchState, words: Words) -> str:
    """Where each job stands; looks again by itself while the batch is at work."""
    counts = " · ".join(f"{state.count(stage)} {words(f'stage.{stage}')}" for stage in Stage if state.count(stage))
    heads = ("job", "stage", "progress", "why", "media", "matches", "time")
    rows = [
        (
            job.name,
            _stage(job, words),
            _progress(job),
            _why(job, words),
            _number(dict(job.ledger).get("media")),
            _number(sum(hit.matches for hit in job.hits) if job.hits else None),
            clock_text(job.seconds),
        )
        for job in state.jobs
    ]
    body = f"<p>{escape(counts)}</p>" + _table([words(head) for head in heads], rows, (4, 5, 6))
    return _page(words("status"), state, words, body)


def summary_page(state: BatchState, words: Words) -> str:
    """What came of the batch, for the head of the lab."""
    done = [job for job in state.jobs if job.ledger]
    heads = ("job", "stage", "seen", "media", "analysed", "failed_items", "contents", "matches", "time", "reports")
    rows = [
        (
            job.name,
            _stage(job, words),
            *(_number(dict(job.ledger)[key]) for key in _LEDGER),
            _number(job.contents),
            _number(sum(hit.matches for hit in job.hits)),
            clock_text(job.seconds),
            _number(len(job.reports)),
        )
        for job in done
    ]
    hits = [(name, role, _number(jobs), _number(matches)) for name, role, jobs, matches in list_totals(state)]
    failures = [
        (job.name, _stage(job, words), _why(job, words), _number(job.attempts))
        for job in state.jobs
        if job.stage not in FINISHED
    ]
    total = f"<p>{words('total')}: {clock_text(sum(job.seconds for job in state.jobs))}</p>"
    body = _table([words(head) for head in heads], rows, range(2, 10)) + total
    body += _section(words, "hits", ("list", "role", "jobs_hit", "matches"), hits, (2, 3))
    body += f'<p class="muted">{words("leads")}</p>'
    body += _section(words, "failures", ("job", "stage", "why", "attempts"), failures, (3,))
    return _page(words("summary"), state, words, body)


def clock_text(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _section(
    words: Words, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Iterable[int]
) -> str:
    table = _table([words(head) for head in heads], rows, numbers) if rows else f"<p>{words('none')}</p>"
    return f"<h2>{escape(words(title))}</h2>{table}"


def _page(title: str, state: BatchState, words: Words, body: str) -> str:
    again = '<meta http-equiv="refresh" content="10">' if state.running else ""
    at_work = words("running" if state.running else "stopped")
    said = f"{words('queue')}: {state.queue} · {words('started')}: {state.started_at} · {words('updated')}: "
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8">{again}'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f'<p class="muted">{escape(said + state.updated_at)} · {escape(at_work)}</p>{body}</body></html>\n'
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Iterable[int]) -> str:
    right = set(numbers)

    def cell(kind: str, place: int, text: str) -> str:
        known = ' class="number"' if place in right else ""
        return f"<{kind}{known}>{escape(text)}</{kind}>"

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    lines = ("".join(cell("td", place, text) for place, text in enumerate(row)) for row in rows)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"
    )


def _stage(job: JobState, words: Words) -> str:
    return words(f"stage.{job.stage}")


def _why(job: JobState, words: Words) -> str:
    return f"{words(f'cause.{job.cause}')}: {retold(job.said, words.language)}" if job.cause else ""


def _progress(job: JobState) -> str:
    if job.stage is not Stage.RUNNING:
        return ""
    steps = f"{job.step + 1}/{job.steps}"
    if job.progress is None:
        return steps
    total = "" if job.progress.total is None else f"/{job.progress.total:,}"
    return f"{steps} · {job.progress.phase} {job.progress.done:,}{total}"


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
