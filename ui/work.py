"""What the desktop does with a case: one act at a time, off the event loop, told in signals."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from forensicdesk.errors import CaseLockedError
from forensicdesk.events import Progress
from forensicdesk.session import Library, Session, default_folder, utc_now
from ui.relay import EventRelay
from ui.tasks import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from forensicdesk.events import Event
    from forensicdesk.model import HashList, Problem, Role, Source
    from ui.tasks import TaskRunner

T = TypeVar("T")


class Act(StrEnum):
    """What can be going on. The value completes "while …"."""

    OPEN = "opening a case"
    ADD = "adding an exhibit"
    PROCESS = "processing"
    MATCH = "matching"
    REPORT = "writing a report"
    VERIFY = "verifying the case"
    IMPORT = "loading a hash list"
    CLOSE = "closing the case"


STOPPABLE = (Act.ADD, Act.PROCESS)
"""The acts that end soon when asked; the others run to their end."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found, and how much was checked.

    Attributes:
        problems: the differences.
        records: records of the audit log.
        files: files of the evidence whose turn came, also those that could not be reached.
        size: bytes of evidence that were read.
    """

    problems: tuple[Problem, ...]
    records: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a new case is made of."""

    folder: Path
    number: str
    examiner: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which list to load, under which name and in which role.

    Attributes:
        hash_type: "sha256" or "pdq" for values of 64 digits that the file does not explain.
        categories: TOML file with labels of the list's category numbers.
    """

    path: Path
    name: str
    role: Role
    hash_type: str | None = None
    categories: Path | None = None


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Where to write which report."""

    folder: Path
    formats: tuple[str, ...]
    variant: str
    language: str


