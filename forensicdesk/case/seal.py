"""The seal of a case that is closed: the SHA-256 of every page of its databases, so that no byte changes unnoticed.

A case that was opened for writing is sealed when it is closed, and the seal is broken when it is next opened for
writing, after it was checked. Between the two nothing may change the databases. `docs/audit-log.md` says what a seal
proves.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.case.backing import open_database
from forensicdesk.case.postgres import PostgresDatabase
from forensicdesk.case.rawfile import descriptor_of
from forensicdesk.language import sentence
from forensicdesk.model import Problem
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEAL = "seal.json"
PAGES = ".pages"
"""Ending of the file of page digests beside a database: digest k is that of the bytes 4096·k to 4096·k + 4095."""

TABLES = "tables"
"""Stands in a seal for the tables of a case on a PostgreSQL server, which has no file to be read."""
TABLE_LIST = "tables.digests"
"""File with a line for each of them: name, number of rows, SHA-256 over the SHA-256 of every row."""

PAGE_BYTES = 4096
_DIGEST_BYTES = 32
_AT_ONCE = 256
_SHOWN = 20
"""So many changed ranges of one database are named; of more their number is said."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says.

    Attributes:
        records: number of records in the audit log.
        head: SHA-256 of the log's last line.
        databases: name of each database and the SHA-256 of its list of page digests.
    """

    records: int
    head: str
    databases: tuple[tuple[str, str], ...]


def page_digests(path: Path) -> bytes:
    """The SHA-256 of each page of a file, one behind the other; the last page may be short.

    Raises:
        OSError: the file cannot be read.
    """
    digests = bytearray()
    with descriptor_of(path) as descriptor:
        while block := os.read(descriptor, PAGE_BYTES * _AT_ONCE):
            while len(block) % PAGE_BYTES and (more := os.read(descriptor, PAGE_BYTES - len(block) % PAGE_BYTES)):
                block += more
            for start in range(0, len(block), PAGE_BYTES):
                digests += hashlib.sha256(block[start : start + PAGE_BYTES]).digest()
    return bytes(digests)


def table_digests(folder: Path) -> bytes:
    """What `TABLE_LIST` is to say of the tables as they are.

    Raises:
        ForensicDeskError: they cannot be read.
    """
    database = open_database(folder, writable=False)
    try:
        if not isinstance(database, PostgresDatabase):
            return b""
        return "".join(f"{name} {count} {sha256}\n" for name, count, sha256 in database.digests()).encode("ascii")
    finally:
        database.close()


def write_seal(folder: Path, databases: Sequence[str], head: tuple[int, str], kept: Seal | None = None) -> None:
    """Seal databases that nobody writes and whose write-ahead logs are empty.

    Args:
        folder: the case folder.
        databases: names of those that are read anew.
        head: number of records in the log, and the SHA-256 of its last line.
        kept: an earlier seal; what it says of other databases, which were not changed since, is said again.

    Raises:
        OSError: the disk or its rights refuse.
    """
    said = dict(kept.databases) if kept else {}
    for name in databases:
        digests = table_digests(folder) if name == TABLES else page_digests(folder / name)
        write_whole(folder / (TABLE_LIST if name == TABLES else name + PAGES), digests)
        said[name] = hashlib.sha256(digests).hexdigest()
    write_whole(folder / SEAL, _encode(Seal(*head, tuple(said.items()))))


def break_seal(folder: Path) -> None:
    """From now on the databases may change.

    Raises:
        OSError: its rights refuse.
    """
    (folder / SEAL).unlink(missing_ok=True)


def has_seal(folder: Path) -> bool:
    """Whether the case was closed in good order, and nobody has opened it for writing since."""
    return (folder / SEAL).is_file()


def read_seal(folder: Path) -> Seal | None:
    """The seal of a case; None if there is none, or none that can be read.

    Raises:
        OSError: it cannot be read.
    """
    return _decode((folder / SEAL).read_bytes()) if has_seal(folder) else None


def check_seal(folder: Path, log: Path, only: Sequence[str] = ()) -> Iterator[Problem]:
    """Compare databases and head of the log with the seal; nothing if there is no seal.

    Args:
        folder: the case folder.
        log: its audit log.
        only: names of the databases that are compared; empty for all.

    Raises:
        OSError: a file cannot be read.
    """
    if not has_seal(folder):
        return
    seal = _decode((folder / SEAL).read_bytes())
    if seal is None:
        yield Problem(sentence("the seal of the case was altered: it does not have its own SHA-256"), SEAL)
        return
    if _head(log) != (seal.records, seal.head):
        what = sentence(
            "the log does not end with the line that the case was sealed with: lines were altered, cut off or added"
        )
        yield Problem(what, sentence("{name}, line {records}", name=log.name, records=seal.records))
    for name, stated in seal.databases:
        if only and name not in only:
            continue
        if name == TABLES:
            yield from _check_tables(folder, stated)
            continue
        write_ahead = folder / f"{name}-wal"
        if write_ahead.exists() and write_ahead.stat().st_size:
            yield Problem(sentence("changes lie beside the database that was sealed without them"), write_ahead.name)
        yield from _check_database(folder, name, stated)


def _check_database(folder: Path, name: str, stated: str) -> Iterator[Problem]:
    found = page_digests(folder / name)
    listed = folder / (name + PAGES)
    kept = listed.read_bytes() if listed.is_file() else None
    if kept is None:
        yield Problem(sentence("the list of page digests is missing"), listed.name)
    elif hashlib.sha256(kept).hexdigest() != stated:
        where = next((at for at, (one, other) in enumerate(zip(kept, found, strict=False)) if one != other), None)
        place = "" if where is None or hashlib.sha256(found).hexdigest() != stated else f", byte {where}"
        yield Problem(sentence("the list of page digests was altered"), listed.name + place)
        kept = None
    if hashlib.sha256(found).hexdigest() == stated:
        return
    what = sentence("the database was changed after the case was closed")
    if kept is None:
        yield Problem(sentence("{what}; where cannot be said without its list of page digests", what=what), name)
        return
    ranges = list(_ranges(kept, found))
    for first, last in ranges[:_SHOWN]:
        yield Problem(
            what,
            sentence(
                "{name}, bytes {first} to {last}", name=name, first=first * PAGE_BYTES, last=(last + 1) * PAGE_BYTES - 1
            ),
        )
    if len(ranges) > _SHOWN:
        yield Problem(sentence("{what}, in {ranges} further places", what=what, ranges=len(ranges) - _SHOWN), name)


def _check_tables(folder: Path, stated: str) -> Iterator[Problem]:
    found = table_digests(folder)
    file = folder / TABLE_LIST
    kept = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(kept).hexdigest() != stated:
        yield Problem(sentence("the list of table digests is missing or was altered"), TABLE_LIST)
        kept = b""
    if hashlib.sha256(found).hexdigest() == stated:
        return
    before, after = set(kept.decode("ascii").splitlines()), set(found.decode("ascii").splitlines())
    for name in sorted({line.split()[0] for line in before ^ after}) if kept else ["tables"]:
        yield Problem(
            sentence("the rows were changed after the case was closed"),
            sentence("table {name}", name=name) if kept else name,
        )


def _ranges(kept: bytes, found: bytes) -> Iterator[tuple[int, int]]:
    """First and last page of each run of pages that differ, are gone or were added."""
    start = None
    count = max(len(kept), len(found)) // _DIGEST_BYTES
    for page in range(count):
        place = slice(page * _DIGEST_BYTES, (page + 1) * _DIGEST_BYTES)
        differs = kept[place] != found[place]
        if differs and start is None:
            start = page
        elif not differs and start is not None:
            yield start, page - 1
            start = None
    if start is not None:
        yield start, count - 1


def _head(log: Path) -> tuple[int, str]:
    """How many lines the log has and the SHA-256 of the last, torn or not."""
    count, last = 0, b""
    with log.open("rb") as lines:
        for line in lines:
            count, last = count + 1, line
    return count, hashlib.sha256(last.removesuffix(b"\n")).hexdigest() if count else "0" * 64


def _encode(seal: Seal) -> bytes:
    """The file: three values, and the SHA-256 of themselves, so that a damaged seal is told from a damaged case."""
    values = {"records": seal.records, "head": seal.head, "databases": dict(seal.databases)}
    own = hashlib.sha256(json.dumps(values, ensure_ascii=True).encode("ascii")).hexdigest()
    return json.dumps(values | {"sha256": own}, ensure_ascii=True, indent=2).encode("ascii") + b"\n"


def _decode(content: bytes) -> Seal | None:
    try:
        values = json.loads(content.decode("ascii"))
        seal = Seal(values["records"], values["head"], tuple(values["databases"].items()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return seal if _encode(seal) == content else None
