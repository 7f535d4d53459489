"""Asks for passwords for what is encrypted; they go to the children that try them, and are kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from forensicdesk.errors import UsageError
from forensicdesk.language import _, plural, shown
from forensicdesk.passwords import MAX_PASSWORDS, read_passwords
from ui.dialogs.form import FormDialog
from ui.widgets.basics import button, row
from ui.words import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.chooser import Chooser


class PasswordsDialog(FormDialog):
    """One password to type, and as many as a file holds."""

    passwords_given = Signal(object)
    """A tuple of passwords."""

    def __init__(self, chooser: Chooser, parent: QWidget | None = None) -> None:
        hint = _(
            "Every password is tried on every encrypted container, and on every encrypted file in archives. Only what"
            " is still closed is read again. Passwords are not stored: not in the case, not in its log, not in the"
            " settings. This program cannot open volumes of BitLocker, LUKS and the FileVault of CoreStorage."
        )
        super().__init__(_("Try passwords"), _("Open what is encrypted"), hint, _("Try them"), parent)
        self._chooser = chooser
        self._from_file: tuple[str, ...] = ()
        self._trouble = ""
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.textChanged.connect(self.check)
        self.shown = QCheckBox(_("&Show what is typed"))
        self.shown.toggled.connect(self._show)
        self.form.addRow(_("&Password"), self.password)
        self.form.addRow("", self.shown)
        self.add_part(row(button(_("From a &file, one a line…"), self.choose_file, "small"), 1))
        self.accepted.connect(lambda: self.passwords_given.emit(self.passwords()))
        self.finished.connect(self._forget)
        self.check()

    def passwords(self) -> tuple[str, ...]:
        """What was given, each once."""
        typed = (self.password.text(),) if self.password.text() else ()
        return tuple(dict.fromkeys((*typed, *self._from_file)))

    def choose_file(self) -> None:
        """Read passwords from a file, in place of those of another one."""
        kinds = _("Text files (*.txt);;All files (*)")
        path = self._chooser.file(self, _("Choose a text file with one password a line"), kinds)
        if path is None:
            return
        self._from_file, self._trouble = (), ""
        try:
            self._from_file = read_passwords(path)
        except UsageError as error:
            self._trouble = shown(error)
        self.check()

    def check(self) -> None:
        """Say how many there are, or what is missing."""
        super().check()
        if self._from_file:
            count = len(self._from_file)
            said = plural("{count} password from the file.", "{count} passwords from the file.", count)
            self.missing.setText(said.format(count=number(count)))
            self.missing.show()

    def what_is_missing(self) -> str:
        """Whether there is a password at all, and what is wrong with the file."""
        if self._trouble or self.passwords():
            return self._trouble
        return _("Type a password, or choose a file with at most {most} of them.").format(most=number(MAX_PASSWORDS))

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a signal of Qt
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _forget(self) -> None:
        self.password.clear()
        self._from_file = ()
