"""How a map is drawn: the globe's lines with their degrees, clusters with their counts, what is chosen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from forensicdesk.language import _, decimal, plural
from ui.mapping.projection import LIMIT, across_of, down_of
from ui.words import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFontMetrics, QPainter

    from forensicdesk.charting import Bounds, Cluster
    from ui.mapping.projection import View
    from ui.resources.theme import Colours

STEPS = (45.0, 30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002)
"""Degrees between two lines."""
APART = 90
"""So many points two lines are apart at least."""
LEAST_RADIUS = 11
RING = 4


def degrees_text(value: float, positive: str, negative: str, decimals: int) -> str:
    """Degrees with the letter of their side: "38.5° N"."""
    side = positive if value > 0 else negative if value < 0 else ""
    return f"{decimal(abs(value), decimals)}° {side}".strip()


def place_text(latitude: float, longitude: float, decimals: int = 5) -> str:
    """A place as people write it; the letters are those of the four winds."""
    north = degrees_text(latitude, _("N"), _("S"), decimals)
    east = degrees_text(longitude, _("E"), _("W"), decimals)
    return f"{north}, {east}"


def step_of(view: View) -> float:
    """Degrees between two lines at this scale."""
    return next((one for one in reversed(STEPS) if one / 360 * view.world >= APART), STEPS[0])


def draw_globe(painter: QPainter, view: View, colours: Colours) -> None:
    """The ground of the world's square."""
    painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(colours.window))
    square = QRectF(view.x(0.0), view.y(0.0), view.world, view.world)
    painter.fillRect(square, QColor(colours.surface))


def draw_graticule(painter: QPainter, view: View, colours: Colours) -> None:
    """Lines of equal longitude and latitude, each with its degrees at the edge."""
    step, bounds = step_of(view), view.bounds
    decimals = max(0, math.ceil(-math.log10(step) - 1e-9))
    top, bottom = max(0.0, view.y(0.0)), min(float(view.height), view.y(1.0))
    left, right = max(0.0, view.x(0.0)), min(float(view.width), view.x(1.0))
    thin, strong = QPen(QColor(colours.border), 1), QPen(QColor(colours.muted), 1)
    metrics = painter.fontMetrics()
    for longitude in _multiples(bounds.west, bounds.east, step):
        x = view.x(across_of(longitude))
        painter.setPen(strong if longitude == 0 else thin)
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        text = degrees_text(longitude, _("E"), _("W"), decimals)
        _draw_label(painter, QPointF(x + 3, bottom - 3), text, metrics, colours)
    for latitude in _multiples(max(bounds.south, -LIMIT), min(bounds.north, LIMIT), step):
        y = view.y(down_of(latitude))
        painter.setPen(strong if latitude == 0 else thin)
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        text = degrees_text(latitude, _("N"), _("S"), decimals)
        _draw_label(painter, QPointF(left + 3, y - 3), text, metrics, colours)


def draw_clusters(
    painter: QPainter, view: View, clusters: tuple[Cluster, ...], chosen: int | None, colours: Colours
) -> None:
    """Circles with how many items they stand for; with hits, a dashed ring around and their number below."""
    order = sorted(range(len(clusters)), key=lambda at: (at == chosen, clusters[at].hits > 0, clusters[at].items))
    for at in order:
        _draw_cluster(painter, view, clusters[at], colours, chosen=at == chosen)


def circle_of(view: View, cluster: Cluster, metrics: QFontMetrics) -> QRectF:
    """Where a cluster is drawn."""
    width = metrics.horizontalAdvance(number(cluster.items)) / 2 + 5
    radius = max(LEAST_RADIUS + 2 * math.log10(cluster.items), width)
    middle = QPointF(view.x(across_of(cluster.longitude)), view.y(down_of(cluster.latitude)))
    return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)


def draw_rectangle(painter: QPainter, view: View, bounds: Bounds, colours: Colours) -> None:
    """What part of the globe is chosen."""
    left, right = view.x(across_of(bounds.west)), view.x(across_of(bounds.east))
    top, bottom = view.y(down_of(bounds.north)), view.y(down_of(bounds.south))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.text), 2, Qt.PenStyle.DashDotLine))
    painter.drawRect(QRectF(left, top, right - left, bottom - top))


def draw_spot(painter: QPainter, view: View, place: tuple[float, float], colours: Colours) -> None:
    """A cross with a ring at a place (latitude, longitude): an item that is pointed at."""
    x, y = view.x(across_of(place[1])), view.y(down_of(place[0]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((5, colours.surface), (2, colours.text)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(QPointF(x, y), 15, 15)
        for from_x, from_y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(x + 15 * from_x, y + 15 * from_y), QPointF(x + 24 * from_x, y + 24 * from_y))


def _draw_cluster(painter: QPainter, view: View, cluster: Cluster, colours: Colours, *, chosen: bool) -> None:
    circle = circle_of(view, cluster, painter.fontMetrics())
    if not circle.intersects(QRectF(-40, -40, view.width + 80, view.height + 80)):
        return
    painter.setPen(QPen(QColor(colours.surface), 2))
    painter.setBrush(QColor(colours.accent))
    painter.drawEllipse(circle)
    painter.setPen(QColor(colours.accent_text))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, number(cluster.items))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = circle.adjusted(-RING, -RING, RING, RING)
    if cluster.hits:
        painter.setPen(QPen(QColor(colours.surface), 4))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(colours.exact), 2.5, Qt.PenStyle.DashLine))
        painter.drawEllipse(ring)
        _draw_hits(painter, ring, cluster.hits, colours)
    if chosen:
        painter.setPen(QPen(QColor(colours.text), 2))
        painter.drawRect(ring.adjusted(-RING, -RING, RING, RING))


def _draw_hits(painter: QPainter, ring: QRectF, hits: int, colours: Colours) -> None:
    text = plural("{count} hit", "{count} hits", hits).format(count=number(hits))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height()
    tag = QRectF(ring.center().x() - width / 2, ring.bottom() + 1, width, height)
    painter.setPen(QPen(QColor(colours.exact), 1))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(tag, 3, 3)
    painter.setPen(QColor(colours.text))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_label(painter: QPainter, place: QPointF, text: str, metrics: QFontMetrics, colours: Colours) -> None:
    """Degrees on a ground of their own, so that they can be read on any map."""
    box = QRectF(place.x() - 2, place.y() - metrics.ascent(), metrics.horizontalAdvance(text) + 4, metrics.height())
    painter.fillRect(box, QColor(colours.surface))
    painter.setPen(QColor(colours.muted))
    painter.drawText(place, text)


def _multiples(low: float, high: float, step: float) -> Iterator[float]:
    """The multiples of a step between two numbers, 0 as itself."""
    for at in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
        yield round(at * step, 6)
