"""The inspector's block of every other place where the same bytes lie, in all exhibits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.widgets.basics import button, clear_layout, label, row, value_label
from ui.words import counted, number

if TYPE_CHECKING:
    from ui.related import Relatives

MOST_PLACES = 8
"""So many stand here; the page of what belongs to the item has more, and the gallery all."""


class PlacesBlock(QWidget):
    """A line for each place with a button that leads there; gone when there is no other place."""

    item_asked = Signal(int)
    """The item at a place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(4)

    def show_places(self, equal: Relatives | None) -> None:
        """Show where the items with equal bytes lie; None for none."""
        clear_layout(self._layout)
        if equal is not None:
            title = counted(
                equal.count, "The same bytes at {count} other place", "The same bytes at {count} other places"
            )
            self._layout.addWidget(label(title, "heading", wrap=True))
            for place in equal.found[:MOST_PLACES]:
                go = button(_("Go to"), partial(self.item_asked.emit, place.items[0]), "small")
                go.setAccessibleName(_("Go to {name}").format(name=place.name))
                line = row(value_label(place.name), go)
                line.setStretch(0, 1)
                self._layout.addLayout(line)
            left_out = equal.count - len(equal.found[:MOST_PLACES])
            if left_out > 0:
                more = _("… and {left_out} more; the gallery shows all.").format(left_out=number(left_out))
                self._layout.addWidget(label(more, "muted", wrap=True))
        self.setVisible(equal is not None)
