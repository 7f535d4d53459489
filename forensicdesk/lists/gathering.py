"""Columns of a stored list as arrays, gathered in as much memory as the arrays take."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.values import QUALITY_UNKNOWN, HashEntries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_FETCHED_AT_ONCE = 50_000


def gather(connection: Connection, statement: Any, kind: str) -> HashEntries:  # noqa: ANN401 - of three columns
    """Rows of (number, value, quality or None) as arrays; qualities count for PDQ only. No statement, no rows.

    Raises:
        ListError: the values have different lengths; `kind` names them.
    """
    numbers, qualities, values = array("I"), array("h"), bytearray()
    widths: set[int] = set()
    for rows in _partitions(connection, statement):
        ones, twos, threes = zip(*rows, strict=True)
        numbers.extend(ones)
        values += b"".join(twos)
        known = threes if kind == "pdq" else [None] * len(threes)
        qualities.extend(QUALITY_UNKNOWN if stated is None else stated for stated in known)
        widths.update(map(len, twos))
    if len(widths) > 1:
        msg = sentence(
            "The list holds {kind} values of different lengths ({min} to {max} bytes).",
            kind=kind,
            min=min(widths),
            max=max(widths),
        )
        raise ListError(msg)
    shape = len(numbers), max(widths, default=0)
    return HashEntries(
        np.frombuffer(numbers, dtype=np.uint32),
        np.frombuffer(values, dtype=np.uint8).reshape(shape),
        np.frombuffer(qualities, dtype=np.int16),
    )


def _partitions(connection: Connection, statement: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401
    if statement is not None:
        yield from connection.execution_options(yield_per=_FETCHED_AT_ONCE).execute(statement).partitions()
