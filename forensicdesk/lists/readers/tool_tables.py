"""Tables of other tools whose first line is always the same: HashKeeper, the three forms of iLook, LED and ICSE."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.carried import CARRIED, parse_carried
from forensicdesk.lists.readers.delimited import cells_of, rows
from forensicdesk.lists.readers.digests import EMPTY_REASON, parse_value
from forensicdesk.lists.readers.text import numbered_lines, printable
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions


@dataclass(frozen=True, slots=True)
class ToolTable:
    """A table with a known first line.

    Attributes:
        titles: the titles with which the first line starts, in lower case.
        kinds: what columns hold, by title; other columns are kept beside the entry.
        delimiter: what stands between cells.
        anywhere: the titles may stand in any order, and others among them.
    """

    titles: tuple[str, ...]
    kinds: Mapping[str, str]
    delimiter: str = ","
    anywhere: bool = False

    def recognise(self, sample: Sample) -> float:
        """Whether the first line has these titles."""
        first = cells_of(sample.lines[0], self.delimiter) if sample.lines else []
        there = tuple(cell.strip().lower() for cell in first)
        return float(set(self.titles) <= set(there) if self.anywhere else there[: len(self.titles)] == self.titles)

    def read(self, source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG002 - signature
        """Each row as an entry."""
        titles = [cell.strip() for cell in cells_of(sample.lines[0], self.delimiter)]
        kinds = [self.kinds.get(title.lower(), "") for title in titles]
        header = True
        for row in rows(numbered_lines(source), self.delimiter):
            if isinstance(row, Refusal):
                yield row
            elif header:
                header = False
            else:
                yield from _entry(row[0], row[1], titles, kinds)


def _entry(number: int, cells: list[str], titles: list[str], kinds: list[str]) -> Iterator[Record | Refusal]:
    found: dict[str, bytes] = {}
    extra: dict[str, str] = {}
    reasons: list[str] = []
    texts = {"name": "", "reference": ""}
    for title, kind, cell in zip(titles, kinds, map(str.strip, cells), strict=False):
        if kind == "name":
            texts[kind] = printable(cell)
        elif kind == "reference":
            texts[kind] = printable(f"{title} {cell}") if cell else ""
        elif kind and cell:
            value = parse_carried(kind, cell) if kind in CARRIED else parse_value(kind, cell)
            if isinstance(value, str):
                reasons.append(value)
            else:
                found[kind] = value
        elif cell:
            extra[title] = cell
    if EMPTY_REASON in reasons or not found:
        yield Refusal(
            number,
            EMPTY_REASON if EMPTY_REASON in reasons else "; ".join(reasons) or sentence("no hash value in the row"),
        )
        return
    if reasons:
        yield Refusal(
            number, sentence("{reasons} (the entry is kept with its other digests)", reasons="; ".join(reasons))
        )
    yield Record(
        number,
        reference=texts["reference"],
        name=texts["name"],
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        extra=json.dumps(extra) if extra else "",
        more=tuple((kind, found[kind]) for kind in CARRIED if kind in found),
    )


_ILOOK = {
    "hashsha1": "sha1",
    "hashsha256": "sha256",
    "hashsha384": "sha384",
    "hashsha512": "sha512",
    "filename": "name",
}
_ILOOK_TITLES = ("hashsha1", "filename", "filepath", "filesize", "hashsha256", "hashsha384", "hashsha512")

HASHKEEPER = ToolTable(
    ("file_id", "hashset_id", "file_name", "directory", "hash", "file_size"), {"hash": "md5", "file_name": "name"}
)
ILOOK_V1 = ToolTable(
    ("v1hash", "hashtype", "setdescription", "filename", "filepath", "filesize"), {"v1hash": "md5", "filename": "name"}
)
ILOOK_V3 = ToolTable(("v3hash", *_ILOOK_TITLES), {"v3hash": "md5"} | _ILOOK)
ILOOK_V4 = ToolTable(("v4hash", *_ILOOK_TITLES), {"v4hash": "md5"} | _ILOOK)
LED = ToolTable(
    ("filelength", "md5_512", "md5_64k"),
    {"md5": "md5", "sha-1": "sha1", "sha1": "sha1", "sha-256": "sha256", "sha256": "sha256"}
    | {"md5_512": "md5_512", "md5_64k": "md5_64k"},
    anywhere=True,
)
ICSE = ToolTable(
    (
        *("md5", "sha1", "zz40", "photodna", "lace", "image id"),
        *("is distributed", "victim identified", "offender identified", "series name", "investigation name"),
        *("agency", "number of submissions", "file available", "media type", "baseline"),
    ),
    {"md5": "md5", "sha1": "sha1", "photodna": "photodna", "image id": "reference"},
    delimiter=";",
)
