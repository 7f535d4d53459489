"""What lies under the places of a map: nothing but the globe's lines, tiles of a unit's MBTiles, or its outlines.

Tiles come as raw pixels from the child that decodes them; nothing of the file is decoded here.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainterPath, QPen, QPolygonF, QTransform

from forensicdesk.language import _
from ui.mapping.projection import across_of, down_of_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from forensicdesk.basemap.opening import BaseMap, Outlines, Tile
    from ui.mapping.projection import View
    from ui.resources.theme import Colours
    from ui.tasks import TaskRunner

    Key = tuple[int, int, int]

MOST_TILES = 256
"""So many tiles are kept; of 256 by 256 pixels they take 64 MB."""
AT_ONCE = 8
PARENTS = 5
"""So many scales up a coarser tile is looked for where one is not there yet."""


class Ground(QObject):
    """The base map, and the tiles of it that were read."""

    changed = Signal()
    """There is more to draw."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tiles: OrderedDict[Key, QImage | None] = OrderedDict()
        self._paths: tuple[tuple[QRectF, QPainterPath], ...] = ()
        self._reading = False
        self._wanted: list[Key] = []
        self.map: BaseMap | None = None

    def set_map(self, base: BaseMap | None) -> None:
        """Draw another map, or none; the one before is closed."""
        before, self.map = self.map, base
        self._tiles.clear()
        self._wanted = []
        self._paths = () if base is None or base.outlines is None else tuple(_paths(base.outlines))
        if before is not None:
            self._runner.write(_("closing a base map"), before.close, self, lambda _none: None)
        self.changed.emit()

    def paint(self, painter: QPainter, view: View, colours: Colours) -> None:
        """Draw what is known of the map, and read what is missing."""
        if self.map is None:
            return
        if self._paths:
            self._draw_outlines(painter, view, colours)
        elif self.map.outlines is None:
            self._draw_tiles(painter, view)

    # --- tiles --------------------------------------------------------------------------------------------------

    def _draw_tiles(self, painter: QPainter, view: View) -> None:
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
        missing = []
        for key in self._keys(view):
            if key not in self._tiles:
                missing.append(key)
            self._draw_tile(painter, view, key)
        self._wanted = missing
        self._read_on()

    def _keys(self, view: View) -> Iterator[Key]:
        """The tiles of a view, those in the middle first."""
        base = self.map
        if base is None or view.scale < base.about.least:
            return
        zoom = min(view.scale, base.about.most)
        side = 1 << zoom
        left, top = view.at(0, 0)
        right, bottom = view.at(view.width, view.height)
        columns = range(max(0, math.floor(left * side)), min(side - 1, math.floor(right * side)) + 1)
        rows = range(max(0, math.floor(top * side)), min(side - 1, math.floor(bottom * side)) + 1)
        middle = (view.across * side - 0.5, view.down * side - 0.5)
        keys = [(zoom, column, row) for column in columns for row in rows]
        yield from sorted(keys, key=lambda key: (key[1] - middle[0]) ** 2 + (key[2] - middle[1]) ** 2)

    def _draw_tile(self, painter: QPainter, view: View, key: Key) -> None:
        zoom, column, row = key
        side = 1 << zoom
        left, right = (round(view.x(at / side)) for at in (column, column + 1))
        top, bottom = (round(view.y(at / side)) for at in (row, row + 1))
        target = QRect(left, top, right - left, bottom - top)
        for up in range(min(zoom, PARENTS) + 1):
            image = self._tiles.get((zoom - up, column >> up, row >> up))
            if image is None:
                continue
            wide, high = image.width() / (1 << up), image.height() / (1 << up)
            part = (1 << up) - 1
            painter.drawImage(QRectF(target), image, QRectF((column & part) * wide, (row & part) * high, wide, high))
            return

    def _read_on(self) -> None:
        base, keys = self.map, self._wanted[:AT_ONCE]
        if self._reading or base is None or not keys:
            return
        self._reading = True

        def work() -> list[tuple[Key, Tile | None]]:
            return [(key, base.tile(*key)) for key in keys]

        self._runner.read(_("reading tiles of a map"), work, self, lambda found: self._take(base, found))

    def _take(self, base: BaseMap, found: list[tuple[Key, Tile | None]]) -> None:
        self._reading = False
        if base is self.map:
            for key, tile in found:
                self._tiles[key] = None if tile is None else _image(tile)
            while len(self._tiles) > MOST_TILES:
                self._tiles.popitem(last=False)
        self.changed.emit()

    # --- outlines -----------------------------------------------------------------------------------------------

    def _draw_outlines(self, painter: QPainter, view: View, colours: Colours) -> None:
        pen = QPen(QColor(colours.muted), 1)
        pen.setCosmetic(True)
        place = QTransform.fromTranslate(view.x(0.0), view.y(0.0)).scale(view.world, view.world)
        seen = place.inverted()[0].mapRect(QRectF(0, 0, view.width, view.height))
        painter.save()
        painter.setTransform(place, combine=True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for around, path in self._paths:
            if around.intersects(seen):
                painter.drawPath(path)
        painter.restore()


def _image(tile: Tile) -> QImage:
    """A picture of raw pixels, with a copy of them."""
    return QImage(tile.pixels, tile.width, tile.height, 3 * tile.width, QImage.Format.Format_RGB888).copy()


def _paths(outlines: Outlines) -> Iterator[tuple[QRectF, QPainterPath]]:
    """Each line in shares of the world, and the rectangle around it, never empty."""
    across, down = across_of(0.0) + outlines.points[:, 0] / 360, down_of_all(outlines.points[:, 1])
    begin = 0
    for length, closed in zip(outlines.lengths.tolist(), outlines.closed.tolist(), strict=True):
        part = slice(begin, begin + length)
        begin += length
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in zip(across[part], down[part], strict=True)]))
        if closed:
            path.closeSubpath()
        least = 1e-9
        yield path.boundingRect().adjusted(-least, -least, least, least), path
