"""What pages beside the gallery share: their margins, a sentence in place of nothing, reading once they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.widgets.basics import GAP, PAGE_MARGIN, label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

PAGE_TOP = 14


def page_layout(holder: QWidget) -> QVBoxLayout:
    """The layout of a whole page."""
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
    layout.setSpacing(GAP)
    return layout


class OrSentence(QStackedWidget):
    """What a page shows, or one sentence that says why there is nothing; the sentence comes first."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._sentence)

    def fill(self, page: QWidget) -> None:
        """Be all of this page, whose layout is not set yet."""
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)

    def word(self, sentence: str) -> None:
        """Word the sentence, whether it is seen or not."""
        self._sentence.setText(sentence)

    def say(self, sentence: str) -> None:
        """Show this sentence."""
        self.word(sentence)
        self.show_page(shown=False)

    def show_page(self, *, shown: bool = True) -> None:
        """Show what there is, or the sentence."""
        self.setCurrentIndex(1 if shown else 0)


class ReadWhenSeen(QWidget):
    """A page that reads anew when something changed: now if it is seen, else when it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True

    def refresh(self) -> None:
        """Something changed."""
        self._stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed since the page was seen last."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        """Ask for what the page shows; it is not stale from then on."""
        raise NotImplementedError
