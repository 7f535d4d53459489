"""The gallery as a table: the same items in rows, with columns that people make as wide as they like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPen, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate

from forensicdesk.language import _, later, plural, retold
from forensicdesk.model import ItemCard
from ui.arranging import GroupHead, StackMark
from ui.models.gallery import CARD_ROLE, GROUP_ROLE, MARK_ROLE, PICTURE_ROLE, STACK_ROLE
from ui.resources.theme import colours_of, kind_colour
from ui.saying import Mark
from ui.widgets.gallery_delegate import count_text, draw_picture
from ui.words import KIND_BADGES, STATES, clock_text, number, printable, size_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ui.resources.theme import Colours

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, HEADER_HEIGHT = 40, 30
EDGE = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = (
    ("picture", "", 56, 48),
    ("name", later("Name"), 200, 112),
    ("match", later("Match"), 110, 64),
    ("label", later("Label of the list"), 130, 72),
    ("decision", later("Decision"), 130, 72),
    ("type", later("Type"), 80, 48),
    ("size", later("Size"), 80, 64),
    ("taken", later("Taken"), 130, 116),
    ("modified", later("File modified"), 130, 116),
    ("camera", later("Camera"), 130, 64),
    ("resolution", later("Resolution"), 134, 84),
    ("folder", later("Folder"), 320, 76),
)
"""Key, title, and width in pixels of each column: where there is room, and at least."""


def fitted(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths in pixels that fill a room: all give an equal share of what they can, and the last takes what is left.

    Where the room is too small for the least widths, these are given, and are more than the room.
    """
    spare, missing = sum(wanted) - sum(least), max(0, sum(wanted) - room)
    give = min(missing, spare)
    widths = [wide + (low - wide) * give // max(1, spare) for wide, low in zip(wanted, least, strict=True)]
    widths[-1] = max(least[-1], widths[-1] + room - sum(widths))
    return widths


class ListHeader(QHeaderView):
    """The titles above the table; columns share its width until somebody makes one wider or moves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        titles = QStandardItemModel(0, len(COLUMNS), self)
        titles.setHorizontalHeaderLabels([_(title) if title else "" for _key, title, _width, _least in COLUMNS])
        self.setModel(titles)
        self.setAccessibleName(_("Columns of the table"))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSectionsMovable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(30)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._by_hand = False
        self._wanted = [max(width, self.sectionSizeHint(at)) for at, (_k, _t, width, _l) in enumerate(COLUMNS)]
        self.fit(sum(self._wanted))
        self.sectionResized.connect(self._changed)
        self.sectionMoved.connect(self._changed)

    def fit(self, room: int) -> None:
        """Share this many pixels among the columns, unless their widths are somebody's own."""
        if self._by_hand:
            return
        with QSignalBlocker(self):  # nobody changed them by hand
            for place, width in enumerate(fitted(self._wanted, [least for _k, _t, _w, least in COLUMNS], room)):
                self.resizeSection(place, width)
        self.viewport().update()

    def widths(self) -> str:
        """Widths and order as text."""
        return bytes(self.saveState().toBase64().data()).decode("ascii")

    def set_widths(self, text: str) -> None:
        """Take widths and order from text; what is none changes nothing."""
        if text and self.restoreState(QByteArray.fromBase64(text.encode("ascii", "ignore"))):
            self._by_hand = True

    def _changed(self) -> None:
        self._by_hand = True


class ListDelegate(QStyledItemDelegate):
    """Paints one row from the model's roles; asks nobody else."""

    def __init__(self, header: ListHeader, parent: QWidget) -> None:
        super().__init__(parent)
        self._header = header

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        view: QStyleOptionViewItem = option
        rect: QRect = view.rect
        colours = colours_of(view.palette)
        state: QStyle.StateFlag = view.state
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        group = index.data(GROUP_ROLE)
        if isinstance(group, GroupHead):
            _draw_head(painter, rect, group, colours)
        card = index.data(CARD_ROLE)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.soft))
        if isinstance(card, ItemCard):
            self._draw_row(painter, rect, index, card, colours)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _draw_row(self, painter: QPainter, rect: QRect, index: Index, card: ItemCard, colours: Colours) -> None:
        said, mark = index.data(MARK_ROLE), index.data(STACK_ROLE)
        decided = isinstance(said, Mark) and bool(said.code)
        texts = row_texts(card, said if isinstance(said, Mark) else None, mark if isinstance(mark, StackMark) else None)
        offset = rect.left()
        for place, (key, _title, _width, _least) in enumerate(COLUMNS):
            left = offset + self._header.sectionPosition(place)
            cell = QRect(left + EDGE, rect.top(), self._header.sectionSize(place) - 2 * EDGE, rect.height())
            if key == "picture":
                picture = index.data(PICTURE_ROLE)
                if isinstance(picture, QImage) and not picture.isNull():
                    draw_picture(painter, cell.adjusted(0, 2, 0, -2), picture)
                continue
            painter.setPen(QColor(colours.text if key in {"name", "match", "decision"} else colours.muted))
            if key == "match" and texts[key]:
                painter.setPen(QColor(kind_colour(colours, card.match_kinds[0] if card.match_kinds else mark.kinds[0])))
            text = painter.fontMetrics().elidedText(texts[key], Qt.TextElideMode.ElideMiddle, cell.width())
            painter.drawText(cell, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if texts["match"] and not decided:
            pen = QPen(QColor(colours.accent), 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


def row_texts(card: ItemCard, said: Mark | None, mark: StackMark | None) -> dict[str, str]:
    """What stands in each column of an item's row."""
    kinds = card.match_kinds if mark is None or mark.opened else mark.kinds
    stack = f"  ({count_text(mark)})" if mark is not None and mark.head else ""
    resolution = f"{number(card.width)} x {number(card.height)}" if card.width and card.height else ""
    if card.duration_s is not None:
        resolution = " · ".join(part for part in (resolution, clock_text(card.duration_s)) if part)
    return {
        "name": printable(card.name) + stack,
        "match": ", ".join(_(KIND_BADGES[kind]) for kind in kinds),
        "label": printable(", ".join(map(retold, card.labels))),
        "decision": printable(f"{said.code} {said.label}".strip()) if said is not None else "",
        "type": card.media_type.rpartition("/")[2] if card.media_type else _(STATES[card.state]),
        "size": size_text(card.size),
        "taken": moment(card.taken_s),
        "modified": moment(card.modified_s),
        "camera": printable(card.camera),
        "resolution": resolution,
        "folder": printable(card.folder),
    }


def moment(seconds: int | None) -> str:
    """A date in seconds as text, "" for none or one that no calendar holds."""
    if seconds is None:
        return ""
    try:
        return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M")
    except OverflowError:
        return ""


def _draw_head(painter: QPainter, rect: QRect, group: GroupHead, colours: Colours) -> None:
    painter.fillRect(rect, QColor(colours.raised))
    bold = QFont(painter.font())
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor(colours.text))
    words = f"{group.title}  ·  " + plural("{count} item", "{count} items", group.items).format(
        count=number(group.items)
    )
    if group.hits:
        words += "  ·  " + _("{count} with a match").format(count=number(group.hits))
    place = rect.adjusted(EDGE, 0, -EDGE, 0)
    text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
