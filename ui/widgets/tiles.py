"""Numbers at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from forensicdesk.language import _
from forensicdesk.model import MatchKind
from ui.widgets.basics import GAP, label
from ui.words import number

if TYPE_CHECKING:
    from ui.overview import Overview


class Tile(QFrame):
    """A number over its meaning."""

    def __init__(self, meaning: str, tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setToolTip(tip)
        self._meaning = meaning
        self.value = label("0", "number")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(0)
        layout.addWidget(self.value)
        layout.addWidget(label(meaning, "muted", wrap=True))

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.value.setText(number(value))
        self.setAccessibleName(f"{self._meaning}: {value}")


class Tiles(QWidget):
    """The numbers of a case side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.media = Tile(_("pictures, films"), _("Pictures and films found, whatever became of them"))
        self.contents = Tile(_("different contents"), _("Different files among them; equal bytes count once"))
        self.not_examined = Tile(
            _("not examined"), _("Unsupported, failed, excluded or encrypted; each is listed with its cause")
        )
        self.waiting = Tile(_("waiting"), _("Files seen and not examined yet"))
        self.exact = Tile(
            _("exact matches"), _("The digest of the file is on a list; an item counts once for each entry")
        )
        self.near = Tile(
            _("near matches"), _("The picture looks like one on a list; an item counts once for each entry")
        )
        self.film = Tile(_("film matches"), _("The film shares frames with one on a list"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for tile in (self.media, self.contents, self.not_examined, self.waiting, self.exact, self.near, self.film):
            layout.addWidget(tile, 1)

    def show_overview(self, overview: Overview) -> None:
        """Show the numbers of this moment."""
        ledger = overview.ledger
        self.media.set_value(ledger.media)
        self.contents.set_value(overview.contents)
        self.not_examined.set_value(ledger.unsupported + ledger.failed + ledger.excluded + ledger.encrypted)
        self.waiting.set_value(ledger.pending)
        self.exact.set_value(overview.matches[MatchKind.EXACT])
        self.near.set_value(overview.matches[MatchKind.NEAR])
        self.film.set_value(overview.matches[MatchKind.VIDEO])
