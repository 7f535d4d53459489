"""The tables of a case as PostgreSQL gets them: those of `schema.py`, with what only it needs.

Numbers of rows are the highest there is plus one, as in SQLite: what was rolled back or refused leaves no gap, so a
case has the same numbers wherever it stands. There is one writer at a time, which makes that safe. What comes from the
evidence can be longer than an index holds; there SHA-256 stands for it. Text is compared by its code points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.schema import CreateIndex, CreateTable

from forensicdesk.case.dialect import DIGEST_OF, STARTS
from forensicdesk.case.schema import CONTENT_WORDS, ITEMS, METADATA, REVISION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

_TEXT_DIGEST = "text_digest"
_WIDE: dict[str, tuple[str, tuple[str, ...]]] = {
    "sources": ("uq_sources_path", (f"{DIGEST_OF}(path)",)),
    "items": ("uq_items_source_id_location", ("source_id", f"{DIGEST_OF}(location)")),
    "names": ("pk_names", ("item_id", f"{DIGEST_OF}(name)")),
    "parts": ("pk_parts", ("source_id", f"{DIGEST_OF}(name)")),
    "stated": (
        "pk_stated",
        ("item_id", f"{_TEXT_DIGEST}(algorithm)", f"{DIGEST_OF}(value)", f"{_TEXT_DIGEST}(said_by)"),
    ),
    "carried": (
        "pk_carried",
        ("content_id", f"{_TEXT_DIGEST}(algorithm)", f"{DIGEST_OF}(value)", f"{_TEXT_DIGEST}(origin)"),
    ),
}
"""By table the key that can be too long for an index, and what the index has in its place."""


def build_schema(connection: Connection, name: str) -> None:
    """Make the schema of a new case and its empty tables, inside the connection's transaction."""
    connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
    for statement in _statements(connection):
        connection.exec_driver_sql(statement.replace("%", "%%"))
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (%s)", (REVISION,))


def table_names() -> tuple[str, ...]:
    """Every table of a case, by name."""
    return tuple(sorted((*METADATA.tables, CONTENT_WORDS)))


def orphan_queries() -> Iterator[tuple[str, str, str]]:
    """For each reference: the table, the table it refers to, and how to count rows that refer to nothing."""
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            here, there = key.parent.name, key.column
            query = (
                f"SELECT count(*) FROM {table.name} AS one WHERE {here} IS NOT NULL AND NOT EXISTS "  # noqa: S608 - ours
                f"(SELECT 1 FROM {there.table.name} AS other WHERE other.{there.name} = one.{here})"
            )
            yield table.name, there.table.name, query


def _statements(connection: Connection) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {_TEXT_DIGEST}(text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS "
        "$$SELECT pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8'))$$"
    )
    for table in METADATA.sorted_tables:
        made = _table(connection, table)
        if f"next_{table.name}()" in made:
            yield _numbering(table)
        yield made
        if table.name in _WIDE:
            name, columns = _WIDE[table.name]
            yield f"CREATE UNIQUE INDEX {name} ON {table.name} ({', '.join(columns)})"
        for index in sorted(table.indexes, key=_name):
            yield str(CreateIndex(index).compile(dialect=connection.dialect))
    yield f"CREATE INDEX ix_items_location ON {ITEMS.name} (source_id, substr(location, 1, {STARTS}))"
    yield f"CREATE TABLE {CONTENT_WORDS} (id BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL)"
    yield f"CREATE INDEX ix_{CONTENT_WORDS} ON {CONTENT_WORDS} USING gin (words)"
    yield "CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY)"


def _name(index: Any) -> str:  # noqa: ANN401 - an Index
    return str(index.name)


def _numbering(table: Table) -> str:
    """What gives a row its number; it sees the rows that the same statement has put in before."""
    return (
        f"CREATE FUNCTION next_{table.name}() RETURNS bigint LANGUAGE plpgsql AS "  # noqa: S608 - our own names
        f"$$BEGIN RETURN (SELECT coalesce(max(id), 0) + 1 FROM {table.name}); END$$"
    )


def _table(connection: Connection, table: Table) -> str:
    said = str(CreateTable(table).compile(dialect=connection.dialect))
    wide = _WIDE.get(table.name, ("", ()))[0]
    lines = [line.rstrip() for line in said.splitlines() if line and not (wide and f"CONSTRAINT {wide} " in line)]
    text = "\n".join(lines).replace(",\n)", "\n)")
    return text.replace("BIGSERIAL", f"BIGINT DEFAULT next_{table.name}()").replace(" TEXT", ' TEXT COLLATE "C"')
