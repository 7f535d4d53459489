"""The page of the report's dialog on which is chosen what a report shows of items, and which plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from forensicdesk.language import _, later
from ui.widgets.basics import GAP, WIDE_GAP, button, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEM_PARTS = (
    ("pictures", later("Pictures"), later("as far as the variant has any")),
    ("names", later("Other paths"), later("under which the same file is known")),
    ("dates", later("Dates"), later("of the file and of the media")),
    ("metadata", later("Metadata"), later("all groups, or those named below")),
    ("indicators", later("Indicators"), later("what an examiner may want to know")),
    ("notes", later("Notes and tags"), later("of examiners")),
    ("cards", later("More on matches"), later("times, frames, notes, thresholds by name")),
)
PLOTS = (
    ("plot:categories", later("By category"), later("and exhibit")),
    ("plot:time", later("Over time"), later("by month or year")),
    ("plot:cameras", later("By camera"), later("as files state it")),
    ("plot:network", later("In common"), later("what exhibits share")),
    ("plot:distances", later("Distances"), later("beside what chance may bring")),
)
METADATA, GROUP, NONE = "metadata", "metadata:", "none"


class FieldsPage(QWidget):
    """A box for each part; with all of them chosen, the unit's template decides, and without one everything stands."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self.groups = QLineEdit()
        self.groups.setAccessibleName(_("Only these groups of metadata"))
        self.groups.setPlaceholderText(_("only these groups of metadata, such as: EXIF, GPS"))
        self.groups.textChanged.connect(lambda *_: self.changed.emit())
        always = _(
            "Number, exhibit, location, digests and hashes, what the evidence states of them, matches with their"
            " distances, decisions, the ledger and the limits stand in every report. The report says what was left out."
        )
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(label(always, "muted", wrap=True))
        columns = row()
        columns.setSpacing(WIDE_GAP)
        columns.addLayout(self._part(_("Of each item"), ITEM_PARTS, (self.groups,)), 3)
        columns.addLayout(self._part(_("Plots"), PLOTS, (self._choices(),)), 2)
        layout.addLayout(columns)
        layout.addStretch(1)

    def fields(self) -> tuple[str, ...]:
        """What is to be shown, as `Session.report` takes it; () for everything."""
        chosen = [name for name, box in self.boxes.items() if box.isChecked()]
        groups = [GROUP + name.strip() for name in self.groups.text().split(",") if name.strip()]
        if METADATA in chosen and groups:
            chosen.remove(METADATA)
            return (*chosen, *groups)
        return () if len(chosen) == len(self.boxes) else tuple(chosen) or (NONE,)

    def use_variant(self, variant: str) -> None:
        """A report of numbers alone says nothing of items, so there is nothing to choose."""
        for name, *_rest in ITEM_PARTS:
            self.boxes[name].setEnabled(variant != "statistics")
        self.groups.setEnabled(variant != "statistics" and self.boxes[METADATA].isChecked())

    def _part(self, title: str, parts: Sequence[tuple[str, str, str]], more: Sequence[QWidget]) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        for line, (name, text, meaning) in enumerate(parts):
            box = QCheckBox(_(text))
            box.setChecked(True)
            box.setAccessibleDescription(_(meaning))
            box.toggled.connect(lambda *_: self.changed.emit())
            self.boxes[name] = box
            grid.addWidget(box, line, 0)
            grid.addWidget(label(_(meaning), "muted"), line, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout()
        layout.setSpacing(GAP)
        layout.addWidget(label(title, "heading"))
        layout.addLayout(grid)
        for widget in more:
            layout.addWidget(widget)
        layout.addStretch(1)
        return layout

    def _choices(self) -> QWidget:
        holder = QWidget()
        all_, none = (
            button(_("All"), lambda: self._choose(shown=True)),
            button(_("None"), lambda: self._choose(shown=False)),
        )
        all_.setAccessibleDescription(_("Show every part and plot"))
        none.setAccessibleDescription(_("Show only what stands in every report"))
        line = row(all_, none, 1)
        line.setContentsMargins(0, GAP, 0, 0)
        holder.setLayout(line)
        return holder

    def _choose(self, *, shown: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(shown)
