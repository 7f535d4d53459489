"""The one task runner: work leaves the event loop here, and comes back as a call on it.

Three lanes: `act` is one thread, so that what changes a case runs one at a time; `write` is another one for decisions
of examiners, which are short and kept in the order in which they were made, whatever act runs beside them; `read` is a
few threads. What goes wrong comes back as a `Trouble`, a value; this is the desktop's barrier for exceptions.
"""

from __future__ import annotations

import traceback
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

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


class TaskRunner(QObject):
    """Runs callables on threads and hands result or trouble back on the thread of the event loop."""

    trouble_met = Signal(object)
    """A `Trouble` that nobody asked to receive."""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts = ThreadPoolExecutor(1, "act")
        self._writes = ThreadPoolExecutor(1, "write")
        self._reads = ThreadPoolExecutor(READER_THREADS, "read")
        self._short: set[Future[None]] = set()
        self._shut = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run `work`, which only reads, on a reader thread.

        Args:
            doing: what it does, to complete the sentence "Something unexpected happened while …".
            work: called on a thread; must not touch widgets.
            owner: neither callback is called once this object is gone.
            done: called with the result on the event loop.
            failed: called with the `Trouble` on the event loop; without it `trouble_met` is emitted.
        """
        if not self._shut:
            self._keep(self._reads.submit(self._run, doing, work, owner, done, failed))

    def write(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run `work`, a short write, after all earlier ones and beside an act; the arguments are those of `read`."""
        if not self._shut:
            self._keep(self._writes.submit(self._run, doing, work, owner, done, failed))

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
            self._acts.submit(self._run, doing, work, owner, done, failed)

    def drain(self) -> None:
        """Wait until the reads and short writes begun so far have ended; for acts that close what they use."""
        wait(tuple(self._short))

    def shut_down(self) -> None:
        """Wait for what runs; what is asked for later is not begun."""
        self._shut = True
        self._acts.shutdown(wait=True)
        self._writes.shutdown(wait=True)
        self._reads.shutdown(wait=True, cancel_futures=True)

    def _keep(self, future: Future[None]) -> None:
        self._short.add(future)
        future.add_done_callback(self._short.discard)

    def _run(
        self,
        doing: str,
        work: Callable[[], T],
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None,
    ) -> None:
        receive = failed or self.trouble_met.emit
        try:
            result = work()
        except ForensicDeskError as error:
            trouble = Trouble(shown(error), error=error)
            self._finished.emit((owner, lambda: receive(trouble)))
        except Exception as error:  # noqa: BLE001 - the desktop's barrier: whatever a task meets becomes a value
            surprise = unexpected(doing, error)
            self._finished.emit((owner, lambda: receive(surprise)))
        else:
            self._finished.emit((owner, lambda: done(result)))

    def _deliver(self, delivery: tuple[QObject, Callable[[], None]]) -> None:
        owner, callback = delivery
        if shiboken6.isValid(owner):
            callback()
