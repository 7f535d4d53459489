"""Asks which hash list to load, and tells what was taken from it and what was refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ui.dialogs.form import FormDialog, path_row
from ui.dialogs.roles import RoleChoice
from ui.widgets.basics import GAP, button, copy_text, label, row
from ui.widgets.tables import calm
from ui.words import ROLES, counted, entries_text, list_text, moment_text, number, printable
from ui.work import ListRequest

if TYPE_CHECKING:
    from PySide6.QtWidgets import (
        QWidget,
    )

    from forensicdesk.model import HashList
    from ui.dialogs.chooser import Chooser

KINDS = "Hash lists (*.txt *.csv *.tsv *.json *.md5 *.sha1 *.sha256);;All files (*)"
HASH_TYPES = ((None, "as the file says"), ("sha256", "SHA-256"), ("pdq", "PDQ"))
HINT = (
    "Text and CSV lists of MD5, SHA-1, SHA-256 or PDQ, files of md5sum and sha256sum, and VICS 2.0 JSON."
    " The list is copied into this workstation's library; a changed list under the same name becomes a new version."
)


class HashListDialog(FormDialog):
    """File, name, role."""

    list_asked = Signal(object)
    """A `ListRequest`."""

    def __init__(self, chooser: Chooser, parent: QWidget | None = None, before: ListRequest | None = None) -> None:
        super().__init__("Load a hash list", "Load a hash list", HINT, "Load the list", parent)
        self._chooser = chooser
        self._named = False
        self.path = QLineEdit()
        self.name = QLineEdit()
        self.hash_type = QComboBox()
        for code, text in HASH_TYPES:
            self.hash_type.addItem(text, code)
        self.categories = QLineEdit()
        self.categories.setPlaceholderText("TOML file with a label for each category number")
        self.role = RoleChoice()
        self.form.addRow("&File", path_row(self.path, self._choose))
        self.form.addRow("Na&me", self.name)
        self.form.addRow("Values of &64 digits are", self.hash_type)
        self.form.addRow("Cate&gories (optional)", path_row(self.categories, self._choose_categories, "Choo&se…"))
        self.add_part(self.role)
        self.path.textChanged.connect(self._suggest_name)
        self.path.textChanged.connect(self.check)
        self.name.textChanged.connect(self.check)
        self.name.textEdited.connect(self._keep_name)
        self.role.role_chosen.connect(self.check)
        self.categories.textChanged.connect(self.check)
        self.path.setFocus()
        self.accepted.connect(self._ask)
        if before is not None:
            self._fill(before)
        self.check()

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if not self.path.text().strip():
            return "Choose the file with the list."
        if not Path(self.path.text().strip()).expanduser().is_file():
            return "There is no such file."
        if self.categories.text().strip() and self._categories_path() is None:
            return "There is no such file of categories."
        if not self.name.text().strip():
            return "Give the list a name; it stands in the report."
        if self.role.role is None:
            return "Say what the list is for. The program never guesses this."
        return ""

    def _ask(self) -> None:
        if self.role.role is not None:
            request = ListRequest(
                path=Path(self.path.text().strip()).expanduser(),
                name=self.name.text().strip(),
                role=self.role.role,
                hash_type=self.hash_type.currentData(),
                categories=self._categories_path(),
            )
            self.list_asked.emit(request)

    def _fill(self, before: ListRequest) -> None:
        self._named = True
        self.path.setText(str(before.path))
        self.name.setText(before.name)
        self.role.buttons[before.role].setChecked(True)
        self.hash_type.setCurrentIndex(self.hash_type.findData(before.hash_type))
        self.categories.setText("" if before.categories is None else str(before.categories))

    def _categories_path(self) -> Path | None:
        text = self.categories.text().strip()
        path = Path(text).expanduser()
        return path if text and path.is_file() else None

    def _choose_categories(self) -> None:
        chosen = self._chooser.file(self, "Choose a file of categories", "TOML (*.toml);;All files (*)")
        if chosen is not None:
            self.categories.setText(str(chosen))

    def _choose(self) -> None:
        chosen = self._chooser.file(self, "Choose a hash list", KINDS)
        if chosen is not None:
            self.path.setText(str(chosen))

    def _suggest_name(self, text: str) -> None:
        if not self._named:
            self.name.setText(Path(text).stem)

    def _keep_name(self) -> None:
        self._named = True


class ListDetailsDialog(QDialog):
    """One version of one list: what was taken, and which lines were refused."""

    def __init__(self, known: HashList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Hash list")
        self.resize(680, 480 if known.refused else 260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(list_text(known), "heading", wrap=True))
        form = QFormLayout()
        role = ROLES[known.role] + ("" if known.role_stated else " (not stated)")
        for name, value in (
            ("Role", role),
            ("Format", known.format),
            ("Entries taken", entries_text(known)),
            ("Lines refused", number(known.refused)),
            ("Loaded", moment_text(known.imported_at)),
            ("SHA-256 of the file", known.sha256),
        ):
            form.addRow(label(name, "muted"), label(value, wrap=True, selectable=True))
        layout.addLayout(form)
        self.refusals = _refusal_table(known)
        if known.refused:
            layout.addWidget(label("Refused lines", "heading"))
            layout.addWidget(self.refusals, 1)
            left_out = known.refused - len(known.refusals)
            if left_out > 0:
                layout.addWidget(label(f"… and {counted(left_out, 'more refused line')}.", "muted"))
        else:
            layout.addStretch(1)
        copy = button("&Copy SHA-256", lambda: copy_text(known.sha256))
        layout.addLayout(row(copy, 1, button("C&lose", self.accept, "primary")))


def _refusal_table(known: HashList) -> QTableWidget:
    table = QTableWidget(len(known.refusals), 2)
    table.setHorizontalHeaderLabels(["Line", "Why it was refused"])
    table.setAccessibleName("Refused lines")
    calm(table)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    for position, (line, reason) in enumerate(known.refusals):
        table.setItem(position, 0, QTableWidgetItem(number(line)))
        table.setItem(position, 1, QTableWidgetItem(printable(reason)))
    return table
