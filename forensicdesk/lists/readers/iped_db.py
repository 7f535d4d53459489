"""IPED's hash database: one table of digests, and properties beside them; several values of one are joined by `|`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from forensicdesk.exchange.photodna import parse_photodna
from forensicdesk.language import sentence
from forensicdesk.lists.readers.carried import CARRIED
from forensicdesk.lists.readers.digests import EMPTY_REASON
from forensicdesk.lists.readers.sqlite import fits, id_of, most_rows, opened, rows
from forensicdesk.lists.readers.stored import digests_of, text_of, why_refused
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_TABLES = {
    "hashes": frozenset({"hash_id", "md5", "sha1", "sha256", "sha512", "edonkey"}),
    "properties": frozenset({"property_id", "name"}),
    "hashes_properties": frozenset({"hash_id", "property_id", "value"}),
}
_KINDS = ("md5", "sha1", "sha256")
_FURTHER = ("sha512", "edonkey")
_PROPERTIES = 500
_MOST_NAMES = 10_000


def recognise(sample: Sample) -> float:
    """Whether the database has IPED's three tables."""
    return fits(sample.tables, _TABLES)


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each row of HASHES with its properties."""
    most = most_rows(content)
    with opened(content, frozenset(_TABLES)) as connection:
        found = connection.execute("SELECT property_id, name FROM properties").fetchmany(_MOST_NAMES)
        names = {number: text_of(name) for number, name in found}
        properties = _Properties(connection, most)
        statement = "SELECT hash_id, md5, sha1, sha256, sha512, edonkey FROM hashes ORDER BY hash_id"
        for number, *values in rows(connection, statement, most):
            yield from _entry(id_of(number), values, properties.of(number, names))


class _Properties:
    """The properties of hashes, read beside them in the same order."""

    def __init__(self, connection: sqlite3.Connection, most: int) -> None:
        statement = "SELECT hash_id, property_id, value FROM hashes_properties ORDER BY hash_id"
        self._rows = rows(connection, statement, most)
        self._next = next(self._rows, None)

    def of(self, number: int, names: dict[Any, str]) -> dict[str, str]:
        """(name, value) pairs of one hash."""
        found: dict[str, str] = {}
        while self._next is not None and (not isinstance(self._next[0], int) or self._next[0] <= number):
            of, which, value = self._next
            if of == number and len(found) < _PROPERTIES:
                found[names.get(which, f"property {text_of(which)[:20]}")] = text_of(value)
            self._next = next(self._rows, None)
        return found


def _entry(number: int, values: list[Any], properties: dict[str, str]) -> Iterator[Record | Refusal]:
    found, reasons = digests_of(dict(zip(_KINDS, values[:3], strict=True)))
    more: list[tuple[str, bytes]] = []
    for kind, value in zip(_FURTHER, values[3:], strict=True):
        if isinstance(value, bytes) and len(value) == CARRIED[kind]:
            more.append((kind, value))
        elif value is not None:
            reasons.append(sentence("no {count} bytes as {title} has", count=CARRIED[kind], title=kind))
    photodna = next((name for name in properties if name.lower() == "photodna"), "")
    for text in properties.pop(photodna, "").split("|") if photodna else ():
        value = parse_photodna(text)
        if isinstance(value, str):
            reasons.append(value)
        else:
            more.append(("photodna", value))
    if EMPTY_REASON in reasons or not (found or more):
        yield Refusal(number, why_refused(reasons))
        return
    if reasons:
        yield Refusal(
            number, sentence("{reasons} (the entry is kept with its other values)", reasons="; ".join(reasons))
        )
    yield Record(
        number,
        label=properties.get("status", ""),
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        extra=json.dumps({key: _several(value) for key, value in properties.items()}) if properties else "",
        more=tuple(more),
    )


def _several(value: str) -> str | list[str]:
    return value.split("|") if "|" in value else value
