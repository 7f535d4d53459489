"""The whole way through a case in the window, with a real session, real files and real child processes."""

from __future__ import annotations

import hashlib
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton

from forensicdesk.model import MatchKind, Role
from forensicdesk.session import Session
from tests.support.evidence import write_picture
from tests.ui.driving import LONG_MS, any_dialog, dialog, newest_message, wait_idle
from ui.dialogs.category_scheme import CategorySchemeDialog
from ui.dialogs.exhibits import ExhibitsDialog
from ui.dialogs.hash_list import HashListDialog
from ui.dialogs.list_result import ListResultDialog
from ui.dialogs.new_case import NewCaseDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.results import ResultDialog
from ui.dialogs.second_reading import SecondReadingDialog
from ui.models.looks import Look
from ui.next_step import Next
from ui.window import CASE_TAB, GALLERY_TAB
from ui.work import Act, NewCase

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

PICTURES = 12


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A dozen pictures, a text and an empty picture file."""
    folder = tmp_path / "evidence"
    for number in range(PICTURES):
        write_picture(folder / f"picture {number:02}.png", number)
    (folder / "notes.txt").write_text("nothing to see here")
    (folder / "empty.jpg").write_bytes(b"")
    return folder


def begin_case(qtbot: QtBot, desktop: Desktop, folder: Path, evidence: Path) -> None:
    """A new case with one exhibit, listed and not processed."""
    desktop.work.create_case(NewCase(folder, "2026-1", "A. Examiner"))
    qtbot.waitUntil(lambda: desktop.work.session is not None)
    wait_idle(qtbot, desktop)
    desktop.work.add_sources([evidence])
    wait_idle(qtbot, desktop)
    qtbot.waitUntil(lambda: step_of(desktop) is Next.PROCESS)


def step_of(desktop: Desktop) -> Next | None:
    """What the case page offers to do next."""
    overview = desktop.window.case_page.overview
    names = {"Add a folder to begin": Next.ADD, "Start processing": Next.PROCESS, "Continue processing": Next.PROCESS}
    names |= {"Load a hash list to compare with": Next.LOAD_LIST, "Match with the hash lists": Next.MATCH}
    names |= {"Look at the matches": Next.REVIEW, "Export a report": Next.REPORT}
    return names.get(desktop.window.case_page.step.heading) if overview is not None else None


def test_from_an_empty_case_to_a_verified_report(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path
) -> None:
    digest = hashlib.sha256((evidence / "picture 03.png").read_bytes()).hexdigest()

    make_case(qtbot, desktop, tmp_path)
    add_and_process(qtbot, desktop, evidence)
    load_and_match(qtbot, desktop, tmp_path / "known.txt", digest)
    look_at_the_match(qtbot, desktop, digest)
    filter_look_and_decide(qtbot, desktop)
    written = export(qtbot, desktop, tmp_path / "report")
    desktop.window.actions_["verify"].trigger()
    qtbot.waitUntil(lambda: any_dialog(ResultDialog), timeout=LONG_MS)

    assert len(written) == 4
    for name, sha256 in written:
        assert hashlib.sha256((tmp_path / "report" / name).read_bytes()).hexdigest() == sha256
    assert dialog(ResultDialog).result_shown.heading == "Intact: no difference was found"
    assert f"{PICTURES} files of the evidence" in dialog(ResultDialog).result_shown.text
    assert [banner.text for banner in desktop.window.banners.messages() if banner.kind == "error"] == []


def make_case(qtbot: QtBot, desktop: Desktop, place: Path) -> None:
    """Through the dialog, to the empty case."""
    desktop.window.start.new.click()
    new = dialog(NewCaseDialog)
    new.number.setText("2026-1")
    new.examiner.setText("A. Examiner")
    new.place.setText(str(place))
    new.go.click()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.ADD, timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    assert desktop.window.pages.currentWidget() is desktop.window.tabs


def add_and_process(qtbot: QtBot, desktop: Desktop, evidence: Path) -> None:
    """Drop the folder, then press what the card offers, to the complete account."""
    page = desktop.window.case_page
    desktop.window.commands.add_dropped([str(evidence)])
    dialog(ExhibitsDialog).go.click()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.PROCESS, timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    page.step.button.click()
    assert desktop.work.act is Act.PROCESS
    qtbot.waitUntil(lambda: step_of(desktop) is Next.LOAD_LIST, timeout=LONG_MS)
    assert page.overview is not None
    ledger = page.overview.ledger
    assert (ledger.seen, ledger.analysed, ledger.pending) == (14, PICTURES, 0)
    assert ledger.seen == ledger.not_media + ledger.media


def load_and_match(qtbot: QtBot, desktop: Desktop, path: Path, digest: str) -> None:
    """A file that changed after it was looked at is refused; mended, it is loaded but for one line, and matched."""
    path.write_text(f"{digest}\n")
    desktop.window.actions_["load_list"].trigger()
    asked = dialog(HashListDialog)
    asked.path.setText(str(path))
    asked.role.buttons[Role.NOTABLE].click()
    qtbot.waitUntil(asked.preview.unanswered, timeout=LONG_MS)
    asked.preview.answer.setCurrentIndex(asked.preview.answer.findData("sha256"))
    asked.preview.answer.activated.emit(1)
    qtbot.waitUntil(asked.go.isEnabled, timeout=LONG_MS)
    path.write_text("no digest at all\n")
    asked.go.click()
    qtbot.waitUntil(lambda: "known.txt" in newest_message(desktop), timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    path.write_text(f"SHA-256\n{digest}\nno digest at all\n")
    banner = desktop.window.banners.messages()[0]
    next(made for made in banner.findChildren(QPushButton) if made.text() == "Change the settings…").click()
    again = dialog(HashListDialog)
    qtbot.waitUntil(again.go.isEnabled, timeout=LONG_MS)
    again.go.click()
    qtbot.waitUntil(lambda: any_dialog(ListResultDialog), timeout=LONG_MS)
    details = dialog(ListResultDialog)
    assert details.details.refusals.rowCount() == 1
    details.close()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.MATCH, timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    desktop.window.case_page.step.button.click()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.REVIEW, timeout=LONG_MS)
    wait_idle(qtbot, desktop)


def look_at_the_match(qtbot: QtBot, desktop: Desktop, digest: str) -> None:
    """From the card to the gallery to the inspector."""
    window = desktop.window
    window.case_page.step.button.click()
    assert window.tabs.currentIndex() == GALLERY_TAB
    qtbot.waitUntil(lambda: window.gallery.model.count == 1, timeout=LONG_MS)
    window.gallery.view.setCurrentIndex(window.gallery.model.index_at(0))
    qtbot.waitUntil(lambda: window.inspector.record is not None, timeout=LONG_MS)
    shown = {field.accessibleName(): field.text() for field in window.inspector.findChildren(QLineEdit)}
    record = window.inspector.record
    assert record is not None
    assert shown["SHA-256 value"] == digest
    assert [match.kind for match in record.matches] == [MatchKind.EXACT]


def filter_look_and_decide(qtbot: QtBot, desktop: Desktop) -> None:
    """Categories, words, the viewer, a decision by key, undone and done again."""
    window, session = desktop.window, desktop.work.session
    assert session is not None
    gallery, viewer, key = window.gallery, window.viewing.viewer, Qt.Key
    gallery.decide_bar.choose.click()
    scheme = dialog(CategorySchemeDialog)
    scheme.box.setCurrentText("neutral")
    qtbot.waitUntil(scheme.go.isEnabled, timeout=LONG_MS)
    scheme.go.click()
    qtbot.waitUntil(lambda: window.deciding.standing.scheme is not None, timeout=LONG_MS)
    with qtbot.waitActive(window):
        window.activateWindow()

    gallery.bar.show_box.setCurrentIndex(0)
    QTest.keyClicks(gallery.filters.text, "no such file")
    qtbot.waitUntil(lambda: gallery.model.count == 0, timeout=LONG_MS)
    gallery.clear.click()
    qtbot.waitUntil(lambda: gallery.model.count == PICTURES, timeout=LONG_MS)
    QTest.keyClicks(gallery.filters.text, "03")
    qtbot.waitUntil(lambda: gallery.model.count == 1, timeout=LONG_MS)
    item = int(gallery.model.ids[0])
    gallery.view.setFocus()
    gallery.view.choose_place(0)
    QTest.keyClick(gallery.view, key.Key_Return)
    qtbot.waitUntil(lambda: viewer.item == item and "pixels" in viewer.facts.text(), timeout=LONG_MS)

    def decided(code: str) -> None:
        qtbot.waitUntil(lambda: code_of(session, item) == code and not window.deciding.moving, timeout=LONG_MS)

    QTest.keyClick(viewer.canvas, key.Key_1)
    decided("1")
    QTest.keyClick(window, key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    decided("")
    QTest.keyClick(window, key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    decided("1")
    note_and_read_again(qtbot, desktop, item)
    window.show_case_page()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.REPORT, timeout=LONG_MS)


def note_and_read_again(qtbot: QtBot, desktop: Desktop, item: int) -> None:
    """A note by key in the viewer; then a second reader who sees nothing of it, decides alike, and ends."""
    window, session, key = desktop.window, desktop.work.session, Qt.Key
    assert session is not None
    line = window.gallery.decide_bar.remark

    def asked_for() -> bool:
        QTest.keyClick(window.viewing.viewer.canvas, key.Key_N)
        return line.isVisible()

    qtbot.waitUntil(asked_for, timeout=LONG_MS)
    QTest.keyClicks(line.field, "by the harbour")
    QTest.keyClick(line.field, key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.judgements([item])[item].notes), timeout=LONG_MS)
    QTest.keyClick(window.viewing.viewer.canvas, key.Key_Escape)

    qtbot.waitUntil(window.actions_["second"].isEnabled, timeout=LONG_MS)
    window.actions_["second"].trigger()
    qtbot.waitUntil(lambda: any_dialog(SecondReadingDialog), timeout=LONG_MS)
    asked = dialog(SecondReadingDialog)
    QTest.keyClicks(asked.name, "Examiner B")
    asked.share.setValue(100)
    qtbot.waitUntil(asked.go.isEnabled, timeout=LONG_MS)
    asked.go.click()
    gallery = window.gallery
    qtbot.waitUntil(lambda: list(gallery.model.ids) == [item] and gallery.model.said_of(item) is None, timeout=LONG_MS)
    with qtbot.waitActive(window):
        window.activateWindow()
    gallery.view.setFocus()
    gallery.view.choose_place(0)
    QTest.keyClick(gallery.view, key.Key_1)
    qtbot.waitUntil(lambda: session.agreement().same == 1, timeout=LONG_MS)
    window.actions_["end_reading"].trigger()
    qtbot.waitUntil(lambda: gallery.model.count > 1 or gallery.total != 1, timeout=LONG_MS)


def code_of(session: Session, item: int) -> str:
    """The category of an item, "" for none."""
    said = session.judgements([item]).get(item)
    return said.decision.code if said is not None and said.decision is not None else ""


def export(qtbot: QtBot, desktop: Desktop, folder: Path) -> tuple[tuple[str, ...], ...]:
    """Through the dialog; gives what it shows afterwards: names and sums."""
    desktop.window.actions_["report"].trigger()
    report = dialog(ReportDialog)
    report.folder.setText(str(folder))
    report.formats["xlsx"].click()
    report.go.click()
    qtbot.waitUntil(lambda: any_dialog(ResultDialog), timeout=LONG_MS)
    written = dialog(ResultDialog)
    rows = written.result_shown.rows
    written.close()
    wait_idle(qtbot, desktop)
    return rows


def test_stopping_keeps_what_is_finished_and_processing_goes_on(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    many = tmp_path / "many"
    for number in range(60):
        write_picture(many / f"{number:02}.jpg", number % 9, quality=90 - number)
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", many)

    desktop.window.actions_["process"].trigger()
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count > 0 or desktop.work.act is None, timeout=LONG_MS)
    desktop.window.actions_["stop"].trigger()
    wait_idle(qtbot, desktop)
    session = desktop.work.session
    assert session is not None
    first = session.ledger()
    # Where the run was stopped at its very end, what belongs together is still to be looked for.
    if first.pending or not session.stacks_made():
        qtbot.waitUntil(desktop.window.actions_["process"].isEnabled, timeout=LONG_MS)
        desktop.window.actions_["process"].trigger()
        wait_idle(qtbot, desktop)

    ledger = session.ledger()
    assert first.analysed > 0
    assert (ledger.analysed, ledger.pending) == (60, 0)
    qtbot.waitUntil(lambda: desktop.window.gallery.bar.count.text() == "60 items, 9 shown", timeout=LONG_MS)


def test_the_event_loop_is_never_starved_while_items_are_processed(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path
) -> None:
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", evidence)
    desktop.window.show_gallery()
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))

    began = time.monotonic()
    timer.start()
    desktop.window.actions_["process"].trigger()
    wait_idle(qtbot, desktop)
    elapsed_s = time.monotonic() - began
    timer.stop()

    longest_s = max(later - earlier for earlier, later in pairwise(ticks))
    assert len(ticks) > elapsed_s * 8
    assert longest_s < 2.0


def test_closing_during_work_asks_and_loses_nothing(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path
) -> None:
    case = tmp_path / "c.fdcase"
    begin_case(qtbot, desktop, case, evidence)
    desktop.window.actions_["process"].trigger()

    desktop.window.close()
    assert desktop.window.isVisible()
    box = dialog(QMessageBox)
    stay = next(made for made in box.findChildren(QPushButton) if made.text() == "Keep working")
    stay.click()
    assert desktop.work.act is Act.PROCESS
    desktop.window.close()
    box = dialog(QMessageBox)
    next(made for made in box.findChildren(QPushButton) if made.text() == "Stop and close").click()
    qtbot.waitUntil(lambda: not desktop.window.isVisible(), timeout=LONG_MS)

    desktop.shut_down()
    with Session.open(case) as again:
        ledger = again.ledger()
        assert ledger.seen == 14
        assert ledger.seen == ledger.not_media + ledger.media + ledger.pending
        assert again.verify(lambda _: None) == ()


def test_a_case_in_use_is_offered_for_reading_only(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    case = tmp_path / "c.fdcase"
    with Session.create(case, "7", "B. Other"):
        desktop.work.open_case(case)
        wait_idle(qtbot, desktop)
        banner = desktop.window.banners.messages()[0]
        offer = next(made for made in banner.findChildren(QPushButton) if made.text() == "Open for reading only")

        offer.click()
        qtbot.waitUntil(lambda: desktop.window.case_page.overview is not None, timeout=LONG_MS)

        assert not desktop.work.writable
        assert desktop.window.case_page.step.heading == "This case is open for reading only"
        assert not desktop.window.actions_["add"].isEnabled()
        desktop.work.close_case()
        desktop.shut_down()


def test_refusals_are_one_sentence_in_a_banner(qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path) -> None:
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", evidence)
    (tmp_path / "nothing").mkdir()

    desktop.work.add_sources([tmp_path / "nothing"])
    wait_idle(qtbot, desktop)

    message = desktop.window.banners.messages()[0]
    assert message.kind == "error"
    assert "empty" in message.text
    assert "Traceback" not in message.text


def test_keys_blur_grey_and_change_pages(qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path) -> None:
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", evidence)
    window = desktop.window

    window.actions_["gallery"].trigger()
    assert window.tabs.currentIndex() == GALLERY_TAB
    looks = [window.gallery.model.look]
    for name in ("blur", "grey"):
        window.actions_[name].trigger()
        looks.append(window.gallery.model.look)
    assert looks == [Look(), Look(blurred=False), Look(blurred=False, grey=True)]
    assert window.gallery.bar.blur.text() == "Not blurred"
    log = tmp_path / "c.fdcase" / "audit.jsonl"
    qtbot.waitUntil(lambda: b'"pictures shown unblurred"' in log.read_bytes(), timeout=LONG_MS)
    window.actions_["inspector"].trigger()
    assert window.inspector.isHidden()
    window.actions_["case_page"].trigger()
    assert window.tabs.currentIndex() == CASE_TAB

    desktop.work.close_case()
    desktop.work.open_case(tmp_path / "c.fdcase")
    qtbot.waitUntil(lambda: desktop.work.session is not None, timeout=LONG_MS)
    assert window.gallery.model.look == Look(blurred=True, grey=True)


def test_recent_cases_are_offered_after_closing(qtbot: QtBot, desktop: Desktop, tmp_path: Path, evidence: Path) -> None:
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", evidence)

    desktop.work.close_case()

    window = desktop.window
    assert window.pages.currentWidget() is window.start
    again = next(made for made in window.start.findChildren(QPushButton) if made.accessibleName() == "Open the case c")
    again.click()
    qtbot.waitUntil(lambda: step_of(desktop) is Next.PROCESS, timeout=LONG_MS)


def is_processing(desktop: Desktop) -> bool:
    """Whether items are being analysed."""
    return desktop.work.act is Act.PROCESS


MANY = 600
"""So many pictures that their analysis takes longer than the second after which results are stored."""


def test_the_gallery_fills_while_the_work_runs(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    many = tmp_path / "many"
    write_picture(many / "first.jpg", 1, quality=95)
    picture = (many / "first.jpg").read_bytes()
    for number in range(MANY):
        (many / f"{number:03}.jpg").write_bytes(picture + number.to_bytes(4, "big"))
    begin_case(qtbot, desktop, tmp_path / "c.fdcase", many)
    counts: list[tuple[int, bool]] = []
    desktop.window.show_gallery()

    desktop.window.actions_["process"].trigger()
    while is_processing(desktop):
        QTest.qWait(20)
        counts.append((desktop.window.gallery.model.count, is_processing(desktop)))
    desktop.window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == MANY + 1, timeout=LONG_MS)

    assert any(count > 0 and running for count, running in counts)
