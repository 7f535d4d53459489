"""The models of exhibits, lists and metadata keep Qt's rules and show what they were given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from forensicdesk.account import Ledger
from tests.ui.fakes import make_list, make_overview, make_record
from ui.models.ledger import COLUMNS, LedgerModel
from ui.models.lists import ListModel
from ui.models.metadata import VALUE_ROLE, MetadataModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

ROOT = Path("/case")
PHONE = Ledger(seen=1200, not_media=200, analysed=990, failed=10)
DRIVE = Ledger(seen=10, pending=10)


def test_the_ledger_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = LedgerModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]

    model.set_overview(make_overview(ROOT, PHONE))
    model.set_overview(make_overview(ROOT, PHONE, DRIVE))

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_two_exhibits_have_a_sum_and_one_has_none() -> None:
    model = LedgerModel()
    model.set_overview(make_overview(ROOT, PHONE))
    assert model.rowCount() == 1

    model.set_overview(make_overview(ROOT, PHONE, DRIVE))

    rows = [[str(model.index(row, column).data()) for column in range(len(COLUMNS))] for row in range(3)]
    assert rows[0] == ["Exhibit 1", "1,200", "200", "1,000", "990", "0", "10", "0", "0", "0"]
    assert rows[2] == ["All exhibits", "1,210", "200", "1,000", "990", "0", "10", "0", "0", "10"]


def test_the_list_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ListModel()
    model.set_lists((make_list(), make_list("Other")), frozenset(), frozenset({"Known-1", "Other-1"}))

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_newest_lists_come_ticked_and_can_be_unticked() -> None:
    model = ListModel()
    old, new, other = make_list(), make_list(version=2), make_list("Other")
    model.set_lists((old, new, other), frozenset({old.id}), frozenset({new.id, other.id}))
    assert model.ticked() == (new, other)

    assert model.setData(model.index(2, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(model.index(2, 1), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)

    assert model.ticked() == (new,)
    assert model.index(0, 8).data() == "matched"
    assert model.index(1, 8).data() == "not yet"


def test_what_was_unticked_stays_so_when_the_case_is_read_again() -> None:
    model = ListModel()
    first, second = make_list(), make_list("Other")
    newest = frozenset({first.id, second.id})
    model.set_lists((first, second), frozenset(), newest)
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)

    model.set_lists((first, second), frozenset({second.id}), newest)

    assert model.ticked() == (second,)


def test_the_metadata_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = MetadataModel()
    analysis = make_record(ROOT).analysis
    assert analysis is not None
    model.set_groups(analysis.metadata)

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_metadata_is_searched_in_fields_and_whole_values() -> None:
    model = MetadataModel()
    model.set_groups([("EXIF", (("Make", "Example"), ("Comment", "x" * 4000 + "needle"))), ("GPS", (("Lat", "52"),))])

    model.search("needle")
    found = model.index(0, 0)
    assert (model.rowCount(), model.rowCount(found)) == (1, 1)
    value = model.index(0, 1, found)
    assert str(value.data()).endswith("(4,006 characters)")
    assert str(value.data(VALUE_ROLE)).endswith("needle")

    model.search("lat")
    assert model.index(0, 0).data() == "GPS"
    model.search("")
    assert model.rowCount() == 2
