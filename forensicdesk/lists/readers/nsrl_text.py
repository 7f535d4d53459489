"""NSRL Reference Data Set 2: `NSRLFile.txt` in either order of columns, and the tables of products beside it.

The file is sorted by SHA-1, and one hash stands in as many lines as there are products with it. Such lines become one
entry, with the name of the first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.delimited import cells_of
from forensicdesk.lists.readers.digests import EMPTY_FILE, EMPTY_REASON, parse_value
from forensicdesk.lists.readers.text import MAX_LINE, printable, shortened
from forensicdesk.lists.records import Fact, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import BinaryIO

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_TITLES = frozenset(
    {"SHA-1", "MD5", "CRC32", "FileName", "FileSize", "ProductCode", "OpSystemCode", "SpecialCode"},
)
_CELLS = {
    "SHA-1": rb'"(?P<sha1>[0-9A-Fa-f]{40})"',
    "MD5": rb'"(?P<md5>[0-9A-Fa-f]{32})"',
    "FileName": rb'"(?P<name>(?:[^"]|"")*)"',
    "FileSize": rb'"?(?P<size>[0-9]{1,19})"?',
    "ProductCode": rb'"?(?P<product>[0-9]{1,12})"?',
    "OpSystemCode": rb'"?(?P<system>[^",]*)"?',
}
_OTHER = rb'"?[^",]*"?'
_CHUNK = 4 * 1024 * 1024
_MOST_PRODUCTS = 5_000_000
_SIZE_DIGITS = 19
_DIGITS = (40, 32)
_SAME = len('"",""') + sum(_DIGITS)


def recognise(sample: Sample) -> float:
    """Whether the first line names the columns of NSRLFile.txt."""
    titles = _titles(sample)
    return float(titles >= _TITLES and not sample.encoding.startswith("utf-16"))


def _titles(sample: Sample) -> set[str]:
    return set(cells_of(sample.lines[0], ",")) if sample.lines else set()


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each hash as an entry, with product, maker and system where their tables lie beside the file."""
    titles = cells_of(sample.lines[0], ",")
    parts = [_CELLS.get(title, _OTHER) for title in titles]
    columns = _Columns(re.compile(b",".join(parts)), titles, _SAME if titles[:2] == ["SHA-1", "MD5"] else 0)
    tables = _Tables.beside(content)
    yield Fact("issuer", "NIST NSRL")
    with content.open() as stream:
        yield from _entries(_lines(stream), columns, tables)


@dataclass(frozen=True, slots=True)
class _Columns:
    """How a line is laid out: as nearly all are, and by the titles for the others.

    Attributes:
        same: lines that begin with the same so many bytes have the same digests; 0 if the digests stand elsewhere.
    """

    pattern: re.Pattern[bytes]
    titles: list[str]
    same: int

    def cells(self, line: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes] | None:
        """SHA-1, MD5, name, size, product and system of a line; None if it is not laid out as the first line says."""
        match = self.pattern.fullmatch(line)
        if match:
            return match.group("sha1", "md5", "name", "size", "product", "system")  # type: ignore[return-value] # six
        cells = cells_of(_text(line), ",")
        if len(cells) != len(self.titles):
            return None
        by_title = dict(zip(self.titles, cells, strict=True))
        order = ("SHA-1", "MD5", "FileName", "FileSize", "ProductCode", "OpSystemCode")
        sha1, md5, name, size, product, system = (by_title[title].encode("utf-8", "replace") for title in order)
        return sha1, md5, name.replace(b'"', b'""'), size, product, system


def _lines(stream: BinaryIO) -> Generator[list[bytes], None, None]:
    """The lines in lots; a line that is too long is given as its beginning, which fits nothing."""
    rest = b""
    while piece := stream.read(_CHUNK):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if len(rest) > MAX_LINE:
            rest = rest[:MAX_LINE]
        yield lines
    if rest:
        yield [rest]


def _entries(lots: Iterator[list[bytes]], columns: _Columns, tables: _Tables) -> Iterator[Record | Refusal]:
    number = first = 0
    known: tuple[bytes, ...] = ()
    start, same = b"\n", columns.same
    for lines in lots:
        for line in lines:
            number += 1
            if same and line[:same] == start:
                continue
            cells = columns.cells(line.rstrip(b"\r"))
            if cells is None:
                if line.strip():
                    yield Refusal(
                        number,
                        sentence(
                            "not as many columns as the first line names: {text}", text=shortened(_text(line[:80]))
                        ),
                    )
                continue
            if cells[:2] == known[:2]:
                continue
            if known:
                yield from _entry(first, known, tables)
            known, first = cells, number
            start = line[:same] if (len(cells[0]), len(cells[1])) == _DIGITS else b"\n"
    if known:
        yield from _entry(first, known, tables)


