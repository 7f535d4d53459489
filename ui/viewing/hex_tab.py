"""The first bytes of an item as they are: numbers, and the characters that they would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from forensicdesk.language import _, retold
from forensicdesk.viewed import NotShown
from ui.widgets.basics import GAP, label
from ui.words import exact_size

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from forensicdesk.session import Session
    from ui.tasks import TaskRunner

SHOWN_BYTES = 4096
WIDE, NARROW = 16, 8
FIRST_SHOWN, LAST_SHOWN = 0x20, 0x7E


def hex_lines(content: bytes, per_line: int = WIDE) -> str:
    """Offset, bytes and characters, so many in a line; what is no ASCII that can be seen is a dot."""
    lines = []
    for offset in range(0, len(content), per_line):
        part = content[offset : offset + per_line]
        seen = "".join(chr(value) if FIRST_SHOWN <= value <= LAST_SHOWN else "." for value in part)
        lines.append(f"{offset:04x}  {part.hex(' '):<{per_line * 3 - 1}}  {seen}")
    return "\n".join(lines)


class HexTab(QWidget):
    """Reads the bytes of an item when it is looked at, and not before."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._item: int | None = None
        self._read: int | None = None
        self._content = b""
        self.said = label(kind="muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(_("First bytes of the file"))
        self.text.setFont(QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family(), 8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(self.said)
        layout.addWidget(self.text, 1)

    def show_item(self, session: Session | None, item_id: int | None) -> None:
        """Show the first bytes of an item, at once or as soon as this is looked at."""
        if (session, item_id) == (self._session, self._item):
            return
        self._session, self._item, self._read = session, item_id, None
        self._take(item_id, b"")
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Now it is looked at."""
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many bytes in a line as there is room for."""
        super().resizeEvent(event)
        self._lay_out()

    def _ask(self) -> None:
        session, item = self._session, self._item
        if session is None or item is None or self._read == item or not self.isVisible():
            return
        self._read = item
        self._runner.read(
            _("reading the first bytes of an item"),
            lambda: session.first_bytes(item, SHOWN_BYTES),
            self,
            lambda found: self._take(item, found),
        )

    def _take(self, item: int | None, found: bytes | NotShown) -> None:
        if item != self._item:
            return
        self._content = b"" if isinstance(found, NotShown) else found
        size = exact_size(len(self._content))
        self.said.setText(
            retold(found.reason)
            if isinstance(found, NotShown)
            else _("The first {size} as they are.").format(size=size)
            if found
            else ""
        )
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.text.fontMetrics().horizontalAdvance("0") * (WIDE * 4 + 14) <= self.text.viewport().width()
        text = hex_lines(self._content, WIDE if wide else NARROW)
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
