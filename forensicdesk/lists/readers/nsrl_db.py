"""NSRL Reference Data Set 3 as SQLite: the minimal sets with a table FILE, and the full one with a table METADATA.

One hash stands in as many rows as there are packages with it. It becomes one entry, with the first name, the first
product and the number of its rows, which a delta needs later. Where rows come in no order, product and number are left
out: the rows of one hash then lie apart, and as entries that say the same they become one when the list is stored.
"""

from __future__ import annotations

import json
import sqlite3
from binascii import unhexlify
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import EMPTY_FILE, EMPTY_REASON
from forensicdesk.lists.readers.sqlite import fits, most_rows, needs_no_sort, opened, rows
from forensicdesk.lists.readers.stored import digests_of, text_of, why_refused
from forensicdesk.lists.records import Fact, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

ISSUER = "NIST NSRL"

_VERSION = {"version": frozenset({"version", "release_date"})}
_MINIMAL = _VERSION | {"file": frozenset({"sha256", "sha1", "md5", "file_name", "file_size", "package_id"})}
_FULL = _VERSION | {"metadata": frozenset({"sha256", "sha1", "md5", "file_name", "extension", "bytes", "object_id"})}
_PACKAGES = {"pkg": frozenset({"package_id", "name", "version"})}
_MOST_PACKAGES = 5_000_000

_FROM_FILE = "SELECT sha256, sha1, md5, file_name, '', file_size, package_id FROM file"
_IN_ORDER = f"{_FROM_FILE} ORDER BY sha256, sha1, md5"
_FROM_METADATA = "SELECT sha256, sha1, md5, file_name, extension, bytes, NULL FROM metadata"


def recognise_minimal(sample: Sample) -> float:
    """Whether the database has the tables of a minimal set."""
    return fits(sample.tables, _MINIMAL)


def recognise_full(sample: Sample) -> float:
    """Whether the database has the tables of the full set, in which FILE is a view."""
    return fits(sample.tables, _FULL)


def read_minimal(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each hash of FILE once, in the order of the primary key where the database has it."""
    with opened(content, frozenset({"version", "file", "pkg"})) as connection:
        connection.text_factory = bytes  # text is made of names that are used, not of every row's
        yield from _facts(connection)
        most = most_rows(content)
        if needs_no_sort(connection, _IN_ORDER):
            products = _products(connection) if fits(sample.tables, _PACKAGES) else {}
            seen = yield from _entries(rows(connection, _IN_ORDER, most), products)
            _check_index(connection, seen)
        else:
            yield from _entries(rows(connection, _FROM_FILE, most), None)


def read_full(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each row of METADATA; the views that the database defines are not run."""
    with opened(content, frozenset({"version", "metadata"})) as connection:
        connection.text_factory = bytes
        yield from _facts(connection)
        yield from _entries(rows(connection, _FROM_METADATA, most_rows(content)), None)


def _facts(connection: sqlite3.Connection) -> Iterator[Fact]:
    yield Fact("issuer", ISSUER)
    found = connection.execute("SELECT version, release_date FROM version").fetchmany(2)
    if len(found) == 1:
        yield Fact("issued_version", text_of(found[0][0]))
        yield Fact("issued_at", text_of(found[0][1]))


def _products(connection: sqlite3.Connection) -> dict[Any, str]:
    """Name and version of each package, as a piece of JSON."""
    found: dict[Any, str] = {}
    for number, name, version in rows(connection, "SELECT package_id, name, version FROM pkg", _MOST_PACKAGES):
        if number not in found:
            found[number] = f', "product": {json.dumps(f"{text_of(name)} {text_of(version)}".strip())}'
    return found


def _entries(found: Iterator[tuple[Any, ...]], products: dict[Any, str] | None) -> Generator[Parsed, None, int]:
    """One entry for each run of rows with the same digests; gives the number of rows back."""
    number = first = 0
    known: tuple[Any, ...] = ()
    digests: tuple[Any, ...] = ()
    for number, row in enumerate(found, 1):
        if row[:3] == digests:
            continue
        if known:
            yield from _entry(first, known, number - first, products)
        known, digests, first = row, row[:3], number
    if known:
        yield from _entry(first, known, number - first + 1, products)
    return number


def _entry(number: int, row: tuple[Any, ...], times: int, products: dict[Any, str] | None) -> Iterator[Parsed]:
    sha256, sha1, md5, name, extension, size, package = row
    values: tuple[bytes | None, bytes | None, bytes | None] | None = _ordinary(md5, sha1, sha256)
    if values is None:
        digests, reasons = digests_of({"sha256": text_of(sha256), "sha1": text_of(sha1), "md5": text_of(md5)})
        if EMPTY_REASON in reasons or not digests:
            yield Refusal(number, why_refused(reasons))
            return
        if reasons:
            yield Refusal(
                number, sentence("{reasons} (the entry is kept with its other digests)", reasons="; ".join(reasons))
            )
        values = digests.get("md5"), digests.get("sha1"), digests.get("sha256")
    name = text_of(name)
    if extension:
        name = f"{name}.{text_of(extension)}"
    extra = f'{{"size": {size if isinstance(size, int) else json.dumps(text_of(size))}'
    extra += "}" if products is None else f', "rows": {times}{products.get(package, "")}}}'
    yield Record(number, "", name, "", "", *values, None, None, extra)


def _ordinary(md5: Any, sha1: Any, sha256: Any) -> tuple[bytes, bytes, bytes] | None:  # noqa: ANN401 - as stored
    """The digests of an ordinary row, all three as text; None for any other."""
    try:
        values = unhexlify(md5), unhexlify(sha1), unhexlify(sha256)
    except (ValueError, TypeError):
        return None
    right = len(values[0]) == 16 and len(values[1]) == 20 and len(values[2]) == 32  # noqa: PLR2004 - bytes of each
    return values if right and EMPTY_FILE.isdisjoint(values) else None


def _check_index(connection: sqlite3.Connection, seen: int) -> None:
    """The rows came from the index of the primary key; the table itself must hold as many."""
    # Not count(*): that walks the tree in one step, which nothing bounds where a damaged tree leads in circles.
    held = connection.execute("SELECT count(package_id) FROM file NOT INDEXED").fetchone()[0]
    if held != seen:
        msg = sentence("its primary key lists {seen:,} rows and its table holds {held:,}", seen=seen, held=held)
        raise sqlite3.DatabaseError(msg)
