"""The choice of a list's role, each with what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QRadioButton, QVBoxLayout

from forensicdesk.language import _
from forensicdesk.model import Role
from ui.widgets.basics import label
from ui.words import ROLE_MEANINGS, ROLES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class RoleChoice(QGroupBox):
    """None is chosen beforehand: a role is declared, never guessed."""

    role_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is this list for?"), parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[Role, QRadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setSpacing(2)
        for role in Role:
            choice = QRadioButton(f"&{ROLES[role]}" if role is not Role.NEUTRAL else _("N&eutral"))
            choice.setAccessibleDescription(ROLE_MEANINGS[role])
            self._group.addButton(choice)
            self.buttons[role] = choice
            meaning = label(ROLE_MEANINGS[role], "muted", wrap=True)
            meaning.setContentsMargins(24, 0, 0, 6)
            layout.addWidget(choice)
            layout.addWidget(meaning)
        self._group.buttonClicked.connect(lambda _: self.role_chosen.emit())

    @property
    def role(self) -> Role | None:
        """The role that was chosen."""
        return next((role for role, choice in self.buttons.items() if choice.isChecked()), None)
