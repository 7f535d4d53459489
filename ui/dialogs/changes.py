"""What matching again changed: matches that are new, and those that no longer hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.room import resize_within
from ui.widgets.tables import text_table
from ui.words import KIND_BADGES, counted, list_text, number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from forensicdesk.changed import Changes
    from forensicdesk.session import Session

HEADERS = ("", _("How"), _("List"), _("Entry"), _("Label"), _("First item"))
WIDE_COLUMN = 5
MOST_ROWS = 2000
NOTE = _(
    "New are matches that were not there before; gone are those that no longer hold with the "
    "lists and the policy of this matching. Equal files count once, as one content."
)


@dataclass(frozen=True, slots=True)
class ChangedMatch:
    """One line: its texts, and the items that it is about."""

    texts: tuple[str, ...]
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What is shown of `Changes`: the first lines, both numbers, and all items with a new match."""

    rows: tuple[ChangedMatch, ...]
    new: int
    gone: int
    new_items: tuple[int, ...]


def read_changed(session: Session, changes: Changes) -> Changed:
    """Names and items for what changed; called off the event loop."""
    both = chain(((_("new"), match) for match in changes.new), ((_("gone"), match) for match in changes.gone))
    shown = list(islice(both, MOST_ROWS))
    new = {match.content_id for match in changes.new}
    items = session.items_of(list(new | {match.content_id for _, match in shown}))
    lists = {used.id: used for used in session.lists_used()}
    firsts = sorted({items[match.content_id][0] for _, match in shown if items.get(match.content_id)})
    names = {card.id: printable(card.name) for card in session.cards(firsts)}
    rows = []
    for what, match in shown:
        known, having = lists.get(match.list_id), items.get(match.content_id, ())
        name = names.get(having[0], "") if having else ""
        more = _(" and {having} more").format(having=number(len(having) - 1)) if len(having) > 1 else ""
        where = list_text(known) if known is not None else match.list_id
        badge, entry, text = KIND_BADGES[match.kind], printable(match.entry), printable(match.label)
        rows.append(ChangedMatch((what, badge, where, entry, text, f"{name}{more}"), having))
    new_items = tuple(sorted(item for content in new for item in items.get(content, ())))
    return Changed(tuple(rows), len(changes.new), len(changes.gone), new_items)


class ChangesDialog(QDialog):
    """Two counts over one table."""

    items_asked = Signal(object, str)
    """Items to show in the gallery, and what they have in common."""

    def __init__(self, changed: Changed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What matching changed"))
        resize_within(self, 900, 520)
        self._changed = changed
        self.table = _table(changed.rows)
        heading = _("{new}, {gone} gone").format(
            new=counted(changed.new, "{count} new match", "{count} new matches"), gone=number(changed.gone)
        )
        self.show_one = button(_("&Show in the gallery"), self._ask_one, tip=_("The items of the chosen line"))
        self.show_new = button(_("Show all that is &new"), self._ask_new)
        self.show_one.setEnabled(bool(changed.rows))
        self.show_new.setEnabled(bool(changed.new_items))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(heading, "heading"))
        layout.addWidget(label(NOTE, "muted", wrap=True))
        layout.addWidget(self.table, 1)
        left_out = changed.new + changed.gone - len(changed.rows)
        if left_out > 0:
            layout.addWidget(label(_("… and {left_out} more.").format(left_out=number(left_out)), "muted"))
        layout.addLayout(row(self.show_one, self.show_new, 1, button(_("C&lose"), self.accept, "primary")))
        self.table.activated.connect(self._ask_one)

    def _ask_one(self) -> None:
        chosen = self._changed.rows[max(0, self.table.currentRow())]
        what, _how, where, entry, *_rest = chosen.texts
        self._ask(
            chosen.items,
            _("{capitalize} match with {where}, {entry}").format(
                capitalize=what.capitalize(), where=where, entry=entry
            ),
        )

    def _ask_new(self) -> None:
        self._ask(self._changed.new_items, _("New matches"))

    def _ask(self, items: Sequence[int], what: str) -> None:
        self.items_asked.emit(items, what)
        self.accept()


def _table(rows: Sequence[ChangedMatch]) -> QTableWidget:
    table = text_table(_("What matching changed"), HEADERS, [changed.texts for changed in rows])
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(WIDE_COLUMN, QHeaderView.ResizeMode.Stretch)
    if rows:
        table.setCurrentCell(0, 0)
    return table
