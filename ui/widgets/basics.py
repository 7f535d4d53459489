"""Labels and buttons as they look everywhere. Text is always plain: evidence must not bring markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.entering import EnterButton
from ui.words import breakable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLayout, QPushButton, QWidget


GAP = 8
WIDE_GAP = 16
PAGE_MARGIN = 20


def label(text: str = "", kind: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label of plain text; `kind` is one of the style sheet's: title, heading, number, muted, mono."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def value_label(text: str, kind: str = "") -> QLabel:
    """A label for a value from evidence: breaks anywhere, and its context menu copies the value unchanged."""
    made = label(breakable(text), kind, wrap=True)
    copy = QAction(_("Copy"), made)
    copy.triggered.connect(lambda: copy_text(text))
    made.addAction(copy)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    made.setAccessibleName(text)
    return made


def button(text: str, clicked: Callable[[], object], kind: str = "", tip: str = "") -> QPushButton:
    """A push button; `kind` is primary or small."""
    made = EnterButton(text)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(lambda *_: clicked())
    return made


def card(kind: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A framed surface and the layout to fill."""
    frame = QFrame()
    frame.setProperty("kind", kind)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(WIDE_GAP, 12, WIDE_GAP, 12)
    layout.setSpacing(GAP)
    return frame, layout


def row(*parts: QWidget | int, spacing: int = GAP) -> QHBoxLayout:
    """Widgets side by side; an integer stretches."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        else:
            layout.addWidget(part)
    return layout


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (entry := layout.takeAt(0)) is not None:
        widget = entry.widget()
        inner = entry.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QApplication.clipboard().setText(text)
