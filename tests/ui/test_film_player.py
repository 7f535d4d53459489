"""The player of films, with answers that come as late as the test wants."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, cast

from forensicdesk.viewed import FilmFacts, FilmPage, Pixels, Shown, Way
from ui.models.looks import Look
from ui.viewing.film import FilmPlayer
from ui.viewing.pixels import ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from forensicdesk.session import Session
    from ui.tasks import TaskRunner
    from ui.viewing.pixels import Ready

FRAMES, RATE = 40, 10
PAGES = (5, 2)
"""Frames of a page, in turns: how many come at once depends on how large they are."""


def frame(number: int) -> Shown:
    """A frame of a film with ten of them each second."""
    return Shown(Pixels(2, 2, bytes(12)), 2, 2, time_s=number / RATE, film=FilmFacts(FRAMES / RATE, RATE))


class LateReads:
    """As a task runner, but what is asked for is answered when the test says so."""

    def __init__(self) -> None:
        self.open: list[tuple[Callable[[], object], Callable[[object], None]]] = []

    def read(
        self, _doing: str, work: Callable[[], object], _owner: object, done: Callable[[object], None], *_: object
    ) -> None:
        """Keep the question."""
        self.open.append((work, done))

    def answer(self) -> None:
        """Answer the oldest question."""
        work, done = self.open.pop(0)
        done(work())


class Film:
    """The session's side of a film: pages of a few frames."""

    def __init__(self) -> None:
        self._pages = cycle(PAGES)

    def film_frames(self, _item: int, at_s: float, way: Way, **_: object) -> FilmPage:
        """The frames after a time."""
        assert way is Way.AFTER
        first, count = round(at_s * RATE) + 1, next(self._pages)
        frames = tuple(frame(number) for number in range(first, min(FRAMES, first + count)))
        return FilmPage(frames, ended=first + count >= FRAMES)

    def film_strip(self, _item: int, frames: int, **_: object) -> FilmPage:
        """Frames spread over it."""
        return FilmPage((frame(0),) * frames, ended=True)


def test_frames_that_come_late_come_once_and_in_order(qtbot: QtBot) -> None:
    reads = LateReads()
    player = FilmPlayer(cast("TaskRunner", reads))
    shown: list[float] = []

    def note(due: Ready) -> None:
        shown.append(due.facts.time_s or 0.0)

    player.frame_due.connect(note)
    player.begin(cast("Session", Film()), 1, Look(), ready(frame(0), Look()))
    reads.answer()  # the strip
    player.set_speed(4.0)

    player.play()
    while player.playing:
        qtbot.wait(20)  # ticks ask for more while a question is open
        if reads.open:
            reads.answer()

    assert shown == sorted(set(shown))
    assert shown[-1] == (FRAMES - 1) / RATE
