"""The card that says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from forensicdesk.language import _
from hashing.values import PROFILES
from ui.next_step import Next
from ui.widgets.basics import WIDE_GAP, button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.next_step import Step

PROFILE_WORDS = {
    "triage": _("Triage: quick; digests only, nothing is decoded"),
    "standard": _("Standard: PDQ, pHash, dHash; one film frame a second"),
    "thorough": _("Thorough: all hashes; two film frames a second"),
}
DEFAULT_PROFILE = "standard"


class StepCard(QFrame):
    """Heading, sentence, one button; a choice of profile before the first processing."""

    pressed = Signal(object)
    """The `Next` that was on the button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "step")
        self._step: Step | None = None
        self._heading = label(kind="heading")
        self._sentence = label(wrap=True)
        self.button = button("", self._press, "primary")
        self.profile = QComboBox()
        self.profile.setAccessibleName(_("Profile: how much to compute"))
        for recipe in PROFILES:
            self.profile.addItem(PROFILE_WORDS.get(recipe.name, recipe.name), recipe.name)
        self.profile.setCurrentIndex(self.profile.findData(DEFAULT_PROFILE))
        words = QVBoxLayout()
        words.addWidget(self._heading)
        words.addWidget(self._sentence)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE_GAP, 14, WIDE_GAP, 14)
        layout.setSpacing(WIDE_GAP)
        layout.addLayout(words, 1)
        layout.addWidget(self.profile)
        layout.addWidget(self.button)

    def show_step(self, step: Step, *, fresh: bool, enabled: bool) -> None:
        """Show a step; `fresh` offers the profiles, because nothing was analysed yet."""
        self._step = step
        self._heading.setText(step.heading)
        self._sentence.setText(step.sentence)
        self.button.setText(step.button)
        self._enable_button(enabled=enabled)
        self.profile.setVisible(fresh and step.what is Next.PROCESS)
        self.profile.setEnabled(enabled)

    @property
    def heading(self) -> str:
        """What the card says."""
        return self._heading.text()

    @property
    def chosen_profile(self) -> str | None:
        """The profile to begin with; None where the case keeps its own."""
        return None if self.profile.isHidden() else str(self.profile.currentData())

    def _enable_button(self, *, enabled: bool) -> None:
        """Keep the keyboard at the card while its button cannot be pressed: Qt would hand it to the next table."""
        window = self.window()
        if not enabled and window.focusWidget() is self.button:
            self.setFocus()
        self.button.setEnabled(enabled)
        if enabled and window.focusWidget() is self:
            self.button.setFocus()

    def _press(self) -> None:
        if self._step is not None:
            self.pressed.emit(self._step.what)
