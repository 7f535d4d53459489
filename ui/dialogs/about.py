"""Keys, and what the program says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout

from ui.widgets.basics import GAP, button, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KEYS = (
    ("Ctrl+N, Ctrl+O", "New case, open a case"),
    ("Ctrl+Shift+B", "Batch of jobs"),
    ("Ctrl+D", "Add a folder with evidence"),
    ("Ctrl+R, Ctrl+.", "Start processing, stop"),
    ("Ctrl+L, Ctrl+M", "Load a hash list, match"),
    ("Ctrl+E", "Export a report"),
    ("Ctrl+Shift+D", "Compare two versions of a list"),
    ("Ctrl+1, Ctrl+2, Ctrl+3, Ctrl+4", "Case page, gallery, lists, links"),
    ("Arrow keys, Page Up, Page Down, Home, End", "Move in the gallery"),
    ("Enter", "Go to the inspector; Ctrl+2 goes back"),
    ("Ctrl+T", "Show each stack once, or every item"),
    ("Space", "Open or close the stack of the chosen item"),
    ("Ctrl+Shift+R", "What belongs to the chosen item"),
    ("Ctrl+Shift+N", "Say that a match is none, and why"),
    ("The keys below the gallery", "Put the selected items into that category"),
    ("Shift or Ctrl with arrows or mouse, Ctrl+A", "Select several items"),
    ("Backspace", "Take the category away"),
    ("N, T", "Note, tag (another letter where a category has taken it: the menu shows it)"),
    ("S", "Decide about the selected items, with equal copies, or their whole stacks"),
    ("U", "Go to the next undecided item"),
    ("Ctrl+Z, Ctrl+Shift+Z", "Undo the last act, do it again"),
    ("Ctrl+Shift+I", "What was said of the chosen item"),
    ("Escape", "From chosen items back to all"),
    ("Ctrl+B", "Blur the pictures, or show them"),
    ("Ctrl+G", "Shades of grey"),
    ("Ctrl++, Ctrl+-", "Larger, smaller pictures"),
    ("Ctrl+I", "Show or hide the inspector"),
    ("Ctrl+Shift+C", "Copy the SHA-256 of the chosen item"),
    ("Ctrl+F", "Search the metadata of the chosen item"),
    ("F1", "This list"),
)


class KeysDialog(QDialog):
    """Every key of the desktop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label("Keys", "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for line, (keys, meaning) in enumerate(KEYS):
            grid.addWidget(label(keys, "mono"), line, 0)
            grid.addWidget(label(meaning), line, 1)
        layout.addLayout(grid)
        layout.addLayout(row(1, button("C&lose", self.accept, "primary")))
