"""The map itself: moved and made larger by mouse and keys; clusters and rectangles of it are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from forensicdesk.language import _
from ui.mapping.painting import (
    circle_of,
    draw_clusters,
    draw_globe,
    draw_graticule,
    draw_rectangle,
    draw_spot,
    place_text,
)
from ui.mapping.projection import View
from ui.mapping.shown import counts_text
from ui.resources.theme import colours_of
from ui.words import number

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from forensicdesk.charting import Bounds, Cluster
    from ui.mapping.ground import Ground

WHEEL_STEP = 120
STRIDE = 5
"""An arrow key moves the map by this part of its size."""
STILL = 4
"""A mouse that moved less than so many points was pressed, not dragged."""


class MapCanvas(QWidget):
    """Draws places; what it needs to draw is asked for by `view_changed`."""

    view_changed = Signal()
    chosen_changed = Signal()
    opened = Signal()
    """What is chosen is to be shown elsewhere."""
    whole_asked = Signal()
    """All places are to be seen."""

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Map of the places that items state"))
        self.view = View()
        self.clusters: tuple[Cluster, ...] = ()
        self.chosen: Bounds | None = None
        self.spot: tuple[float, float] | None = None
        self._ground = ground
        self._pressed: QPointF | None = None
        self._drawn: QPointF | None = None
        self._dragged = False
        self._wheel = 0
        ground.changed.connect(self.update)

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_clusters(self, clusters: tuple[Cluster, ...]) -> None:
        """Draw these."""
        self.clusters = clusters
        self._tell()
        self.update()

    def show_view(self, view: View) -> None:
        """See another part of the globe."""
        self.view = view.resized(self.width(), self.height())
        self.update()
        self.view_changed.emit()

    def choose(self, bounds: Bounds | None) -> None:
        """Choose a part of the globe, or nothing."""
        self.chosen = bounds
        self._tell()
        self.update()
        self.chosen_changed.emit()

    def point_at(self, place: tuple[float, float] | None) -> None:
        """Point at a place (latitude, longitude), or at none."""
        self.spot = place
        self.update()

    @property
    def chosen_cluster(self) -> int | None:
        """Which of the clusters is chosen, None where it is none of them."""
        return next((at for at, one in enumerate(self.clusters) if one.bounds == self.chosen), None)

    def sizeHint(self) -> QSize:
        """A good size."""
        return QSize(640, 420)

    def cluster_at(self, place: QPointF) -> int | None:
        """The cluster that is drawn uppermost at a point."""
        under = [
            at for at, one in enumerate(self.clusters)
            if circle_of(self.view, one, self.fontMetrics()).contains(place)
        ]  # fmt: skip
        return max(under, key=lambda at: (self.clusters[at].hits > 0, self.clusters[at].items), default=None)

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - change the scale, Home shows all, Space goes through the clusters, Enter shows one."""
        key, view = event.key(), self.view
        across, down = self.width() / STRIDE, self.height() / STRIDE
        moves = {
            Qt.Key.Key_Left: (-across, 0.0), Qt.Key.Key_Right: (across, 0.0),
            Qt.Key.Key_Up: (0.0, -down), Qt.Key.Key_Down: (0.0, down),
        }  # fmt: skip
        if key in moves:
            self.show_view(view.moved(*moves[Qt.Key(key)]))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_Home:
            self.whole_asked.emit()
        elif key == Qt.Key.Key_Space:
            self._next_cluster(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and self.chosen is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def zoom(self, steps: int) -> None:
        """Make the map larger or smaller around the chosen cluster, else around the middle."""
        at = self.chosen_cluster
        circle = None if at is None else circle_of(self.view, self.clusters[at], self.fontMetrics()).center()
        seen = circle is not None and QRectF(self.rect()).contains(circle)
        if circle is not None and seen:
            self.show_view(self.view.zoomed(steps, circle.x(), circle.y()))
        else:
            self.show_view(self.view.zoomed(steps))

    # --- mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the map; with Shift, to draw a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False
            draws = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._drawn = event.position() if draws else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or the corner of the rectangle."""
        if self._pressed is None:
            return
        here = event.position()
        if (here - (self._drawn or self._pressed)).manhattanLength() > STILL:
            self._dragged = True
        if self._drawn is None and self._dragged:
            moved = here - self._pressed
            self._pressed = here
            self.show_view(self.view.moved(-moved.x(), -moved.y()))
        elif self._drawn is not None:
            self._pressed = here
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the cluster under the mouse, or what is in the rectangle."""
        pressed, drawn, dragged = self._pressed, self._drawn, self._dragged
        self._pressed, self._drawn = None, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if drawn is not None and dragged:
            box = QRectF(drawn, event.position()).normalized()
            self.choose(self.view.bounds_of(box.left(), box.top(), box.right(), box.bottom()))
        elif not dragged:
            at = self.cluster_at(event.position())
            self.choose(None if at is None else self.clusters[at].bounds)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A larger map around the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_view(self.view.zoomed(1, event.position().x(), event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A larger or smaller map around the mouse."""
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / WHEEL_STEP)
        if steps:
            self._wheel -= steps * WHEEL_STEP
            self.show_view(self.view.zoomed(steps, event.position().x(), event.position().y()))

    # --- within -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle."""
        super().resizeEvent(event)
        self.show_view(self.view)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the lines, the clusters and what is chosen."""
        colours, view = colours_of(self.palette()), self.view
        painter = QPainter(self)
        draw_globe(painter, view, colours)
        self._ground.paint(painter, view, colours)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        draw_graticule(painter, view, colours)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.chosen_cluster
        draw_clusters(painter, view, self.clusters, chosen, colours)
        if self.spot is not None:
            draw_spot(painter, view, self.spot, colours)
        if self._drawn is not None and self._pressed is not None:
            box = QRectF(self._drawn, self._pressed).normalized()
            shown = view.bounds_of(box.left(), box.top(), box.right(), box.bottom())
            draw_rectangle(painter, view, shown, colours)
        elif self.chosen is not None and chosen is None:
            draw_rectangle(painter, view, self.chosen, colours)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _next_cluster(self, step: int) -> None:
        """From the largest to the smallest of those that are seen, and round again."""
        frame = QRectF(self.rect())
        seen = [
            at for at in range(len(self.clusters))
            if frame.contains(circle_of(self.view, self.clusters[at], self.fontMetrics()).center())
        ]  # fmt: skip
        if not seen:
            return
        seen.sort(key=lambda at: -self.clusters[at].items)
        now = self.chosen_cluster
        place = seen.index(now) + step if now in seen else (0 if step > 0 else -1)
        self.choose(self.clusters[seen[place % len(seen)]].bounds)

    def _tell(self) -> None:
        at = self.chosen_cluster
        if at is None:
            self.setAccessibleDescription(_("{count} clusters are seen").format(count=number(len(self.clusters))))
            return
        one = self.clusters[at]
        place, counts = place_text(one.latitude, one.longitude, 2), counts_text(one.items, one.hits)
        self.setAccessibleDescription(_("Cluster at {place}: {counts}").format(place=place, counts=counts))
