"""What came of loading a list: what was taken, and which lines were refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.basics import GAP, button, copy_text, label, row
from ui.widgets.list_details import REFUSED, ListDetails
from ui.widgets.room import resize_within
from ui.words import counted, entries_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.model import HashList
    from forensicdesk.session import ListNotes


class ListResultDialog(QDialog):
    """A list that was loaded; the refused lines are in front where there are some."""

    def __init__(
        self, known: HashList, notes: ListNotes | None, base: HashList | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Hash list loaded"))
        resize_within(self, 760, 520)
        self.details = ListDetails()
        self.details.show_list(known, notes, base)
        if known.refused:
            self.details.tabs.setCurrentIndex(REFUSED)
        refused = counted(
            known.refused, "{count} line or record was refused.", "{count} lines or records were refused."
        )
        sentence = _("Taken: {entries_text}. {refused}").format(entries_text=entries_text(known), refused=refused)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(sentence, "muted", wrap=True))
        layout.addWidget(self.details, 1)
        copy = button(_("&Copy SHA-256"), lambda: copy_text(known.sha256))
        layout.addLayout(row(copy, 1, button(_("C&lose"), self.accept, "primary")))
