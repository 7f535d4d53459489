"""What the desktop does with a case: one act at a time, off the event loop, told in signals."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from forensicdesk.errors import CaseLockedError, Interrupted
from forensicdesk.events import Progress
from forensicdesk.language import _
from forensicdesk.session import Library, Session, default_folder, export_list, utc_now
from ui.list_import import import_apart
from ui.relay import EventRelay
from ui.report_request import write_report
from ui.tasks import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from forensicdesk.events import Event
    from forensicdesk.model import HashList, Match, Problem, Source
    from forensicdesk.session import ImportSettings
    from ui.report_request import ReportRequest
    from ui.tasks import TaskRunner

T = TypeVar("T")


class Act(StrEnum):
    """What can be going on. The value completes "while …"."""

    OPEN = _("opening a case")
    ADD = _("adding an exhibit")
    PROCESS = _("processing")
    MATCH = _("matching")
    REPORT = _("writing a report")
    VERIFY = _("verifying the case")
    IMPORT = _("loading a hash list")
    EXPORT = _("exporting a hash list")
    REMOVE = _("removing a hash list")
    JUDGE = _("recording what was said of a match")
    CLOSE = _("closing the case")


STOPPABLE = (Act.ADD, Act.PROCESS, Act.MATCH, Act.IMPORT)
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
    """What a new case is made of.

    Attributes:
        store: address of the PostgreSQL database for its tables, "" for its own folder.
        encrypted: its thumbnails are to be encrypted.
        passphrase: what they are encrypted with; it is kept nowhere.
    """

    folder: Path
    number: str
    examiner: str
    fields: tuple[tuple[str, str], ...] = ()
    store: str = ""
    encrypted: bool = False
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which list file to load, and what was said of it.

    Attributes:
        question: why the library refused it before, "" if it did not.
    """

    path: Path
    stated: ImportSettings
    question: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A list that was asked for, and whether it was stored just now or had been there before."""

    known: HashList
    fresh: bool


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which list to write to which file, in which form; `kind` as `export_list` takes it."""

    used: HashList
    out: Path
    form: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an examiner says of one match: "not a match", or that this is taken back."""

    match: Match
    reason: str
    revoke: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What an examiner says who looked at both sides of a match; `note` is "" where nothing is added."""

    match: Match
    same: bool
    note: str


def _made(new: NewCase) -> Session:
    """A new case, open for writing, its thumbnails encrypted if that was asked for."""
    with ExitStack() as unless_done:
        about, store = (new.number, new.examiner, new.fields), new.store or None
        session = Session.create(new.folder, *about, clock=utc_now, store=store)
        unless_done.enter_context(session)
        if new.encrypted:
            session.veil(new.passphrase)
        unless_done.pop_all()
        return session


class Stopped:
    """The result of an act that the person asked to stop."""


def _until_stopped(work: Callable[[], T]) -> T | Stopped:
    try:
        return work()
    except Interrupted:
        return Stopped()


class CaseWork(QObject):
    """The open case and what is being done with it."""

    case_opened = Signal(object)
    """The `Session`."""
    case_refused = Signal(object, object)
    """The `NewCase` that could not be made, without its passphrase, and the `Trouble`."""
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
    stopped = Signal(object)
    """The `Act` that ended early because the person asked for it, where it tells nothing else."""
    judged = Signal(object)
    """The `Dismissal`."""
    looked = Signal(object)
    """What an examiner said who looked at both sides of a match: the `decisions.Act`."""
    list_exported = Signal(object)
    """The `Exported`."""
    list_removed = Signal(object)
    """The `HashList`."""
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
    """A `Loaded`."""
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
            lambda: _made(new),
            lambda session: self._opened(session, writable=True),
            lambda trouble: self.case_refused.emit(replace(new, passphrase=""), trouble),
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

    def process(self, profile: str | None = None, passwords: tuple[str, ...] = ()) -> None:
        """Analyse what waits; None keeps to the profile the case was begun with.

        With passwords, what is encrypted is tried again; they are kept nowhere.
        """
        session, stop = self._need(), self._fresh_stop()
        self._begin(
            Act.PROCESS,
            lambda: session.process(self._relay.listen, profile=profile, stop=stop, passwords=passwords),
            self.processed.emit,
        )

    def match(self, lists: Sequence[HashList]) -> None:
        """Match the stored hashes against these lists."""
        session, stop = self._need(), self._fresh_stop()
        self._begin(Act.MATCH, lambda: session.match(lists, self._relay.listen, stop=stop), self.matched.emit)

    def judge(self, said: Judgement | Seen) -> None:
        """Keep that a match is none, or take that back; or that both sides were looked at."""
        session, match = self._need(), said.match
        if isinstance(said, Seen):
            about, note = (match.content_id, match.list_id, match.entry), said.note
            self._begin(Act.JUDGE, lambda: session.confirm(*about, same=said.same, note=note), self.looked.emit)
            return
        self._begin(
            Act.JUDGE,
            lambda: session.dismiss(match.content_id, match.list_id, match.entry, said.reason, revoke=said.revoke),
            self.judged.emit,
        )

    def report(self, request: ReportRequest) -> None:
        """Write a report."""
        session = self._need()
        self._begin(
            Act.REPORT,
            lambda: write_report(session, request),
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
        """Load a hash list into the workstation's library, in a process of its own."""
        stop, listen = self._fresh_stop(), self._relay.listen

        def work() -> Loaded:
            before = {known.id for known in self.library.lists()}
            known = import_apart(self.library, request.path, request.stated, utc_now(), listen, stop)
            return Loaded(known, known.id not in before)

        self._begin(
            Act.IMPORT,
            work,
            self.list_imported.emit,
            lambda trouble: self.list_refused.emit(request, trouble),
        )

    def export_list(self, request: ExportRequest) -> None:
        """Write a list of the library to a file."""
        used = request.used
        self._begin(
            Act.EXPORT,
            lambda: export_list(self.library, used.id, request.out, request.form, request.kind),
            self.list_exported.emit,
        )

    def remove_list(self, used: HashList) -> None:
        """Remove a list version from the library."""
        self._begin(Act.REMOVE, lambda: self.library.remove(used.id), self.list_removed.emit)

    def stop(self) -> None:
        """Ask what runs to end soon; what is stored stays stored."""
        self.stopping = self.act is not None
        self._stop.set()

    # --- within -------------------------------------------------------------------------------------------------

    def _need(self) -> Session:
        if self.session is None:
            msg = _("An act on a case was asked for while no case is open.")
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
                Trouble(
                    _("The program is still {value}; stop it or wait until it has ended.").format(value=self.act.value)
                )
            )
            return
        self.act = act
        self.stopping = False
        self._relay.start()
        self.act_started.emit(act)
        self.runner.act(
            act.value,
            lambda: _until_stopped(work),
            self,
            lambda result: self._end(done, result),
            lambda trouble: self._fail(failed, trouble),
        )

    def _end(self, done: Callable[[T], None], result: T | Stopped) -> None:
        act = self._rest()
        if isinstance(result, Stopped):
            self.stopped.emit(act)
        else:
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
            self.runner.drain()
            session.close()

        self.runner.act(Act.CLOSE.value, work, self, lambda _: None, self.trouble_met.emit)
