"""Draws one cell of the gallery: picture or plain placeholder, badges, name, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate

from forensicdesk.language import _, plural, retold
from forensicdesk.model import ItemCard, State
from ui.arranging import GroupHead, StackMark
from ui.models.gallery import CARD_ROLE, GROUP_ROLE, ITEM_ROLE, MARK_ROLE, PICTURE_ROLE, STACK_ROLE
from ui.resources.theme import colours_of, kind_colour, text_on
from ui.saying import Mark
from ui.words import KIND_BADGES, STATES, breakable, clock_text, number, printable, size_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from forensicdesk.model import MatchKind
    from ui.resources.theme import Colours

Index = QModelIndex | QPersistentModelIndex

MARGIN = 4
PADDING = 6
TEXT_HEIGHT = 42
BADGE_HEIGHT = 18
BAND_HEIGHT = 20
SHARP_BELOW_PX = 32
"""Pictures this small are mosaics: their squares keep hard edges."""


def cell_size(picture_px: int) -> QSize:
    """The cell that shows a picture of about this width."""
    edge = 2 * (MARGIN + PADDING)
    return QSize(picture_px + edge, round(picture_px * 0.75) + TEXT_HEIGHT + edge)


class GalleryDelegate(QStyledItemDelegate):
    """Paints from the model's card and picture roles; asks nobody else."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        if index.data(ITEM_ROLE) is None:
            group = index.data(GROUP_ROLE)
            if isinstance(group, GroupHead):
                _draw_group(painter, option, group)
            return
        card = index.data(CARD_ROLE)
        view: QStyleOptionViewItem = option
        rect: QRect = view.rect
        colours = colours_of(view.palette)
        state: QStyle.StateFlag = view.state
        frame = rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark, said = index.data(STACK_ROLE), index.data(MARK_ROLE)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if isinstance(mark, StackMark):
            _draw_pile(painter, frame, mark, colours)
        _draw_frame(painter, frame, colours, chosen=chosen)
        if isinstance(card, ItemCard):
            area = frame.adjusted(PADDING, PADDING, -PADDING, -TEXT_HEIGHT - PADDING)
            picture = area.adjusted(0, 0, 0, -BAND_HEIGHT) if isinstance(said, Mark) and said.code else area
            _draw_content(painter, picture, card, index.data(PICTURE_ROLE), colours)
            _draw_text(painter, frame, card, said.remarks if isinstance(said, Mark) else "", colours)
        if isinstance(mark, StackMark) and mark.head:
            _draw_count(painter, count_rect(rect, mark, painter.fontMetrics()), mark, colours)
        if isinstance(card, ItemCard):
            closed = isinstance(mark, StackMark) and not mark.opened
            decided = isinstance(said, Mark) and bool(said.code)
            kinds = mark.kinds if closed else card.match_kinds
            _draw_match(painter, frame, kinds, colours, dashed=not decided)
            if card.labels and not decided:
                _draw_label(painter, rect, kinds, card.labels, mark if isinstance(mark, StackMark) else None)
            if decided:
                area = frame.adjusted(PADDING, PADDING, -PADDING, -TEXT_HEIGHT - PADDING)
                _draw_decision(painter, area, said, colours)
        if state & QStyle.StateFlag.State_HasFocus and not chosen:
            _draw_cursor(painter, frame, colours)
        painter.restore()


