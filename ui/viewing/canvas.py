"""A picture to be looked at closely: zoomed, moved, turned, its levels changed. Only what is seen is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from ui.models.looks import Look, room_for
from ui.resources.theme import colours_of
from ui.viewing.pixels import Levels, levelled

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

STEP = 1.25
LARGEST, SMALLEST = 32.0, 0.02
MARGIN = 8
PAN_SHARE = 0.2
SHARP_FROM = 2.0
"""From here on pixels are shown as squares."""
QUARTER = 90


class Canvas(QWidget):
    """Shows one image, or a sentence in its place. `zoom` is screen pixels for each pixel of the full picture."""

    looked = Signal()
    """Zoom, turn or place changed."""

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False) -> None:
        """Take whether a picture that is smaller than the room is enlarged to fill it."""
        super().__init__(parent)
        self._fills = fills
        self._image = QImage()
        self._turned = QImage()
        self._width = 1
        self._quarters = 0
        self._zoom: float | None = None
        self._middle = QPointF(0.5, 0.5)
        self._levels = Levels()
        self._look = Look()
        self._instead = ""
        self._drawn: tuple[object, QImage] | None = None
        self._dragged: QPointF | None = None
        self.setMinimumSize(160, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # --- what is shown ------------------------------------------------------------------------------------------

    @property
    def image(self) -> QImage:
        """What is shown, neither turned nor levelled; a null image when a sentence is."""
        return self._image

    @property
    def instead(self) -> str:
        """The sentence in place of an image."""
        return self._instead

    def show_image(self, image: QImage, width: int) -> None:
        """Show an image; `width` is that of the picture at its full size. Zoom, turn and levels stay."""
        self._image, self._width, self._instead = image, max(1, width), ""
        self._turn()

    def show_sentence(self, text: str) -> None:
        """Show why there is no image, or nothing at all for ""."""
        self._image, self._instead = QImage(), text
        self._turn()

    def begin_anew(self) -> None:
        """Another item: fit it, upright."""
        self._zoom, self._quarters, self._middle = None, 0, QPointF(0.5, 0.5)
        self._turn()

    def set_levels(self, levels: Levels) -> None:
        """Change the levels."""
        self._levels = levels
        self.update()

    def set_look(self, look: Look) -> None:
        """Paint nothing larger than this look allows."""
        self._look = look
        self._changed()

    # --- moving -------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How large the picture is shown: 1 is one pixel of the screen for each of its own."""
        return self._zoom if self._zoom is not None else self._fitting()

    @property
    def sight(self) -> tuple[float, float, float]:
        """How much larger than what fits it is shown, and which share of width and height is in the middle."""
        return (1.0 if self._zoom is None else self._zoom / self._fitting()), self._middle.x(), self._middle.y()

    def fit(self) -> None:
        """All of it, as large as there is room; never larger than it is, but for tiny pictures."""
        self._zoom, self._middle = None, QPointF(0.5, 0.5)
        self._changed()

    def actual(self) -> None:
        """One pixel of the screen for each of the picture."""
        self.zoom_to(1.0)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Show it in this size; what lies under `at`, a place of this widget, stays there."""
        place = at or QPointF(self.width() / 2, self.height() / 2)
        under = self._to_picture(place)
        self._zoom = min(LARGEST, max(SMALLEST, zoom))
        size = self._shown_size()
        offset = QPointF(
            (place.x() - self.width() / 2) / max(1.0, size.width()),
            (place.y() - self.height() / 2) / max(1.0, size.height()),
        )
        self._middle = under - offset
        self._changed()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Larger or smaller by steps of a quarter."""
        self.zoom_to(self.zoom * STEP**steps, at)

    def turn(self, quarters: int = 1) -> None:
        """Turn it clockwise."""
        self._quarters = (self._quarters + quarters) % 4
        self._middle = QPointF(0.5, 0.5)
        self._turn()

    def pan(self, right: float, down: float) -> None:
        """Move over the picture by shares of what is seen."""
        size = self._shown_size()
        self._middle += QPointF(
            right * self.width() / max(1.0, size.width()), down * self.height() / max(1.0, size.height())
        )
        self._changed()

    def follow(self, other: Canvas) -> None:
        """See the same share of this picture as `other` shows of its own, enlarged as much beyond what fits."""
        zoom = None if other._zoom is None else other.sight[0] * self._fitting()
        if (zoom, other._middle) != (self._zoom, self._middle):
            self._zoom, self._middle = zoom, QPointF(other._middle)
            self._changed()

    # --- events -------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._dragged is not None:
            moved = event.position() - self._dragged
            self._dragged = event.position()
            self.pan(-moved.x() / max(1, self.width()), -moved.y() / max(1, self.height()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None
        self.unsetCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is seen within the picture."""
        super().resizeEvent(event)
        self._changed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is seen of the picture, or the sentence."""
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.window))
        if self._turned.isNull():
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 16, -24, -16), flags, self._instead)
            return
        target, source = self._seen()
        if not source.isEmpty():
            painter.setClipRect(self._room())
            painter.drawImage(target.topLeft(), self._rendered(source, target.size()))

    # --- within -------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        turned = self._image
        if self._quarters and not turned.isNull():
            turned = turned.transformed(QTransform().rotate(QUARTER * self._quarters))
            turned = turned.convertToFormat(QImage.Format.Format_RGB888)
        self._turned = turned
        self._drawn = None
        self._changed()

    def _changed(self) -> None:
        size = self._shown_size()
        for_width, for_height = (
            min(0.5, side / 2 / max(1.0, shown))
            for side, shown in ((self._room().width(), size.width()), (self._room().height(), size.height()))
        )
        self._middle = QPointF(
            min(1 - for_width, max(for_width, self._middle.x())), min(1 - for_height, max(for_height, self._middle.y()))
        )
        self.update()
        self.looked.emit()

    def _full(self) -> tuple[float, float]:
        """Sides of the turned picture at its full size, in pixels of the screen's density."""
        scale = self._width / max(1, self._image.width()) / self.devicePixelRatioF()
        return self._turned.width() * scale, self._turned.height() * scale

    def _fitting(self) -> float:
        width, height = self._full()
        if self._turned.isNull() or not width or not height:
            return 1.0
        space = self._room().size().boundedTo(self.size().shrunkBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN)))
        room = space.width() / width, space.height() / height
        enlarged = self._fills or self._width <= min(self.width(), self.height()) / 2
        return max(SMALLEST, min(*room, LARGEST if enlarged else 1.0))

    def _room(self) -> QRect:
        """The part of the widget in which something of the picture may be painted."""
        return room_for(self.rect(), self._look)

    def _shown_size(self) -> QRectF:
        width, height = self._full()
        return QRectF(0, 0, width * self.zoom, height * self.zoom)

    def _to_picture(self, place: QPointF) -> QPointF:
        """The share of width and height of the turned picture under a place of this widget."""
        size = self._shown_size()
        return self._middle + QPointF(
            (place.x() - self.width() / 2) / max(1.0, size.width()),
            (place.y() - self.height() / 2) / max(1.0, size.height()),
        )

    def _seen(self) -> tuple[QRect, QRect]:
        """Where it is painted, and which part of the turned image that is."""
        size = self._shown_size()
        left = self.width() / 2 - self._middle.x() * size.width()
        top = self.height() / 2 - self._middle.y() * size.height()
        whole = QRectF(left, top, size.width(), size.height())
        seen = whole.intersected(QRectF(self._room()))
        if seen.isEmpty():
            return QRect(), QRect()
        across, down = self._turned.width() / whole.width(), self._turned.height() / whole.height()
        source = QRectF(
            (seen.left() - left) * across, (seen.top() - top) * down, seen.width() * across, seen.height() * down
        ).toAlignedRect()
        source = source.intersected(self._turned.rect())
        place = QRectF(
            left + source.left() / across, top + source.top() / down, source.width() / across, source.height() / down
        )
        return place.toRect(), source

    def _rendered(self, source: QRect, size: QSize) -> QImage:
        density = self.devicePixelRatioF()
        wanted = QSize(max(1, round(size.width() * density)), max(1, round(size.height() * density)))
        key = (source, wanted, self._levels, self._turned.cacheKey())
        if self._drawn is None or self._drawn[0] != key:
            smooth = self._image.width() * SHARP_FROM > self._width and self.zoom < SHARP_FROM
            how = Qt.TransformationMode.SmoothTransformation if smooth else Qt.TransformationMode.FastTransformation
            part = self._turned.copy(source).scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
            image = levelled(part.convertToFormat(QImage.Format.Format_RGB888), self._levels)
            image.setDevicePixelRatio(density)
            self._drawn = (key, image)
        return self._drawn[1]
