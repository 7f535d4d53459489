"""Asks which hash list to load: shows what the file would be read as, and lets a person say what it does not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from forensicdesk.language import _
from forensicdesk.session import LIST_CHOICES, ImportSettings
from ui.dialogs.form import FormDialog, path_row
from ui.dialogs.roles import RoleChoice
from ui.dialogs.scheme_choice import SchemeChoice
from ui.list_look import look_at_list
from ui.list_words import format_text, is_delta, is_question
from ui.widgets.basics import GAP, WIDE_GAP
from ui.widgets.list_preview import CHOOSE_FILE, READING, PreviewPanel
from ui.widgets.room import resize_within
from ui.widgets.scrolled import Scrolled
from ui.words import list_text
from ui.work import ListRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import HashList
    from forensicdesk.session import ListPreview
    from ui.dialogs.chooser import Chooser
    from ui.list_look import Looked
    from ui.tasks import TaskRunner, Trouble

KINDS = _(
    "Hash lists (*.txt *.csv *.tsv *.json *.xml *.md5 *.sha1 *.sha256 *.hash *.kdb *.db *.sqlite "
    "*.sql *.zip *.gz *.bz2 *.xz);;All files (*)"
)
DELTA = _(
    "This is an NSRL delta: it says only what changed since the release before. Choose the list "
    "of that release; the result is a new list beside it."
)
PAUSE_MS = 250
SIZE = (1180, 680)
HINT = _(
    "Lists of Project VIC, NCMEC, NSRL, ICSE, EnCase, IPED, Autopsy, hashdeep and many others, "
    "tables and plain text, also packed; the file's content says which. The list is copied into "
    "this workstation's library and never changes there; a changed file under the same name "
    "becomes a new version beside the old one."
)


class HashListDialog(FormDialog):
    """File and preview on the left; name, role, issuer and category labels on the right."""

    list_asked = Signal(object)
    """A `ListRequest`."""

    def __init__(
        self,
        chooser: Chooser,
        runner: TaskRunner,
        library: Sequence[HashList] = (),
        parent: QWidget | None = None,
        before: ListRequest | None = None,
    ) -> None:
        super().__init__(_("Load a hash list"), _("Load a hash list"), HINT, _("Load the list"), parent)
        resize_within(self, *SIZE)
        self._chooser = chooser
        self._runner = runner
        self._named = False
        self._seen: ListPreview | None = None
        self._trouble = ""
        self._delta = False
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.path = QLineEdit()
        self.read_as = _combo(_("Format"), [(_("recognised by its content"), "")])
        for name in LIST_CHOICES.formats:
            self.read_as.addItem(format_text(name), name)
        self.base = _combo(_("The list that this delta changes"), [(_("Choose…"), "")])
        for known in library:
            if known.format in LIST_CHOICES.bases:
                self.base.addItem(list_text(known), known.id)
        self.preview = PreviewPanel()
        self.name = QLineEdit()
        self.issuer, self.issued_version, self.issued_at = QLineEdit(), QLineEdit(), QLineEdit()
        self.categories = SchemeChoice(chooser, runner)
        self.role = RoleChoice()
        self._build()
        self._connect()
        if before is not None:
            self._fill(before)
        self.path.setFocus()
        self.check()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.form.addRow(_("&File"), path_row(self.path, self._choose))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        how = QFormLayout()
        how.addRow(_("Read &as"), self.read_as)
        how.addRow(_("Chan&ges"), self.base)
        self._how = how
        self._show_base()
        left.addLayout(how)
        left.addWidget(self.preview, 1)
        said_of_it = QWidget()
        right = QVBoxLayout(said_of_it)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP)
        names = QFormLayout()
        names.addRow(_("Na&me"), self.name)
        right.addLayout(names)
        right.addWidget(self.role)
        about = QGroupBox(_("What the list says of itself (optional)"))
        said = QFormLayout(about)
        for title, field, hint in (
            (_("Iss&uer"), self.issuer, _("as the file says")),
            (_("&Version"), self.issued_version, _("the issuer's own name of it")),
            (_("&Date"), self.issued_at, _("as the issuer writes it")),
        ):
            field.setPlaceholderText(hint)
            said.addRow(title, field)
        said.addRow(_("Ca&tegories"), self.categories)
        right.addWidget(about)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(WIDE_GAP)
        both.addLayout(left, 1)
        both.addWidget(Scrolled(said_of_it), 1)
        self.add_part(both, stretch=100)

    def _connect(self) -> None:
        self.path.textChanged.connect(self._other_file)
        self.name.textChanged.connect(self.check)
        self.name.textEdited.connect(self._keep_name)
        self.role.role_chosen.connect(self.check)
        self.categories.changed.connect(self.check)
        self.base.activated.connect(self.check)
        self.preview.confirmed.connect(self.check)
        self.preview.changed.connect(self._look_soon)
        self.read_as.activated.connect(self._look_soon)
        self.accepted.connect(lambda: self.list_asked.emit(ListRequest(self.file(), self.stated())))

    # --- what was said ------------------------------------------------------------------------------------------

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if not self.path.text().strip():
            return _("Choose the file with the list.")
        if not self.file().is_file():
            return _("There is no such file.")
        return self._missing_of_file() or self._missing_of_list()

    def _missing_of_file(self) -> str:
        if self._trouble:
            return _("This file cannot be loaded as it is; choose another one or another format.")
        if self._delta:
            return "" if self.base.currentData() else self._missing_base()
        if self._seen is None:
            return READING
        if self.preview.unanswered():
            return _("Say what the values are; nothing in the file tells it.")
        return _("Look at the columns and confirm them.") if self.preview.unconfirmed() else ""

    def _missing_base(self) -> str:
        if self.base.count() == 1:
            return _("Load the release that this delta changes first; then load the delta.")
        return _("Choose the list that this delta changes.")

    def _missing_of_list(self) -> str:
        if not self.name.text().strip():
            return _("Give the list a name; it stands in the report.")
        if self.categories.missing():
            return self.categories.missing()
        if self.role.role is None:
            return _("Say what the list is for. The program never guesses this.")
        return ""

    def file(self) -> Path:
        """The list file."""
        return Path(self.path.text().strip()).expanduser()

    def stated(self) -> ImportSettings:
        """Everything that was said."""
        return ImportSettings(
            role=self.role.role,
            name=self.name.text().strip(),
            hash_type=self.preview.hash_type(),
            categories=self.categories.path(),
            columns=self.preview.mapping(),
            issuer=self.issuer.text().strip(),
            issued_version=self.issued_version.text().strip(),
            issued_at=self.issued_at.text().strip(),
            as_format=self.read_as.currentData() or ("csv" if self.preview.mapping() else None),
            base=(self.base.currentData() or None) if self._delta else None,
            undecided="both" if self.preview.both() else "ask",
        )

    def _show_base(self) -> None:
        self._how.setRowVisible(self.base, self._delta)

    # --- looking at the file ------------------------------------------------------------------------------------

    def _other_file(self, text: str) -> None:
        if not self._named:
            self.name.setText(Path(text).stem)
        self._seen, self._trouble, self._delta = None, "", False
        self._show_base()
        self.preview.show_nothing(READING if text.strip() else CHOOSE_FILE)
        self._look_soon()

    def _look_soon(self) -> None:
        self._asked += 1
        self._pause.start()
        self.check()

    def _look(self) -> None:
        path, stated, asked = self.file(), self.stated(), self._asked
        if not path.is_file():
            self.check()
            return
        self._runner.read(
            _("looking at a hash list"),
            lambda: look_at_list(path, stated),
            self,
            lambda looked: self._looked(asked, looked),
            lambda trouble: self._not_readable(asked, trouble),
        )

    def _looked(self, asked: int, looked: Looked) -> None:
        if asked == self._asked:
            self._seen, self._trouble, self._delta = looked.preview, "", False
            self.preview.show_preview(looked)
            self._show_base()
            self.check()

    def _not_readable(self, asked: int, trouble: Trouble) -> None:
        if asked != self._asked:
            return
        self._seen, self._delta = None, is_delta(trouble.english)
        self._trouble = "" if self._delta else trouble.sentence
        self._show_base()
        text = DELTA if self._delta else re.sub(r"\w+ --as", _("under Read as"), trouble.sentence)
        self.preview.show_text(text, trouble=True)
        self.check()

    # --- within -------------------------------------------------------------------------------------------------

    def _fill(self, before: ListRequest) -> None:
        stated = before.stated
        self._named = True
        self.path.setText(str(before.path))
        self.name.setText(stated.name or "")
        if stated.role is not None:
            self.role.buttons[stated.role].setChecked(True)
        self.issuer.setText(stated.issuer)
        self.issued_version.setText(stated.issued_version)
        self.issued_at.setText(stated.issued_at)
        self.categories.choose_path(stated.categories)
        self.read_as.setCurrentIndex(max(0, self.read_as.findData(stated.as_format or "")))
        self.base.setCurrentIndex(max(0, self.base.findData(stated.base or "")))
        self.preview.expect(stated.columns)
        if is_question(before.question):
            self.preview.insist(before.question)

    def _choose(self) -> None:
        chosen = self._chooser.file(self, _("Choose a hash list"), KINDS)
        if chosen is not None:
            self.path.setText(str(chosen))

    def _keep_name(self) -> None:
        self._named = True


def _combo(name: str, entries: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for text, value in entries:
        box.addItem(text, value)
    return box
