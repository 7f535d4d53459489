"""Fetches the pictures that the viewer shows, and the next ones ahead, off the event loop; the newest wish wins."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from forensicdesk.language import _
from forensicdesk.viewed import NotShown, Shown
from ui.viewing.pixels import Ready, ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.session import Session
    from ui.models.looks import Look
    from ui.tasks import TaskRunner, Trouble

CACHE_BYTES = 192 * 1024 * 1024
IMPATIENT_S = 1.5
"""What takes longer than this is ended when something else is wished for."""


@dataclass(frozen=True, slots=True)
class Key:
    """One page of one item in one look."""

    item_id: int
    page: int
    look: Look


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What came of it: the picture or why there is none, and the differing thumbnail of a first page."""

    key: Key
    picture: Ready | NotShown
    thumbnail: Ready | None = None


def load(session: Session, key: Key) -> Loaded:
    """Ask the child; called beside the event loop."""
    coarse = key.look.coarse_px
    shown = session.view(key.item_id, key.page, coarse=coarse)
    if isinstance(shown, NotShown):
        return Loaded(key, shown)
    inner = session.view_thumbnail(key.item_id, coarse=coarse) if key.page == 1 and shown.film is None else None
    thumbnail = ready(inner, key.look) if isinstance(inner, Shown) else None
    return Loaded(key, ready(shown, key.look), thumbnail)


class PictureLoader(QObject):
    """One question at a time; what was wished for and is still wanted comes first."""

    loaded = Signal(object)
    """A `Loaded`."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._wanted: tuple[Key, ...] = ()
        self._asked: Key | None = None
        self._since = 0.0
        self._kept: OrderedDict[Key, Loaded] = OrderedDict()
        self._used = 0
        self._impatient = QTimer(self)
        self._impatient.setSingleShot(True)
        self._impatient.timeout.connect(self._give_up)

    def set_session(self, session: Session | None) -> None:
        """Read another case, or none; nothing of the one before stays."""
        self._session = session
        self._wanted = ()
        self.clear()

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self._used = 0

    def get(self, key: Key) -> Loaded | None:
        """What is here already."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    @property
    def busy(self) -> bool:
        """Whether a question is open."""
        return self._asked is not None

    def want(self, keys: Sequence[Key]) -> None:
        """Fetch these, in this order; what is not among them is not wanted any more."""
        self._wanted = tuple(key for key in keys if key not in self._kept)
        if self._asked is None:
            self._ask()
        elif self._asked not in keys:
            self._impatient.start(max(0, round(1000 * (self._since + IMPATIENT_S - time.monotonic()))))

    def _give_up(self) -> None:
        """What is being decoded is not wanted any more, and takes long."""
        if self._asked is not None and self._session is not None:
            self._session.stop_viewing()

    def _ask(self) -> None:
        session = self._session
        if self._asked is not None:
            return
        self._impatient.stop()
        if session is None or not self._wanted:
            return
        key, self._wanted = self._wanted[0], self._wanted[1:]
        self._asked, self._since = key, time.monotonic()
        self._runner.read(_("showing an item"), lambda: load(session, key), self, self._take, self._failed)

    def _take(self, loaded: Loaded) -> None:
        self._asked = None
        if isinstance(loaded.picture, Ready):
            self._keep(loaded)
        self.loaded.emit(loaded)
        self._ask()

    def _failed(self, trouble: Trouble) -> None:
        self._asked = None
        self._runner.trouble_met.emit(trouble)
        self._ask()

    def _keep(self, loaded: Loaded) -> None:
        self._kept[loaded.key] = loaded
        self._used += _cost(loaded)
        while self._used > CACHE_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._used -= _cost(gone)


def _cost(loaded: Loaded) -> int:
    parts = (loaded.picture, loaded.thumbnail)
    return sum(part.image.sizeInBytes() for part in parts if isinstance(part, Ready))
