"""One match as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from ui.evidence import LEAD, card_text
from ui.widgets.basics import GAP, button, copy_text, label, row, value_label
from ui.words import KIND_BADGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.model import HashList, Match

VALUES = ("Here", "Listed")


class EvidenceCardWidget(QFrame):
    """Badge, headline, sentences, facts."""

    def __init__(
        self, match: Match, known: HashList | None, parent: QWidget | None = None, *, chance: str = ""
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        text = card_text(match, known, chance)
        self._text = "\n".join(
            (text.headline, *text.sentences, *(f"{name}: {value}" for name, value in text.facts), LEAD)
        )
        self.setAccessibleName(f"{KIND_BADGES[match.kind]} match")
        self.setAccessibleDescription(self._text)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        badge = label(KIND_BADGES[match.kind])
        badge.setProperty("badge", KIND_BADGES[match.kind])
        copy = button("Copy card", lambda: copy_text(self._text), "small", "Copy everything on this card")
        layout.addLayout(row(badge, 1, copy))
        layout.addWidget(label(text.headline, "heading", wrap=True))
        for sentence in text.sentences:
            layout.addWidget(label(sentence, wrap=True))
        layout.addLayout(_grid(text.facts))
        layout.addWidget(label(LEAD, "muted", wrap=True))


def _grid(facts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for position, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "muted"), position, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value_label(value, "mono" if name in VALUES else ""), position, 1)
    return grid
