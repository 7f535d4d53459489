"""The gallery's model and view stay lazy however many items there are."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from forensicdesk.model import MatchKind
from tests.ui.fakes import FakeShelf, make_card
from ui.models.gallery import CARD_ROLE, ITEM_ROLE, PICTURE_ROLE, GalleryModel, describe
from ui.models.looks import Look
from ui.models.screen import ScreenLoader
from ui.widgets.gallery_view import GalleryView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner

MILLION = 1_000_000


class CountingModel(GalleryModel):
    """Counts how often a view asks."""

    calls = 0

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Count, then answer."""
        self.calls += 1
        return super().data(index, role)


@pytest.fixture
def model(runner: TaskRunner) -> Iterator[CountingModel]:
    """An empty model."""
    loader = ScreenLoader(runner)
    yield CountingModel(loader)
    loader.drop()


@pytest.fixture
def view(qtbot: QtBot, model: CountingModel) -> GalleryView:
    """A view of 1200 by 700 pixels on it."""
    shown = GalleryView(model)
    qtbot.addWidget(shown)
    shown.resize(1200, 700)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 23])
def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, model: CountingModel, count: int) -> None:
    model.set_shelf(FakeShelf())
    model.set_ids(list(range(1, count + 1)))

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_columns(3)
    model.set_ids(list(range(1, count + 9)))
    model.set_ids(list(range(1, count // 2 + 1)))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_cells_behind_the_last_item_are_nothing(model: CountingModel) -> None:
    model.set_columns(4)
    model.set_ids([10, 20, 30, 40, 50])

    assert model.rowCount() == 2
    assert model.index(1, 0).data(ITEM_ROLE) == 50
    assert model.index(1, 1).data(ITEM_ROLE) is None
    assert model.flags(model.index(1, 1)) == Qt.ItemFlag.NoItemFlags
    assert model.item_at(model.index_of(30)) == 30
    assert not model.index_of(31).isValid()


def test_a_million_items_ask_only_for_what_is_on_the_screen(
    qtbot: QtBot, model: CountingModel, view: GalleryView
) -> None:
    shelf = FakeShelf()
    model.set_shelf(shelf)

    began = time.perf_counter()
    model.set_ids(range(1, MILLION + 1))
    qtbot.waitUntil(lambda: bool(model.index(0, 0).data(CARD_ROLE)))
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.index_at(MILLION - 1).data(CARD_ROLE) is not None)
    took_s = time.perf_counter() - began

    assert view.visible_rows()[1] == model.rowCount() - 1
    assert len(shelf.cards_asked) < 200
    assert len(shelf.thumbnails_asked) < 200
    assert model.calls < 20_000
    assert took_s < 5


def test_the_screen_is_fetched_once_and_comes_blurred(qtbot: QtBot, model: CountingModel, view: GalleryView) -> None:
    shelf = FakeShelf()
    model.set_shelf(shelf)
    model.set_ids(list(range(1, 9)))

    qtbot.waitUntil(lambda: model.index_at(0).data(PICTURE_ROLE) is not None)
    qtbot.wait(100)
    view.viewport().update()
    qtbot.wait(50)

    picture = model.index_at(0).data(PICTURE_ROLE)
    assert max(picture.width(), picture.height()) == 12
    assert sorted(shelf.cards_asked) == list(range(1, 9))
    assert sorted(shelf.thumbnails_asked) == [1, 2, 3, 4, 5, 6, 8]


def test_unblurring_shows_previews_and_blurring_hides_them_at_once(
    qtbot: QtBot, model: CountingModel, view: GalleryView
) -> None:
    del view
    model.set_shelf(FakeShelf())
    model.set_ids([1, 2])
    qtbot.waitUntil(lambda: model.index_at(0).data(PICTURE_ROLE) is not None)

    model.set_look(Look(blurred=False))
    qtbot.waitUntil(lambda: model.index_at(0).data(PICTURE_ROLE) is not None)
    assert model.index_at(0).data(PICTURE_ROLE).width() == 256
    model.set_look(Look(blurred=True))

    assert model.index_at(0).data(PICTURE_ROLE).width() == 12


def test_greyscale_takes_the_colour_out(qtbot: QtBot, model: CountingModel, view: GalleryView) -> None:
    del view
    model.set_shelf(FakeShelf())
    model.set_ids([1])

    model.set_look(Look(blurred=False, grey=True))
    qtbot.waitUntil(lambda: model.index_at(0).data(PICTURE_ROLE) is not None)

    picture = model.index_at(0).data(PICTURE_ROLE)
    assert all(picture.pixelColor(x, 90).saturation() == 0 for x in range(0, 256, 16))


def test_pictures_in_memory_stay_below_the_limit(qtbot: QtBot, runner: TaskRunner) -> None:
    model = GalleryModel(ScreenLoader(runner), cache_mib=1)
    view = GalleryView(model)
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.show()
    model.set_shelf(FakeShelf())
    model.set_look(Look(blurred=False))
    model.set_ids(range(1, 2001))

    for item_id in (101, 601, 1101, 1601):
        view.choose_item(item_id)
        qtbot.waitUntil(partial(has_card, model, item_id))

    assert 0 < model.pictures.used_bytes <= 1024 * 1024


def has_card(model: GalleryModel, item_id: int) -> bool:
    """Whether an item's card is here."""
    return model.index_of(item_id).data(CARD_ROLE) is not None


def test_new_items_leave_the_cursor_on_its_item(model: CountingModel, view: GalleryView) -> None:
    model.set_shelf(FakeShelf())
    model.set_ids([10, 20, 30, 40])
    view.choose_item(30)

    chosen = view.chosen
    model.set_ids([5, 10, 15, 20, 25, 30, 35, 40])
    view.keep_item(chosen)

    assert view.chosen == 30


def test_changed_items_are_read_again(qtbot: QtBot, model: CountingModel, view: GalleryView) -> None:
    del view
    shelf = FakeShelf()
    model.set_shelf(shelf)
    model.set_ids([1, 2, 3])
    qtbot.waitUntil(lambda: model.index_at(2).data(CARD_ROLE) is not None)

    model.forget_cards([2])
    qtbot.waitUntil(lambda: shelf.cards_asked.count(2) == 2)

    assert shelf.cards_asked.count(1) == 1


def test_another_case_leaves_nothing_of_the_one_before(qtbot: QtBot, model: CountingModel, view: GalleryView) -> None:
    del view
    model.set_shelf(FakeShelf())
    model.set_ids([1, 2, 3])
    qtbot.waitUntil(lambda: model.index_at(2).data(PICTURE_ROLE) is not None)

    model.set_shelf(None)

    assert model.rowCount() == 0
    assert len(model.pictures) == 0


def test_items_are_described_in_words_and_names_cannot_turn_around() -> None:
    card = make_card(3, (MatchKind.EXACT, MatchKind.VIDEO))

    assert describe(card) == "IMG_0000003.jpg · Analysed · image/jpeg · 1.0 kB (1,003 bytes) · match: exact, film"
