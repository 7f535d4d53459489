"""Shows one picture clearly for as long as a key, or the mouse button on the inspector's picture, is held down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from forensicdesk.language import _, later
from ui.models.looks import Look
from ui.models.pictures import make_picture
from ui.widgets.reveal_cover import RevealCover

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from forensicdesk.session import Session
    from ui.window import MainWindow

REVEAL_KEY = Qt.Key.Key_F2
REVEAL_KEY_NAME = "F2"
REVEAL_MEANING = later("While held: show the chosen picture clearly")
LEAVING = {QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Close}


class Revealing(QObject):
    """Watches the window for the key, and the inspector's picture for the mouse."""

    revealed = Signal()
    """A picture was shown clearly."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._look = Look()
        self._held: object = None
        self.cover = RevealCover(window.pages)
        self._picture = window.inspector.picture
        self._picture.setToolTip(_("Hold the mouse button here, or F2, to see the picture clearly"))
        window.installEventFilter(self)
        self._picture.installEventFilter(self)

    def set_look(self, look: Look) -> None:
        """Pictures are shown in this look; where they are hidden nothing can be revealed."""
        self._look = look
        if look.hidden:
            self.let_go()

    def hold(self, item_id: int) -> None:
        """Show this item until `let_go`."""
        session = self._window.work.session
        if session is None or self._look.hidden:
            return
        look = replace(self._look, blurred=False, lines=False)
        held = self._held = object()
        self._window.work.runner.read(
            _("reading a picture"),
            lambda: read_picture(session, item_id, look),
            self,
            lambda picture: self._show(held, picture, look),
        )

    def let_go(self) -> None:
        """Show nothing clearly any more."""
        self._held = None
        self.cover.drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Key and mouse button going down and up."""
        if isinstance(event, QKeyEvent) and event.key() == REVEAL_KEY and watched is self._window:
            return self._key(event)
        if isinstance(event, QMouseEvent) and watched is self._picture and event.button() == Qt.MouseButton.LeftButton:
            record = self._window.inspector.record
            if event.type() == QEvent.Type.MouseButtonPress and record is not None:
                self.hold(record.id)
                return True
            if event.type() == QEvent.Type.MouseButtonRelease:
                self.let_go()
                return True
        if event.type() in LEAVING and watched is self._window:
            self.let_go()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return True
        chosen = self._window.viewing.in_front
        if event.type() == QEvent.Type.KeyPress and self._window.review.isVisible() and chosen is not None:
            self.hold(chosen)
        elif event.type() == QEvent.Type.KeyRelease:
            self.let_go()
        return True

    def _show(self, held: object, picture: QImage, look: Look) -> None:
        if held is self._held:
            self.cover.show_picture(picture, look)
            self.revealed.emit()


def read_picture(session: Session, item_id: int, look: Look) -> QImage:
    """The item's small picture in this look; called off the event loop."""
    card = session.cards([item_id])[0]
    return make_picture(None if card.content_id is None else session.thumbnail(card.content_id), look)
