"""Fetches what one screen of the gallery shows, off the event loop; the newest screen wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from forensicdesk.language import _
from ui.models.pictures import PictureKey, make_picture
from ui.saying import Judging, Reader, read_said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QImage

    from forensicdesk.model import ItemCard
    from hashing.values import Thumbnail
    from ui.models.looks import Look
    from ui.saying import Said
    from ui.tasks import TaskRunner, Trouble


class Shelf(Judging, Protocol):
    """The part of a session that a gallery needs."""

    def cards(self, item_ids: Sequence[int], /) -> list[ItemCard]:
        """What a gallery draws of these items."""

    def thumbnails(self, content_ids: Sequence[int], /) -> dict[int, Thumbnail]:
        """The two small pictures of each of these contents that has them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One screen: every item on it, the cards that are known already, and what is here of their pictures.

    Attributes:
        unsaid: items of which it is to be read anew what was said.
        heads: items that stand for a closed stack.
        reader: who may see it.
        turn: counts up whenever something was decided, so that an answer from before is known as such.
    """

    item_ids: tuple[int, ...]
    known: tuple[ItemCard, ...]
    have: frozenset[PictureKey]
    look: Look
    unsaid: tuple[int, ...] = ()
    heads: frozenset[int] = frozenset()
    reader: Reader = field(default_factory=Reader)
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Screenful:
    """What came back for one screen."""

    cards: tuple[ItemCard, ...]
    pictures: tuple[tuple[PictureKey, QImage], ...]
    asked: tuple[int, ...] = ()
    said: Mapping[int, Said] = field(default_factory=dict)
    turn: int = 0


def fetch(shelf: Shelf, wanted: Wanted, is_stale: Callable[[], bool]) -> Screenful:
    """Cards first, then the previews of the screen, then pictures one by one until another screen is wanted."""
    known = {card.id for card in wanted.known}
    cards = tuple(shelf.cards([item for item in wanted.item_ids if item not in known]))
    heads = [item for item in wanted.unsaid if item in wanted.heads]
    said = read_said(shelf, wanted.unsaid, heads, wanted.reader) if wanted.unsaid else {}
    pictures: dict[PictureKey, QImage] = {}
    keys = dict.fromkeys(
        PictureKey(card.content_id, wanted.look) for card in (*wanted.known, *cards) if card.content_id is not None
    )
    missing = [key for key in keys if key not in wanted.have]
    thumbnails = shelf.thumbnails([key.content_id for key in missing]) if missing and not is_stale() else {}
    for key in missing:
        if is_stale():
            break
        pictures[key] = make_picture(thumbnails.get(key.content_id), wanted.look)
    return Screenful(cards, tuple(pictures.items()), wanted.unsaid, said, wanted.turn)


class ScreenLoader(QObject):
    """One fetch at a time; a newer wish replaces the one that waits."""

    loaded = Signal(object)
    """A `Screenful`."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._next: tuple[Shelf, Wanted] | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether a screen is being fetched."""
        return self._busy

    def want(self, shelf: Shelf, wanted: Wanted) -> None:
        """Fetch this screen as soon as the running fetch has ended."""
        self._next = (shelf, wanted)
        if not self._busy:
            self._start()

    def drop(self) -> None:
        """Forget the wish that waits."""
        self._next = None

    def _start(self) -> None:
        if self._next is None:
            return
        (shelf, wanted), self._next = self._next, None
        self._busy = True
        self._runner.read(
            _("reading pictures for the gallery"),
            lambda: fetch(shelf, wanted, lambda: self._next is not None),
            self,
            self._done,
            self._failed,
        )

    def _done(self, screenful: Screenful) -> None:
        self._busy = False
        self.loaded.emit(screenful)
        self._start()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._runner.trouble_met.emit(trouble)
        self._start()
