"""One stored list version: an SQLite file that is written once and never changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from forensicdesk.errors import EnvironmentProblem, ListError
from forensicdesk.language import sentence
from forensicdesk.lists.schema import LAYOUT_VERSION, about, entry, film, frame, refusal, value
from forensicdesk.model import HashList, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

SUFFIX = ".fdlist"
_DIGEST_BATCH = 20_000


def engine_for(path: Path, *, writing: bool = False) -> Engine:
    """An engine for one list file; for reading, SQLite is told that nobody changes the file."""
    mode = "mode=rw" if writing else "mode=ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?{mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection for reading.

    Raises:
        ListError: the stored list is damaged or made by a newer version.
    """
    engine = engine_for(path)
    try:
        with engine.connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > LAYOUT_VERSION:
                msg = sentence(
                    "The stored list {name} was made by a newer version of ForensicDesk; update this one.",
                    name=path.name,
                )
                raise ListError(msg)
            yield connection
    except DatabaseError as error:
        if not path.exists():
            msg = sentence("The stored list {name} is not in the library any more.", name=path.name)
            raise ListError(msg) from error
        msg = sentence(
            "The stored list {path} is damaged ({orig}); delete this file and import the list again.",
            path=path,
            orig=error.orig,
        )
        raise ListError(msg) from error
    finally:
        engine.dispose()


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """A connection that writes a new list file in one transaction.

    Raises:
        EnvironmentProblem: the file cannot be written, such as on a full disk.
    """
    engine = engine_for(path, writing=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=MEMORY")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            connection.exec_driver_sql(f"PRAGMA user_version={LAYOUT_VERSION}")
            connection.commit()
            yield connection
            connection.commit()
    except DatabaseError as error:
        msg = sentence(
            "The list cannot be stored in {parent}: {orig}; make room or choose another folder.",
            parent=path.parent,
            orig=error.orig,
        )
        raise EnvironmentProblem(msg) from error
    finally:
        engine.dispose()


def read_about(connection: Connection) -> dict[str, str]:
    """The stored facts about a list."""
    return {str(key): str(value) for key, value in connection.execute(select(about.c.key, about.c.value))}


def to_hash_list(facts: Mapping[str, str], refusals: tuple[tuple[int, str], ...]) -> HashList:
    """The facts as the value everybody uses."""
    return HashList(
        id=facts["id"],
        name=facts["name"],
        version=int(facts["version"]),
        role=Role(facts["role"]),
        role_stated=facts["role_stated"] == "yes",
        format=facts["format"],
        sha256=facts["sha256"],
        imported_at=facts["imported_at"],
        entries=tuple((kind, int(count)) for kind, count in json.loads(facts["entries"])),
        refused=int(facts["refused"]),
        refusals=refusals,
        duplicates=int(facts["duplicates"]),
        issuer=facts.get("issuer", ""),
        issued_version=facts.get("issued_version", ""),
        issued_at=facts.get("issued_at", ""),
        importer_version=facts.get("importer_version", ""),
        file_size=int(facts.get("file_size", "0")),
        withdrawn=int(facts.get("withdrawn", "0")),
        check=facts.get("check", ""),
    )


def load(path: Path) -> tuple[HashList, dict[str, str]]:
    """The list that a file holds, and all stored facts about it.

    Raises:
        ListError: the file is damaged.
    """
    with reading(path) as connection:
        facts = read_about(connection)
        rows = connection.execute(select(refusal.c.position, refusal.c.reason).order_by(refusal.c.number))
        refusals = tuple((int(position), str(reason)) for position, reason in rows)
    try:
        return to_hash_list(facts, refusals), facts
    except (KeyError, ValueError, TypeError) as error:
        msg = sentence(
            "The stored list {path} is damaged (its description is incomplete); delete it and import the list again.",
            path=path,
        )
        raise ListError(msg) from error


def counts(connection: Connection) -> dict[str, int]:
    """How many entries have each kind of value, counted in the file."""
    kinds = ("md5", "sha1", "sha256", "pdq")
    row = connection.execute(select(*(func.count(entry.c[kind]) for kind in kinds))).one()
    found = dict(zip(kinds, (int(count) for count in row), strict=True))
    found["vpdq"] = int(connection.execute(select(func.count()).select_from(film)).scalar_one())
    found["vpdq_frames"] = int(connection.execute(select(func.count()).select_from(frame)).scalar_one())
    if has_values(connection):
        statement = select(value.c.kind, func.count(value.c.entry.distinct())).group_by(value.c.kind)
        found |= {str(kind): int(count) for kind, count in connection.execute(statement.order_by(value.c.kind))}
    return found


def has_values(connection: Connection) -> bool:
    """Whether the file keeps values of further kinds; the table is made when the first one comes."""
    found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'value'")
    return found.first() is not None


def content_digest(connection: Connection) -> str:
    """SHA-256 over every row of a list and every fact about it but the digest itself."""
    digest = hashlib.sha256()
    for key, said in sorted(read_about(connection).items()):
        if key != "content_sha256":
            digest.update(f"{key}={said}\n".encode())
    tables = (entry, film, frame, refusal, *([value] if has_values(connection) else []))
    for table in tables:
        digest.update(f"[{table.name}]\n".encode())
        for rows in _batches(connection, table):
            digest.update("\n".join(map(repr, rows)).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    statement = str(select(table).order_by(table.c.number).compile(dialect=connection.dialect))
    cursor = connection.exec_driver_sql(statement).cursor
    while rows := cursor.fetchmany(_DIGEST_BATCH):
        yield rows
