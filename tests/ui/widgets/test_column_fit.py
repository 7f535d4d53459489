"""The columns of a table share its width."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.fakes import make_list
from ui.models.lists import ListModel
from ui.pages.case import CasePage
from ui.widgets.column_fit import ColumnFit, shared
from ui.widgets.tables import make_table
from ui.work import CaseWork

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner


@given(
    wanted=st.lists(st.integers(1, 900), min_size=1, max_size=9),
    giving=st.sets(st.integers(0, 8)),
    room=st.integers(1, 4000),
)
def test_widths_fill_the_room_and_nobody_gives_without_need(wanted: list[int], giving: set[int], room: int) -> None:
    columns = [at for at in sorted(giving) if at < len(wanted)]
    widths = shared(wanted, columns, 60, room)
    fixed = [at for at in range(len(wanted)) if at not in columns]
    given_up = all(widths[at] <= 60 + len(wanted) for at in columns)  # what rounding leaves goes to the first

    assert sum(widths) <= max(room, sum(min(width, 60) for width in wanted), sum(wanted) if room >= sum(wanted) else 0)
    assert not columns or sum(widths) >= room
    assert all(width >= min(60, was) for width, was in zip(widths, wanted, strict=True))
    assert given_up or all(widths[at] == wanted[at] for at in fixed)


def test_a_table_of_long_names_does_not_scroll_sideways(qtbot: QtBot) -> None:
    model = ListModel()
    table = make_table(model, "lists")
    qtbot.addWidget(table)
    ColumnFit(table, (0, 3, 4), 80)
    table.resize(900, 300)
    table.show()
    known = make_list("a")
    model.set_lists((replace(known, name="a list with a very long name " * 6),), frozenset(), frozenset())

    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(1400, 300)
    qtbot.waitUntil(lambda: header.length() == table.viewport().width() > 1300)


def test_the_account_fits_a_small_enlarged_screen(qtbot: QtBot, runner: TaskRunner) -> None:
    page = CasePage(CaseWork(runner))
    qtbot.addWidget(page)
    page.show()
    header, inside = page.exhibits.horizontalHeader(), page.exhibits.viewport()
    for width in (860, 1300):
        page.resize(width, 460)
        qtbot.waitUntil(lambda: inside.width() > width - 120 and header.length() == inside.width())  # noqa: B023
