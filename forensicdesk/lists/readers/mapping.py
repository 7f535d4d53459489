"""What a person said that the columns of a table hold. It goes before what titles and values say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import ListError, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.columns import MAPPED_KINDS
from forensicdesk.lists.readers.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

IGNORED = "ignore"
"""The kind of a column that is left out of the entry."""

_SHOWN = 50


def mapped_columns(file_name: str, titles: Sequence[str], said: Sequence[tuple[str, str]]) -> dict[int, str]:
    """The kind of each column that a person named, by its place from 0.

    Args:
        file_name: for error sentences.
        titles: of all columns.
        said: (title or number from 1, kind) pairs. A title goes before a number; case does not matter.

    Raises:
        UsageError: there is no such kind.
        ListError: there is no such column, several have the title, or one kind was given to two columns.
    """
    found: dict[int, str] = {}
    for column, kind in said:
        if kind not in MAPPED_KINDS:
            msg = sentence(
                "A column cannot be mapped to {kind}; say one of {choices}.", kind=kind, choices=", ".join(MAPPED_KINDS)
            )
            raise UsageError(msg)
        at = _place(file_name, titles, column)
        if at in found or (kind != IGNORED and kind in found.values()):
            msg = sentence(
                "{file_name}: --map {column}={kind} says twice what a column holds, or where {kind} stands.",
                file_name=file_name,
                column=column,
                kind=kind,
            )
            raise ListError(msg)
        found[at] = kind
    return found


def _place(file_name: str, titles: Sequence[str], column: str) -> int:
    wanted = column.strip().casefold()
    places = [at for at, title in enumerate(titles) if title.strip().casefold() == wanted]
    if len(places) == 1:
        return places[0]
    if not places and wanted.isascii() and wanted.isdigit() and len(wanted) <= 6 and 0 < int(wanted) <= len(titles):  # noqa: PLR2004 - no table is wider
        return int(wanted) - 1
    there = ", ".join(f"{number} {printable(title)[:40]}" for number, title in enumerate(titles[:_SHOWN], 1))
    what = sentence("several columns") if places else sentence("no column")
    msg = sentence(
        "{file_name} has {what} called {column}; say the number of one of these: {there}.",
        file_name=file_name,
        what=what,
        column=column,
        there=there,
    )
    raise ListError(msg)
