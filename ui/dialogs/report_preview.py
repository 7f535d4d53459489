"""What a report will look like and what it will say, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.dialogs.report_sheets import SheetsPage
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.room import resize_within

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 860, 690
Part = tuple[str, tuple[str, ...]]


class ReportPreviewDialog(QDialog):
    """Its pages as pictures, and every section as text; what is chosen beside it changes both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preview of the report"))
        resize_within(self, WIDTH, HEIGHT)
        self.sheets, self.words = SheetsPage(), WordsPage()
        self.pages = QTabWidget()
        self.pages.addTab(self.sheets, _("Pages"))
        self.pages.addTab(self.words, _("Words"))
        hint = _("As the report would be now, not signed. Nothing is written, and nothing goes on record.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(GAP)
        layout.addWidget(label(hint, "muted", wrap=True))
        layout.addWidget(self.pages, 1)
        layout.addLayout(row(1, button(_("C&lose"), self.accept, "primary")))

    def wait(self) -> None:
        """Something else was chosen and is being read."""
        self.sheets.wait()
        self.words.wait()


class WordsPage(QWidget):
    """Every section with its lines; a box leads to a section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[int] = []
        self.sections = QComboBox()
        self.sections.setAccessibleName(_("Go to a section"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What the report will say"))
        self.sections.activated.connect(self._go_to)
        hint = _("The words of every format, in order, without pictures. Of long sections the first lines are shown.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(label(hint, "muted", wrap=True))
        layout.addWidget(self.sections)
        layout.addWidget(self.text, 1)

    def wait(self) -> None:
        """Say that the words are being read."""
        self.show_sentence(_("Reading what the report will say…"))

    def show_sentence(self, text: str) -> None:
        """Say why there are no words."""
        self._places.clear()
        self.sections.clear()
        self.text.setPlainText(text)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these sections."""
        self.show_sentence("")
        plain, strong = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(self.text.document())
        for title, lines in parts:
            self._places.append(cursor.position())
            self.sections.addItem(title)
            cursor.insertText(title, strong)
            cursor.insertText("\n" + "".join(f"{line}\n" for line in lines) + "\n", plain)
        self._go_to(0)

    def _go_to(self, section: int) -> None:
        if not 0 <= section < len(self._places):
            return
        cursor = self.text.textCursor()
        cursor.setPosition(len(self.text.toPlainText()))
        self.text.setTextCursor(cursor)
        cursor.setPosition(self._places[section])
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
