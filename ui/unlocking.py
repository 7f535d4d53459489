"""Asking for the passphrase of encrypted thumbnails when a case is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QLineEdit

from forensicdesk.errors import UsageError
from forensicdesk.language import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.session import Session


def ask_passphrase(parent: QWidget, said: str) -> str | None:
    """What a person types, hidden; None if they leave the thumbnails locked."""
    text, accepted = QInputDialog.getText(parent, _("Encrypted thumbnails"), said, QLineEdit.EchoMode.Password)
    return text if accepted else None


def unlock(parent: QWidget, session: Session) -> None:
    """Ask until the passphrase is right, or the person leaves the pictures hidden."""
    said = _("The thumbnails of this case are encrypted. Passphrase (without it no pictures are shown):")
    while session.locked:
        passphrase = ask_passphrase(parent, said)
        if passphrase is None:
            return
        try:
            session.unlock(passphrase)
        except UsageError:
            said = _("That passphrase is wrong. Passphrase of the thumbnails:")
