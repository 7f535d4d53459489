"""The pages and the words of a report can be looked at in the window before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.ui.driving import any_dialog, dialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.report_preview import ReportPreviewDialog
from ui.report_pages import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

SOON_MS = 90_000


def open_preview(qtbot: QtBot, desktop: Desktop) -> tuple[ReportDialog, ReportPreviewDialog]:
    """Both windows, with the first page drawn and the words read."""
    desktop.window.commands.export_report()
    asked = dialog(ReportDialog)
    asked.preview.click()
    shown = dialog(ReportPreviewDialog)
    qtbot.waitUntil(lambda: not page_of(shown).isNull() and shown.words.sections.count() > 0, timeout=SOON_MS)
    return asked, shown


def page_of(shown: ReportPreviewDialog) -> QImage:
    """The page on the screen."""
    return shown.sheets.sheet.pixmap().toImage()


def test_pages_and_words_are_shown_before_anything_is_written(qtbot: QtBot, open_case: Desktop) -> None:
    session = open_case.work.session
    assert session is not None
    before = session.audit_head()
    asked, shown = open_preview(qtbot, open_case)

    first = page_of(shown)
    assert 1.3 < first.height() / first.width() < 1.5
    assert len({first.pixel(x, y) for x in range(0, first.width(), 7) for y in range(0, first.height(), 7)}) > 3
    assert not shown.sheets.before.isEnabled()
    QTest.keyClick(shown.sheets.area, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page_of(shown) != first, timeout=SOON_MS)
    assert shown.sheets.page.value() == 2
    assert shown.sheets.before.isEnabled()
    wide = page_of(shown).width()
    shown.sheets.larger.click()
    qtbot.waitUntil(lambda: page_of(shown).width() > 1.3 * wide, timeout=SOON_MS)

    words = shown.words
    assert "2026-001" in words.text.toPlainText()
    words.sections.activated.emit(3)
    assert words.text.toPlainText()[words.text.textCursor().position() :].startswith(words.sections.itemText(3))
    assert session.audit_head() == before
    shown.accept()
    asked.reject()


def test_another_choice_is_laid_out_anew_and_a_restricted_report_comes_coarse(qtbot: QtBot, open_case: Desktop) -> None:
    asked, shown = open_preview(qtbot, open_case)
    sheets, court, title = shown.sheets, page_of(shown), shown.words.sections.itemText(1)
    assert sheets.clear.isHidden()

    asked.variants["restricted"].click()
    asked.language.setCurrentIndex(asked.language.findData("es"))
    qtbot.waitUntil(lambda: sheets.clear.isVisible() and page_of(shown) != court, timeout=SOON_MS)
    qtbot.waitUntil(lambda: shown.words.sections.itemText(1) not in {"", title}, timeout=SOON_MS)
    last = sheets.page.maximum()
    coarse = {number: drawn(qtbot, shown, number) for number in range(1, last + 1)}
    sheets.clear.click()
    clear = {number: drawn(qtbot, shown, number) for number in range(1, last + 1)}

    differing = [number for number in coarse if coarse[number] != clear[number]]
    assert differing
    assert coarse[1] == clear[1]
    sheets.page.setValue(differing[0])
    drawn(qtbot, shown, differing[0])
    with qtbot.waitActive(shown):
        shown.activateWindow()
    empty: list[bool] = []
    open_case.window.gallery.look_changed.connect(lambda _look: empty.append(page_of(shown).isNull()))
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_F9)
    assert empty == [True]  # at once: before anything was drawn
    assert open_case.window.gallery.model.look.hidden
    assert not sheets.clear.isChecked()
    # The scroll bar went with the page and comes back with it, so it may be drawn for two widths.
    qtbot.waitUntil(lambda: bytes(page_of(shown).constBits() or b"") == coarse[differing[0]], timeout=SOON_MS)
    late = Wish(differing[0], 100, coarse=False)
    sheets.show_page(late, QImage(3, 3, QImage.Format.Format_RGB32))
    assert page_of(shown).width() > 3
    asked.reject()
    qtbot.waitUntil(lambda: not any_dialog(ReportPreviewDialog), timeout=SOON_MS)


def drawn(qtbot: QtBot, shown: ReportPreviewDialog, number: int) -> bytes:
    """The pixels of one page, drawn after this was asked for."""
    sheets = shown.sheets
    sheets.sheet.clear()
    if sheets.page.value() == number:
        sheets.larger.click()
        sheets.smaller.click()
    sheets.page.setValue(number)
    qtbot.waitUntil(lambda: not page_of(shown).isNull(), timeout=SOON_MS)
    qtbot.wait(200)
    return bytes(page_of(shown).constBits())


def test_a_preview_that_fails_says_why_and_goes_on(qtbot: QtBot, open_case: Desktop, tmp_path: Path) -> None:
    asked, shown = open_preview(qtbot, open_case)
    asked.unit.template.setText(str(tmp_path / "none"))
    qtbot.waitUntil(lambda: "template" in shown.sheets.sheet.text(), timeout=SOON_MS)
    asked.unit.template.clear()
    qtbot.waitUntil(lambda: not page_of(shown).isNull(), timeout=SOON_MS)
    asked.reject()
