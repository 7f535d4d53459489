"""The words of a report can be read in the window before it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ui.driving import any_dialog, dialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.report_preview import ReportPreviewDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

SOON_MS = 60_000


def test_the_words_of_a_report_are_shown_before_it_is_written(qtbot: QtBot, open_case: Desktop) -> None:
    session = open_case.work.session
    assert session is not None
    before = session.audit_head()
    open_case.window.commands.export_report()
    asked = dialog(ReportDialog)
    asked.language.setCurrentIndex(asked.language.findData("es"))
    asked.preview.click()
    assert not asked.preview.isEnabled()
    qtbot.waitUntil(lambda: any_dialog(ReportPreviewDialog), timeout=SOON_MS)

    shown = dialog(ReportPreviewDialog)
    text = shown.text.toPlainText()
    assert "2026-001" in text
    assert shown.sections.count() > 4
    shown.sections.setCurrentIndex(3)
    shown.sections.activated.emit(3)
    title = shown.sections.itemText(3)
    assert text[shown.text.textCursor().position() :].startswith(title)
    shown.accept()
    assert asked.preview.isEnabled()
    assert session.audit_head() == before
    asked.reject()


def test_a_preview_that_fails_says_why(qtbot: QtBot, open_case: Desktop) -> None:
    open_case.window.commands.export_report()
    asked = dialog(ReportDialog)
    asked.preview_asked.emit(replace(asked.request(), variant="secret"))

    qtbot.waitUntil(lambda: "no report variant 'secret'" in asked.missing.text(), timeout=SOON_MS)
    asked.reject()
