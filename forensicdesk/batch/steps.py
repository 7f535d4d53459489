"""The child processes that a job consists of, and what is read from them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forensicdesk.account import ledger_numbers
from forensicdesk.batch.state import ListHits
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.batch.order import JobOrder
    from forensicdesk.batch.state import JobState

Ledger = tuple[tuple[str, int], ...]


def steps_of(order: JobOrder, reports: Path, workers: int | None) -> tuple[tuple[str, ...], ...]:
    """The arguments of each step: the whole job with its first report, then one more for each other report.

    Args:
        order: the job.
        reports: the folder of its reports; each language has a folder in it.
        workers: child processes of the analysis; None takes one for each core.
    """
    wanted = [(variant, language) for language in order.languages for variant in order.variants]
    first = _run(order, workers) + _report_options(order, reports, *wanted[0], "--report")
    further_options = (*_accepted(order), *_passphrase(order))
    further = (
        (
            "report",
            str(order.case),
            "--json",
            *_report_options(order, reports, variant, language, "--out"),
            *further_options,
        )
        for variant, language in wanted[1:]
    )
    return (first, *further)


def reports_in(out: Path) -> tuple[tuple[str, str], ...]:
    """Path and SHA-256 of the files that a step says it wrote.

    Raises:
        ValueError: its output is not what this program prints.
    """
    found = json.loads(out.read_text(encoding="utf-8"))["reports"]
    return tuple((one["path"], one["sha256"]) for one in found)


def refusal_in(out: Path) -> str:
    """Why the whole job wrote no report, "" if it did.

    Raises:
        ValueError: its output is not what this program prints.
    """
    return str(json.loads(out.read_text(encoding="utf-8"))["refused"] or "")


def facts_of(case: Path) -> tuple[Ledger, int, tuple[ListHits, ...]]:
    """Ledger, number of contents and matches by list of a case, which is only read.

    Raises:
        ForensicDeskError: it cannot be opened.
    """
    with Session.open(case, writable=False) as session:
        counts = session.match_counts_by_list()
        hits = tuple(
            ListHits(used.name, used.version, used.role.value, counts.get(used.id, 0)) for used in session.lists_used()
        )
        return ledger_numbers(session.ledger()), session.contents(), hits


def with_failures(job: JobState) -> bool:
    """Whether some items of the job's case failed."""
    return dict(job.ledger).get("failed", 0) > 0


def _run(order: JobOrder, workers: int | None) -> tuple[str, ...]:
    said = ["run", *map(str, order.sources), "--case", str(order.case), "--json", "--end-with-input"]
    for path, role in order.lists:
        said += ["--list", f"{path}:{role.value}"]
    for option, value in (("--number", order.number), ("--examiner", order.examiner), ("--profile", order.profile)):
        said += [option, value] if value else []
    for key, value in order.fields:
        said += ["--field", f"{key}={value}"]
    said += ["--password-file", str(order.password_file)] if order.password_file else []
    said += ["--skip-hash-check", order.skip_hash_check] if order.skip_hash_check else []
    said += ["--workers", str(workers)] if workers else []
    said += ["--encrypt-thumbnails"] if order.encrypt_thumbnails else []
    said += order.cluster.options if order.cluster else ()
    return (*said, *_accepted(order), *_passphrase(order))


def _passphrase(order: JobOrder) -> tuple[str, ...]:
    path = order.thumbnails_passphrase_file
    return ("--thumbnails-passphrase-file", str(path)) if path else ()


def _accepted(order: JobOrder) -> tuple[str, ...]:
    return ("--accept-mismatch", order.accept_mismatch) if order.accept_mismatch else ()


def _report_options(order: JobOrder, reports: Path, variant: str, language: str, option: str) -> tuple[str, ...]:
    formats = ",".join(order.formats)
    return (option, str(reports / language), "--format", formats, "--variant", variant, "--lang", language)
