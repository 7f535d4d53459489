"""The line of the case page that says what is encrypted, and offers to try passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from forensicdesk.language import _, plural
from ui.dialogs.passwords import PasswordsDialog
from ui.widgets.basics import button, label
from ui.words import number

if TYPE_CHECKING:
    from ui.dialogs.chooser import Chooser
    from ui.overview import Overview
    from ui.window import MainWindow


class EncryptedLine(QFrame):
    """One sentence and a button; it hides where nothing is encrypted, or nothing can be written."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self.chooser = chooser
        self._window = window
        self._tried = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.sentence = label()
        self.ask = button("", self.ask_passwords, "small")
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.ask)
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        """Say how things stand."""
        count = overview.ledger.encrypted
        if self._tried:
            said = plural(
                "{count} item is still encrypted: no password that was given opens it.",
                "{count} items are still encrypted: no password that was given opens them.",
                count,
            )
        else:
            said = plural("{count} item is encrypted.", "{count} items are encrypted.", count)
        self.sentence.setText(said.format(count=number(count)))
        self.ask.setText(_("Try passwords…"))
        self.setVisible(count > 0 and self._window.work.writable and not overview.ledger.pending)
        self._window.case_page.problems.settle()
        self.enable()

    def enable(self) -> None:
        """Let passwords be tried while nothing else goes on."""
        self.ask.setEnabled(self._window.work.act is None)

    def forget(self) -> None:
        """There is another case, or none."""
        self._tried = False
        self.hide()
        self._window.case_page.problems.settle()

    def ask_passwords(self) -> None:
        """Ask for passwords, and try them."""
        dialog = PasswordsDialog(self.chooser, self._window)
        dialog.passwords_given.connect(self._try)
        dialog.open()

    def _try(self, passwords: tuple[str, ...]) -> None:
        self._tried = True
        self._window.work.process(passwords=passwords)


def connect(window: MainWindow, chooser: Chooser) -> EncryptedLine:
    """Put the line among what needs a decision on the case page."""
    line, work = EncryptedLine(window, chooser), window.work
    window.case_page.problems.add_line(line)
    window.case_page.overview_read.connect(line.show_overview)
    work.case_opened.connect(lambda _session: line.forget())
    work.case_closed.connect(line.forget)
    work.act_started.connect(lambda _act: line.enable())
    work.act_ended.connect(lambda _act: line.enable())
    return line
