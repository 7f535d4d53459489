"""One match as a card, with what an examiner said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.evidence import LEAD, card_text, sight_text
from ui.widgets.basics import GAP, button, copy_text, label, row, value_label
from ui.widgets.eye_line import EyeLine
from ui.widgets.flow import FlowLayout
from ui.words import BADGE_LOOKS, KIND_BADGES
from ui.work import Judgement, Seen

if TYPE_CHECKING:
    from forensicdesk.model import HashList, Match

VALUES = (_("Here"), _("Listed"))
NOT_A_MATCH, TAKE_BACK = _("Not a match…"), _("Take back…")
NOT_NOW = _("Possible once the case is open for writing and nothing else is going on")


class EvidenceCardWidget(QFrame):
    """Badge, headline, sentences, facts; a button that opens a field for a reason."""

    said = Signal(object)
    """A `Judgement`, or a `Seen`."""

    def __init__(
        self, match: Match, known: HashList | None, parent: QWidget | None = None, *, chance: str = ""
    ) -> None:
        super().__init__(parent)
        self.match = match
        self.setProperty("kind", "card")
        text = card_text(match, known, chance)
        facts = (f"{name}: {value}" for name, value in text.facts)
        self._text = "\n".join((text.headline, *text.sentences, sight_text(match), *facts, LEAD))
        self.setAccessibleName(
            _("{kind_badges} match{value}").format(
                kind_badges=KIND_BADGES[match.kind], value=_(", said to be none") if match.dismissed else ""
            )
        )
        self.setAccessibleDescription(self._text)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addLayout(self._head())
        layout.addWidget(self._field())
        layout.addWidget(label(text.headline, "heading", wrap=True))
        for sentence in text.sentences:
            layout.addWidget(label(sentence, wrap=True))
        self.eye = EyeLine(match)
        self.eye.said.connect(lambda same, note: self.said.emit(Seen(match, same, note)))
        layout.addWidget(self.eye)
        layout.addLayout(_grid(text.facts))
        copy = button(_("Copy card"), lambda: copy_text(self._text), "small", _("Copy everything on this card"))
        end = row(label(LEAD, "muted", wrap=True), copy)
        end.setStretch(0, 1)
        layout.addLayout(end)

    # --- building -----------------------------------------------------------------------------------------------

    def _head(self) -> FlowLayout:
        badge = label(KIND_BADGES[self.match.kind])
        badge.setProperty("badge", BADGE_LOOKS[self.match.kind])
        dismissed = label(_("not a match"))
        dismissed.setProperty("badge", "state")
        dismissed.setVisible(self.match.dismissed is not None)
        self.judge = button(TAKE_BACK if self.match.dismissed else NOT_A_MATCH, self.ask, "small")
        head = FlowLayout()
        for part in (badge, dismissed, self.judge):
            head.addWidget(part)
        return head

    def _field(self) -> QWidget:
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why? It is kept and printed in reports"))
        self.reason.setAccessibleName(_("Reason: {rstrip}").format(rstrip=self.judge.text().rstrip("…")))
        self.record = button(_("Record"), self._record, "small", _("Keep it with the name of the examiner (Enter)"))
        self.cancel = button(_("Cancel"), self._cancel, "small", _("Say nothing (Escape)"))
        self.reason.textChanged.connect(self._enable)
        self.reason.returnPressed.connect(self._record)
        holder = QWidget()
        layout = row(self.reason, self.record, self.cancel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setStretch(0, 1)
        holder.setLayout(layout)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), holder, self._cancel, context=within)
        holder.hide()
        self._asking = holder
        self._enable()
        return holder

    # --- what is said -------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Open the field for a reason."""
        self._asking.show()
        self.reason.setFocus()

    def allow(self, *, enabled: bool) -> None:
        """Say whether something can be said now."""
        self.judge.setEnabled(enabled)
        words = (
            _("Take back that this is no match") if self.match.dismissed else _("Say that this is no match, and why")
        )
        self.judge.setToolTip(words if enabled else NOT_NOW)
        self.eye.allow(enabled, NOT_NOW)
        self._enable()

    def _enable(self) -> None:
        self.record.setEnabled(self.judge.isEnabled() and bool(self.reason.text().strip()))

    def _record(self) -> None:
        if self.record.isEnabled():
            revoke = self.match.dismissed is not None
            self.said.emit(Judgement(self.match, self.reason.text().strip(), revoke))

    def _cancel(self) -> None:
        self.reason.clear()
        self._asking.hide()
        self.judge.setFocus()


def _grid(facts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for position, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "muted"), position, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value_label(value, "mono" if name in VALUES else ""), position, 1)
    return grid