def _entry(number: int, cells: tuple[bytes, ...], tables: _Tables) -> Iterator[Record | Refusal]:
    sha1_text, md5_text, name, size, product, system = cells
    if sha1_text in {b"SHA-1", b'"SHA-1"'}:  # the first line, again where several files were put together
        return
    sha1, md5 = _value("sha1", sha1_text), _value("md5", md5_text)
    if EMPTY_REASON in {sha1, md5}:
        yield Refusal(number, EMPTY_REASON)
        return
    reasons = [value for value in (sha1, md5) if isinstance(value, str)]
    kept = [value for value in (sha1, md5) if isinstance(value, bytes)]
    if reasons:
        told = "; ".join(reasons)
        kept_text = sentence("{reasons} (the entry is kept with its other digest)", reasons=told)
        yield Refusal(number, kept_text if kept else told)
    if not kept:
        return
    yield Record(
        number,
        name=_text(name.replace(b'""', b'"')),
        sha1=sha1 if isinstance(sha1, bytes) else None,
        md5=md5 if isinstance(md5, bytes) else None,
        extra=f'{{"size": {_number(size)}{tables.about(product, system)}}}',
    )


def _value(kind: str, text: bytes) -> bytes | str:
    try:
        value = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return parse_value(kind, _text(text))
    right = len(value) == (20 if kind == "sha1" else 16) and value not in EMPTY_FILE
    return value if right else parse_value(kind, _text(text))


def _number(text: bytes) -> str:
    if text.isdigit() and len(text) <= _SIZE_DIGITS:
        return str(int(text))
    return json.dumps(_text(text))


def _text(raw: bytes) -> str:
    """Text that is UTF-8, or else ISO-8859-1, as older releases are."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return printable(raw.decode("latin-1"))


@dataclass(slots=True)
class _Tables:
    """Products, makers and systems by their codes."""

    products: dict[str, tuple[str, str]] = field(default_factory=dict)
    makers: dict[str, str] = field(default_factory=dict)
    systems: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[bytes, bytes], str] = field(default_factory=dict)

    @classmethod
    def beside(cls, content: Content) -> _Tables:
        """The tables that lie beside NSRLFile.txt; empty ones where they do not."""
        tables = cls()
        for row in _rows(content, "NSRLProd.txt", ("ProductCode", "ProductName", "ProductVersion", "MfgCode")):
            tables.products.setdefault(row[0], (f"{row[1]} {row[2]}".strip(), row[3]))
        for row in _rows(content, "NSRLMfg.txt", ("MfgCode", "MfgName")):
            tables.makers.setdefault(row[0], row[1])
        for row in _rows(content, "NSRLOS.txt", ("OpSystemCode", "OpSystemName", "OpSystemVersion")):
            tables.systems.setdefault(row[0], f"{row[1]} {row[2]}".strip())
        return tables

    def about(self, product: bytes, system: bytes) -> str:
        """What is known of a product and a system, as a piece of JSON."""
        found = self._known.get((product, system))
        if found is None:
            name, maker = self.products.get(_text(product), ("", ""))
            facts = {
                "product": name,
                "maker": self.makers.get(maker, ""),
                "system": self.systems.get(_text(system), ""),
            }
            found = "".join(f", {json.dumps(key)}: {json.dumps(value)}" for key, value in facts.items() if value)
            self._known[product, system] = found
        return found


def _rows(content: Content, name: str, titles: tuple[str, ...]) -> Iterator[list[str]]:
    """The wanted cells of each row of a table; nothing if the table is not there or has other columns."""
    beside = content.beside(name)
    if beside is None:
        return
    columns: list[int] | None = None
    seen = 0
    with beside.open() as stream:
        for lines in _lines(stream):
            for line in lines:
                cells = cells_of(_text(line.rstrip(b"\r")), ",")
                if columns is None:
                    if not set(titles) <= set(cells):
                        return
                    columns = [cells.index(title) for title in titles]
                elif len(cells) > max(columns) and seen < _MOST_PRODUCTS:
                    seen += 1
                    yield [cells[at] for at in columns]
