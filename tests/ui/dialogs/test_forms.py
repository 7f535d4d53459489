"""Each dialog says what is missing, and hands over what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from forensicdesk.model import Problem
from tests.ui.fakes import FakeChooser
from ui.dialogs.about import KeysDialog
from ui.dialogs.exhibits import ExhibitsDialog
from ui.dialogs.new_case import NewCaseDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.results import ResultDialog, verify_result
from ui.report_request import OnToken, ReportRequest, Signing
from ui.work import NewCase, Verification

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


def press(dialog: QWidget, text: str) -> None:
    """Press the button with this text, ampersands aside."""
    next(made for made in dialog.findChildren(QPushButton) if made.text().replace("&", "") == text).click()


def test_a_new_case_needs_number_examiner_and_a_free_place(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewCaseDialog(FakeChooser(folder=tmp_path))
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled()
    assert dialog.missing.text() == "Give the case a number."

    dialog.number.setText("2026/08 15")
    dialog.examiner.setText("A. Examiner")
    press(dialog, "Choose…")
    dialog.unit.setText("Unit 4")

    with qtbot.waitSignal(dialog.case_asked) as asked:
        dialog.go.click()
    assert asked.args[0] == NewCase(tmp_path / "2026-08 15.fdcase", "2026/08 15", "A. Examiner", (("Unit", "Unit 4"),))


def test_a_passphrase_for_the_preview_pictures_is_typed_twice_and_forgotten(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewCaseDialog(FakeChooser(), "A. Examiner")
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path))
    dialog.number.setText("7")
    assert dialog.go.isEnabled()
    assert not dialog.form.isRowVisible(dialog.passphrase)

    dialog.encrypted.click()
    assert dialog.form.isRowVisible(dialog.passphrase)
    for first, second, said in (("short", "short", "at least 8"), ("correct horse", "correct house", "not the same")):
        dialog.passphrase.setText(first)
        dialog.again.setText(second)
        assert said in dialog.missing.text()
        assert not dialog.go.isEnabled()
    dialog.again.setText(typed := dialog.passphrase.text())

    with qtbot.waitSignal(dialog.case_asked) as asked:
        dialog.go.click()
    assert asked.args[0].passphrase == typed
    assert "correct" not in repr(asked.args[0])
    assert dialog.passphrase.text() == dialog.again.text() == ""


def test_a_passphrase_counts_only_while_the_box_is_ticked(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewCaseDialog(FakeChooser(), "A. Examiner")
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path))
    dialog.number.setText("7")
    dialog.encrypted.click()
    dialog.passphrase.setText("correct horse")

    dialog.encrypted.click()

    assert dialog.go.isEnabled()
    assert dialog.new_case().passphrase == ""


def test_a_case_that_is_there_already_is_not_overwritten(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "7.fdcase").mkdir()
    dialog = NewCaseDialog(FakeChooser(), "A. Examiner")
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path))

    dialog.number.setText("7")

    assert not dialog.go.isEnabled()
    assert "7.fdcase" in dialog.missing.text()


@pytest.mark.parametrize("number", ["../../etc", "a\\b:c", "..", "/"])
def test_a_number_cannot_lead_out_of_the_place(qtbot: QtBot, tmp_path: Path, number: str) -> None:
    dialog = NewCaseDialog(FakeChooser(), "A. Examiner")
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path))

    dialog.number.setText(number)

    assert dialog.folder().parent == tmp_path


def test_a_report_is_for_the_court_unless_something_else_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReportDialog(FakeChooser(folder=tmp_path / "elsewhere"), tmp_path / "out", ("en", "es"))
    qtbot.addWidget(dialog)
    assert dialog.request() == ReportRequest(tmp_path / "out", ("pdf", "html", "json"), "court", "en")

    dialog.formats["pdf"].click()
    dialog.variants["restricted"].click()
    dialog.language.setCurrentIndex(1)
    press(dialog, "Choose…")

    with qtbot.waitSignal(dialog.report_asked) as asked:
        dialog.go.click()
    assert asked.args[0] == ReportRequest(tmp_path / "elsewhere", ("html", "json"), "restricted", "es")


def test_a_report_without_a_format_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReportDialog(FakeChooser(), tmp_path, ("en",))
    qtbot.addWidget(dialog)

    for box in dialog.formats.values():
        box.setChecked(False)

    assert not dialog.go.isEnabled()
    assert dialog.missing.text() == "Choose at least one format."


def test_a_report_of_numbers_alone_offers_no_lists_of_files(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReportDialog(FakeChooser(), tmp_path, ("en",))
    qtbot.addWidget(dialog)
    dialog.formats["vics"].click()
    dialog.formats["kml"].click()

    dialog.variants["statistics"].click()
    assert dialog.request().formats == ("pdf", "html", "json")
    assert not dialog.formats["kml"].isEnabled()

    dialog.variants["restricted"].click()
    dialog.unit.media.click()
    assert dialog.request().formats == ("pdf", "html", "json", "vics", "kml")
    assert dialog.request().with_media
    dialog.formats["vics"].click()
    assert not dialog.request().with_media


def test_a_report_says_what_is_missing_of_unit_and_signature_and_forgets_the_passphrase(
    qtbot: QtBot, tmp_path: Path
) -> None:
    key = tmp_path / "unit.key"
    key.write_text("key")
    dialog = ReportDialog(FakeChooser(file=key, folder=tmp_path), tmp_path, ("en",))
    qtbot.addWidget(dialog)

    dialog.unit.amends.setText("0" * 64)
    assert dialog.missing.text() == "Say why the earlier report is replaced."
    dialog.unit.reason.setText("A name was wrong")
    press(dialog.unit, "Choose…")
    dialog.unit.draft.click()
    press(dialog.signing, "Choose…")
    assert dialog.missing.text() == "Type the key's passphrase."
    assert not dialog.go.isEnabled()
    dialog.signing.key_passphrase.setText("a long secret")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)

    with qtbot.waitSignal(dialog.report_asked) as asked:
        dialog.go.click()

    request = asked.args[0]
    assert (request.template, request.amends, request.reason) == (tmp_path, "0" * 64, "A name was wrong")
    assert request.certificate_draft
    assert request.signing == Signing(key, "a long secret")
    assert "secret" not in repr(request)
    assert dialog.signing.key_passphrase.text() == ""


def test_a_certificate_on_a_token_is_asked_for_whole_and_its_pin_is_kept_nowhere(qtbot: QtBot, tmp_path: Path) -> None:
    library = tmp_path / "token.so"
    library.write_bytes(b"library")
    dialog = ReportDialog(FakeChooser(file=library, folder=tmp_path), tmp_path, ("en",))
    qtbot.addWidget(dialog)
    on_token, said = dialog.signing.on_token, []

    on_token.module.setText(str(tmp_path / "none.so"))
    said.append(dialog.missing.text())
    on_token.module.setText(str(library))
    said.append(dialog.missing.text())
    on_token.token.setText("Unit")
    on_token.key.setText("report key")
    said.append(dialog.missing.text())
    on_token.pin.setText("98765")
    dialog.signing.certificate.setText(str(library))
    dialog.signing.certificate_passphrase.setText("x")
    said.append(dialog.missing.text())
    dialog.signing.certificate.clear()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    with qtbot.waitSignal(dialog.report_asked) as asked:
        dialog.go.click()

    assert said == [
        "There is no such library of a token.",
        "Type the labels of the token and of its key.",
        "Type the token's PIN.",
        "Choose a certificate in a file or on a token, one of the two.",
    ]
    assert asked.args[0].signing == Signing(on_token=OnToken(library, "Unit", "report key", "98765"))
    assert "98765" not in repr(asked.args[0])
    assert on_token.pin.text() == ""


def test_exhibits_are_collected_once_each_and_can_be_removed(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExhibitsDialog(FakeChooser(folder=tmp_path / "b", file=tmp_path / "c.zip"), [tmp_path / "a"])
    qtbot.addWidget(dialog)

    press(dialog, "Another folder…")
    press(dialog, "Another folder…")
    press(dialog, "A single file…")
    dialog.list.setCurrentRow(0)
    press(dialog, "Remove")

    with qtbot.waitSignal(dialog.exhibits_asked) as asked:
        dialog.go.click()
    assert asked.args[0] == (tmp_path / "b", tmp_path / "c.zip")


def test_a_check_that_found_something_lists_it_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = ResultDialog(verify_result(Verification((Problem("The file changed.", "phone/one.jpg"),), 9, 3, 20)))
    qtbot.addWidget(dialog)

    press(dialog, "Copy")

    assert dialog.result_shown.heading == "1 difference was found"
    assert QApplication.clipboard().text().endswith("The file changed.\tphone/one.jpg")


def test_an_intact_case_is_said_to_be_intact() -> None:
    result = verify_result(Verification((), 9, 29, 12_400_000))

    assert result.heading == "Intact: no difference was found"
    assert "29 files of the evidence (12.4 MB read)" in result.text
    assert "9 records" in result.text


def test_a_key_can_be_looked_up(qtbot: QtBot) -> None:
    dialog = KeysDialog((("Case", (("Ctrl+D", "Add a folder"), ("Ctrl+R", "Start"))),))
    qtbot.addWidget(dialog)

    dialog.search.setText("folder")

    assert dialog.shown() == (("Ctrl+D", "Add a folder"),)


@pytest.mark.parametrize("field", ["number", "examiner", "place", "unit", "offence"])
def test_enter_in_a_field_takes_what_was_filled_in_and_never_throws_it_away(
    qtbot: QtBot, tmp_path: Path, field: str
) -> None:
    dialog = NewCaseDialog(FakeChooser(), "Examiner A")
    qtbot.addWidget(dialog)
    made: list[NewCase] = []
    dialog.case_asked.connect(made.append)
    dialog.place.setText(str(tmp_path))
    dialog.open()

    getattr(dialog, field).setFocus()
    qtbot.keyClick(getattr(dialog, field), Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert dialog.isVisible()
    assert made == []

    dialog.number.setText("2026-001")
    qtbot.keyClick(getattr(dialog, field), Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert [new.number for new in made] == ["2026-001"]
