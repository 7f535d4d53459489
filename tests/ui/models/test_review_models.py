"""The models of links, shared things and conflicts keep Qt's rules and show what they were given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from forensicdesk.relations import Shared, SharedPair, SharedThing
from tests.ui.fakes import make_source
from ui.links import Links, PairThings, ThingRow
from ui.models.conflicts import ConflictModel, ConflictRow, Conflicts
from ui.models.links import LinkModel, ThingModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

PAIR = SharedPair(1, 2, exact=3, near=1, exact_films=1, near_films=0, cameras=("12345",))
CAMERA = SharedPair(1, 3, 0, 0, 0, 0, ("9",))
LINKS = Links(
    tuple(make_source(Path("/e"), number) for number in (1, 2, 3)),
    Shared((SharedThing("picture", 4, (7, 8), ((1, 2), (2, 1)), exact=True),), (PAIR, CAMERA)),
)


def test_the_matrix_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = LinkModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]

    model.set_links(LINKS)

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_the_matrix_is_the_same_from_both_sides_and_empty_on_its_diagonal() -> None:
    model = LinkModel()
    model.set_links(LINKS)

    assert model.index(0, 1).data() == model.index(1, 0).data() == "4 exact, 1 near"
    assert model.index(0, 2).data() == "camera only"
    assert model.index(1, 2).data() == "nothing"
    assert model.index(1, 1).data() == "—"
    assert model.flags(model.index(1, 1)) == Qt.ItemFlag.NoItemFlags
    assert model.pair_at(model.index(1, 1)) is None
    told = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == (
        "Exhibit 1 and Exhibit 2 share 3 pictures with equal bytes, 1 picture in another form, 1 film with equal bytes."
        " Serial numbers of cameras that files of both name: 12345."
    )


@pytest.mark.parametrize("count", [0, 3])
def test_tables_of_things_and_conflicts_keep_qts_rules(qtmodeltester: ModelTester, count: int) -> None:
    things, conflicts = ThingModel(), ConflictModel()
    rows = tuple(ThingRow(f"{number}.jpg", "picture", True, 1, 2, (number,)) for number in range(count))
    things.set_things(PairThings((1, 2), rows, (1, 2), count), "Phone", "Drive")
    conflicts.set_conflicts(Conflicts(tuple(ConflictRow((1,), "a.jpg", "ab" * 32, "x") for _ in range(count))))

    qtmodeltester.check(things)  # type: ignore[no-untyped-call]
    qtmodeltester.check(conflicts)  # type: ignore[no-untyped-call]

    assert things.headerData(3, Qt.Orientation.Horizontal) == "Items in Phone"
    assert things.at(count) is None
    assert conflicts.at(count) is None
