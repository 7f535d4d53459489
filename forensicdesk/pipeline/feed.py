"""What there is to analyse, as it becomes known: the items that wait, and those that containers bring.

Containers are listed one at a time, in the order of their items, while the items known so far are analysed: first
those that their names announce, as soon as all of these have been looked at. All others, and what lies inside items,
are looked for only when none waits and no container is left: so the numbers of items depend neither on the order in
which results came back nor on interruptions.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.model import FILE_STEP, RANGE_STEPS, State
from forensicdesk.pipeline.budget import Budget
from forensicdesk.settings import CONTAINER_DEPTH, FEED_JOBS, FEED_S
from forensicdesk.workers.listing import Lister, Listing
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.case.writer import CaseWriter
    from forensicdesk.evidence.containers.base import Wanted
    from forensicdesk.model import Job, Location
    from forensicdesk.pipeline.storing import Batch
    from forensicdesk.workers.limits import Limits


class Feed:
    """Jobs on their way to the children, remembered until their result is stored."""

    def __init__(self, store: CaseStore, batch: Batch, wanted: Wanted, limits: Limits) -> None:
        self._reader = store.reader
        self._batch = batch
        self._unstored: dict[int, Job] = {}
        self._unanswered: set[int] = set()
        self._dry = False
        self._contents = Contents(store, batch, wanted, limits)

    def __iter__(self) -> Iterator[Job | None]:
        """The jobs; None while there is nothing to send, but more may come."""
        while True:
            jobs = self._further()
            until = time.monotonic() + FEED_S
            for job in jobs:
                self._unstored[job.item_id] = job
                self._unanswered.add(job.item_id)
                yield job
                if time.monotonic() > until:
                    if self._contents.advance():
                        break  # what a container brought in the meantime may have an earlier turn
                    until = time.monotonic() + FEED_S
            if jobs:
                continue
            if not self._unanswered:
                self.forget(self._batch.write())
            if self._unanswered or self._contents.is_busy:
                yield None
            elif not self._contents.enter():
                return
            else:
                self._dry = False

    def answered(self, item_id: int) -> Job:
        """The job of an item whose result has come."""
        self._unanswered.discard(item_id)
        return self._unstored[item_id]

    def forget(self, items: tuple[int, ...]) -> None:
        """The results of these items are stored."""
        for item_id in items:
            del self._unstored[item_id]
        self._dry &= not items

    def close(self) -> None:
        """End the child that lists containers."""
        self._contents.close()

    def _further(self) -> list[Job]:
        """More items, if there can be some: none was left, and nothing was stored or brought by a container since."""
        if not self._dry or self._contents.is_busy:
            self._dry &= not self._contents.advance()
        found = [] if self._dry else self._next()
        self._dry = not found
        return found

    def _next(self) -> list[Job]:
        """The next items that wait and are not on their way."""
        found = self._reader.pending_jobs(len(self._unstored) + FEED_JOBS)
        return [job for job in found if job.item_id not in self._unstored]


class Contents:
    """What lies in containers, entered into the ledger page by page."""

    def __init__(self, store: CaseStore, batch: Batch, wanted: Wanted, limits: Limits) -> None:
        if store.writer is None:
            msg = sentence("a case that is open for reading only")
            raise ValueError(msg)
        self._reader = store.reader
        self._writer: CaseWriter = store.writer
        self._batch = batch
        self._wanted = wanted
        self._lister = Lister(limits)
        self._budget = Budget(store.reader)
        self._due = list(reversed(self._reader.due_listings()))
        self._item_id = 0

    @property
    def is_busy(self) -> bool:
        """Whether a container is being listed, or waits for it."""
        return self._lister.is_busy or bool(self._due)

    def advance(self) -> bool:
        """Take what the lister has, and go on to the next container if it has come to an end; True if items came in."""
        entered = False
        while True:
            if not self._lister.is_busy and not self._begin():
                if not self._reader.containers_ready():
                    return entered
                self._writer.release_containers()
                self._due = list(reversed(self._reader.due_listings()))
                continue
            page = self._lister.take()
            if page is None:
                return entered
            entries, over = self._budget.take(page.entries)
            count, size = self._writer.record_listed(self._item_id, entries)
            self._batch.expect(count, size)
            entered |= bool(entries)
            if over is not None:
                self._lister.give_up()
                self._end(State.FAILED, over)
            elif page.done:
                self._end(page.state, page.issue)

    def enter(self) -> bool:
        """Enter the files found inside analysed items, and see which containers are to be listed; False if none.

        Call it when no item waits.
        """
        if self._reader.containers_ready():
            return True  # the last result to come was that of a container: those go first, whatever the moment
        count, size = self._writer.enter_embedded()
        self._batch.expect(count, size)
        self._due = list(reversed(self._reader.due_listings()))
        return count > 0 or bool(self._due)

    def close(self) -> None:
        """End the child; a container that is half listed is listed again next time, and nothing is entered twice."""
        self._lister.close()

    def _end(self, state: State | None, issue: Issue | None) -> None:
        over = self._budget.end()
        if issue is None and over is not None:
            state, issue = State.FAILED, over
        self._writer.finish_listing(self._item_id, state, issue)

    def _begin(self) -> bool:
        """Begin with the next container that lies not too deep; False if there is none."""
        while self._due:
            self._item_id, root, location, kind = self._due.pop()
            if depth_of(location) < CONTAINER_DEPTH:
                self._budget.begin(self._item_id, root, location, kind)
                self._lister.begin(Listing(self._item_id, root, location, kind, self._wanted))
                return True
            text = sentence(
                "It lies in {container_depth} containers; what it holds was not looked at.",
                container_depth=CONTAINER_DEPTH,
            )
            issue = Issue(Stage.READ, IssueCode.CONTAINER_LIMIT, text)
            self._writer.finish_listing(self._item_id, State.FAILED, issue)
        return False


def depth_of(location: Location) -> int:
    """In how many containers an item lies."""
    return sum(step.kind != FILE_STEP and step.kind not in RANGE_STEPS for step in location.steps)
