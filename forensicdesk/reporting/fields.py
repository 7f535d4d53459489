"""Which parts of items, and which plots, a report shows: all, unless a person or the unit's template names some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from reports.left_out import LeftOut, UnknownPartError, all_but

if TYPE_CHECKING:
    from collections.abc import Sequence


def split_fields(text: str) -> tuple[str, ...]:
    """The names in a list with commas.

    Raises:
        UsageError: one of them is none, naming those there are.
    """
    names = tuple(filter(None, (name.strip() for name in text.split(","))))
    what_is_left_out(names)
    return names


def what_is_left_out(shown: Sequence[str]) -> LeftOut:
    """What is left out where these are shown; () shows all.

    Raises:
        UsageError: one of them is none, naming those there are.
    """
    try:
        return all_but(shown) if shown else LeftOut()
    except UnknownPartError as error:
        raise UsageError(str(error)) from error
