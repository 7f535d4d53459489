"""The categories in force as a row: colour, key, code, label and how many items each has; pressing one decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from forensicdesk.language import _, spoken
from ui.resources.theme import text_on
from ui.widgets.basics import button, clear_layout
from ui.words import number, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QPushButton

    from forensicdesk.decisions import Category, CategoryScheme

ICON = QSize(18, 18)
GAP_PX = 6
NO_COLOUR = "#6b7280"


class Legend(QWidget):
    """One button for each category."""

    category_pressed = Signal(str)
    """The code."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._texts: dict[str, str] = {}
        self._scheme: CategoryScheme | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_scheme(self, scheme: CategoryScheme | None, counts: Mapping[str, int]) -> None:
        """Show the categories of this scheme with their counts."""
        if scheme != self._scheme:
            self._make(scheme)
        for category in scheme.categories if scheme else ():
            count = f" · {number(counts[category.code])}" if category.code in counts else ""
            self._texts[category.code] = f"{_name(category)}{count}"
            made = self.buttons[category.code]
            made.setAccessibleName(_("Decide: {name}").format(name=_name(category)))
            key = _("Key {key}: ").format(key=category.key.upper()) if category.key else ""
            made.setToolTip(
                tooltip(
                    _("{key}put the selected items into {name}{count}").format(
                        key=key, name=_name(category), count=count
                    )
                )
            )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the labels to what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _make(self, scheme: CategoryScheme | None) -> None:
        clear_layout(self._layout)
        self.buttons.clear()
        self._texts.clear()
        self._scheme = scheme
        for category in scheme.categories if scheme else ():
            made = button("", partial(self.category_pressed.emit, category.code), "small")
            made.setIcon(key_icon(category.key.upper(), category.colour or NO_COLOUR))
            made.setIconSize(ICON)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.buttons[category.code] = made
            self._layout.addWidget(made)
        self._layout.addStretch(1)

    def _fit(self) -> None:
        """Short labels whole; what is left goes to the long ones in equal parts."""
        metrics = self.fontMetrics()
        widths = {code: metrics.horizontalAdvance(text) for code, text in self._texts.items()}
        left, open_ = self.width() - self._around() * len(widths), sorted(widths, key=lambda code: widths[code])
        for place, code in enumerate(open_):
            share = max(20, left // (len(open_) - place))
            text = metrics.elidedText(self._texts[code], Qt.TextElideMode.ElideMiddle, share)
            self.buttons[code].setText(text.replace("&", "&&"))
            left -= min(widths[code], share)

    def _around(self) -> int:
        """What a button needs beside its text: icon, padding, border, and the gap to the next one."""
        one = next(iter(self.buttons.values()), None)
        beside = 0 if one is None else one.sizeHint().width() - _advance(one)
        return beside + GAP_PX


def _advance(pressed: QPushButton) -> int:
    return pressed.fontMetrics().horizontalAdvance(pressed.text().replace("&&", "&"))


def key_icon(key: str, colour: str) -> QIcon:
    """A key on a category's colour."""
    ratio = 2
    picture = QPixmap(ICON * ratio)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    font = painter.font()
    font.setPixelSize(round(ICON.height() * ratio * 0.7))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(text_on(colour)))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, key)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return QIcon(picture)


def _name(category: Category) -> str:
    label = printable(category.label_in(spoken()))
    return label if category.key.lower() == category.code.lower() else f"{printable(category.code)} {label}"
