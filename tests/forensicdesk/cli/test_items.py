"""The conditions of `items --where`."""

from __future__ import annotations

import pytest

from forensicdesk.cli.items import parse_conditions
from forensicdesk.errors import UsageError
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
