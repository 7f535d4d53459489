"""What exhibits share, as a graph: exhibits and cameras are nodes, shared pictures and films are lines between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from forensicdesk.language import _
from ui.links import pair_text
from ui.resources.theme import colours_of
from ui.words import printable

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPaintEvent

    from forensicdesk.relations import SharedPair
    from ui.links import Links
    from ui.resources.theme import Colours

LONGEST_NAME = 20
MOST_CAMERAS = 12
"""So many cameras are drawn; the line below the graph and the words below the table name all."""
ROOM = 70
DIAMOND = 13
NEAR_LINE = 8


@dataclass(frozen=True, slots=True)
class Node:
    """An exhibit (`source`) or a camera (`serial`), and where it stands, as shares of width and height."""

    name: str
    x: float
    y: float
    source: int | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes, the pairs of exhibits that share something, and which exhibits name which camera, by place in `nodes`."""

    nodes: tuple[Node, ...] = ()
    pairs: tuple[tuple[int, int, SharedPair], ...] = ()
    cameras: tuple[tuple[int, int], ...] = ()


def graph_of(links: Links) -> Graph:
    """Exhibits stand on an ellipse in the order in which they were added, cameras between those that name them."""
    pairs = links.shared.pairs if links.shared is not None else ()
    count = max(1, len(links.sources))
    nodes = []
    for at, source in enumerate(links.sources):
        turn = 2 * math.pi * at / count - math.pi
        nodes.append(Node(_short(source.label), 0.5 + 0.5 * math.cos(turn), 0.5 + 0.5 * math.sin(turn), source.id))
    place = {node.source: at for at, node in enumerate(nodes)}
    lines = tuple((place[pair.first], place[pair.second], pair) for pair in pairs if _is_shared(pair))
    named: dict[str, set[int]] = {}
    for pair in pairs:
        for serial in pair.cameras:
            named.setdefault(serial, set()).update((place[pair.first], place[pair.second]))
    ties = []
    for number, (serial, having) in enumerate(sorted(named.items())[:MOST_CAMERAS]):
        x, y = (
            sum(values) / len(having) for values in zip(*((nodes[at].x, nodes[at].y) for at in having), strict=True)
        )
        aside = 0.12 * (number + 1) * (-1) ** number
        ties += [(len(nodes), at) for at in sorted(having)]
        nodes.append(Node(_short(serial), x, min(max(y + aside, 0.0), 1.0), serial=serial))
    return Graph(tuple(nodes), lines, tuple(ties))


