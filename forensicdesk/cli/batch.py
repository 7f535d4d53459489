"""`batch`: many jobs, unattended."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from forensicdesk.batch.limits import Limits
from forensicdesk.batch.state import FINISHED, as_document
from forensicdesk.batch.words import LANGUAGES, Words
from forensicdesk.batch.work import batch_folder, work_off
from forensicdesk.cli.options import JSON, PATH, stoppable
from forensicdesk.cli.output import clock_text, emit_json, print_table, say, visible
from forensicdesk.errors import UsageError
from forensicdesk.language import _, retold, sentence, spoken, tell

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.batch.state import BatchState, JobState

_GIB = 1 << 30


@click.command()
@click.argument("queue", required=False, type=PATH)
@click.option("--intake", type=PATH, help="Watch this folder instead of reading QUEUE; each folder in it is a job.")
@click.option("--once", is_flag=True, help="With --intake: end once everything is done.")
@click.option("--out", type=PATH, help="Folder of the batch [beside the queue, its name with -batch].")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs at a time.")
@click.option("--workers", type=click.IntRange(1, 256), help="Child processes of each job [cores by jobs].")
@click.option("--attempts", type=click.IntRange(1, 20), default=3, show_default=True, help="For what cannot be seen.")
@click.option("--wait", type=click.FloatRange(0), default=30.0, show_default=True, help="Minutes to wait for causes.")
@click.option("--least-free", type=click.FloatRange(0), default=1.0, show_default=True, help="GiB free for a case.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the pages.")
@JSON
def batch(
    queue: Path | None,
    intake: Path | None,
    out: Path | None,
    jobs: int,
    workers: int | None,
    attempts: int,
    wait: float,
    least_free: float,
    lang: str,
    *,
    once: bool,
    as_json: bool,
) -> int:
    """Do the jobs of QUEUE (TOML), or of a watched folder; started again, it goes on where it was.

    Each job runs as `forensicdesk run` in a process of its own. The folder of the batch holds status.html and
    status.json, summary.html, summary.json and summary.csv, the cases, reports and logs.
    """
    place = queue or intake
    if place is None or (queue is not None and intake is not None):
        msg = sentence("Name a queue file or --intake FOLDER, one of the two.")
        raise UsageError(msg)
    limits = Limits(
        at_once=jobs,
        workers=workers or max(1, (os.cpu_count() or 1) // jobs),
        attempts=attempts,
        wait_s=wait * 60,
        least_free=int(least_free * _GIB),
        language=lang,
    )
    folder = (out or batch_folder(place)).expanduser().absolute()
    say(tell("Status: {folder}", folder=folder / "status.html"))
    with stoppable() as stop:
        state = work_off(place, folder, limits, stop.is_set, intake=intake is not None, once=once)
        if any(job.stage.value == "pending" for job in state.jobs):
            stop.set()  # somebody asked to stop by another way; the exit code is the same
    if as_json:
        emit_json(as_document(state))
    else:
        _print(state)
        click.echo(visible(tell("Summary  {folder}", folder=folder / "summary.html")))
    return 0 if state.jobs and all(job.stage.value == "done" for job in state.jobs) else 1


def _print(state: BatchState) -> None:
    print_table(_("Jobs"), [(job.name, _line(job)) for job in state.jobs])


def _stage(job: JobState) -> str:
    return Words(spoken())(f"stage.{job.stage.value}")


def _line(job: JobState) -> str:
    if job.stage not in FINISHED:
        return f"{_stage(job)}: {retold(job.said)}"
    matches = sum(hit.matches for hit in job.hits)
    media = dict(job.ledger)["media"]
    return tell(
        "{stage}, {media:,} pictures and films, {matches:,} matches, {clock_text}",
        stage=_stage(job),
        media=media,
        matches=matches,
        clock_text=clock_text(job.seconds),
    )
