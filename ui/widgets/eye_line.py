"""The line of a match's card that says whether somebody looked at both sides, and takes the examiner's word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.evidence import sight_text
from ui.widgets.basics import GAP, button, label
from ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from forensicdesk.model import Match


class EyeLine(QWidget):
    """What stands, a field for a note, and two buttons: both show the same, or not."""

    said = Signal(bool, str)
    """Whether both show the same, and the note, "" for none."""

    def __init__(self, match: Match, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = label(sight_text(match), wrap=True, selectable=True)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Note, if any"))
        self.note.setToolTip(_("Printed in reports"))
        self.note.setAccessibleName(_("Note on what you saw"))
        self.yes = button(_("Seen: same"), lambda: self._say(same=True), "small")
        self.no = button(_("Seen: not the same"), lambda: self._say(same=False), "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.standing)
        layout.addWidget(self.note)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for part in (self.yes, self.no):
            flow.addWidget(part)
        layout.addWidget(buttons)

    def allow(self, enabled: bool, otherwise: str) -> None:  # noqa: FBT001 - as Qt's own setEnabled
        """Say whether something can be said now, and what the buttons say where it cannot."""
        words = (
            _("I looked at both sides of this match, and they show the same; kept with your name"),
            _("I looked at both sides of this match, and they do not show the same; kept with your name"),
        )
        for part, text in zip((self.yes, self.no), words, strict=True):
            part.setEnabled(enabled)
            part.setToolTip(text if enabled else otherwise)
        self.note.setEnabled(enabled)

    def _say(self, *, same: bool) -> None:
        self.said.emit(same, self.note.text().strip())
