"""The conditions of `items --where`."""

from __future__ import annotations

import pytest

from forensicdesk.cli.items import parse_conditions
from forensicdesk.errors import UsageError
from forensicdesk.facets import Among, Between, Column
from forensicdesk.model import ItemFilter, MatchKind, State


def test_conditions_are_joined() -> None:
    where = parse_conditions(("state=failed", "match=near", "source=2", "media=film", "sha256=" + "ab" * 32), ())

    assert where == ItemFilter(
        states=(State.FAILED,), match_kind=MatchKind.NEAR, source_id=2, media="film", sha256=b"\xab" * 32
    )


def test_any_state_shows_everything() -> None:
    assert parse_conditions(("state=any",), ()).states == tuple(State)


def test_with_and_without_matches() -> None:
    assert parse_conditions(("match=any",), ()).matched is True
    assert parse_conditions(("match=none",), ()).matched is False


@pytest.mark.parametrize(
    "text", ["state", "state=odd", "match=odd", "list=unknown", "source=x", "media=x", "sha256=12"]
)
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_conditions((text,), ())


def test_columns_take_several_values_ranges_and_none_of() -> None:
    where = parse_conditions(
        (
            "camera=One,none",
            "match!=exact,near",
            "size=1000..2000",
            "distance=..10",
            "taken=1970-01-01..1970-01-02",
            "container-date=..1970-01-01",
            "application-date=1970-01-02",
            "source=1,2",
            "text=two words",
        ),
        (),
    )

    assert where.text == "two words"
    assert where.conditions == (
        Among(Column.CAMERA, ("One", "")),
        Among(Column.MATCH, ("exact", "near"), excluded=True),
        Between(Column.SIZE, 1000, 2000),
        Between(Column.DISTANCE, None, 10),
        Between(Column.TAKEN, 0, 2 * 86_400 - 1),
        Between(Column.CONTAINER_DATE, None, 86_399),
        Between(Column.APPLICATION_DATE, 86_400, 2 * 86_400 - 1),
        Among(Column.SOURCE, ("1", "2")),
    )


@pytest.mark.parametrize(
    "text", ["size=large", "taken=05.06.2024", "match=exact,far", "gps=maybe", "list=a,b", "media!=sound", "sizes=1"]
)
def test_a_value_that_a_column_cannot_have_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"no value for|is no condition"):
        parse_conditions((text,), ())
