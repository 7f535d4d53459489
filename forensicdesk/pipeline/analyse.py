"""Analyse what has no analysis yet, and store it batch by batch."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.containers.base import Wanted
from forensicdesk.language import sentence
from forensicdesk.model import EMBEDDED_STEP
from forensicdesk.pipeline.feed import Feed
from forensicdesk.pipeline.storing import Batch, ProgressMeter
from forensicdesk.settings import EMBEDDED_DEPTH, MEDIA_NAME_ENDINGS
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.pool import of_this_machine
from hashing.values import Issue, IssueCode, Outcome, Stage

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.model import Location, Result
    from forensicdesk.workers.pool import Analysts
    from hashing.values import Recipe


def analyse_pending(  # noqa: PLR0913 - the parts of the program that take part, and what the person said
    store: CaseStore,
    recipe: Recipe,
    workers: int | None,
    listener: Listener,
    stop: threading.Event,
    clock: Callable[[], float] = time.monotonic,
    *,
    passwords: tuple[str, ...] = (),
    analysts: Analysts | None = None,
) -> None:
    """Analyse every pending item, and the files found inside them; what is finished is stored at once and never lost.

    Containers are listed while items are analysed, and what they hold follows.

    Args:
        store: the case, open for writing.
        recipe: what to compute; stored with every result.
        workers: number of child processes; None takes one for each core.
        listener: told about progress and stored items, from the calling thread.
        stop: set it to end within about a second.
        clock: seconds that only ever grow.
        passwords: what encrypted containers may be opened with; neither stored nor shown. With some, what could not be
            opened before is tried again.
        analysts: who analyses; None takes `workers` children of this machine.

    Raises:
        EnvironmentProblem: a source is gone, child processes cannot run, or the case cannot be written.
    """
    if store.writer is None:
        msg = sentence("The case {folder} was opened for reading only; open it for writing.", folder=store.folder)
        raise EnvironmentProblem(msg)
    if passwords:
        store.writer.retry_encrypted()
    progress = ProgressMeter(*store.reader.pending(), clock)
    limits, wanted = Limits(passwords=passwords), Wanted(carve=recipe.carve, blobs=recipe.blobs)
    batch = Batch(store.writer, recipe, listener, progress)
    listener(progress.event())
    with closing(Feed(store, batch, wanted, limits)) as feed:
        try:
            with closing((analysts or of_this_machine(workers))(feed, recipe, stop, limits)) as results:
                for result in results:
                    if result is not None:
                        job = feed.answered(result.item_id)
                        batch.add(not_too_deep(remark_on_name(result, job.location), job.location), job.size)
                    feed.forget(batch.write_if_due())
        finally:
            batch.write()
            store.writer.carry_stated()


def remark_on_name(result: Result, location: Location) -> Result:
    """Add an issue where the content is no media, but the name promises some."""
    if result.analysis.outcome is not Outcome.NOT_MEDIA:
        return result
    name = location.steps[-1].path.rsplit(b"/", 1)[-1].lower()
    ending = next((ending for ending in MEDIA_NAME_ENDINGS if name.endswith(ending.encode("ascii"))), None)
    if ending is None:
        return result
    text = sentence("The name ends in {ending}, but the content is no picture or film that is known.", ending=ending)
    issue = Issue(Stage.IDENTIFY, IssueCode.NAME_SUGGESTS_MEDIA, text)
    return replace(result, analysis=replace(result.analysis, issues=(*result.analysis.issues, issue)))


def not_too_deep(result: Result, location: Location) -> Result:
    """Leave out files inside a file that lies too deep itself, and say so."""
    inside = result.analysis.embedded
    depth = sum(step.kind == EMBEDDED_STEP for step in location.steps)
    if not inside or depth < EMBEDDED_DEPTH:
        return result
    text = sentence(
        "{count} files inside this one were not analysed: it lies itself inside {depth} others.",
        count=len(inside),
        depth=depth,
    )
    issue = Issue(Stage.IDENTIFY, IssueCode.EMBEDDED_LIMIT, text)
    analysis = replace(result.analysis, embedded=(), issues=(*result.analysis.issues, issue))
    return replace(result, analysis=analysis)
