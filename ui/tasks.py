"""The one task runner: work leaves the event loop here, and comes back as a call on it.

Three lanes: `act` is one thread, so that what changes a case runs one at a time; `write` is another one for decisions
of examiners, which are short and kept in the order in which they were made, whatever act runs beside them; `read` is a
few threads. What goes wrong comes back as a `Trouble`, a value; this is the desktop's barrier for exceptions.

A thread keeps nothing of windows: callbacks, and whatever they hold, are let go on the event loop's thread, because a
window that is taken apart on another one ends the process. Between threads goes a signal without a value to a declared
slot; the tasks themselves wait in a queue, so that Qt holds no Python object on its way.
"""

from __future__ import annotations

import traceback
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from forensicdesk.errors import ForensicDeskError
from forensicdesk.language import _, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")

READER_THREADS = 3

WHAT_TO_DO = _(
    "What was stored before stays stored. Close the case, open it again and repeat the step; the "
    "work goes on where it stopped. If it happens again, copy the details and give them to "
    "whoever looks after this program. They may hold names of files."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, as a value to show.

    Attributes:
        sentence: one sentence for people.
        advice: what to do, "" where the sentence says it.
        details: technical text to copy, only for what was not foreseen.
        error: the error behind it where it was foreseen, for windows that can offer more than its text.
    """

    sentence: str
    advice: str = ""
    details: str = ""
    error: ForensicDeskError | None = None

    @property
    def english(self) -> str:
        """What the error says in every language alike: to tell one from another."""
        return str(self.error) if self.error is not None else self.sentence


def unexpected(doing: str, error: BaseException) -> Trouble:
    """The trouble of an error that nobody foresaw."""
    details = "".join(traceback.format_exception(error))
    return Trouble(_("Something unexpected happened while {doing}.").format(doing=doing), WHAT_TO_DO, details)


class _Task:
    """What is asked of a thread. It is emptied on the event loop, before the thread has done with it or after."""

    def __init__(
        self,
        doing: str,
        work: Callable[[], Any],
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        self.doing = doing
        self.work: Callable[[], Any] | None = work
        self.owner: QObject | None = owner
        self.done: Callable[[Any], None] | None = done
        self.failed: Callable[[Trouble], None] | None = failed
        self.result: Any = None
        self.trouble: Trouble | None = None

    def run(self) -> None:
        """Do the work; called on the thread."""
        work = self.work
        if work is None:
            return
        try:
            self.result = work()
        except ForensicDeskError as error:
            self.trouble = Trouble(shown(error), error=error)
        except Exception as error:  # noqa: BLE001 - the desktop's barrier: whatever a task meets becomes a value
            self.trouble = unexpected(self.doing, error)

    def deliver(self) -> None:
        """Tell what came of it and keep nothing; called on the event loop."""
        owner, done, failed, result = self.owner, self.done, self.failed, self.result
        self.work = self.owner = self.done = self.failed = self.result = None
        if owner is None or done is None or failed is None or not shiboken6.isValid(owner):
            return
        if self.trouble is not None:
            failed(self.trouble)
        else:
            done(result)


class TaskRunner(QObject):
    """Runs callables on threads and hands result or trouble back on the thread of the event loop."""

    trouble_met = Signal(object)
    """A `Trouble` that nobody asked to receive."""
    _finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts = ThreadPoolExecutor(1, "act")
        self._writes = ThreadPoolExecutor(1, "write")
        self._reads = ThreadPoolExecutor(READER_THREADS, "read")
        self._short: set[Future[None]] = set()
        self._patient: list[_Task] = []
        self._ended: deque[_Task] = deque()
        self._held = False
        self._shut = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
        *,
        patient: bool = False,
    ) -> None:
        """Run `work`, which only reads, on a reader thread.

        Args:
            doing: what it does, to complete the sentence "Something unexpected happened while …".
            work: called on a thread; must not touch widgets.
            owner: neither callback is called once this object is gone.
            done: called with the result on the event loop.
            failed: called with the `Trouble` on the event loop; without it `trouble_met` is emitted.
            patient: wait while something else is to come first (`hold`).
        """
        task = self._task(doing, work, owner, done, failed)
        if patient and self._held:
            self._patient.append(task)
        else:
            self._submit(self._reads, task)

    def write(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run `work`, a short write, after all earlier ones and beside an act; the arguments are those of `read`."""
        self._submit(self._writes, self._task(doing, work, owner, done, failed))

    def act(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run `work` after all earlier acts; the arguments are those of `read`."""
        if not self._shut:
            self._acts.submit(self._run, self._task(doing, work, owner, done, failed))

    def hold(self) -> None:
        """Let patient reads wait from now on."""
        self._held = True

    def go_on(self) -> None:
        """Begin the patient reads that wait, and let none wait from now on."""
        self._held = False
        waiting, self._patient = self._patient, []
        for task in waiting:
            self._submit(self._reads, task)

    def drain(self) -> None:
        """Wait until the reads and short writes begun so far have ended; for acts that close what they use."""
        wait(tuple(self._short))

    def shut_down(self) -> None:
        """Wait for what runs; what is asked for later is not begun."""
        self._shut = True
        self._patient.clear()
        self._acts.shutdown(wait=True)
        self._writes.shutdown(wait=True)
        self._reads.shutdown(wait=True, cancel_futures=True)

    def _task(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None,
    ) -> _Task:
        return _Task(doing, work, owner, done, failed or self.trouble_met.emit)

    def _submit(self, threads: ThreadPoolExecutor, task: _Task) -> None:
        if not self._shut:
            future = threads.submit(self._run, task)
            self._short.add(future)
            future.add_done_callback(self._short.discard)

    def _run(self, task: _Task) -> None:
        task.run()
        self._ended.append(task)
        self._finished.emit()

    @Slot()
    def _deliver(self) -> None:
        """Deliver one task; each sends one signal."""
        self._ended.popleft().deliver()
