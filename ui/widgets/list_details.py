"""One version of one list: what is told of it, its category labels, and which lines were refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QScrollArea, QTableWidget, QTabWidget, QVBoxLayout, QWidget

from forensicdesk.language import _, retold
from ui.list_words import list_facts
from ui.widgets.basics import GAP, label
from ui.widgets.facts import FactsBlock
from ui.widgets.tables import fill, text_table
from ui.words import counted, list_text, number, printable

if TYPE_CHECKING:
    from forensicdesk.model import HashList
    from forensicdesk.session import ListNotes

NO_LIST = _("Choose a list to see what was taken from it.")
NO_LABELS = _("No labels were given: a category number of this list stays a number.")
ABOUT, LABELS, REFUSED = 0, 1, 2


class ListDetails(QWidget):
    """Shows a `HashList`, and what was said of it at import."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(NO_LIST, "heading", wrap=True)
        self._facts = FactsBlock("")
        self.labels = _table(_("Category labels"), (_("Category"), _("Label")))
        self.refusals = _table(_("Refused lines"), (_("Line"), _("Why it was refused")))
        self._no_labels = label(NO_LABELS, "muted", wrap=True)
        self._more = label(kind="muted", wrap=True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(_scrolled(self._facts), _("A&bout"))
        self.tabs.addTab(_page(self._no_labels, self.labels), _("Lab&els"))
        self.tabs.addTab(_page(self.refusals, self._more), _("Ref&used"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.title)
        layout.addWidget(self.tabs, 1)
        self.show_list(None)

    def show_list(self, known: HashList | None, notes: ListNotes | None = None, base: HashList | None = None) -> None:
        """Show a list, or that none is chosen; `base` is the list that it was made from by a delta."""
        self.tabs.setVisible(known is not None)
        if known is None:
            self.title.setText(NO_LIST)
            return
        self.title.setText(list_text(known))
        self._facts.set_facts(list_facts(known, notes, base))
        labels = notes.labels if notes is not None else ()
        fill(self.labels, [(printable(category), printable(text)) for category, text in labels])
        self._no_labels.setVisible(not labels)
        self.labels.setVisible(bool(labels))
        fill(self.refusals, [(number(line), printable(retold(reason))) for line, reason in known.refusals])
        left_out = known.refused - len(known.refusals)
        self._more.setText(
            counted(left_out, "… and {count} more refused line.", "… and {count} more refused lines.")
            if left_out > 0
            else ""
        )
        if not known.refused:
            self._more.setText(_("No line was refused."))
        self.refusals.setVisible(bool(known.refused))
        self.tabs.setTabText(LABELS, _("Lab&els ({labels})").format(labels=number(len(labels))))
        self.tabs.setTabText(REFUSED, _("Ref&used ({refused})").format(refused=number(known.refused)))


def _table(name: str, headers: tuple[str, str]) -> QTableWidget:
    table = text_table(name, headers)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, GAP, 0, 0)
    for part in parts:
        layout.addWidget(part, 1 if isinstance(part, QTableWidget) else 0)
    layout.addStretch(0)
    return page


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page = QWidget()
    page.setObjectName("inside")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(2, GAP, 8, GAP)
    layout.addWidget(inside)
    layout.addStretch(1)
    area.setWidget(page)
    return area