def _draw_group(painter: QPainter, option: QStyleOptionViewItem, group: GroupHead) -> None:
    """The head of a group: what its items have in common, how many they are, how many of them match."""
    view: QStyleOptionViewItem = option
    rect: QRect = view.rect
    colours = colours_of(view.palette)
    area = rect.adjusted(MARGIN + PADDING, MARGIN + PADDING, -MARGIN - PADDING, -MARGIN - PADDING)
    painter.save()
    painter.fillRect(
        QRect(rect.left() + MARGIN, rect.top() + MARGIN, 4, rect.height() - 2 * MARGIN), QColor(colours.accent)
    )
    bold = QFont(painter.font())
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor(colours.text))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    used = painter.boundingRect(area, flags, breakable(group.title))
    painter.drawText(area, flags, breakable(group.title))
    bold.setBold(False)
    painter.setFont(bold)
    painter.setPen(QColor(colours.muted))
    words = plural("{count} item", "{count} items", group.items).format(count=number(group.items))
    if group.hits:
        words += "\n" + _("{count} with a match").format(count=number(group.hits))
    below = area.adjusted(0, min(used.height() + 4, area.height() - 2 * BADGE_HEIGHT), 0, 0)
    painter.drawText(below, flags, words)
    painter.restore()


def count_text(mark: StackMark) -> str:
    """How many stand behind the head of a stack, and whether they are shown."""
    return (
        f"{number(mark.count)} \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
        if mark.opened
        else f"{number(mark.count)} \N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
    )


def count_rect(cell: QRect, mark: StackMark, metrics: QFontMetrics) -> QRect:
    """Where the count of a stack stands in its cell; pressing it opens or closes the stack."""
    width = metrics.horizontalAdvance(count_text(mark)) + 16
    edge = MARGIN + PADDING + 2
    return QRect(cell.right() - edge - width, cell.top() + edge, width, BADGE_HEIGHT + 2)


def _draw_count(painter: QPainter, place: QRect, mark: StackMark, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.accent), 1))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor(colours.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, count_text(mark))


def _draw_pile(painter: QPainter, frame: QRect, mark: StackMark, colours: Colours) -> None:
    """Sheets behind the head of a closed stack; a band under each member of an open one."""
    if mark.opened:
        painter.fillRect(frame.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN), QColor(colours.soft))
        return
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(colours.raised))
    painter.drawRoundedRect(frame.translated(MARGIN - 1, MARGIN - 1), 6, 6)


def _draw_frame(painter: QPainter, frame: QRect, colours: Colours, *, chosen: bool) -> None:
    painter.setBrush(QColor(colours.soft if chosen else colours.surface))
    painter.setPen(QPen(QColor(colours.accent if chosen else colours.border), 3 if chosen else 1))
    painter.drawRoundedRect(frame, 6, 6)


def _draw_content(painter: QPainter, area: QRect, card: ItemCard, picture: object, colours: Colours) -> None:
    if card.state is not State.ANALYSED or (isinstance(picture, QImage) and picture.isNull()):
        _draw_placeholder(painter, area, card, colours)
    elif isinstance(picture, QImage):
        draw_picture(painter, area, picture)
    else:
        painter.fillRect(area, QColor(colours.raised))
    if card.duration_s is not None:
        _draw_tag(painter, area, _("film {clock_text}").format(clock_text=clock_text(card.duration_s)))


def draw_picture(painter: QPainter, area: QRect, picture: QImage) -> None:
    """Draw a picture as large as fits; a mosaic keeps its squares."""
    size = picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(area.topLeft(), size)
    target.moveCenter(area.center())
    smooth = max(picture.width(), picture.height()) >= SHARP_BELOW_PX
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(target, picture)


def _draw_placeholder(painter: QPainter, area: QRect, card: ItemCard, colours: Colours) -> None:
    painter.fillRect(area, QColor(colours.raised))
    painter.setPen(QColor(colours.muted))
    text = STATES[card.state] if card.state is not State.ANALYSED else _("No picture")
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def _draw_tag(painter: QPainter, area: QRect, text: str) -> None:
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 10
    tag = QRect(area.right() - width - 2, area.bottom() - BADGE_HEIGHT - 2, width, BADGE_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def _draw_cursor(painter: QPainter, frame: QRect, colours: Colours) -> None:
    """Where the cursor is while other items are selected."""
    painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 6, 6)


