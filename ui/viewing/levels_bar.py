"""Three sliders that make dark or pale pictures readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider

from forensicdesk.language import _
from ui.viewing.pixels import MOST, Levels
from ui.widgets.basics import GAP, WIDE_GAP, button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

GAMMA_STEPS = 100
"""The slider's end: gamma goes from 1/5 to 5, 1 in the middle."""
GAMMA_MOST = 5.0


class LevelsBar(QFrame):
    """Black, white, and the curve between."""

    levels_changed = Signal(object)
    """The `Levels`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.black = _slider(_("Black"), 0, MOST - 1, 0)
        self.white = _slider(_("White"), 1, MOST, MOST)
        self.gamma = _slider(_("Midtones"), -GAMMA_STEPS, GAMMA_STEPS, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE_GAP, 4, WIDE_GAP, 4)
        layout.setSpacing(GAP)
        for slider in (self.black, self.gamma, self.white):
            layout.addWidget(label(slider.accessibleName(), "muted"))
            layout.addWidget(slider, 1)
            slider.valueChanged.connect(lambda _value: self.levels_changed.emit(self.levels))
        layout.addWidget(button(_("Reset"), self.reset, "small"))

    @property
    def levels(self) -> Levels:
        """What is set; white is never below black."""
        black = self.black.value()
        gamma: float = GAMMA_MOST ** (self.gamma.value() / GAMMA_STEPS)
        return Levels(black, max(black + 1, self.white.value()), gamma)

    def reset(self) -> None:
        """As the picture is."""
        for slider, value in ((self.black, 0), (self.white, MOST), (self.gamma, 0)):
            with QSignalBlocker(slider):
                slider.setValue(value)
        self.levels_changed.emit(self.levels)


def _slider(name: str, least: int, most: int, value: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(least, most)
    slider.setValue(value)
    slider.setAccessibleName(name)
    slider.setMinimumWidth(80)
    return slider
