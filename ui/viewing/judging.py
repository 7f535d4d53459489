"""The line below a comparison: say that both show the same, or do not, with a reason; and what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forensicdesk.decisions import ActKind
from forensicdesk.language import _
from ui.said_text import pairing_text
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.remark_line import RemarkLine

if TYPE_CHECKING:
    from forensicdesk.decisions import Pairing

NOTHING_SAID = _("Nobody has said whether A and B show the same.")


class JudgingLine(QWidget):
    """What examiners say of A beside B."""

    said = Signal(object, str)
    """The `ActKind`, and why; "" where nothing was written."""
    dismiss_asked = Signal()
    """A match of A is to be said to be none."""
    left = Signal()
    """Nothing is written any more; the keys belong to the page again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._allowed = self._shown = False
        self.standing = label(wrap=True, selectable=True)
        self.same = button(_("Same"), self.say_same, "small", _("Both show the same; kept with your name (S)"))
        self.different = button(_("Different…"), self.ask_why, "small", _("They do not show the same, and why (D)"))
        self.dismiss = button(_("Not a match…"), self.dismiss_asked.emit, "small", _("Of A with a list, with a reason"))
        self.standing.setAccessibleName(_("What was said of both"))
        self.remark = RemarkLine()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        line = row(self.standing, self.same, self.different, self.dismiss)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self.remark)
        self.remark.given.connect(self.said)
        self.remark.left.connect(self.left)
        self._enable()

    def allow(self, *, enabled: bool) -> None:
        """Say whether anything can be decided now."""
        self._allowed = enabled
        self._enable()

    def show_pairing(self, pairing: Pairing | None, *, shown: bool) -> None:
        """Show what stands; `shown` says whether two items are there to be judged."""
        self._shown = shown
        text = NOTHING_SAID if shown else ""
        self.standing.setText(pairing_text(pairing) if pairing else text)
        self._enable()

    def say_same(self) -> None:
        """Both show the same."""
        if self.same.isEnabled():
            self.said.emit(ActKind.SAME, "")

    def ask_why(self) -> None:
        """They do not; a line asks for the reason."""
        if self.different.isEnabled():
            self.remark.ask(ActKind.DIFFERENT)

    def _enable(self) -> None:
        for part in (self.same, self.different):
            part.setEnabled(self._allowed and self._shown)
