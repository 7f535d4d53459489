"""A picture over the window for as long as a key or the mouse button is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from forensicdesk.language import _
from ui.models.looks import Look, room_for
from ui.resources.theme import colours_of
from ui.widgets.gallery_delegate import draw_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

EDGE_PX = 24
CAPTION_PX = 26
LARGEST_TIMES = 2
"""A small picture is drawn at most so many times as large as it is."""


class RevealCover(QWidget):
    """Covers its parent with one picture; lets go of the picture when it is hidden."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._holder = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture = QImage()
        self._look = Look()
        self.hide()

    def show_picture(self, picture: QImage, look: Look) -> None:
        """Show a picture in the middle of the parent."""
        self.picture, self._look = picture, look
        self.setAccessibleName(_("Shown while held"))
        holder = self._holder
        wanted = picture.size() * LARGEST_TIMES
        most = holder.size().shrunkBy(self.contentsMargins())
        size = wanted.boundedTo(most)
        place = QRect(0, 0, size.width() + 2 * EDGE_PX, size.height() + 2 * EDGE_PX + CAPTION_PX)
        place.moveCenter(holder.rect().center())
        self.setGeometry(place & holder.rect())
        self.raise_()
        self.show()

    def drop(self) -> None:
        """Hide, and keep nothing of the picture."""
        self.hide()
        self.picture = QImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, and below it why it is shown."""
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.accent))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        area = self.rect().adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX - CAPTION_PX)
        if self.picture.isNull():
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, _("No picture could be made."))
        else:
            draw_picture(painter, room_for(area, self._look), self.picture)
        caption = QRect(EDGE_PX, self.height() - EDGE_PX - CAPTION_PX, self.width() - 2 * EDGE_PX, CAPTION_PX + EDGE_PX)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, _("Shown while held"))
