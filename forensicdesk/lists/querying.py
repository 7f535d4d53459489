"""Reading entries, PDQ values and films out of a stored list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import bindparam, select

from forensicdesk.lists.schema import entry, film, frame
from forensicdesk.lists.values import QUALITY_UNKNOWN, Entry, PdqEntries, ReferenceFilm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

DIGEST_KINDS = ("md5", "sha1", "sha256")

_ASKED_AT_ONCE = 5_000
_FETCHED_AT_ONCE = 50_000


def exact(connection: Connection, algorithm: str, digests: Sequence[bytes]) -> Iterator[tuple[bytes, Entry]]:
    """Entries whose digest of this kind is among the given ones, ordered by digest and entry number."""
    column = entry.c[algorithm]
    # Without ORDER BY: SQLite would rather walk the whole table in that order than use the index.
    statement = select(entry).where(column.in_(bindparam("asked", expanding=True)))
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        rows = connection.execute(statement, {"asked": wanted[start : start + _ASKED_AT_ONCE]}).all()
        found = [(bytes(getattr(row, algorithm)), to_entry(row)) for row in rows]
        yield from sorted(found, key=lambda pair: (pair[0], pair[1].number))


def entries(connection: Connection, numbers: Sequence[int]) -> Iterator[Entry]:
    """The entries with these numbers, in order of number."""
    statement = select(entry).where(entry.c.number.in_(bindparam("asked", expanding=True))).order_by(entry.c.number)
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        for row in connection.execute(statement, {"asked": wanted[start : start + _ASKED_AT_ONCE]}):
            yield to_entry(row)


def pdq(connection: Connection) -> PdqEntries:
    """Every PDQ of the list."""
    statement = (
        select(entry.c.number, entry.c.pdq, entry.c.quality).where(entry.c.pdq.is_not(None)).order_by(entry.c.number)
    )
    numbers, values, qualities = _columns(connection, statement)
    return PdqEntries(np.array(numbers, dtype=np.int64), as_rows(values), _qualities(qualities))


def films(connection: Connection) -> Iterator[ReferenceFilm]:
    """Every film of the list, in order of number."""
    for number, name, label in connection.execute(select(film).order_by(film.c.number)).all():
        statement = (
            select(frame.c.time_s, frame.c.pdq, frame.c.quality).where(frame.c.film == number).order_by(frame.c.number)
        )
        times, values, qualities = _columns(connection, statement)
        seconds = np.array([np.nan if time is None else time for time in times], dtype=np.float64)
        yield ReferenceFilm(int(number), name, label or "", as_rows(values), _qualities(qualities), seconds)


def to_entry(row: Any) -> Entry:  # noqa: ANN401 - a row of the table `entry`
    """A row as a value."""
    number, position, reference, name, label, md5, sha1, sha256, pdq_value, quality, extra = row
    return Entry(
        number=number,
        entry=reference or f"line {position}",
        name=name or "",
        label=label or "",
        md5=md5,
        sha1=sha1,
        sha256=sha256,
        pdq=pdq_value,
        quality=quality,
        extra=extra or "",
    )


def as_rows(values: Sequence[bytes]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Values of 32 bytes as the rows of an array."""
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), 32)


def _columns(connection: Connection, statement: Any) -> tuple[list[Any], list[Any], list[Any]]:  # noqa: ANN401
    first: list[Any] = []
    second: list[Any] = []
    third: list[Any] = []
    result = connection.execution_options(yield_per=_FETCHED_AT_ONCE).execute(statement)
    for rows in result.partitions():
        for one, two, three in rows:
            first.append(one)
            second.append(two)
            third.append(three)
    return first, second, third


def _qualities(values: Sequence[int | None]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.array([QUALITY_UNKNOWN if value is None else value for value in values], dtype=np.int16)
