"""Pages of a report before it is written: laid out and drawn beside the event loop; the newest wish wins."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from forensicdesk.errors import Interrupted
from forensicdesk.language import _, retold
from forensicdesk.session import PageDrawer
from forensicdesk.viewed import COARSE_SIDE, NotShown
from ui.models.looks import Look
from ui.report_request import lay_out_report
from ui.viewing.pixels import image_of

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from forensicdesk.session import Session
    from ui.report_request import ReportRequest
    from ui.tasks import TaskRunner, Trouble

_AS_IT_IS = Look(blurred=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a report that was laid out.

    Attributes:
        pages: how many.
        items, of: how many items are laid out, of how many.
        cut: whether lists of files were shortened.
        clear: whether pictures in it can be recognised.
    """

    pages: int
    items: int
    of: int
    cut: bool
    clear: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """A page, from 1, so many pixels wide; pictures on it as squares where it is `coarse`."""

    number: int
    width: int
    coarse: bool


class ReportPages(QObject):
    """Lays out what was chosen and draws its pages; a change of the choice ends what is going on."""

    laid_out = Signal(object)
    """The `Facts`."""
    drawn = Signal(object, object)
    """The `Wish` and its image."""
    refused = Signal(str)
    """Why there is nothing to show."""

    def __init__(self, runner: TaskRunner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session = session
        self._drawer = PageDrawer()
        self._stop = threading.Event()
        self._asked: ReportRequest | None = None
        self._wish: Wish | None = None
        self._busy = False
        self._ready = False
        self._closed = False

    def lay_out(self, asked: ReportRequest) -> None:
        """Lay out this, in place of what is being laid out."""
        self._stop.set()
        self._asked, self._wish, self._ready = asked, None, False
        self._next()

    def draw(self, wish: Wish) -> None:
        """Draw this page, in place of one that waits."""
        self._wish = wish
        self._next()

    def close(self) -> None:
        """End what is going on, and the child."""
        self._closed, self._asked, self._wish = True, None, None
        self._stop.set()
        drawer = self._drawer
        self._runner.read(_("ending the preview of a report"), drawer.close, self._runner, lambda _: None)

    # --- within -------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        if self._busy or self._closed:
            return
        if self._asked is not None:
            self._begin_layout(self._asked)
        elif self._wish is not None and self._ready:
            self._begin_page(self._wish)

    def _begin_layout(self, asked: ReportRequest) -> None:
        self._asked, self._busy, self._stop = None, True, threading.Event()
        session, drawer, stop = self._session, self._drawer, self._stop

        def work() -> Facts | NotShown | None:
            try:
                laid = lay_out_report(session, asked, stop)
            except Interrupted:
                return None
            pages = drawer.take(laid.content)
            return pages if isinstance(pages, NotShown) else Facts(pages, laid.items, laid.of, laid.cut, laid.clear)

        self._runner.read(_("laying out the pages of a report"), work, self, self._laid_out, self._failed)

    def _laid_out(self, facts: Facts | NotShown | None) -> None:
        self._busy = False
        if self._asked is None and not self._closed:
            self._ready = isinstance(facts, Facts)
            if isinstance(facts, Facts):
                self.laid_out.emit(facts)
            elif facts is not None:
                self.refused.emit(retold(facts.reason))
        self._next()

    def _begin_page(self, wish: Wish) -> None:
        self._wish, self._busy = None, True
        drawer = self._drawer

        def work() -> QImage | NotShown:
            shown = drawer.draw(wish.number, wish.width, coarse=COARSE_SIDE if wish.coarse else 0)
            return shown if isinstance(shown, NotShown) else image_of(shown.pixels, _AS_IT_IS)

        self._runner.read(
            _("drawing a page of a report"), work, self, lambda image: self._page(wish, image), self._failed
        )

    def _page(self, wish: Wish, image: QImage | NotShown) -> None:
        self._busy = False
        if self._asked is None and not self._closed:
            if isinstance(image, NotShown):
                self.refused.emit(retold(image.reason))
            else:
                self.drawn.emit(wish, image)
        self._next()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        if self._asked is None and not self._closed:
            self.refused.emit(trouble.sentence)
        self._next()
