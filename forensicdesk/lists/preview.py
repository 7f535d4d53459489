"""Looking at a hash list before it is imported: what it would be read as. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import said, sentence
from forensicdesk.lists.readers.delimited import cells_of, find_layout
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.readers.sample import SAMPLE_LINES
from forensicdesk.lists.readers.sixtyfour import UndecidedError
from forensicdesk.lists.readers.text import shortened
from forensicdesk.lists.records import Fact, FrameRecord, ReadOptions, Record, Refusal, Remark

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.readers.delimited import Layout
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import ImportSettings, Parsed

ROWS = 20
"""So many rows are shown."""

_SECRET = 16
"""So many characters of a PhotoDNA are shown: pictures have been restored in part from whole ones."""


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of a table: its number from 1, its title, and what it holds ("" if it is only kept beside)."""

    number: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What an import would read.

    Attributes:
        file_name: without its folder.
        format: the name of the recognised format.
        columns: of a table; () for other formats.
        rows: the first rows of a table, cut; else the first entries as texts.
        question: what has to be said before the list can be imported, "" if nothing.
        counts: how many values of each kind the entries have that were looked at, by kind; films count as "vpdq", their
            frames as "vpdq_frames", what would be refused as "refused".
        entries: so many entries were looked at.
        whole: whether these are all that the file has.
    """

    file_name: str
    format: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    question: str
    counts: tuple[tuple[str, int], ...] = ()
    entries: int = 0
    whole: bool = True


def preview_list(path: Path, stated: ImportSettings) -> ListPreview:
    """Look at the beginning of a list file; of what was stated, format, type and columns count.

    Raises:
        UsageError: there is no such file, or no such format.
        ListError: the beginning of the file is damaged or of an unknown kind, or a column is not there.
        EnvironmentProblem: the file cannot be read.
    """
    if not path.is_file():
        what = sentence("is no file") if path.exists() else sentence("does not exist")
        msg = sentence("The hash list {path} {what}; check the path.", path=path, what=what)
        raise UsageError(msg)
    options = ReadOptions(path.stem, stated.hash_type, stated.columns, undecided=stated.undecided)
    question = ""
    entries: list[Parsed] = []
    counted = _Counted()
    try:
        content, sample, found = look_into(path, stated.as_format)
        try:
            for parsed in found.parsed(content, sample, options):
                if not counted.take(parsed):
                    break
                if len(entries) < ROWS:
                    entries.append(parsed)
        except UndecidedError as error:
            question = said(error)
    except OSError as error:
        msg = sentence("The hash list {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    layout = find_layout(sample, stated.columns) if found.name == "csv" else None
    if layout is not None:
        return ListPreview(path.name, found.name, _columns(layout), _cells(sample, layout), question, *counted.said())
    rows = tuple(_texts(parsed) for parsed in entries)
    return ListPreview(path.name, found.name, (), rows or _lines(sample), question, *counted.said())


class _Counted:
    """How many values of each kind were seen, of as many entries as are looked at."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._films: set[str] = set()
        self._entries = 0
        self._whole = True

    def take(self, parsed: Parsed) -> bool:
        """Count one more; False if enough were seen before it."""
        if self._entries == SAMPLE_LINES:
            self._whole = False
            return False
        if isinstance(parsed, Record):
            self._entries += 1
            self._counts.update(kind for kind, _ in _values(parsed))
        elif isinstance(parsed, FrameRecord):
            self._entries += 1
            self._counts["vpdq_frames"] += 1
            self._films.add(parsed.film)
        elif isinstance(parsed, Refusal):
            self._entries += 1
            self._counts["refused"] += 1
        return True

    def said(self) -> tuple[tuple[tuple[str, int], ...], int, bool]:
        """The counts by kind, the entries that were looked at, and whether there are no more."""
        counts = self._counts + Counter({"vpdq": len(self._films)})
        return tuple(sorted(counts.items())), self._entries, self._whole


def _columns(layout: Layout) -> tuple[PreviewColumn, ...]:
    return tuple(
        PreviewColumn(number, title, "hash" if (kind or "").startswith("hash") else kind or "")
        for number, (title, kind) in enumerate(zip(layout.titles, layout.kinds, strict=True), 1)
    )


def _cells(sample: Sample, layout: Layout) -> tuple[tuple[str, ...], ...]:
    body = sample.lines[1:] if layout.header else sample.lines
    rows = (cells_of(line, layout.delimiter) for line in body[:ROWS])
    return tuple(
        tuple(
            _cut(layout.kinds[at] or "" if at < len(layout.kinds) else "", cell.strip()) for at, cell in enumerate(row)
        )
        for row in rows
    )


def _lines(sample: Sample) -> tuple[tuple[str, ...], ...]:
    return tuple((_cut("", line),) for line in sample.lines[:ROWS])


def _texts(parsed: Parsed) -> tuple[str, ...]:
    if isinstance(parsed, Record):
        values = _values(parsed)
        texts = (parsed.name, parsed.label or (f"category {parsed.category}" if parsed.category else ""))
        return (
            parsed.reference or str(parsed.position),
            *(f"{kind} {_cut(kind, value.hex())}" for kind, value in values),
            *(shortened(text) for text in texts if text),
        )
    if isinstance(parsed, FrameRecord):
        return (str(parsed.position), f"frame of {shortened(parsed.film)}", f"pdq {parsed.pdq.hex()}")
    if isinstance(parsed, Refusal):
        return (str(parsed.position), f"refused: {parsed.reason}")
    if isinstance(parsed, Fact | Remark):
        return (parsed.key, shortened(parsed.value)) if isinstance(parsed, Fact) else ("note", parsed.text)
    return (str(parsed.position), f"taken back: {shortened(parsed.reference)}")


def _values(record: Record) -> list[tuple[str, bytes]]:
    fixed = ((kind, getattr(record, kind)) for kind in ("md5", "sha1", "sha256", "pdq"))
    return [(kind, value) for kind, value in (*fixed, *record.more) if value]


def _cut(kind: str, text: str) -> str:
    """A cell for people: of PhotoDNA only the beginning, of anything else what a digest needs."""
    most = _SECRET if kind == "photodna" else 2 * 32
    return text if len(text) <= most else f"{text[:most]}…"
