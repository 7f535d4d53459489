"""The inspector's tab of decisions: what stands, what lists suggest, notes, tags, and every act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forensicdesk.language import _, later, retold, spoken
from ui.said_text import act_text, category_text, decision_text, pairing_text, standing_sentence, suggestions
from ui.widgets.basics import GAP, button, clear_layout, label, row, value_label
from ui.widgets.facts import FactsBlock
from ui.words import READINGS, moment_text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QHBoxLayout, QLabel

    from forensicdesk.decisions import Act, Remark
    from forensicdesk.model import HashList, ItemRecord
    from ui.said_text import ItemSaid

SUGGESTED = _("Suggested by lists")
SUGGESTED_SAYS = _("What lists call this content. A suggestion, never a decision.")
CAN_ACCEPT = later(
    "A list calls it by the name of a category of this case. Accepting that is your decision, and the list's name goes "
    "on record."
)


class SaidTab(QWidget):
    """Shows what was said of an item."""

    accept_asked = Signal(int)
    """An item of which the suggestion is to be accepted."""
    untag_asked = Signal(int, str)
    """The item, and the tag to take away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inside")
        self._can_decide = True
        self._taking: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2, GAP, 8, GAP)
        self._layout.setSpacing(GAP)

    def show_said(self, record: ItemRecord, said: ItemSaid, lists: Mapping[str, HashList]) -> None:
        """Show what was said of an item."""
        clear_layout(self._layout)
        self._taking.clear()
        self._show_decision(said)
        self._show_suggestions(record, said, lists)
        judgement = said.judgement
        if judgement is not None and judgement.tags:
            self._layout.addWidget(label(_("Tags"), "heading"))
            for tag in judgement.tags:
                self._layout.addLayout(self._tag(record.id, tag))
        if judgement is not None and judgement.notes:
            self._layout.addWidget(label(_("Notes"), "heading"))
            for note in judgement.notes:
                self._layout.addWidget(value_label(printable(retold(note.text))))
                self._layout.addWidget(label(_who(note), "muted", wrap=True))
        if judgement is not None and judgement.pairs:
            self._layout.addWidget(label(_("Beside other items"), "heading"))
            for pair in judgement.pairs:
                self._layout.addWidget(value_label(pairing_text(pair)))
        if said.acts:
            self._layout.addWidget(label(_("Everything that was said"), "heading", wrap=True))
            for act in said.acts:
                self._layout.addWidget(_act_label(act))
        self._layout.addStretch(1)

    def allow(self, *, enabled: bool) -> None:
        """Say whether a tag can be taken away now."""
        self._can_decide = enabled
        for taking in self._taking:
            taking.setEnabled(enabled)

    def _show_decision(self, said: ItemSaid) -> None:
        self._layout.addWidget(label(_("Decision"), "heading"))
        sentence = standing_sentence(said)
        if sentence:
            self._layout.addWidget(label(sentence, "muted" if said.judgement is None else "", wrap=True))
        if len(said.decisions) == 1:
            self._layout.addWidget(value_label(decision_text(said.decisions[0])))
        elif said.decisions:
            block = FactsBlock("")
            self._layout.addWidget(block)
            block.set_facts([(READINGS[one.reading].capitalize(), decision_text(one)) for one in said.decisions])

    def _show_suggestions(self, record: ItemRecord, said: ItemSaid, lists: Mapping[str, HashList]) -> None:
        found = suggestions(record, lists)
        if found:
            block = FactsBlock(SUGGESTED)
            self._layout.addWidget(block)
            block.set_facts(found)
            self._layout.addWidget(label(SUGGESTED_SAYS, "muted", wrap=True))
        if len(said.suggested) == 1:
            accept = button(_("Accept the suggestion"), partial(self.accept_asked.emit, record.id), "small")
            accept.setEnabled(self._can_decide)
            self._taking.append(accept)
            self._layout.addLayout(row(accept, 1))
            self._layout.addWidget(label(_(CAN_ACCEPT), "muted", wrap=True))

    def _tag(self, item_id: int, tag: Remark) -> QHBoxLayout:
        take = button(_("Take away"), partial(self.untag_asked.emit, item_id, tag.text), "small")
        take.setAccessibleName(_("Take away the tag {text}").format(text=printable(tag.text)))
        take.setEnabled(self._can_decide)
        self._taking.append(take)
        line = row(value_label(f"#{tag.text}"), label(_who(tag), "muted", wrap=True), take)
        line.setStretch(1, 1)
        return line


def _who(remark: Remark) -> str:
    return f"{printable(remark.examiner)}, {moment_text(remark.said_at)}"


def _act_label(act: Act) -> QLabel:
    """One line; an undone act is struck through, and says so too."""
    made = label(act_text(act), "muted" if act.undone else "", wrap=True, selectable=True)
    font = made.font()
    font.setStrikeOut(act.undone)
    made.setFont(font)
    return made


def badge_text(said: ItemSaid) -> str:
    """The category in force, for the head of the inspector; "" where there is none."""
    decision = said.judgement.decision if said.judgement else None
    return category_text(decision.code, decision.label_in(spoken())) if decision else ""
