"""What lies in a container, listed in a child process page by page: a container may end its reader, but not the run."""

from __future__ import annotations

import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.finding import Found, Page, Record
from forensicdesk.language import sentence
from forensicdesk.model import Location, State, Step
from forensicdesk.settings import (
    LISTING_ATTEMPTS,
    LISTING_PAGE_BYTES,
    LISTING_PAGE_ENTRIES,
    LISTING_PAGE_S,
    LISTING_PAGE_TIMEOUT_S,
)
from forensicdesk.workers.barrier import UnexpectedError, barrier
from forensicdesk.workers.child import reason
from forensicdesk.workers.crew import QuietContext, prepare_worker
from forensicdesk.workers.messages import UnexpectedMessageError
from forensicdesk.workers.opened import opener
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from forensicdesk.evidence.containers.base import Wanted
    from forensicdesk.finding import Told
    from forensicdesk.workers.limits import Limits


@dataclass(frozen=True, slots=True)
class Listing:
    """One container to list: the item that it is, and how thoroughly to look."""

    item_id: int
    source_root: bytes
    location: Location
    kind: str
    wanted: Wanted


_MOST = 2**63 - 1
"""The largest number that the case can keep; a container may state any."""


# --- in the child -------------------------------------------------------------------------------------------------


class _Reading:
    """The one listing this process is in the middle of."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.page = 0
        self._entries = _entries(listing)

    def next_page(self) -> Page:
        """As much as fits a page, or as comes in the time of one."""
        taken: list[Found | Told | Record] = []
        until, room = time.monotonic() + LISTING_PAGE_S, LISTING_PAGE_BYTES
        self.page += 1
        try:
            with barrier():
                for entry in self._entries:
                    if entry is not None:
                        taken.append(entry)
                        room -= len(entry.value) if isinstance(entry, Record) else 0
                    if len(taken) >= LISTING_PAGE_ENTRIES or room <= 0 or time.monotonic() > until:
                        return Page(tuple(taken))
        except ContainerError as error:
            return _cut_short(taken, error.state, Stage.READ, error.code, error.detail)
        except OSError as error:
            text = sentence("A part of the container could not be read: {reason}.", reason=reason(error))
            return _cut_short(taken, State.FAILED, Stage.READ, IssueCode.UNREADABLE, text)
        except MemoryError:
            text = sentence("The memory limit was reached while the container was listed.")
            return _cut_short(taken, State.FAILED, Stage.WORKER, IssueCode.OUT_OF_MEMORY, text)
        except UnexpectedError as error:
            text = sentence("Listing the container ended in an error it did not expect ({error}).", error=error)
            return _cut_short(taken, State.FAILED, Stage.WORKER, IssueCode.UNEXPECTED, text)
        return Page(tuple(taken), done=True)


def _cut_short(taken: list[Found | Told | Record], state: State, stage: Stage, code: IssueCode, detail: str) -> Page:
    return Page(tuple(taken), done=True, state=state, issue=Issue(stage, code, detail))


_reading: _Reading | None = None


def list_page(listing: Listing, page: int) -> Page:
    """One page of a listing; a process that is asked for a later one first goes through those before."""
    global _reading  # noqa: PLW0603 - one listing at a time, for as long as this process lives
    if _reading is None or _reading.listing != listing or _reading.page != page:
        _reading = _Reading(listing)
    while _reading.page < page:
        skipped = _reading.next_page()
        if skipped.done:
            return skipped
    return _reading.next_page()


def _entries(listing: Listing) -> Iterator[Found | Told | Record | None]:
    container = opener().container(listing.source_root, listing.location, listing.kind)
    for entry in container.entries(listing.wanted):
        yield _found(listing, entry) if isinstance(entry, Entry) else entry


def _found(listing: Listing, entry: Entry) -> Found:
    step = Step(entry.kind or listing.kind, entry.path, entry.place)
    return Found(
        location=Location((*listing.location.steps, step)),
        size=min(max(entry.size, 0), _MOST),
        modified_ns=entry.modified_ns if entry.modified_ns is not None and abs(entry.modified_ns) <= _MOST else None,
        state=entry.state,
        issue=entry.issue,
        origin=entry.origin,
        dates=entry.dates,
        names=entry.names,
        stated=entry.stated,
    )


# --- in the parent ------------------------------------------------------------------------------------------------


class Lister:
    """One child process that lists containers, one after the other; it starts with the first.

    Nothing here waits: `take` gives a page when there is one.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: ProcessPool | None = None
        self._listing: Listing | None = None
        self._page = 0
        self._ended = 0
        self._future: Future[Page] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a container is being listed."""
        return self._listing is not None

    def begin(self, listing: Listing) -> None:
        """List a container; the one before is given up."""
        self._listing, self._page, self._ended = listing, 0, 0
        self._ask()

    def take(self) -> Page | None:
        """The next page of the container that is being listed; None if there is none yet.

        Raises:
            ForensicDeskError: the source is gone.
        """
        if self._future is None or not (self._future.done() or self._is_broken()):
            return None
        page = self._result(self._future)
        if page is None:
            self._ask()
            return None
        if page.done:
            self._listing, self._future = None, None
        else:
            self._page += 1
            self._ask()
        return page

    def give_up(self) -> None:
        """Ask for no further page of the container that is being listed."""
        self._listing, self._future = None, None

    def close(self) -> None:
        """End the child; what it was listing is lost."""
        self._listing, self._future = None, None
        self._end_child()

    def _result(self, future: Future[Page]) -> Page | None:
        """A page; None if it is to be asked for again."""
        error = future.exception() if future.done() else BrokenProcessPool("the child has ended")
        if error is None:
            return future.result()
        if not isinstance(error, ProcessExpired | BrokenProcessPool | TimeoutError | UnexpectedMessageError):
            raise error
        self._end_child()
        self._ended += 1
        return _ended(error) if self._ended >= LISTING_ATTEMPTS else None

    def _is_broken(self) -> bool:
        return self._pool is None or not self._pool.active

    def _ask(self) -> None:
        if self._pool is None or not self._pool.active:
            self._end_child()
            self._pool = ProcessPool(
                max_workers=1,
                initializer=prepare_worker,
                initargs=(self._limits, ("forensicdesk.evidence.containers.table",)),
                context=QuietContext(),
            )
        self._future = self._pool.schedule(list_page, args=(self._listing, self._page), timeout=LISTING_PAGE_TIMEOUT_S)

    def _end_child(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
            self._pool.join()
            self._pool = None


def _ended(error: BaseException) -> Page:
    if isinstance(error, TimeoutError):
        text = sentence(
            "The reader of the container gave nothing for {listing_page_timeout_s:.0f} s and was ended.",
            listing_page_timeout_s=LISTING_PAGE_TIMEOUT_S,
        )
        return _cut_short([], State.FAILED, Stage.WORKER, IssueCode.TIMED_OUT, text)
    text = sentence(
        "The process that listed the container ended {listing_attempts} times.", listing_attempts=LISTING_ATTEMPTS
    )
    return _cut_short([], State.FAILED, Stage.WORKER, IssueCode.WORKER_DIED, text)
