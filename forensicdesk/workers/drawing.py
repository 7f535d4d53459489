"""The pages of a report that is not written, drawn one by one by a confined child of their own."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

from forensicdesk.viewed import NotShown
from forensicdesk.workers import sheets
from forensicdesk.workers.viewing import Viewer

if TYPE_CHECKING:
    from forensicdesk.viewed import Shown

PRELOAD = ("forensicdesk.workers.sheets", "pypdfium2")


class PageDrawer:
    """Draws pages of one document at a time; its methods wait, so call them beside an event loop."""

    def __init__(self) -> None:
        self._viewer = Viewer(preload=PRELOAD)
        self._turn = threading.Lock()
        self._content = b""
        self._key = ""

    def take(self, content: bytes) -> int | NotShown:
        """The number of pages of a PDF, whose pages are drawn from now on."""
        with self._turn:
            self._content, self._key = content, hashlib.sha256(content).hexdigest()
            return self._viewer.ask(sheets.hold, self._key, content)

    def draw(self, number: int, width: int, *, coarse: int = 0) -> Shown | NotShown:
        """A page, from 1, so many pixels wide; its pictures as so many squares on a side where `coarse` is not 0."""
        with self._turn:
            drawn = self._viewer.ask(sheets.drawn, self._key, number, width, coarse)
            if drawn is None:  # a new child, since the one before was ended
                held = self._viewer.ask(sheets.hold, self._key, self._content)
                if isinstance(held, NotShown):
                    return held
                drawn = self._viewer.ask(sheets.drawn, self._key, number, width, coarse)
            return drawn or NotShown(sheets.NO_DOCUMENT)

    def close(self) -> None:
        """End the child for good."""
        self._viewer.close()
