"""What to do about something unforeseen, and the details to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.basics import GAP, button, copy_text, label, row
from ui.widgets.room import resize_within

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.tasks import Trouble


class DetailsDialog(QDialog):
    """Sentence, advice, details."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Something unexpected happened"))
        resize_within(self, 680, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(trouble.sentence, "heading", wrap=True))
        layout.addWidget(label(trouble.advice, wrap=True))
        layout.addWidget(label(_("Details"), "muted"))
        details = QPlainTextEdit(trouble.details)
        details.setReadOnly(True)
        details.setProperty("kind", "mono")
        details.setAccessibleName(_("Technical details"))
        layout.addWidget(details, 1)
        copy = button(_("&Copy details"), lambda: copy_text(f"{trouble.sentence}\n\n{trouble.details}"))
        layout.addLayout(row(copy, 1, button(_("C&lose"), self.accept, "primary")))
