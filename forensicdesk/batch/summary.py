"""What came of a batch, for programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from forensicdesk.batch.state import FINISHED, Stage, as_document

if TYPE_CHECKING:
    from forensicdesk.batch.state import BatchState

_LEDGER = ("seen", "not_media", "media", "analysed", "unsupported", "failed", "excluded", "encrypted")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def list_totals(state: BatchState) -> list[tuple[str, str, int, int]]:
    """Name and version, role, number of cases with a match, and matches of each list, by name.

    A case that several jobs work on counts once, with what the last of them found.
    """
    by_case = {job.case: job.hits for job in state.jobs if job.hits}
    found: dict[tuple[str, str], list[int]] = {}
    for hits in by_case.values():
        for hit in hits:
            found.setdefault((f"{hit.name}@{hit.version}", hit.role), []).append(hit.matches)
    return [(name, role, sum(map(bool, some)), sum(some)) for (name, role), some in sorted(found.items())]


def summary_json(state: BatchState) -> str:
    """The whole as JSON: the jobs as `status.json` has them, and the totals."""
    totals = [
        {"list": name, "role": role, "cases": cases, "matches": matches}
        for name, role, cases, matches in list_totals(state)
    ]
    failures = [
        {"job": job.name, "stage": job.stage.value, "cause": job.cause, "said": job.said}
        for job in state.jobs
        if job.stage not in FINISHED
    ]
    said = {
        "done": state.count(*FINISHED),
        "failed": state.count(Stage.FAILED),
        "seconds": round(sum(job.seconds for job in state.jobs), 3),
        "lists": totals,
        "failures": failures,
    }
    return json.dumps({"forensicdesk_batch_summary": 1} | said | {"batch": as_document(state)}, indent=1) + "\n"


def summary_csv(state: BatchState) -> str:
    """One row for each job, one column for the matches of each list."""
    lists = sorted({f"{hit.name}@{hit.version}" for job in state.jobs for hit in job.hits})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = ["job", "stage", "cause", "started_at", "ended_at", "seconds", *_LEDGER, "contents", "reports"]
    writer.writerow([*heads, *(_safe(f"matches {name}") for name in lists), "said"])
    for job in state.jobs:
        ledger, hits = dict(job.ledger), {f"{hit.name}@{hit.version}": hit.matches for hit in job.hits}
        facts = [job.name, job.stage.value, job.cause, job.started_at, job.ended_at, f"{job.seconds:.1f}"]
        counts = [ledger.get(key, "") for key in _LEDGER]
        writer.writerow(
            [*facts, *counts, job.contents, len(job.reports), *(hits.get(one, "") for one in lists), _safe(job.said)]
        )
    return out.getvalue()


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
