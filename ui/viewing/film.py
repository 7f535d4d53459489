"""Plays a film from frames that a child decodes: by presentation time, in silence, and never longer than it lasts."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from forensicdesk.language import _, retold
from forensicdesk.viewed import NotShown, Way
from ui.viewing.pixels import ready

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from forensicdesk.session import Session
    from forensicdesk.viewed import FilmPage
    from ui.models.looks import Look
    from ui.tasks import TaskRunner, Trouble
    from ui.viewing.pixels import Ready

TICK_MS = 8
IMPATIENT_MS = 1500
"""What an earlier film takes longer than this is ended, so that the next one can be shown."""
AHEAD_S = 0.5
FEW = 6
"""More frames are fetched where fewer are here, or less than half a second of them."""
LARGEST_BOX = (1920, 1200)
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
STRIP_FRAMES = 12


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    turn: int
    way: Way
    frames: tuple[Ready, ...]
    ended: bool
    trouble: str = ""


class FilmPlayer(QObject):
    """Where a film is, and what comes next."""

    frame_due = Signal(object)
    """A `Ready` to show now."""
    state_changed = Signal()
    strip_read = Signal(object)
    """A tuple of `Ready`, spread evenly over the film."""
    failed = Signal(str)
    """Why there is no further frame."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._item = 0
        self._look: Look | None = None
        self._queue: deque[Ready] = deque()
        self._turn = 0
        self._asked = False
        self._asked_of = 0
        self._answered = 0
        self._searching = False
        self._next: tuple[Way, float] | None = None
        self._strip_due = False
        self._step_due = False
        self._ended = False
        self._box = LARGEST_BOX
        self._base = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.playing = False
        self.speed = 1.0
        self.at_s = 0.0
        self.duration_s: float | None = None

    # --- which film ---------------------------------------------------------------------------------------------

    def begin(self, session: Session, item_id: int, look: Look, first: Ready) -> None:
        """Take a film of which the first frame is on the screen."""
        self.leave()
        self._session, self._item, self._look = session, item_id, look
        self.at_s = first.facts.time_s or 0.0
        self.duration_s = first.facts.film.duration_s if first.facts.film else None
        self._strip_due = True
        self._ask()
        if self._asked:
            answered = self._answered
            QTimer.singleShot(IMPATIENT_MS, self, lambda: self._give_up_on(answered))
        self.state_changed.emit()

    def leave(self) -> None:
        """Stop, and forget the film."""
        self.pause()
        self._turn += 1
        self._session, self._next = None, None
        self._queue.clear()
        self._ended = self._strip_due = self._step_due = self._searching = False
        self.speed = 1.0

    def set_box(self, size: QSize) -> None:
        """How large frames are shown while it plays."""
        self._box = (
            max(64, min(LARGEST_BOX[0], size.width())),
            max(64, min(LARGEST_BOX[1], size.height())),
        )

    # --- playing ------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play on; from the beginning where the end was reached."""
        if self._session is None:
            return
        self.playing = True
        if self._ended and not self._queue:
            self.seek(0.0)
        self._rebase()
        self._timer.start()
        self._fill()
        self.state_changed.emit()

    def pause(self) -> None:
        """Stay at the frame on the screen."""
        self._timer.stop()
        if self.playing:
            self.playing = False
            self.state_changed.emit()

    def change_speed(self, steps: int) -> None:
        """Slower or faster."""
        place = min(len(SPEEDS) - 1, max(0, SPEEDS.index(self.speed) + steps))
        self.set_speed(SPEEDS[place])

    def set_speed(self, speed: float) -> None:
        """Play at so many times its own speed; one of `SPEEDS`."""
        self.speed = speed
        self._rebase()
        self.state_changed.emit()

    def step(self, frames: int) -> None:
        """One frame on, or back."""
        if self._session is None:
            return
        self.pause()
        if frames < 0:
            self._search(Way.BEFORE, self.at_s)
        elif self._queue:
            self._show(self._queue.popleft())
        elif not self._ended:
            self._step_due = True
            self._fill()

    def seek(self, time_s: float) -> None:
        """Go to a time."""
        if self._session is not None:
            last = self.duration_s if self.duration_s is not None else time_s
            self._search(Way.AT, min(max(0.0, time_s), last))

    # --- within -------------------------------------------------------------------------------------------------

    def _search(self, way: Way, time_s: float) -> None:
        self._turn += 1
        self._queue.clear()
        self._ended = self._step_due = False
        self._searching = True
        self._next = (way, time_s)
        self._ask()

    def _rebase(self) -> None:
        self._base = (self.at_s, time.monotonic())

    def _tick(self) -> None:
        now = self._base[0] + (time.monotonic() - self._base[1]) * self.speed
        due: Ready | None = None
        while self._queue and (self._queue[0].facts.time_s or 0.0) <= now:
            due = self._queue.popleft()
        if due is not None:
            self._show(due)
        if not self._queue:
            if self._ended:
                self.pause()
                return
            self._rebase()
        self._fill()

    def _show(self, frame: Ready) -> None:
        self.at_s = frame.facts.time_s or 0.0
        self.frame_due.emit(frame)

    def _fill(self) -> None:
        """Fetch what follows, if little of it is here."""
        if self._ended or self._searching or self._next is not None:
            return
        last = self._last_s()
        if len(self._queue) < FEW or last - self.at_s < AHEAD_S * self.speed:
            self._next = (Way.AFTER, last)
            self._ask()

    def _last_s(self) -> float:
        """When the last frame is shown that is here."""
        return self._queue[-1].facts.time_s or 0.0 if self._queue else self.at_s

    def _give_up_on(self, answered: int) -> None:
        """A question about an earlier film is still open after a while: end the child that does not answer."""
        if self._asked and answered == self._answered and self._session is not None and self._asked_of != self._item:
            self._session.stop_viewing()

    def _ask(self) -> None:
        session, look, item, turn, box = self._session, self._look, self._item, self._turn, self._box
        if self._asked or session is None or look is None:
            return
        if self._next is not None:
            (way, at_s), self._next = self._next, None
            if way is Way.AFTER:  # what was fetched meanwhile is not to come twice
                at_s = self._last_s()
            whole = way is not Way.AFTER and not self.playing
            self._asked, self._asked_of = True, item
            self._runner.read(
                _("reading frames of a film"),
                lambda: _answer(
                    session.film_frames(item, at_s, way, box=None if whole else box, coarse=look.coarse_px),
                    turn,
                    way,
                    look,
                ),
                self,
                self._take,
                self._refused,
            )
        elif self._strip_due:
            self._strip_due = False
            self._asked, self._asked_of = True, item
            self._runner.read(
                _("reading frames of a film"),
                lambda: _answer(session.film_strip(item, STRIP_FRAMES, coarse=look.coarse_px), turn, Way.AT, look),
                self,
                lambda answer: self._take_strip(item, answer),
                self._refused,
            )

    def _take_strip(self, item: int, answer: _Answer) -> None:
        self._asked = False
        self._answered += 1
        if answer.frames and self._session is not None and item == self._item:
            self.strip_read.emit(answer.frames)
        self._ask()

    def _take(self, answer: _Answer) -> None:
        self._asked = False
        self._answered += 1
        if answer.turn == self._turn:
            if answer.trouble:
                self._give_up(answer.trouble)
                return
            self._accept(answer)
        self._ask()

    def _accept(self, answer: _Answer) -> None:
        if answer.way is Way.AFTER:
            self._queue.extend(answer.frames)
            self._ended = answer.ended
            if self._step_due and self._queue:
                self._show(self._queue.popleft())
            self._step_due = False
            return
        self._searching = False
        for frame in answer.frames:
            self._show(frame)
        self._rebase()
        if self.playing:
            self._fill()

    def _refused(self, trouble: Trouble) -> None:
        self._asked = False
        self._answered += 1
        self._give_up(trouble.sentence)

    def _give_up(self, reason: str) -> None:
        self.pause()
        self._queue.clear()
        self._step_due = self._searching = False
        self._next = None
        self.failed.emit(reason)


def _answer(found: FilmPage | NotShown, turn: int, way: Way, look: Look) -> _Answer:
    if isinstance(found, NotShown):
        return _Answer(turn, way, (), ended=True, trouble=retold(found.reason))
    return _Answer(turn, way, tuple(ready(frame, look) for frame in found.frames), found.ended)
