"""What a report will say, as text, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.basics import GAP, button, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

WIDTH, HEIGHT = 820, 620
Part = tuple[str, tuple[str, ...]]


class ReportPreviewDialog(QDialog):
    """Every section with its lines; a box leads to a section."""

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What the report will say"))
        self.resize(WIDTH, HEIGHT)
        self._places: list[int] = []
        self.sections = QComboBox()
        self.sections.setAccessibleName(_("Go to a section"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What the report will say"))
        self._fill(parts)
        self.sections.activated.connect(self._go_to)
        hint = _(
            "The words of every format, in order. Pictures and pages are left out here; of long sections the first"
            " lines are shown."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(_("What the report will say"), "heading"))
        layout.addWidget(label(hint, "muted", wrap=True))
        layout.addWidget(self.sections)
        layout.addWidget(self.text, 1)
        layout.addLayout(row(1, button(_("C&lose"), self.accept, "primary")))

    def _fill(self, parts: Sequence[Part]) -> None:
        plain, strong = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(self.text.document())
        for title, lines in parts:
            self._places.append(cursor.position())
            self.sections.addItem(title)
            cursor.insertText(title, strong)
            cursor.insertText("\n" + "".join(f"{line}\n" for line in lines) + "\n", plain)

    def _go_to(self, section: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(len(self.text.toPlainText()))
        self.text.setTextCursor(cursor)
        cursor.setPosition(self._places[section])
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
