"""What the report's dialog asks of a token: the maker's library, the labels of token and key, and the PIN."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from forensicdesk.language import _
from ui.dialogs.form import path_row
from ui.report_request import OnToken

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFormLayout, QWidget

    from ui.dialogs.chooser import Chooser


class TokenFields(QObject):
    """Four rows of a form; the PIN is kept nowhere."""

    changed = Signal()

    def __init__(self, chooser: Chooser, page: QWidget) -> None:
        super().__init__(page)
        self._chooser, self._page = chooser, page
        self.module = self._field(_("Library of the token's maker (PKCS#11)"), _("none: no token is used"))
        self.token = self._field(_("Label of the token"))
        self.key = self._field(_("Label of the key on the token"))
        self.pin = self._field(_("PIN of the token"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)

    def add_to(self, form: QFormLayout) -> None:
        """Put the rows at the end of a form."""
        form.addRow(_("Token's librar&y"), path_row(self.module, self._choose))
        form.addRow(_("&Token"), self.token)
        form.addRow(_("Key o&n it"), self.key)
        form.addRow(_("P&IN"), self.pin)

    def what_is_missing(self) -> str:
        """The first thing that is missing; "" without a token."""
        if not self._is_named():
            return ""
        if not self._path().is_file():
            return _("There is no such library of a token.")
        if not (self.token.text().strip() and self.key.text().strip()):
            return _("Type the labels of the token and of its key.")
        return "" if self.pin.text() else _("Type the token's PIN.")

    def on_token(self) -> OnToken | None:
        """What was named; None for no token."""
        if not self._is_named():
            return None
        return OnToken(self._path(), self.token.text().strip(), self.key.text().strip(), self.pin.text())

    def _is_named(self) -> bool:
        return bool(self.module.text().strip())

    def _path(self) -> Path:
        return Path(self.module.text().strip()).expanduser()

    def _field(self, name: str, hint: str = "") -> QLineEdit:
        made = QLineEdit(self._page)
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.textChanged.connect(lambda *_: self.changed.emit())
        return made

    def _choose(self) -> None:
        chosen = self._chooser.file(self._page, self.module.accessibleName(), _("All files (*)"))
        if chosen is not None:
            self.module.setText(str(chosen))
