"""A picture as large as its place allows, in the look of the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from forensicdesk.language import _
from ui.models.looks import Look, room_for
from ui.resources.theme import colours_of
from ui.widgets.gallery_delegate import draw_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class PictureBox(QWidget):
    """Shows an image, or a sentence in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._instead = ""
        self._look = Look()
        self.setMinimumHeight(90)

    @property
    def picture(self) -> QImage:
        """What is shown; a null image when a sentence is."""
        return self._picture

    def show_picture(self, picture: QImage, instead: str) -> None:
        """Show a picture, or the sentence where there is none."""
        self._picture, self._instead = picture, instead
        self.setAccessibleName(_("Picture of the item") if not picture.isNull() else instead)
        self.update()

    def set_look(self, look: Look) -> None:
        """Draw no larger than this look allows."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """A strip across the inspector."""
        return QSize(300, 190)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, or the sentence."""
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.raised))
        if self._picture.isNull():
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 8, -12, -8), flags, self._instead)
        else:
            draw_picture(painter, room_for(self.rect().adjusted(4, 4, -4, -4), self._look), self._picture)
