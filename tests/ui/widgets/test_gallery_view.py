"""The gallery follows the keys, and every cell can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from forensicdesk.model import ItemCard, MatchKind, State
from tests.ui.fakes import FakeShelf
from ui.arranging import GroupHead, StackMark
from ui.models.gallery import CARD_ROLE, GalleryModel
from ui.models.looks import Look
from ui.models.screen import ScreenLoader
from ui.widgets.gallery_delegate import count_rect
from ui.widgets.gallery_view import GalleryView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner


class MatchedShelf(FakeShelf):
    """Items of every appearance."""

    def cards(self, item_ids: Sequence[int], /) -> list[ItemCard]:
        """Every match kind, every state, a film."""
        states = list(State)
        shown = []
        for item_id in item_ids:
            kinds = (tuple(MatchKind)[item_id % 3],) if item_id < 4 else ()
            state = State.ANALYSED if item_id < 8 else states[item_id % len(states)]
            duration = 75.0 if item_id == 2 else None
            shown.append(ItemCard(item_id, f"f{item_id}", state, item_id, "video/mp4", 10, duration, kinds))
        return shown


@pytest.fixture
def view(qtbot: QtBot, runner: TaskRunner) -> GalleryView:
    """Twenty-three items in a window."""
    model = GalleryModel(ScreenLoader(runner))
    shown = GalleryView(model)
    model.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    model.set_shelf(MatchedShelf())
    model.set_ids(list(range(1, 24)))
    return shown


def model_of(view: GalleryView) -> GalleryModel:
    """The view's model."""
    model = view.model()
    assert isinstance(model, GalleryModel)
    return model


def test_arrow_keys_go_through_all_items_in_order(view: GalleryView) -> None:
    view.choose_item(1)
    seen = []

    for _ in range(25):
        seen.append(view.chosen)
        QTest.keyClick(view, Qt.Key.Key_Right)

    assert seen == [*range(1, 24), 23, 23]
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.chosen == 22


def test_up_and_down_keep_the_column(view: GalleryView) -> None:
    columns = model_of(view).columns
    view.choose_item(2)

    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.chosen == 2 + columns
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Up)

    assert view.chosen == 2


def test_home_and_end_mean_the_first_and_the_last_item(view: GalleryView) -> None:
    view.choose_item(5)

    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.chosen == 23
    QTest.keyClick(view, Qt.Key.Key_Home)

    assert view.chosen == 1


def test_the_chosen_item_is_told_once_the_cursor_rests(qtbot: QtBot, view: GalleryView) -> None:
    told: list[int] = []
    view.item_chosen.connect(told.append)
    view.choose_item(1)
    qtbot.waitUntil(lambda: told == [1])

    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: 6 in told)

    assert len(told) <= 3


def test_enter_opens_the_chosen_item(qtbot: QtBot, view: GalleryView) -> None:
    view.choose_item(4)

    with qtbot.waitSignal(view.item_opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)

    assert opened.args == [4]


def test_typing_letters_searches_nothing(view: GalleryView) -> None:
    view.choose_item(2)

    view.keyboardSearch("f9")

    assert view.chosen == 2


def test_larger_pictures_mean_fewer_columns_and_the_same_item(view: GalleryView) -> None:
    before = model_of(view).columns
    view.choose_item(9)

    view.set_picture_size(330)

    assert model_of(view).columns < before
    assert view.chosen == 9


def test_leaving_an_empty_view_by_keys_does_no_harm(view: GalleryView) -> None:
    model_of(view).set_ids([])

    QTest.keyClick(view, Qt.Key.Key_Right)

    assert view.chosen is None
    assert view.moveCursor(GalleryView.CursorAction.MoveDown, Qt.KeyboardModifier.NoModifier) == QModelIndex()