def _draw_decision(painter: QPainter, area: QRect, mark: Mark, colours: Colours) -> None:
    """A band under the picture: the code on the category's colour, then the label; how far a stack is decided."""
    band = QRect(area.left(), area.bottom() - BAND_HEIGHT + 1, area.width(), BAND_HEIGHT)
    bold = QFont(painter.font())
    bold.setBold(True)
    metrics = QFontMetrics(bold)
    code = QRect(band.topLeft(), QSize(max(BAND_HEIGHT, metrics.horizontalAdvance(mark.code) + 12), BAND_HEIGHT))
    colour = mark.colour or colours.muted
    painter.fillRect(band, QColor(colours.surface))
    painter.fillRect(code, QColor(colour))
    painter.setPen(QPen(QColor(colour), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))
    painter.setFont(bold)
    painter.setPen(QColor(text_on(colour)))
    painter.drawText(code, Qt.AlignmentFlag.AlignCenter, mark.code)
    bold.setBold(False)
    painter.setFont(bold)
    words = " · ".join(
        word for word in (mark.rest, _("disputed") if mark.disputed else "", printable(mark.label)) if word
    )
    place = band.adjusted(code.width() + 6, 0, -4, 0)
    painter.setPen(QColor(colours.text))
    text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _draw_text(painter: QPainter, frame: QRect, card: ItemCard, remarks: str, colours: Colours) -> None:
    lines = frame.adjusted(PADDING + 2, 0, -PADDING - 2, -PADDING - 1)
    lines.setTop(frame.bottom() - TEXT_HEIGHT - 1)
    metrics = painter.fontMetrics()
    painter.setPen(QColor(colours.text))
    name = metrics.elidedText(printable(card.name), Qt.TextElideMode.ElideMiddle, lines.width())
    painter.drawText(lines, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
    painter.setPen(QColor(colours.muted))
    kind = card.media_type.rpartition("/")[2]
    words = " · ".join(word for word in (kind, size_text(card.size), printable(remarks)) if word)
    facts = metrics.elidedText(words, Qt.TextElideMode.ElideRight, lines.width())
    painter.drawText(lines, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, facts)


def _draw_label(
    painter: QPainter, cell: QRect, kinds: tuple[MatchKind, ...], labels: tuple[str, ...], mark: StackMark | None
) -> None:
    """What lists call it, beside the badges: a suggestion, until an examiner has decided."""
    frame = cell.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    plain = painter.fontMetrics()
    right = count_rect(cell, mark, plain).left() if mark is not None and mark.head else frame.right()
    bold = QFont(painter.font())
    bold.setBold(True)
    left = frame.left() + PADDING + 2
    left += sum(QFontMetrics(bold).horizontalAdvance(KIND_BADGES[kind]) + 16 for kind in kinds)
    bold.setBold(False)
    painter.setFont(bold)
    colours = colours_of(QApplication.palette())
    metrics = painter.fontMetrics()
    room = right - PADDING - 2 - left
    if room < 3 * BADGE_HEIGHT:
        return
    text = metrics.elidedText(printable(", ".join(map(retold, labels))), Qt.TextElideMode.ElideRight, room - 12)
    place = QRect(left, frame.top() + PADDING + 2, metrics.horizontalAdvance(text) + 12, BADGE_HEIGHT)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor(colours.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _draw_match(
    painter: QPainter, frame: QRect, kinds: tuple[MatchKind, ...], colours: Colours, *, dashed: bool
) -> None:
    """Badges, and until an examiner has decided a dashed border."""
    if not kinds:
        return
    if dashed:
        pen = QPen(QColor(kind_colour(colours, kinds[0])), 2)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 5, 5)
    bold = QFont(painter.font())
    bold.setBold(True)
    painter.setFont(bold)
    left = frame.left() + PADDING + 2
    for kind in kinds:
        text = KIND_BADGES[kind]
        width = QFontMetrics(bold).horizontalAdvance(text) + 12
        badge = QRect(left, frame.top() + PADDING + 2, width, BADGE_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(kind_colour(colours, kind)))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(colours.badge_text))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        left += width + 4
