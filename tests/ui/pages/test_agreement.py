"""How far two examiners agree, and a supervisor who settles it: in the real window, on a real case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from forensicdesk.decisions import ActKind, Agreement, Category, CategoryScheme, Reading
from forensicdesk.model import ItemFilter
from forensicdesk.session import find_category_scheme
from tests.ui.driving import dialog, newest_message, texts
from ui.agreeing import Agreeing, agreement_sentence, matrix_of
from ui.dialogs.second_reading import SecondReadingDialog
from ui.saying import Reader

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from forensicdesk.session import Session
    from ui.app import Desktop
    from ui.pages.agreement import AgreementPage

SOON_MS = 20_000


@pytest.fixture
def session(open_case: Desktop) -> Session:
    """The case: the first examiner has put everything into 1, the second reading is begun, and differs on two."""
    made = open_case.work.session
    assert made is not None
    made.choose_scheme(find_category_scheme(Path("neutral")))
    items = made.item_ids(ItemFilter())
    made.decide(ActKind.CATEGORY, "1", items)
    made.begin_second_reading("Examiner B", 1.0, 7)
    made.decide(ActKind.CATEGORY, "2", items[:2], reading=Reading.SECOND, examiner="Examiner B")
    made.decide(ActKind.CATEGORY, "1", items[2:5], reading=Reading.SECOND, examiner="Examiner B")
    return made


@pytest.fixture
def page(qtbot: QtBot, open_case: Desktop, session: Session) -> AgreementPage:
    """The page in front, everything read."""
    del session
    open_case.window.deciding.refresh()
    open_case.window.actions_["agreement_page"].trigger()
    shown = open_case.window.further.agreement
    qtbot.waitUntil(lambda: len(shown.dispute_model.rows) == 2, timeout=SOON_MS)
    return shown


def test_the_page_says_what_was_compared_and_how_far_they_agree(page: AgreementPage) -> None:
    told = texts(page)

    assert "3 of 5 items have the same category in both readings. Cohen's kappa: 0.000" in told
    assert "Second reading by Examiner B" in told
    assert "100 % of the decided items, seed 7. 4 items are not decided yet." in told
    assert page.matrix_model.rows == (
        ("1 Pertinent", "3", "2", "3 of 5"),
        ("2 Possibly pertinent", "0", "0", ""),
    )


def test_a_supervisor_settles_by_keys_with_name_and_reason(
    qtbot: QtBot, open_case: Desktop, page: AgreementPage, session: Session
) -> None:
    assert not page.record.isEnabled()
    page.disputes.selectAll()
    items = page.chosen()
    QTest.keyClicks(page.supervisor, "Examiner B")
    page.category.setCurrentIndex(page.category.findData("2"))
    QTest.keyClicks(page.reason, "the room of item 9")
    QTest.keyClick(page.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "a supervisor is somebody else" in page.said.text(), timeout=SOON_MS)
    assert list(session.settlements()) == []

    page.supervisor.setText("Supervisor C")
    QTest.keyClick(page.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.settled_model.rows) == 2, timeout=SOON_MS)

    assert page.dispute_model.rows == ()
    assert "Nothing is left to settle" in texts(page)
    settled = list(session.settlements())
    assert [one.item_id for one in settled] == list(items)
    assert {(one.decision.code, one.decision.examiner, one.reason) for one in settled} == {
        ("2", "Supervisor C", "the room of item 9")
    }
    page.settlements.selectRow(0)
    page.reason.setText("on second thoughts")
    page.category.setCurrentIndex(page.category.findData("1"))
    page.record.click()
    qtbot.waitUntil(lambda: page.settled_model.rows[0].told.reason == "on second thoughts", timeout=SOON_MS)
    assert [one.decision.code for one in session.settlements()] == ["1", "2"]
    page.settlements.selectRow(0)
    page.reason.setText("no, as before")
    page.category.setCurrentIndex(page.category.findData("2"))
    page.record.click()

    standing = open_case.window.deciding
    qtbot.waitUntil(lambda: dict(standing.standing.counts).get("2") == 2, timeout=SOON_MS)


def test_differences_lead_to_the_gallery(qtbot: QtBot, open_case: Desktop, page: AgreementPage) -> None:
    page.disputes.clearSelection()
    page.show_all.click()

    gallery = open_case.window.gallery
    qtbot.waitUntil(lambda: gallery.model.count == 2, timeout=SOON_MS)
    assert "The readings differ (2 items)" in texts(gallery)


def test_a_blind_reader_sees_neither_agreement_nor_log_nor_report(
    qtbot: QtBot, open_case: Desktop, page: AgreementPage, session: Session
) -> None:
    del session
    window = open_case.window
    window.actions_["audit_page"].trigger()
    audit = window.further.audit
    qtbot.waitUntil(lambda: len(audit.model.rows) > 0, timeout=SOON_MS)
    window.actions_["second"].trigger()
    qtbot.waitUntil(lambda: any(True for _ in dialogs()), timeout=SOON_MS)
    asked = dialog(SecondReadingDialog)
    assert (asked.name.text(), asked.share.value(), asked.seed.value()) == ("Examiner B", 100, 7)
    asked.accept()
    qtbot.waitUntil(lambda: window.deciding.reader.reading is Reading.SECOND, timeout=SOON_MS)

    for name, model in (("agreement_page", page.dispute_model), ("audit_page", audit.model)):
        window.actions_[name].trigger()
        qtbot.wait(50)
        assert model.rows == ()
    assert page.matrix_model.rows == ()
    assert "A second reading is going on" in texts(audit)
    window.commands.export_report()
    assert "end the second reading first" in newest_message(open_case)

    window.deciding.read_as(Reader())
    window.actions_["agreement_page"].trigger()
    qtbot.waitUntil(lambda: len(page.dispute_model.rows) == 2, timeout=SOON_MS)


def dialogs() -> list[SecondReadingDialog]:
    """The open dialogs that ask who reads a second time."""
    try:
        return [dialog(SecondReadingDialog)]
    except IndexError:
        return []


def test_going_on_with_a_reading_puts_nothing_new_on_record(session: Session) -> None:
    from ui.dialogs.second_reading import with_sample

    before = session.audit_head()
    reader = with_sample(session, Reader(Reading.SECOND, "Examiner B", share=1.0, seed=7))
    assert session.audit_head() == before
    assert len(reader.items or ()) == 9

    with_sample(session, Reader(Reading.SECOND, "Examiner B", share=1.0, seed=8))
    assert session.audit_head()[0] == before[0] + 1


def test_the_table_keeps_the_order_of_the_scheme_and_codes_of_older_ones() -> None:
    scheme = CategoryScheme("s", "", "", (Category("b", "Second"), Category("a", "First")))
    found = Agreement(7, 4, 0.25, (("a", "a", 4), ("a", "old", 1), ("b", "a", 2)))
    told = Agreeing(scheme, None, found, (), (), 0)

    headers, lines = matrix_of(told)

    assert headers[1:] == ("b Second", "a First", "old", "The same")
    assert lines == (
        ("b Second", "0", "2", "0", "0 of 2"),
        ("a First", "0", "4", "1", "4 of 5"),
        ("old", "0", "0", "0", ""),
    )
    assert agreement_sentence(told).endswith("Cohen's kappa: 0.250")