class CaseWork(QObject):
    """The open case and what is being done with it."""

    case_opened = Signal(object)
    """The `Session`."""
    case_closed = Signal()
    case_locked = Signal(object, object)
    """Path of a case that could not be opened for writing, and the `Trouble`."""
    act_started = Signal(object)
    """The `Act`."""
    act_ended = Signal(object)
    """The `Act`, after its result was told, also when it failed."""
    progressed = Signal(object)
    """A `Progress`."""
    items_stored = Signal(object)
    """Item numbers."""
    sources_added = Signal(object)
    """A tuple of `Source`."""
    processed = Signal(object)
    """The `Ledger`."""
    matched = Signal(object)
    """The `Changes`."""
    reported = Signal(object)
    """A tuple of `WrittenReport`."""
    verified = Signal(object)
    """The `Verification`."""
    list_imported = Signal(object)
    """The `HashList`."""
    list_refused = Signal(object, object)
    """The `ListRequest` and the `Trouble`."""
    trouble_met = Signal(object)
    """A `Trouble`."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None, library_folder: Path | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self.session: Session | None = None
        self.writable = True
        self.act: Act | None = None
        self.library = Library(library_folder or default_folder())
        self.stopping = False
        self._stop = threading.Event()
        self._relay = EventRelay(self)
        self._relay.progressed.connect(self.progressed)
        self._relay.items_stored.connect(self.items_stored)

    # --- the case -----------------------------------------------------------------------------------------------

    def create_case(self, new: NewCase) -> None:
        """Make a case and open it, in place of the one that is open."""
        self._leave()
        self._begin(
            Act.OPEN,
            lambda: Session.create(new.folder, new.number, new.examiner, new.fields, clock=utc_now),
            lambda session: self._opened(session, writable=True),
        )

    def open_case(self, folder: Path, *, writable: bool = True) -> None:
        """Open a case in place of the one that is open."""
        self._leave()
        self._begin(
            Act.OPEN,
            lambda: Session.open(folder, writable=writable, clock=utc_now),
            lambda session: self._opened(session, writable=writable),
            lambda trouble: self._not_opened(folder, trouble, writable=writable),
        )

    def close_case(self) -> None:
        """Close the case, after what runs; `case_closed` tells when windows must let go of it."""
        self._leave()

    # --- acts ---------------------------------------------------------------------------------------------------

    def add_sources(self, paths: Sequence[Path]) -> None:
        """Register exhibits one after the other and enter their files into the ledger."""
        session, stop = self._need(), self._fresh_stop()

        def work() -> tuple[Source, ...]:
            added = []
            for path in paths:
                if stop.is_set():
                    break
                added.append(session.add_source(path, self._relay.listen, stop))
            return tuple(added)

        self._begin(Act.ADD, work, self.sources_added.emit)

    def process(self, profile: str | None = None) -> None:
        """Analyse what waits; None keeps to the profile the case was begun with."""
        session, stop = self._need(), self._fresh_stop()
        self._begin(
            Act.PROCESS,
            lambda: session.process(self._relay.listen, profile=profile, stop=stop),
            self.processed.emit,
        )

    def match(self, lists: Sequence[HashList]) -> None:
        """Match the stored hashes against these lists."""
        session = self._need()
        self._begin(Act.MATCH, lambda: session.match(lists, self._relay.listen), self.matched.emit)

    def report(self, request: ReportRequest) -> None:
        """Write a report."""
        session = self._need()
        self._begin(
            Act.REPORT,
            lambda: session.report(request.folder, request.formats, variant=request.variant, language=request.language),
            self.reported.emit,
        )

    def verify(self) -> None:
        """Check the case and its evidence against what was recorded."""
        session = self._need()

        def work() -> Verification:
            records, _ = session.audit_head()
            told = Progress("verify", 0, None)

            def listen(event: Event) -> None:
                nonlocal told
                if isinstance(event, Progress):
                    told = event
                self._relay.listen(event)

            problems = session.verify(listen)
            return Verification(problems, records, told.done, told.bytes_done)

        self._begin(Act.VERIFY, work, self.verified.emit)

    def import_list(self, request: ListRequest) -> None:
        """Load a hash list into the workstation's library."""
        self._begin(
            Act.IMPORT,
            lambda: self.library.import_file(
                request.path,
                role=request.role,
                name=request.name,
                now=utc_now(),
                hash_type=request.hash_type,
                categories=request.categories,
            ),
            self.list_imported.emit,
            lambda trouble: self.list_refused.emit(request, trouble),
        )

    def stop(self) -> None:
        """Ask what runs to end soon; what is stored stays stored."""
        self.stopping = self.act is not None
        self._stop.set()

    # --- within -------------------------------------------------------------------------------------------------

    def _need(self) -> Session:
        if self.session is None:
            msg = "An act on a case was asked for while no case is open."
            raise RuntimeError(msg)
        return self.session

    def _fresh_stop(self) -> threading.Event:
        if self.act is None:
            self._stop = threading.Event()
        return self._stop

    def _begin(
        self,
        act: Act,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        if self.act is not None:
            self.trouble_met.emit(
                Trouble(f"The program is still {self.act.value}; stop it or wait until it has ended.")
            )
            return
        self.act = act
        self.stopping = False
        self._relay.start()
        self.act_started.emit(act)
        self.runner.act(
            act.value, work, self, lambda result: self._end(done, result), lambda trouble: self._fail(failed, trouble)
        )

    def _end(self, done: Callable[[T], None], result: T) -> None:
        act = self._rest()
        done(result)
        self.act_ended.emit(act)

    def _fail(self, failed: Callable[[Trouble], None] | None, trouble: Trouble) -> None:
        act = self._rest()
        (failed or self.trouble_met.emit)(trouble)
        self.act_ended.emit(act)

    def _rest(self) -> Act | None:
        self._relay.stop()
        act, self.act = self.act, None
        self.stopping = False
        return act

    def _opened(self, session: Session, *, writable: bool) -> None:
        self.session = session
        self.writable = writable
        self.case_opened.emit(session)

    def _not_opened(self, folder: Path, trouble: Trouble, *, writable: bool) -> None:
        if writable and isinstance(trouble.error, CaseLockedError):
            self.case_locked.emit(folder, trouble)
        else:
            self.trouble_met.emit(trouble)

    def _leave(self) -> None:
        """Let go of the open case; it is closed behind the acts and reads that still use it."""
        session, self.session = self.session, None
        if session is None:
            return
        self.case_closed.emit()

        def work() -> None:
            self.runner.drain_reads()
            session.close()

        self.runner.act(Act.CLOSE.value, work, self, lambda _: None, self.trouble_met.emit)
