"""Chips say, change and lose their conditions by mouse and keys; the gallery follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from forensicdesk.decisions import ActKind
from forensicdesk.facets import OF_ORIGIN, Among, Between, Column, Grouping, Span
from forensicdesk.session import find_category_scheme
from tests.ui.driving import LONG_MS
from tests.ui.fakes import FakeShelf
from tests.ui.reviewed import STACKED
from ui.arranging import GroupHead
from ui.filters.bar import FilterBar
from ui.filters.kept import Filter
from ui.filters.looks import GalleryLooks
from ui.filters.popups import RangePopup
from ui.filters.words import COLUMNS
from ui.models.gallery import GROUP_ROLE, GalleryModel
from ui.models.screen import ScreenLoader
from ui.widgets.gallery_bar import GalleryBar
from ui.widgets.gallery_list import COLUMNS as TABLE_COLUMNS
from ui.widgets.gallery_list import ListHeader
from ui.widgets.gallery_view import GalleryView

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.recent import Memory
    from ui.tasks import TaskRunner

CAMERA = Among(Column.CAMERA, ("One",))
GROUPS = (GroupHead("first", 0, 3, 5, 2), GroupHead("second", 3, 1, 1), GroupHead("third", 4, 4, 4))


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    """An empty bar on the screen."""
    made = FilterBar()
    qtbot.addWidget(made)
    made.resize(1000, 80)
    made.show()
    return made


def chips(bar: FilterBar) -> list[str]:
    """What the chips say."""
    return [chip.accessibleName() for chip in bar._chips.values()]


def test_a_chip_says_its_condition_and_how_many_items_have_it(qtbot: QtBot, bar: FilterBar) -> None:
    with qtbot.waitSignal(bar.filter_changed):
        bar.set_condition(Column.CAMERA, CAMERA)
    bar.set_condition(Column.SIZE, Between(Column.SIZE, 1e6, None))
    bar.show_counts({Column.CAMERA: (("One", 1204), ("Two", 3)), Column.SIZE: (("", 12),)})

    assert chips(bar) == ["Camera: One · 1,204", "File size: from 1 MB · 12"]
    assert bar.filter == Filter((CAMERA, Between(Column.SIZE, 1e6, None)))
    assert bar.counted == (Column.CAMERA, Column.SIZE)


def test_delete_takes_a_chip_away(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_condition(Column.CAMERA, CAMERA)
    chip = bar._chips[Column.CAMERA]
    bar.activateWindow()
    chip.setFocus()
    qtbot.waitUntil(chip.hasFocus)

    with qtbot.waitSignal(bar.filter_changed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)

    assert bar.filter.empty
    assert chips(bar) == []


def test_typed_words_filter_after_a_moment(qtbot: QtBot, bar: FilterBar) -> None:
    told: list[str] = []
    bar.filter_changed.connect(lambda: told.append(bar.filter.text))

    QTest.keyClicks(bar.text, "dcim")
    qtbot.waitUntil(lambda: bool(told))

    assert told == ["dcim"]


@pytest.mark.qt_log_ignore("does not support")
def test_values_are_ticked_in_a_list_with_their_counts(bar: FilterBar) -> None:
    asked: list[Column] = []
    bar.values_asked.connect(asked.append)
    bar._edit(Column.CAMERA)
    popup = bar._popup
    assert popup is not None
    bar.show_values(Column.CAMERA, (("One", 2), ("Two", 30), ("", 5)))

    assert asked == [Column.CAMERA]
    assert [popup.values.item(at).text() for at in range(3)] == ["Two · 30", "no camera named · 5", "One · 2"]
    popup.values.item(0).setCheckState(Qt.CheckState.Checked)
    popup.values.item(2).setCheckState(Qt.CheckState.Checked)
    popup.excluded.setChecked(True)
    assert bar.filter.conditions == (Among(Column.CAMERA, ("Two", "One"), excluded=True),)
    for at in (0, 2):
        popup.values.item(at).setCheckState(Qt.CheckState.Unchecked)
    assert bar.filter.empty
    popup.search.setText("two")
    assert [popup.values.item(at).isHidden() for at in range(3)] == [False, True, True]
    popup.close()


@pytest.mark.qt_log_ignore("does not support")
def test_a_range_says_which_numbers_there_are(bar: FilterBar) -> None:
    asked: list[Column] = []
    bar.span_asked.connect(asked.append)
    bar._edit(Column.SIZE)
    popup = bar._ranging
    assert popup is not None
    bar.show_span(Column.PIXELS, Span(1, 1, 1))
    waiting = popup.span.text()
    bar.show_span(Column.SIZE, Span(1234, 36_246, 12_345_678))
    known = popup.span.text()
    bar.show_span(Column.SIZE, None)

    assert asked == [Column.SIZE]
    assert waiting == "Counting…"
    assert known == "1,234 items have it: from 0.03625 to 12.35 MB"
    assert popup.span.text() == "No item has it."
    popup.close()


@pytest.mark.parametrize("column", OF_ORIGIN)
@pytest.mark.qt_log_ignore("does not support")
def test_a_date_of_each_origin_has_a_chip_and_a_range(bar: FilterBar, column: Column) -> None:
    bar._edit(column)
    popup = bar._ranging
    assert popup is not None
    bar.show_span(column, Span(3, 0, 86_400))
    popup.low.setText("1970-01-02")
    QTest.keyClick(popup.low, Qt.Key.Key_Return)
    bar.show_counts({column: (("", 2),)})

    assert popup.span.text() == "3 items have it: from 1970-01-01 to 1970-01-02"
    assert bar.filter.conditions == (Between(column, 86_400.0, None),)
    assert chips(bar) == [f"{COLUMNS[column]}: from 1970-01-02 · 2"]


def test_what_stands_in_one_line_of_the_bar_is_in_the_middle_of_it(bar: FilterBar) -> None:
    middles = {part.geometry().center().y() for part in (bar.text, bar.add, bar.saved)}
    shift = bar.grouping_box.mapTo(bar, bar.grouping_box.rect().center()).y()

    assert max(middles) - min(middles) <= 1
    assert abs(bar.text.mapTo(bar, bar.text.rect().center()).y() - shift) <= 1


def test_a_range_says_what_is_wrong_with_it(bar: FilterBar) -> None:
    popup = RangePopup(Column.TAKEN, None, bar)
    said: list[object] = []
    popup.said.connect(said.append)
    popup.low.setText("yesterday")

    QTest.keyClick(popup.low, Qt.Key.Key_Return)
    assert "2024-12-31" in popup.trouble.text()
    popup.low.setText("1970-01-01")
    popup.high.setText("1970-01-01")
    QTest.keyClick(popup.high, Qt.Key.Key_Return)

    assert said == [Between(Column.TAKEN, 0.0, 86_399.0)]


def test_a_blind_reading_is_offered_no_decisions(bar: FilterBar) -> None:
    bar.set_condition(Column.CATEGORY, Among(Column.CATEGORY, ("1",)))
    bar.set_condition(Column.CAMERA, CAMERA)

    bar.set_blind(blind=True)
    bar.set_filter(Filter((Among(Column.DECIDED_BY, ("Examiner A",)), CAMERA)))

    assert bar.filter.conditions == (CAMERA,)


def test_how_a_gallery_looks_is_kept(qtbot: QtBot, memory: Memory) -> None:
    def made() -> tuple[GalleryBar, FilterBar, ListHeader]:
        parts = GalleryBar(), FilterBar(), ListHeader()
        for part in parts:
            qtbot.addWidget(part)
        GalleryLooks(*parts, memory)
        return parts

    bar, filters, header = made()
    bar.size_slider.setValue(250)
    bar.stacks.setChecked(False)
    bar.listing.setChecked(True)
    filters.set_grouping(Grouping.CAMERA)
    filters.hiding.click()
    header.resizeSection(1, 333)

    bar, filters, header = made()

    assert (bar.size_slider.value(), bar.stacks.isChecked(), bar.listing.isChecked()) == (250, False, True)
    assert (filters.grouping, filters.hide_decided, header.sectionSize(1)) == (Grouping.CAMERA, False, 333)


def test_columns_of_the_table_share_its_width_until_somebody_changes_them(qtbot: QtBot, memory: Memory) -> None:
    def made() -> ListHeader:
        parts = GalleryBar(), FilterBar(), ListHeader()
        for part in parts:
            qtbot.addWidget(part)
        GalleryLooks(*parts, memory)
        return parts[2]

    header = made()
    for room in (952, 1352, 2200):  # 1366 pixels with the inspector beside it, without it, and a large screen
        header.fit(room)
        assert header.length() == room
        assert all(header.sectionSize(at) >= least for at, (*_, least) in enumerate(TABLE_COLUMNS))
    assert made().length() != 2200  # nothing of it was kept

    header.resizeSection(1, 333)
    length = header.length()
    header.fit(952)
    again = made()
    again.fit(952)

    assert (header.sectionSize(1), header.length()) == (333, length)
    assert (again.sectionSize(1), again.length()) == (333, length)


@pytest.mark.parametrize("columns", [1, 2, 5])
def test_groups_keep_qts_rules_and_keys_pass_over_their_heads(
    qtbot: QtBot, qtmodeltester: ModelTester, runner: TaskRunner, columns: int
) -> None:
    model = GalleryModel(ScreenLoader(runner))
    model.set_shelf(FakeShelf())
    model.set_columns(columns)
    model.set_ids([5, 6, 7, 1, 10, 11, 12, 13], None, GROUPS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    view = GalleryView(model)
    qtbot.addWidget(view)
    view.resize(240 * columns, 600)
    view.show()

    assert model.index(0, 0).data(GROUP_ROLE) == GROUPS[0]
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "first · 5 items · 2 with a match"
    QTest.keyClick(view, Qt.Key.Key_Home)
    seen = []
    for _ in range(9):
        seen.append(view.chosen)
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert seen == [5, 6, 7, 1, 10, 11, 12, 13, 13]
    QTest.keyClick(view, Qt.Key.Key_Home)
    view.selectAll()
    assert view.selected_items() == [5, 6, 7, 1, 10, 11, 12, 13]
    view.select_items([7, 1])
    assert view.selected_items() == [7, 1]
    view.set_listing(listing=True)
    assert model.columns == 1
    assert not view.grab().isNull()
    model.set_shelf(None)


def test_chips_groups_and_the_table_in_the_real_window(qtbot: QtBot, open_case: Desktop) -> None:
    gallery = open_case.window.gallery
    filters = gallery.filters
    open_case.window.show_gallery()

    filters.set_condition(Column.MATCH, Among(Column.MATCH, ("",), excluded=True))
    qtbot.waitUntil(lambda: 0 < gallery.model.count < STACKED, timeout=LONG_MS)
    matched = set(gallery.model.ids.tolist())
    filters.set_grouping(Grouping.FOLDER)
    qtbot.waitUntil(lambda: len(gallery.model.cells) > gallery.model.count, timeout=LONG_MS)
    assert set(gallery.model.ids.tolist()) == matched
    gallery.bar.listing.setChecked(True)
    assert gallery.model.columns == 1
    assert gallery.view.header.isVisible()
    qtbot.waitUntil(lambda: "excluded" not in chips(filters)[0] and "Kind of match: not" in chips(filters)[0])
    filters._ask_name()
    QTest.keyClicks(filters.name, "hits")
    QTest.keyClick(filters.name, Qt.Key.Key_Return)
    filters.set_filter(Filter((), "no path has this"))
    qtbot.waitUntil(lambda: gallery.model.count == 0, timeout=LONG_MS)
    filters._use("hits")
    qtbot.waitUntil(lambda: set(gallery.model.ids.tolist()) == matched, timeout=LONG_MS)


def test_what_is_decided_is_hidden_until_it_is_asked_for(qtbot: QtBot, open_case: Desktop) -> None:
    window, gallery = open_case.window, open_case.window.gallery
    session = open_case.work.session
    assert session is not None
    item = int(gallery.model.ids[0])

    session.choose_scheme(find_category_scheme(Path("neutral")))
    session.decide(ActKind.CATEGORY, "1", [item])
    window.show_gallery()
    gallery.refresh_now()
    qtbot.waitUntil(lambda: item not in gallery.model.ids, timeout=LONG_MS)
    qtbot.waitUntil(lambda: filters_text(open_case) == "1 decided or known is hidden", timeout=LONG_MS)

    gallery.filters.hiding.click()
    qtbot.waitUntil(lambda: item in gallery.model.ids, timeout=LONG_MS)
    gallery.filters.hiding.click()
    qtbot.waitUntil(lambda: item not in gallery.model.ids, timeout=LONG_MS)
    gallery.go_to(item)

    qtbot.waitUntil(lambda: gallery.view.chosen == item, timeout=LONG_MS)


def filters_text(desktop: Desktop) -> str:
    """What the bar says of hidden items."""
    return desktop.window.gallery.filters.hidden.text()
