"""What needs a decision is said on the case page with a way on, and nothing of other readings to a blind reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.account import Ledger
from forensicdesk.decisions import ActKind, Reading
from forensicdesk.model import ItemFilter
from forensicdesk.session import find_category_scheme
from tests.ui.driving import LONG_MS, press, texts
from tests.ui.fakes import make_overview
from ui.problems import Way, not_examined, problems_of
from ui.saying import Reader

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop


def test_a_case_without_trouble_has_no_problems() -> None:
    assert problems_of(make_overview(Path("/case"), Ledger(seen=1, analysed=1))) == ()


def test_the_gravest_problem_comes_first_and_a_blind_reader_hears_of_no_other_reading() -> None:
    ledger = Ledger(seen=5, analysed=1, failed=1, unsupported=3)
    overview = replace(make_overview(Path("/case"), ledger), mismatches=1, disputes=2)

    found = problems_of(overview)

    assert [one.way for one in found] == [Way.VERIFY, Way.AGREEMENT, Way.GALLERY]
    assert found[0].sentence.startswith("1 digest stated")
    assert found[2].sentence.startswith("4 files failed")
    assert [one.way for one in problems_of(overview, blind=True)] == [Way.VERIFY, Way.GALLERY]


def test_differences_of_two_readings_stand_on_the_case_page_until_a_second_reading_begins(
    qtbot: QtBot, open_case: Desktop
) -> None:
    window, session = open_case.window, open_case.work.session
    assert session is not None
    page = window.case_page
    assert page.problems.isHidden()
    session.choose_scheme(find_category_scheme(Path("neutral")))
    items = session.item_ids(ItemFilter())[:3]
    session.decide(ActKind.CATEGORY, "1", items)
    assert session.disputes() == 0
    session.decide(ActKind.CATEGORY, "2", items[:2], reading=Reading.SECOND, examiner="Examiner B")
    page.refresh_now()
    qtbot.waitUntil(page.problems.isVisible, timeout=LONG_MS)

    assert "The readings differ on 2 items" in texts(page.problems)
    window.deciding.read_as(Reader(Reading.SECOND, "Examiner B", frozenset(items)))
    assert page.problems.isHidden()
    window.deciding.read_as(Reader())
    press(page.problems, "Show the differences")
    assert window.tabs.currentWidget() is window.further.agreement


def test_the_way_to_what_failed_is_a_filter_of_the_gallery(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    window.gallery.show_choice("With a match")

    window.case_page.problem_pressed.emit(Way.GALLERY)
    qtbot.waitUntil(lambda: window.gallery.model.count == 0, timeout=LONG_MS)

    assert window.tabs.currentWidget() is not window.case_page
    assert window.gallery.filters.filter == not_examined()
    assert window.gallery.bar.show_box.currentIndex() == 0
