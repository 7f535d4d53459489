"""Reading entries, PDQ values and films out of a stored list."""

from __future__ import annotations

from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import bindparam, null, select

from forensicdesk.lists import namefile
from forensicdesk.lists.categories import LINE
from forensicdesk.lists.gathering import gather
from forensicdesk.lists.listfile import has_values
from forensicdesk.lists.namefile import NameFile
from forensicdesk.lists.pdqfile import PdqFile
from forensicdesk.lists.schema import about, entry, film, frame, value
from forensicdesk.lists.sidefile import side_path
from forensicdesk.lists.sortedfile import WIDTHS, SortedFile
from forensicdesk.lists.values import QUALITY_UNKNOWN, Entry, ReferenceFilm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from forensicdesk.lists.values import HashEntries


DIGEST_KINDS = tuple(WIDTHS)
PDQ = "pdq"

_ASKED_AT_ONCE = 5_000
_FETCHED_AT_ONCE = 50_000


def side_files(connection: Connection, path: Path) -> dict[str, SortedFile | PdqFile]:
    """The side files of the list at `path` by kind; a kind that has one has no rows. Lists of old layouts have none.

    Raises:
        ListError: one is missing or damaged.
    """
    found: dict[str, SortedFile | PdqFile] = dict(digest_files(connection, path))
    known = pdq_file(connection, path)
    return found | {PDQ: known} if known else found


def digest_files(connection: Connection, path: Path) -> dict[str, SortedFile]:
    """The side files of the list's digests by kind."""
    return {kind: SortedFile(side_path(path, kind), kind) for kind in _aside(connection) if kind in WIDTHS}


def pdq_file(connection: Connection, path: Path) -> PdqFile | None:
    """The side file of the list's PDQ; None if it has none or if they are rows."""
    aside = _aside(connection)
    names = NameFile(side_path(path, namefile.KIND)) if namefile.KIND in aside else None
    return PdqFile(side_path(path, PDQ), names) if PDQ in aside else None


def _aside(connection: Connection) -> list[str]:
    """What stands in side files: kinds of values, and names."""
    kinds = (*DIGEST_KINDS, PDQ, namefile.KIND)
    statement = select(about.c.key).where(about.c.key.in_([f"sorted_{kind}" for kind in kinds]))
    return [str(key).removeprefix("sorted_") for key in connection.execute(statement).scalars()]


def exact(
    connection: Connection, path: Path, algorithm: str, digests: Sequence[bytes]
) -> Iterator[tuple[bytes, Entry]]:
    """Entries whose digest of this kind is among the given ones, ordered by digest and entry number."""
    side = digest_files(connection, path)
    if algorithm in side:
        yield from side[algorithm].exact(digests)
        return
    column = entry.c[algorithm]
    # Without ORDER BY: SQLite would rather walk the whole table in that order than use the index.
    statement = select(entry).where(column.in_(bindparam("asked", expanding=True)))
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        rows = connection.execute(statement, {"asked": wanted[start : start + _ASKED_AT_ONCE]}).all()
        more = _more(connection, [row.number for row in rows])
        found = [(bytes(getattr(row, algorithm)), to_entry(row, more.get(row.number, ()))) for row in rows]
        yield from sorted(found, key=lambda pair: (pair[0], pair[1].number))


def entries(connection: Connection, path: Path, numbers: Sequence[int]) -> Iterator[Entry]:
    """The entries with these numbers, in order of number."""
    aside = [side.entries(numbers) for side in side_files(connection, path).values()]
    yield from merge(_rows(connection, numbers), *aside, key=attrgetter("number"))


def _rows(connection: Connection, numbers: Sequence[int]) -> Iterator[Entry]:
    statement = select(entry).where(entry.c.number.in_(bindparam("asked", expanding=True))).order_by(entry.c.number)
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        asked = wanted[start : start + _ASKED_AT_ONCE]
        more = _more(connection, asked)
        for row in connection.execute(statement, {"asked": asked}):
            yield to_entry(row, more.get(row.number, ()))


def hashes(connection: Connection, path: Path, algorithm: str) -> HashEntries:
    """Every value of one kind.

    Raises:
        ListError: the values of this kind have different lengths.
    """
    side = side_files(connection, path)
    if algorithm in side:
        return side[algorithm].hashes()
    if algorithm in {*DIGEST_KINDS, PDQ}:
        column = entry.c[algorithm]
        statement = select(entry.c.number, column, entry.c.quality).where(column.is_not(None)).order_by(entry.c.number)
    else:
        statement = select(value.c.entry, value.c.value, null()).where(value.c.kind == algorithm)
        statement = statement.order_by(value.c.entry, value.c.value)
    readable = algorithm in entry.c or has_values(connection)
    return gather(connection, statement if readable else None, algorithm)


def further(connection: Connection, kind: str, numbers: Sequence[int] | None = None) -> Iterator[tuple[int, bytes]]:
    """Entry number and value of a further kind of every entry, or of those with these numbers, in order of number."""
    if not has_values(connection):
        return
    statement = select(value.c.entry, value.c.value).where(value.c.kind == kind).order_by(value.c.entry)
    if numbers is None:
        for row in connection.execution_options(yield_per=_ASKED_AT_ONCE).execute(statement):
            yield row.entry, row.value
        return
    statement = statement.where(value.c.entry.in_(bindparam("asked", expanding=True)))
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        for row in connection.execute(statement, {"asked": wanted[start : start + _ASKED_AT_ONCE]}):
            yield row.entry, row.value


def films(connection: Connection) -> Iterator[ReferenceFilm]:
    """Every film of the list, in order of number."""
    for number, name, label in connection.execute(select(film).order_by(film.c.number)).all():
        statement = (
            select(frame.c.time_s, frame.c.pdq, frame.c.quality).where(frame.c.film == number).order_by(frame.c.number)
        )
        times, values, qualities = _columns(connection, statement)
        seconds = np.array([np.nan if time is None else time for time in times], dtype=np.float64)
        yield ReferenceFilm(int(number), name, label or "", as_rows(values), _qualities(qualities), seconds)


def to_entry(row: Any, more: Sequence[tuple[str, bytes]] = ()) -> Entry:  # noqa: ANN401 - a row of `entry`
    """A row, with the entry's values of further kinds, as a value."""
    number, position, reference, name, label, md5, sha1, sha256, pdq_value, quality, extra = row
    return Entry(
        number=number,
        entry=reference or LINE.format(number=position),
        name=name or "",
        label=label or "",
        md5=md5,
        sha1=sha1,
        sha256=sha256,
        pdq=pdq_value,
        quality=quality,
        extra=extra or "",
        more=tuple(more),
    )


def as_rows(values: Sequence[bytes]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Values of 32 bytes as the rows of an array."""
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), 32)


def _more(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[str, bytes]]]:
    """Values of further kinds of these entries, by entry number; `numbers` may be as many as one answer has rows."""
    found: dict[int, list[tuple[str, bytes]]] = {}
    if not has_values(connection):
        return found
    statement = select(value.c.entry, value.c.kind, value.c.value).where(
        value.c.entry.in_(bindparam("asked", expanding=True))
    )
    statement = statement.order_by(value.c.entry, value.c.kind, value.c.value)
    for start in range(0, len(numbers), _ASKED_AT_ONCE):
        for number, kind, content in connection.execute(statement, {"asked": numbers[start : start + _ASKED_AT_ONCE]}):
            found.setdefault(int(number), []).append((str(kind), bytes(content)))
    return found


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