class LinkGraph(QWidget):
    """Draws the graph; a node or a line is chosen by mouse or with the arrow keys, and opened by Enter."""

    pair_chosen = Signal(int, int)
    """Numbers of two exhibits."""
    opened = Signal()
    """What is chosen is to be shown elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("What the exhibits share, as a graph"))
        self.graph = Graph()
        self.chosen = 0

    def show_links(self, links: Links) -> None:
        """Draw these; the first line is chosen."""
        self.graph = graph_of(links)
        self.chosen = len(self.graph.nodes) if self.graph.pairs else 0
        self.setAccessibleDescription(self.sentence())
        self.update()

    def choose(self, thing: int) -> None:
        """Choose a node, or a line: lines count on behind the nodes."""
        count = len(self.graph.nodes) + len(self.graph.pairs)
        self.chosen = thing % count if count else 0
        self.setAccessibleDescription(self.sentence())
        self.update()
        pair = self.chosen_pair
        if pair is not None:
            self.pair_chosen.emit(pair.first, pair.second)

    @property
    def chosen_node(self) -> Node | None:
        """The exhibit or camera that is chosen."""
        return self.graph.nodes[self.chosen] if self.chosen < len(self.graph.nodes) else None

    @property
    def chosen_pair(self) -> SharedPair | None:
        """The line that is chosen."""
        at = self.chosen - len(self.graph.nodes)
        return self.graph.pairs[at][2] if 0 <= at < len(self.graph.pairs) else None

    def sentence(self) -> str:
        """What is chosen, in words."""
        node, at = self.chosen_node, self.chosen - len(self.graph.nodes)
        if node is not None:
            said = _("Camera with serial number {name}") if node.serial else _("Exhibit {name}")
            return said.format(name=node.name)
        if not 0 <= at < len(self.graph.pairs):
            return ""
        first, second, pair = self.graph.pairs[at]
        names = self.graph.nodes[first].name, self.graph.nodes[second].name
        return _("{first} and {second}: {shared}").format(first=names[0], second=names[1], shared=pair_text(pair))

    def thing_at(self, place: QPointF) -> int | None:
        """The node or line at a point."""
        metrics = self.fontMetrics()
        for at, node in enumerate(self.graph.nodes):
            if self._box(node, metrics).contains(place):
                return at
        for at, (first, second, _pair) in enumerate(self.graph.pairs):
            if _distance(place, self._point(first), self._point(second)) <= NEAR_LINE:
                return len(self.graph.nodes) + at
        return None

    def sizeHint(self) -> QSize:
        """A good size."""
        return QSize(640, 260)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go through nodes and lines; Enter opens."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.choose(self.chosen + steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse."""
        found = self.thing_at(event.position())
        if found is not None:
            self.choose(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        if self.thing_at(event.position()) is not None:
            self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ties of cameras, then lines with their counts, then nodes."""
        colours, painter = colours_of(self.palette()), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DotLine))
        for camera, exhibit in self.graph.cameras:
            painter.drawLine(self._point(camera), self._point(exhibit))
        for at in range(len(self.graph.pairs)):
            self._draw_line(painter, at, colours)
        for at, node in enumerate(self.graph.nodes):
            self._draw_node(painter, node, colours, chosen=at == self.chosen)
        painter.end()

    def _point(self, at: int) -> QPointF:
        node = self.graph.nodes[at]
        wide, high = max(1, self.width() - 3 * ROOM), max(1, self.height() - ROOM)
        return QPointF(1.5 * ROOM + node.x * wide, ROOM / 2 + node.y * high)

    def _box(self, node: Node, metrics: QFontMetrics) -> QRectF:
        middle = self._point(self.graph.nodes.index(node))
        width, height = metrics.horizontalAdvance(node.name) + 20, metrics.height() + 12
        if node.serial:
            return QRectF(middle.x() - DIAMOND, middle.y() - DIAMOND, 2 * DIAMOND, 2 * DIAMOND)
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def _draw_line(self, painter: QPainter, at: int, colours: Colours) -> None:
        first, second, pair = self.graph.pairs[at]
        begin, end = self._point(first), self._point(second)
        chosen = len(self.graph.nodes) + at == self.chosen
        exact = pair.exact + pair.exact_films
        style = Qt.PenStyle.SolidLine if exact else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(colours.accent), 4 if chosen else 2, style))
        painter.drawLine(begin, end)
        text, metrics = pair_text(pair), painter.fontMetrics()
        middle, width = (begin + end) / 2, metrics.horizontalAdvance(text) + 10
        box = QRectF(middle.x() - width / 2, middle.y() - metrics.height() / 2 - 1, width, metrics.height() + 2)
        painter.setPen(QPen(QColor(colours.accent if chosen else colours.border), 2 if chosen else 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_node(self, painter: QPainter, node: Node, colours: Colours, *, chosen: bool) -> None:
        box = self._box(node, painter.fontMetrics())
        painter.setPen(QPen(QColor(colours.accent if chosen else colours.muted), 3 if chosen else 1))
        painter.setBrush(QColor(colours.soft))
        if not node.serial:
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(QColor(colours.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, node.name)
            return
        middle = box.center()
        painter.drawPolygon(
            QPolygonF([QPointF(middle.x(), box.top()), QPointF(box.right(), middle.y()),
                       QPointF(middle.x(), box.bottom()), QPointF(box.left(), middle.y())])
        )  # fmt: skip
        painter.setPen(QColor(colours.text))
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(node.name)
        painter.drawText(QPointF(middle.x() - width / 2, box.bottom() + metrics.ascent() + 2), node.name)


def _is_shared(pair: SharedPair) -> bool:
    """Whether two exhibits share a picture or a film; cameras are drawn for themselves."""
    return bool(pair.exact or pair.near or pair.exact_films or pair.near_films)


def _short(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"


def _distance(place: QPointF, begin: QPointF, end: QPointF) -> float:
    """From a point to a line between two points."""
    along, from_begin = end - begin, place - begin
    length = along.x() ** 2 + along.y() ** 2
    share = 0.0 if length == 0 else (from_begin.x() * along.x() + from_begin.y() * along.y()) / length
    nearest = begin + along * min(max(share, 0.0), 1.0)
    return math.hypot(place.x() - nearest.x(), place.y() - nearest.y())
