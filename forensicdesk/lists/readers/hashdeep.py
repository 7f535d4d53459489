"""hashdeep's own layout: two lines of header, then size, digests and the rest of the line as name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.carried import CARRIED, parse_carried
from forensicdesk.lists.readers.columns import kind_of_title
from forensicdesk.lists.readers.digests import EMPTY_REASON, parse_value
from forensicdesk.lists.readers.text import numbered_lines, printable, shortened
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

MAGIC = "%%%% HASHDEEP-"
_PREFIX = "%%%% "


def recognise(sample: Sample) -> float:
    """Whether the file starts as hashdeep's files do."""
    return float(bool(sample.lines) and sample.lines[0].startswith(MAGIC))


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each line as an entry with the digests that the second header line announces."""
    kinds = _columns(sample)
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        if not text.startswith(_PREFIX):
            yield _entry(number, text, kinds)


def _columns(sample: Sample) -> list[str | None]:
    if len(sample.lines) > 1 and sample.lines[1].startswith(_PREFIX):
        titles = sample.lines[1].removeprefix(_PREFIX).strip().split(",")
        if titles[0] == "size" and titles[-1] == "filename":
            return [_kind(title) for title in titles[1:-1]]
    msg = sentence(
        "{file_name} starts as a hashdeep file, but its second line does not name the columns; it is damaged.",
        file_name=sample.file_name,
    )
    raise ListError(msg)


def _kind(title: str) -> str | None:
    plain = title.strip().lower()
    kind = plain if plain in CARRIED else kind_of_title(title)
    return kind if kind in {"md5", "sha1", "sha256", *CARRIED} else None


def _entry(number: int, text: str, kinds: list[str | None]) -> Record | Refusal:
    cells = text.split(",", len(kinds) + 1)
    if len(cells) != len(kinds) + 2:
        return Refusal(number, sentence("not as many columns as the header names: {text}", text=shortened(text)))
    found: dict[str, bytes] = {}
    for kind, cell in zip(kinds, cells[1:-1], strict=True):
        if kind is None:
            continue
        value = parse_carried(kind, cell.strip()) if kind in CARRIED else parse_value(kind, cell.strip())
        if isinstance(value, str):
            return Refusal(number, value if value == EMPTY_REASON else f"{kind}: {value}")
        found[kind] = value
    if not found:
        return Refusal(number, sentence("no digest of a kind that is used"))
    record = Record(number, name=printable(cells[-1]))
    more = tuple((kind, found[kind]) for kind in CARRIED if kind in found)
    return record._replace(md5=found.get("md5"), sha1=found.get("sha1"), sha256=found.get("sha256"), more=more)
