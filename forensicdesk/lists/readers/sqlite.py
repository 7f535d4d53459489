"""SQLite databases that come from outside: opened to read expected tables, and for nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import ListError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from forensicdesk.lists.readers.content import Content

MAX_CELL = 4 * 1024 * 1024
"""No cell of a hash list needs more bytes; SQLite refuses longer ones."""

_ROWS_AT_ONCE = 5000
_STEPS_AT_ONCE = 100_000
_STEPS_A_ROW = 20
_SPARE = 100
_CACHE = "PRAGMA cache_size = -65536"
_COUNT = {"count"}


def tables_of(content: Content) -> dict[str, frozenset[str]]:
    """The columns of every ordinary table, names in lower case. Views and virtual tables are left out.

    Raises:
        ListError: the database is damaged, or has changes in a file beside it.
    """
    refuse_journal(content)
    with _connected(content) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND sql NOT LIKE '%VIRTUAL%USING%'"
        ).fetchmany(_ROWS_AT_ONCE)
        tables: dict[str, frozenset[str]] = {}
        for (name,) in found:
            columns = connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
            if not any(hidden for _, hidden in columns):  # a generated column is a program, not a value
                tables[str(name).lower()] = frozenset(str(column).lower() for column, _ in columns)
        return tables


def fits(tables: Mapping[str, frozenset[str]], wanted: Mapping[str, frozenset[str]]) -> float:
    """1.0 if all wanted tables with all wanted columns are there, else 0.0."""
    return float(all(columns <= tables.get(name, frozenset()) for name, columns in wanted.items()))


def refuse_journal(content: Content) -> None:
    """Refuse a database whose last changes lie in a file beside it.

    Raises:
        ListError: there is such a file, and it is not empty.
    """
    if content.packing and content.packing != "zip":
        return
    own = content.member.rsplit("/", 1)[-1] or content.path.name
    for suffix in ("-wal", "-journal"):
        beside = content.beside(own + suffix)
        if beside is not None:
            with beside.open() as stream:
                if stream.read(1):
                    msg = sentence(
                        "Beside {name} lies {own}{suffix} with changes that are not in the database yet; open and "
                        "close it once with the program that wrote it, then import it again.",
                        name=content.name,
                        own=own,
                        suffix=suffix,
                    )
                    raise ListError(msg)


@contextmanager
def opened(content: Content, tables: frozenset[str]) -> Iterator[sqlite3.Connection]:
    """A connection that can read these tables (names in lower case) and count their rows.

    The file is opened read-only as a file that nobody changes; no view, trigger, function or virtual table that it
    defines is ever run.

    Raises:
        ListError: here or while reading, where the database is damaged.
    """

    def allow(action: int, first: str | None, second: str | None, _database: str | None, inside: str | None) -> int:
        reads = action == sqlite3.SQLITE_READ and inside is None and (first or "").lower() in tables
        counts = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _COUNT
        return sqlite3.SQLITE_OK if reads or counts or action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_DENY

    with _connected(content) as connection:
        connection.set_authorizer(allow)
        yield connection


def rows(connection: sqlite3.Connection, statement: str, most: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement; `most` bounds them, since the trees of a damaged database can lead in circles.

    Raises:
        sqlite3.DatabaseError: the database is damaged.
    """
    cursor = connection.execute(statement)
    seen = 0
    while found := cursor.fetchmany(_ROWS_AT_ONCE):
        seen += len(found)
        if seen > most:
            msg = sentence("it has more rows than its size allows")
            raise sqlite3.DatabaseError(msg)
        yield from found


def id_of(value: Any) -> int:  # noqa: ANN401 - whatever the database holds
    """The number of a row.

    Raises:
        sqlite3.DatabaseError: it is no number.
    """
    if isinstance(value, int):
        return value
    msg = sentence("a row has no number")
    raise sqlite3.DatabaseError(msg)


def _bounded(connection: sqlite3.Connection, content: Content) -> None:
    """Stop SQLite after more steps than reading and sorting every row that the file can hold takes."""
    left = most_rows(content) // (_STEPS_AT_ONCE // _STEPS_A_ROW) + _SPARE

    def step() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(step, _STEPS_AT_ONCE)


def most_rows(content: Content) -> int:
    """More rows than this cannot be in the file: each takes some bytes."""
    return content.on_disk().stat().st_size // 4


def needs_no_sort(connection: sqlite3.Connection, statement: str) -> bool:
    """Whether SQLite can give the rows in order from an index that holds all that is asked for."""
    plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
    return "COVERING INDEX" in plan and "TEMP B-TREE" not in plan


@contextmanager
def _connected(content: Content) -> Iterator[sqlite3.Connection]:
    path: Path = content.on_disk()
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise ListError(_damaged(content, error)) from error
    try:
        _bounded(connection, content)
        connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}").close()
        connection.execute(_CACHE).close()
        yield connection
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        raise ListError(_damaged(content, error)) from error
    finally:
        connection.close()


def _damaged(content: Content, error: Exception) -> str:
    what = "".join(char if char.isprintable() else "?" for char in str(error))[:160].rstrip(".")
    return sentence("{name} is a damaged SQLite database ({what}); nothing was imported.", name=content.name, what=what)