def test_every_appearance_is_drawn(qtbot: QtBot, view: GalleryView) -> None:
    model = model_of(view)
    qtbot.waitUntil(lambda: model.index_at(7).data(CARD_ROLE) is not None)

    blurred = view.grab().toImage()
    model.set_look(Look(blurred=False))
    qtbot.waitUntil(lambda: model.index_at(0).data(CARD_ROLE + 1) is not None)
    clear = view.grab().toImage()

    assert blurred.size() == clear.size()
    assert colours_in(clear) > colours_in(blurred) > 10


@pytest.mark.parametrize("opened", [False, True])
def test_pressing_the_number_of_a_stack_opens_or_closes_it(qtbot: QtBot, view: GalleryView, opened: bool) -> None:
    mark = StackMark(7, 3, opened, head=True, kinds=(MatchKind.EXACT,))
    model_of(view).set_ids(list(range(1, 9)), {2: mark})
    qtbot.waitUntil(lambda: model_of(view).index_at(1).data(CARD_ROLE) is not None)
    cell = view.visualRect(model_of(view).index_at(1))
    place = count_rect(cell, mark, view.fontMetrics())
    assert cell.contains(place)

    with qtbot.waitSignal(view.stack_toggled) as toggled:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    with qtbot.assertNotEmitted(view.stack_toggled):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())

    assert toggled.args == [2]
    assert colours_in(view.grab().toImage()) > 10


def test_what_stands_for_others_says_so_to_screen_readers(qtbot: QtBot, view: GalleryView) -> None:
    model = model_of(view)
    model.set_ids([1, 2, 3], {2: StackMark(7, 4, opened=False, head=True)})
    qtbot.waitUntil(lambda: model.index_at(1).data(CARD_ROLE) is not None)

    told = model.index_at(1).data(Qt.ItemDataRole.AccessibleTextRole)

    assert told.endswith("stands for 4 items")
    assert "stands for" not in model.index_at(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_item_of_an_open_stack_is_found_out_of_order(view: GalleryView) -> None:
    model = model_of(view)
    marks = {item: StackMark(7, 3, opened=True, head=item == 5) for item in (5, 1, 9)}

    model.set_ids([5, 1, 9, 6, 7], marks)

    assert [model.item_at(model.index_of(item)) for item in (1, 5, 6, 7, 9)] == [1, 5, 6, 7, 9]
    assert not model.index_of(8).isValid()
    assert model.head_of(7) == 5
    assert model.head_of(8) is None


def colours_in(picture: QImage) -> int:
    """How many different colours a picture has, on a coarse grid."""
    places = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    return len({picture.pixel(x, y) for x, y in places})


def grouped(view: GalleryView) -> GalleryModel:
    """The view's model with three groups: of seven, of one and of fifteen items."""
    model = model_of(view)
    heads = (GroupHead("a", 0, 7, 7), GroupHead("b", 7, 1, 1), GroupHead("c", 8, 15, 15))
    model.set_ids(list(range(1, 24)), groups=heads)
    return model


def test_the_keys_for_groups_go_from_one_to_the_next_and_no_further(view: GalleryView) -> None:
    grouped(view)
    view.choose_item(3)

    seen = []
    for step in (1, 1, 1, -1, -1, -1):
        view.step_group(step)
        seen.append(view.chosen)

    assert seen == [8, 9, 9, 8, 1, 1]


def test_pressing_the_head_of_a_group_selects_all_of_it_and_with_control_another_one_too(view: GalleryView) -> None:
    model = grouped(view)
    heads = [model.index_at(place) for place in range(len(model.cells)) if model.cells[place] < 0]
    view.choose_item(3)

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(heads[0]).center())
    first, cursor = view.selected_items(), view.chosen
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, control, view.visualRect(heads[1]).center())

    assert (first, cursor) == (list(range(1, 8)), 3)
    assert view.selected_items() == list(range(1, 9))
    assert view.chosen == 3


def test_the_group_under_the_cursor_is_selected_and_nothing_where_nothing_is_grouped(view: GalleryView) -> None:
    view.choose_item(5)
    view.select_group()
    alone = view.selected_items()
    grouped(view)
    view.choose_item(10)
    view.select_group()

    assert alone == [5]
    assert view.selected_items() == list(range(9, 24))
