"""The inspector's tab of matches: what lists disagree about, one card for each match, and the nearest entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from forensicdesk.language import _
from forensicdesk.model import MatchKind
from ui.item_text import nearest_facts
from ui.widgets.basics import GAP, clear_layout, label
from ui.widgets.evidence_card import EvidenceCardWidget
from ui.widgets.facts import FactsBlock
from ui.words import list_text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.model import HashList, ItemRecord, Match

NO_MATCH = _("No match with the lists this case was matched against. That says nothing about other lists.")
DISAGREE = _("Lists disagree about this content")
DISAGREE_SAYS = _("They label equal digests differently. None of the labels is preferred.")


class MatchesTab(QWidget):
    """Shows what is known of an item's matches; what an examiner says of one leaves as a signal."""

    said = Signal(object)
    """A `Judgement`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inside")
        self.cards: list[EvidenceCardWidget] = []
        self._can_judge = True
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2, GAP, 8, GAP)
        self._layout.setSpacing(GAP)

    def show_matches(self, record: ItemRecord, lists: Mapping[str, HashList], chances: Sequence[str]) -> None:
        """Show the matches of an item."""
        clear_layout(self._layout)
        self.cards.clear()
        labels = differing_labels(record.matches, lists)
        if labels:
            self._layout.addWidget(_disagreement(labels))
        if not record.matches:
            self._layout.addWidget(label(NO_MATCH, "muted", wrap=True))
        for match, chance in zip(record.matches, chances, strict=True):
            card = EvidenceCardWidget(match, lists.get(match.list_id), chance=chance)
            card.said.connect(self.said)
            card.allow(enabled=self._can_judge)
            self.cards.append(card)
            self._layout.addWidget(card)
        nearest = FactsBlock(_("Nearest entries that are no match"))
        self._layout.addWidget(nearest)
        nearest.set_facts(nearest_facts(record, lists))
        self._layout.addStretch(1)

    def allow(self, *, enabled: bool) -> None:
        """Say whether something can be said of matches now."""
        self._can_judge = enabled
        for card in self.cards:
            card.allow(enabled=enabled)

    def begin_judging(self) -> bool:
        """Open the field for a reason on the first match of which nothing was said; False if there is none."""
        card = next((one for one in self.cards if one.match.dismissed is None), None)
        if card is None or not self._can_judge:
            return False
        card.ask()
        return True


def differing_labels(matches: Sequence[Match], lists: Mapping[str, HashList]) -> list[str]:
    """What each list calls the content, where equal digests have different labels; [] where they agree."""
    labelled = [match for match in matches if match.kind is MatchKind.EXACT and match.label]
    if len({match.label for match in labelled}) < 2:  # noqa: PLR2004 - two labels are needed to differ
        return []
    told = []
    for match in labelled:
        known = lists.get(match.list_id)
        told.append(f"{list_text(known) if known else match.list_id}: {printable(match.label)}")
    return list(dict.fromkeys(told))


def _disagreement(labels: Sequence[str]) -> QFrame:
    frame = QFrame()
    frame.setProperty("banner", "notice")
    frame.setAccessibleName(f"{DISAGREE}: {'; '.join(labels)}")
    layout = QVBoxLayout(frame)
    layout.addWidget(label(DISAGREE, "heading", wrap=True))
    layout.addWidget(label(DISAGREE_SAYS, "muted", wrap=True))
    for text in labels:
        layout.addWidget(label(text, wrap=True))
    return frame
