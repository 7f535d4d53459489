"""The line in the window in which a note or a tag is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from forensicdesk.decisions import ActKind
from forensicdesk.language import _
from ui.widgets.basics import GAP, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = {
    ActKind.NOTE: (
        _("Note"),
        _("What is to be kept of the selected items; reports print it with every item they show"),
    ),
    ActKind.TAG: (_("Tag"), _("One tag for the selected items, such as room or uniform")),
    ActKind.DIFFERENT: (_("Different"), _("Why A and B do not show the same; it is printed in reports")),
}


class RemarkLine(QWidget):
    """A field that is there while it is needed."""

    given = Signal(object, str)
    """The `ActKind` and the text."""
    left = Signal()
    """The line is gone; the keys belong to the gallery again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ActKind.NOTE
        self._tags: tuple[str, ...] = ()
        self.name = label()
        self.field = QLineEdit()
        self.record = button(_("Record"), self._record, "small", _("Keep it with the name of the examiner (Enter)"))
        cancel = button(_("Cancel"), self.leave, "small", _("Write nothing (Escape)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.name)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.record)
        layout.addWidget(cancel)
        self.field.setAccessibleName(_("Note"))
        self.field.textChanged.connect(lambda text: self.record.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._record)
        self.record.setEnabled(False)
        self.hide()

    def set_tags(self, tags: Sequence[str]) -> None:
        """Offer these while a tag is written."""
        self._tags = tuple(tags)

    def ask(self, kind: ActKind) -> None:
        """Show the line for a note or a tag, ready for writing."""
        self._kind = kind
        name, hint = WORDS[kind]
        self.name.setText(name)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(hint)
        self.field.clear()
        completer = QCompleter(list(self._tags) if kind is ActKind.TAG else [], self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.show()
        self.field.setFocus()

    def event(self, event: QEvent) -> bool:
        """Escape belongs to this line while it is written in, not to the gallery."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape writes nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Write nothing."""
        self.hide()
        self.left.emit()

    def _record(self) -> None:
        text = self.field.text().strip()
        if text:
            self.hide()
            self.given.emit(self._kind, text)
            self.left.emit()
