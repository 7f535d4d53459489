"""Files found inside items become items of their own, numbered without regard to the order of the work."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import ItemFilter, Result, State
from hashing.values import Embedded, EmbeddedKind, Recipe
from tests.forensicdesk.case.building import new_case, opened, picture, source_with, writer_of

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore

EVERYTHING = ItemFilter(states=tuple(State))
THUMBNAIL = Embedded(EmbeddedKind.EXIF_THUMBNAIL, 20, 5)
FILM = Embedded(EmbeddedKind.APPENDED_FILM, 900, 70)
INSIDE = {1: (THUMBNAIL, FILM), 2: (), 3: (THUMBNAIL,)}


def record(store: CaseStore, item_id: int, inside: tuple[Embedded, ...]) -> None:
    analysis = replace(picture(b"content %d" % item_id), embedded=inside)
    writer_of(store).record_results([Result(item_id, analysis)], Recipe())


@pytest.mark.parametrize("order", list(itertools.permutations(INSIDE)))
def test_numbers_do_not_depend_on_the_order_of_results(tmp_path: Path, order: tuple[int, ...]) -> None:
    with opened(new_case(tmp_path)) as store:
        source_with(store, [b"a.jpg", b"b.jpg", b"c.jpg"])
        for item_id in order:
            record(store, item_id, INSIDE[item_id])

        assert writer_of(store).enter_embedded() == (3, 80)

        found = {item.id: (item.parent_id, item.location.steps[-1].path) for item in store.reader.items(EVERYTHING)}
        assert {key: found[key] for key in (4, 5, 6)} == {
            4: (1, b"exif-thumbnail@20+5"),
            5: (1, b"appended-film@900+70"),
            6: (3, b"exif-thumbnail@20+5"),
        }
        assert (store.reader.ledger().seen, store.reader.ledger().embedded, store.reader.pending()) == (6, 3, (3, 80))
        assert [card.name for card in store.reader.cards([5])] == ["a.jpg > appended-film"]


def test_what_was_entered_is_not_entered_again(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        source_with(store, [b"a.jpg"])
        record(store, 1, (THUMBNAIL,))
        assert writer_of(store).enter_embedded() == (1, 5)

        assert writer_of(store).enter_embedded() == (0, 0)
        record(store, 2, (THUMBNAIL,))
        assert writer_of(store).enter_embedded() == (1, 5)
        assert [step.path for step in store.reader.item(3).location.steps[1:]] == [b"exif-thumbnail@20+5"] * 2


def test_items_can_be_chosen_by_lying_inside_others(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        source_with(store, [b"a.jpg", b"b.jpg"])
        record(store, 1, (THUMBNAIL,))
        writer_of(store).enter_embedded()

        assert store.reader.item_ids(replace(EVERYTHING, embedded=True)) == [3]
        assert store.reader.item_ids(replace(EVERYTHING, embedded=False)) == [1, 2]
