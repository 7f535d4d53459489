"""Asks what a new case is made of.

The address of a server is behind *More*; a password has no place in it, and none is taken (see `wrong_with_store`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton

from forensicdesk.language import _
from forensicdesk.session import LEAST_PASSPHRASE, wrong_with_store
from ui.dialogs.form import FormDialog, path_row
from ui.widgets.basics import label
from ui.words import REFERENCE, UNIT, breakable
from ui.work import NewCase

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.chooser import Chooser

SUFFIX = ".fdcase"
HINT = _(
    "A case is a folder of its own. It holds what was found, small preview pictures and the log "
    "of every act; the evidence stays where it is."
)
ADDRESS = "postgresql://USER@ADDRESS:PORT/DATABASE"
ABOUT_STORE = _(
    "With its tables in a PostgreSQL database of the lab, several examiners can decide in the case at the same time. "
    "The password is read from .pgpass or PGPASSWORD; it has no place here."
)

ENCRYPTED = _("Nobody sees them without the passphrase.")


class NewCaseDialog(FormDialog):
    """Number, examiner, place, and the unit's own fields."""

    case_asked = Signal(object)
    """A `NewCase`."""

    def __init__(self, chooser: Chooser, examiner: str = "", parent: QWidget | None = None, *, store: str = "") -> None:
        super().__init__(_("New case"), _("Begin a new case"), HINT, _("Create the case"), parent)
        self._chooser = chooser
        self.number = QLineEdit()
        self.number.setPlaceholderText(_("for example 2026-0815"))
        self.examiner = QLineEdit(examiner)
        self.place = QLineEdit(str(Path.home()))
        self.unit = QLineEdit()
        self.offence = QLineEdit()
        self.form.addRow(_("Case &number"), self.number)
        self.form.addRow(_("&Examiner"), self.examiner)
        self.place.setAccessibleName(_("Folder that the case is put into"))
        self.form.addRow(_("&Put it into"), path_row(self.place, self._choose))
        self.form.addRow(_("&Unit (optional)"), self.unit)
        self.form.addRow(_("&Reference (optional)"), self.offence)
        self._add_passphrase()
        self._add_store(store)
        for field in (self.number, self.examiner, self.place, self.passphrase, self.again, self.store):
            field.textChanged.connect(self.check)
        self.number.setFocus()
        self.accepted.connect(lambda: self.case_asked.emit(self.new_case()))
        self.finished.connect(self._forget)
        self.check()

    def new_case(self) -> NewCase:
        """What was filled in."""
        pairs = ((UNIT, self.unit.text().strip()), (REFERENCE, self.offence.text().strip()))
        return NewCase(
            folder=self.folder(),
            number=self.number.text().strip(),
            examiner=self.examiner.text().strip(),
            fields=tuple(pair for pair in pairs if pair[1]),
            store=self.address(),
            encrypted=self.encrypted.isChecked(),
            passphrase=self.passphrase.text() if self.encrypted.isChecked() else "",
        )

    def fill(self, new: NewCase) -> None:
        """Fill in what was asked for before; passphrases have to be typed again."""
        fields = dict(new.fields)
        for field, text in (
            (self.number, new.number), (self.examiner, new.examiner), (self.place, str(new.folder.parent)),
            (self.unit, fields.get(UNIT, "")), (self.offence, fields.get(REFERENCE, "")), (self.store, new.store),
        ):  # fmt: skip
            field.setText(text)
        self.more.setChecked(bool(new.store))
        self.encrypted.setChecked(new.encrypted)

    def address(self) -> str:
        """The address of the server, "" for the case's own folder."""
        return self.store.text().strip() if self.more.isChecked() else ""

    def folder(self) -> Path:
        """The case folder this will make: the number, with whatever a folder name must not hold replaced."""
        name = "".join(char if char.isalnum() or char in "-_. " else "-" for char in self.number.text().strip())
        return Path(self.place.text().strip()).expanduser() / f"{name.strip('. ')}{SUFFIX}"

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if not self.number.text().strip(" ."):
            return _("Give the case a number.")
        if not self.examiner.text().strip():
            return _("Give the examiner's name; it stands in the log and in the report.")
        if not Path(self.place.text().strip()).expanduser().is_dir():
            return _("The place is no folder; choose one that exists.")
        if self.folder().exists():
            return _("There is a case named {name} in this place already; open it, or use another number.").format(
                name=self.folder().name
            )
        if self.encrypted.isChecked() and (wrong := self._wrong_with_passphrase()):
            return wrong
        return breakable(wrong_with_store(self.address())) if self.address() else ""

    def _add_store(self, store: str) -> None:
        self.more = QToolButton()
        self.more.setText(_("&More"))
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.store = QLineEdit(store)
        self.store.setPlaceholderText(ADDRESS)
        self._about_store = label(ABOUT_STORE, "muted", wrap=True)
        self.form.addRow("", self.more)
        self.form.addRow(_("PostgreSQL ser&ver (optional)"), self.store)
        self.form.addRow(self._about_store)
        self.more.toggled.connect(self._show_more)
        self.more.setChecked(bool(store))
        self._show_more(wanted=bool(store))

    def _show_more(self, wanted: bool) -> None:  # noqa: FBT001 - a signal of Qt
        for part in (self.store, self._about_store):
            self.form.setRowVisible(part, wanted)
        self.more.setArrowType(Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow)
        self.check()
        self.fit_height()
        if wanted and self.isVisible():
            self.store.setFocus()

    def _add_passphrase(self) -> None:
        self.encrypted = QCheckBox(_("&Keep preview pictures encrypted"))
        self.encrypted.setToolTip(ENCRYPTED)
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        self.form.addRow("", self.encrypted)
        self.form.addRow("", label(ENCRYPTED, "muted"))
        self.form.addRow(_("Pa&ssphrase"), self.passphrase)
        self.form.addRow(_("The same a&gain"), self.again)
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.encrypted.toggled.connect(self._encrypt)
        self._encrypt(wanted=False)

    def _encrypt(self, wanted: bool) -> None:  # noqa: FBT001 - a signal of Qt
        for field in (self.passphrase, self.again):
            self.form.setRowVisible(field, wanted)
        self.check()

    def _wrong_with_passphrase(self) -> str:
        if len(self.passphrase.text()) < LEAST_PASSPHRASE:
            said = _("The passphrase needs at least {least} characters. It is stored nowhere, so keep it safe.")
            return said.format(least=LEAST_PASSPHRASE)
        if self.passphrase.text() != self.again.text():
            return _("Type the passphrase twice; the two are not the same yet.")
        return ""

    def _forget(self) -> None:
        for field in (self.passphrase, self.again, self.store):
            field.clear()

    def _choose(self) -> None:
        chosen = self._chooser.folder(self, _("Where to put the case"), Path(self.place.text()))
        if chosen is not None:
            self.place.setText(str(chosen))
