"""A line in the window that offers a pause, or says that one is made; it never takes the keyboard away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from forensicdesk.language import _, plural
from ui.widgets.basics import button, label
from ui.words import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.counting import Since

MINUTE_S = 60
LATER_MINUTES = 10


class PauseLine(QFrame):
    """What is pressed leaves as signals."""

    paused = Signal()
    put_off = Signal()
    resumed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "notice")
        self.pausing = False
        """Pictures are hidden: a pause is made, and not only offered."""
        self.text = label(wrap=True)
        self.pause = button(_("&Pause now"), self.paused.emit, "small", _("Hide every picture until you go on"))
        self.later = button(
            _("In {minutes} minutes").format(minutes=LATER_MINUTES),
            self.put_off.emit,
            "small",
            _("Offer it again later"),
        )
        self.resume = button(_("&Go on"), self.resumed.emit, "small", _("Show the pictures again, blurred"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.addWidget(self.text, 1)
        for part in (self.pause, self.later, self.resume):
            layout.addWidget(part)
        self.hide()

    def offer(self, since: Since) -> None:
        """Offer a pause."""
        minutes = since.seconds // MINUTE_S
        for_time = plural("{count} minute", "{count} minutes", minutes).format(count=number(minutes))
        for_views = plural("{count} picture", "{count} pictures", since.views).format(count=number(since.views))
        said = _("You wished to be told: {time} and {views} since the last pause.")
        self._show(said.format(time=for_time, views=for_views), pausing=False)

    def show_hidden(self) -> None:
        """Say that pictures are hidden, and how they come back."""
        self._show(_("Every picture is hidden. F9 or Go on shows them again, blurred."), pausing=True)

    def show_pause(self) -> None:
        """Say that pictures are hidden for a pause."""
        self._show(_("A pause. Every picture is hidden until you go on."), pausing=True)

    def _show(self, text: str, *, pausing: bool) -> None:
        self.pausing = pausing
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.pause.setVisible(not pausing)
        self.later.setVisible(not pausing)
        self.resume.setVisible(pausing)
        self.show()
