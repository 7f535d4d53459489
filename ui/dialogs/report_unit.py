"""Two pages of the report's dialog: what the unit adds, and what it signs with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from forensicdesk.language import _
from ui.dialogs.form import path_row
from ui.dialogs.report_token import TokenFields
from ui.report_request import Signing
from ui.widgets.basics import GAP, label

if TYPE_CHECKING:
    from ui.dialogs.chooser import Chooser

REPORT_KINDS = _("Reports (*.pdf *.html *.json *.csv *.xlsx *.jsonld *.geojson *.kml);;All files (*)")

ONLY_WHERE = _("only where evidence is not what was acquired")


class UnitPage(QWidget):
    """Template, the report that is replaced, the draft of a certificate, copies of media."""

    changed = Signal()

    def __init__(self, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = chooser
        self.template = _field(_("Template folder"), _("none"), self)
        self.amends = _field(_("The report that is replaced"), _("none: this is a first report"), self)
        self.reason = _field(_("Why it is replaced"), "", self)
        self.accepted = _field(
            _("Why a report is made all the same"), _("only where evidence is not as acquired"), self
        )
        self.draft = QCheckBox(_("Add the &draft of a certificate (US rules 902(13), 902(14)), not signed"))
        self.media = QCheckBox(_("Copy pictures and fil&ms beside the VICS file (restricted reports only)"))
        form = _form(self)
        form.addRow(_("&Template"), path_row(self.template, self._choose_template))
        form.addRow(_("Re&places"), path_row(self.amends, self._choose_amended))
        form.addRow(_("&Because"), self.reason)
        form.addRow(_("All the sam&e"), self.accepted)
        form.addRow("", self.draft)
        form.addRow("", self.media)
        for box in (self.draft, self.media):
            box.toggled.connect(lambda *_: self.changed.emit())

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if _text(self.template) and not _path(self.template).is_dir():
            return _("There is no such template folder.")
        if _text(self.amends) and not _text(self.reason):
            return _("Say why the earlier report is replaced.")
        if _text(self.reason) and not _text(self.amends):
            return _("Name the report that is replaced, or clear the reason.")
        return ""

    def template_folder(self) -> Path | None:
        """The folder, None for no template."""
        return _path(self.template) if _text(self.template) else None

    def _choose_template(self) -> None:
        chosen = self._chooser.folder(self, _("Folder with the unit's template"))
        if chosen is not None:
            self.template.setText(str(chosen))

    def _choose_amended(self) -> None:
        chosen = self._chooser.file(self, _("The report that is replaced"), REPORT_KINDS)
        if chosen is not None:
            self.amends.setText(str(chosen))


class SigningPage(QWidget):
    """Key and certificate of the unit, each with its passphrase, which is asked here and kept nowhere."""

    changed = Signal()

    def __init__(self, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = chooser
        self.key = _field(_("The unit's key"), _("none: the list of files is not signed"), self)
        self.key_passphrase = _secret(_("Passphrase of the key"), self)
        self.certificate = _field(_("The unit's certificate"), _("none: PDF files are not signed"), self)
        self.certificate_passphrase = _secret(_("Passphrase of the certificate"), self)
        form = _form(self)
        form.addRow(_("&Key"), path_row(self.key, self._choose_key))
        form.addRow(_("P&assphrase"), self.key_passphrase)
        form.addRow(_("C&ertificate"), path_row(self.certificate, self._choose_certificate))
        form.addRow(_("Passph&rase"), self.certificate_passphrase)
        self.on_token = TokenFields(chooser, self)
        self.on_token.changed.connect(self.changed)
        self.on_token.add_to(form)
        hint = _(
            "The key signs the list of files and the audit log; the certificate, a PKCS#12 file or on a token, signs "
            "PDF files."
        )
        form.addRow(label(hint, "muted", wrap=True))
        form.addRow(label(_("Passphrases and PIN are asked every time and kept nowhere."), "muted"))

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        for path, secret, none, open_ in (
            (self.key, self.key_passphrase, _("There is no such key file."), _("Type the key's passphrase.")),
            (
                self.certificate,
                self.certificate_passphrase,
                _("There is no such certificate file."),
                _("Type the certificate's passphrase."),
            ),
        ):
            if _text(path) and not _path(path).is_file():
                return none
            if _text(path) and not secret.text():
                return open_
        if _text(self.certificate) and self.on_token.on_token() is not None:
            return _("Choose a certificate in a file or on a token, one of the two.")
        return self.on_token.what_is_missing()

    def signing(self) -> Signing:
        """What was chosen."""
        return Signing(
            _path(self.key) if _text(self.key) else None,
            self.key_passphrase.text() if _text(self.key) else "",
            _path(self.certificate) if _text(self.certificate) else None,
            self.certificate_passphrase.text() if _text(self.certificate) else "",
            self.on_token.on_token(),
        )

    def forget(self) -> None:
        """Keep no passphrase."""
        self.key_passphrase.clear()
        self.certificate_passphrase.clear()
        self.on_token.pin.clear()

    def _choose_key(self) -> None:
        chosen = self._chooser.file(self, _("The unit's key"), _("All files (*)"))
        if chosen is not None:
            self.key.setText(str(chosen))

    def _choose_certificate(self) -> None:
        chosen = self._chooser.file(self, _("The unit's certificate"), _("Certificates (*.p12 *.pfx);;All files (*)"))
        if chosen is not None:
            self.certificate.setText(str(chosen))


def _form(page: QWidget) -> QFormLayout:
    form = QFormLayout(page)
    form.setSpacing(GAP)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def _field(name: str, hint: str, page: UnitPage | SigningPage) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.textChanged.connect(lambda *_: page.changed.emit())
    return made


def _secret(name: str, page: SigningPage) -> QLineEdit:
    made = _field(name, "", page)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _text(field: QLineEdit) -> str:
    return field.text().strip()


def _path(field: QLineEdit) -> Path:
    return Path(_text(field)).expanduser()
