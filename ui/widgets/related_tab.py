"""The inspector's tab of what belongs to an item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.widgets.basics import GAP, button, card, clear_layout, label, row, value_label
from ui.widgets.flow import FlowLayout
from ui.words import counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QFrame, QHBoxLayout

    from ui.related import Relative, Relatives

ALONE = _("Nothing else of this case belongs to this item, as far as its hashes show.")


class RelatedTab(QWidget):
    """One card for each way in which something belongs to the item."""

    item_asked = Signal(int)
    """An item to go to."""
    items_asked = Signal(object, str)
    """Items to show in the gallery, and what they have in common."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inside")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2, GAP, 8, GAP)
        self._layout.setSpacing(GAP)

    def show_related(self, found: Sequence[Relatives]) -> None:
        """Show this."""
        clear_layout(self._layout)
        if not found:
            self._layout.addWidget(label(ALONE, "muted", wrap=True))
        for relatives in found:
            self._layout.addWidget(self._card(relatives))
        self._layout.addStretch(1)

    def _card(self, relatives: Relatives) -> QFrame:
        frame, layout = card()
        title = f"{relatives.title} ({number(relatives.count)})"
        what = f"{relatives.title}: " + counted(relatives.count, "{count} other", "{count} others")
        show = button(
            _("In the gallery"),
            partial(self.items_asked.emit, relatives.items, relatives.title),
            "small",
            _("Show all of them in the gallery"),
        )
        show.setAccessibleName(_("Show in the gallery: {what}").format(what=what))
        head = FlowLayout()
        head.addWidget(label(title, "heading"))
        head.add_last(show)
        layout.addLayout(head)
        layout.addWidget(label(relatives.says, "muted", wrap=True))
        for relative in relatives.found:
            layout.addLayout(self._line(relative))
            if relative.why:
                layout.addWidget(label(relative.why, "muted", wrap=True))
        left_out = relatives.count - len(relatives.found)
        if left_out > 0:
            layout.addWidget(
                label(
                    _("… and {left_out} more; the gallery shows all.").format(left_out=number(left_out)),
                    "muted",
                    wrap=True,
                )
            )
        return frame

    def _line(self, relative: Relative) -> QHBoxLayout:
        name = value_label(relative.name)
        go = button(
            _("Go to"), partial(self.item_asked.emit, relative.items[0]), "small", _("Put the gallery's cursor on it")
        )
        go.setAccessibleName(_("Go to {name}").format(name=relative.name))
        line = row(name, go)
        line.setStretch(0, 1)
        return line
