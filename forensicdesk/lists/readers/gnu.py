"""md5sum, sha1sum and sha256sum: `digest`, two characters, name; a backslash in front means an escaped name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.lists.readers.digests import foreign_reason, kind_by_length, lines_of, parse_value
from forensicdesk.lists.readers.sixtyfour import BOTH, settle
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

LINE = re.compile(r"(\\?)([0-9A-Fa-f]{32,128}) [ *](.+)")
_ESCAPES = re.compile(r"\\(.)")
_UNESCAPED = {"n": "\n", "r": "\r", "\\": "\\"}


def recognise(sample: Sample) -> float:
    """The share of lines in the layout of md5sum."""
    return sample.share(LINE.fullmatch)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each line as an entry. The layout is that of sha256sum, so 64 digits are SHA-256 unless the importer says PDQ."""
    kind_of_64 = settle(sample, stated=None, asked=options.hash_type or "sha256")

    def named(number: int, found: re.Match[str]) -> Record | Refusal:
        escaped, digest, name = found.groups()
        return entry(number, digest, unescape(name) if escaped else name, kind_of_64)

    yield from lines_of(source, LINE, named)


def entry(number: int, digest: str, name: str, kind_of_64: str) -> Record | Refusal:
    """One digest with a file name as an entry."""
    kind = kind_by_length(digest, kind_of_64)
    if kind is None:
        return Refusal(number, foreign_reason(digest))
    value = parse_value(kind, digest)
    if isinstance(value, str):
        return Refusal(number, value)
    return make_record(number, kind, value, printable(name))


def make_record(number: int, kind: str, value: bytes, name: str = "") -> Record:
    """A record with one value."""
    if kind == "md5":
        return Record(number, name=name, md5=value)
    if kind == "sha1":
        return Record(number, name=name, sha1=value)
    if kind == "sha256":
        return Record(number, name=name, sha256=value)
    if kind == BOTH:
        return Record(number, name=name, sha256=value, pdq=value)
    return Record(number, name=name, pdq=value)


def unescape(name: str) -> str:
    """The name as it was before md5sum escaped it."""
    return _ESCAPES.sub(lambda found: _UNESCAPED.get(found[1], found[0]), name)
