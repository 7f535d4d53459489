"""The made-up case of the desktop's benchmark has something of everything, and is measured to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.desktop_case import cost_of_writing, make_case
from forensicdesk.facets import CHOICES, Column, Showing
from forensicdesk.model import ItemFilter
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_every_column_has_something_to_choose_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    make_case(tmp_path / "made.fdcase", 1500)

    with Session.open(tmp_path / "made.fdcase", writable=False) as session:
        counts = session.value_counts(ItemFilter(), CHOICES)
        shown = session.arranged(ItemFilter(), Showing(stacked=True))

    single = {column for column in CHOICES if sum(bool(count) for _, count in counts[column]) < 2}
    assert single == {Column.SOURCE}
    assert shown.order.total == 1500
    assert len(shown.order.ids) < 1400


def test_what_writing_costs_is_told(tmp_path: Path) -> None:
    told = cost_of_writing(tmp_path / "made.fdcase", 500)

    assert told.startswith("500 items: entering ")
    assert "µs of a processor an item" in told
