"""Rows of a table with delimiters: finding the layout, and splitting lines into cells."""

from __future__ import annotations

import csv
from collections import Counter, deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from forensicdesk.exchange.photodna import parse_photodna
from forensicdesk.lists.readers.columns import VALUE_KINDS, kind_of_title
from forensicdesk.lists.readers.digests import AMBIGUOUS_DIGITS, is_digest_text, is_short_hash, parse_quality
from forensicdesk.lists.readers.mapping import mapped_columns
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from forensicdesk.lists.readers.sample import Sample

DELIMITERS = (",", ";", "\t", "|")
_MAX_ROW_LINES = 200
_SPECIAL = ('"', "\r", "\n", "\0")
_LONGEST_CELL = 131_072
"""`csv` refuses longer ones."""
_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out.

    Attributes:
        delimiter: what stands between cells.
        header: whether the first row names the columns.
        kinds: for each column what it holds, None if unknown.
        titles: for each column its name for people.
        stated: "pdq" if a quality or frame beside a value of 64 digits says so, else None.
        values_of_64: some values of 64 digits from columns that do not say what they are.
        values_of_16: some column holds values of 16 digits and does not say what they are.
    """

    delimiter: str
    header: bool
    kinds: tuple[str | None, ...]
    titles: tuple[str, ...]
    stated: str | None
    values_of_64: tuple[str, ...]
    values_of_16: bool = False

    @property
    def is_film(self) -> bool:
        """Whether rows are frames of films."""
        return "pdq" in self.kinds and ("frame" in self.kinds or "time" in self.kinds)


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one row; a row that `csv` cannot read is one cell."""
    if line and len(line) <= _LONGEST_CELL and not any(map(line.__contains__, _SPECIAL)):
        return line.split(delimiter)  # which is what `csv` does with such a line, in a quarter of the time
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def rows(lines: Iterable[tuple[int, str] | Refusal], delimiter: str) -> Iterator[tuple[int, list[str]] | Refusal]:
    """Each row with the number of its first line.

    A quoted cell may span lines. One whose quote is never closed ends with its line, so that it cannot swallow the
    rows after it.
    """
    source = iter(lines)
    waiting: deque[tuple[int, str] | Refusal] = deque()
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        if '"' in text and text.count('"') % 2:
            text = _joined(text, source, waiting)
        yield number, cells_of(text, delimiter)


def _joined(text: str, source: Iterator[tuple[int, str] | Refusal], waiting: deque[tuple[int, str] | Refusal]) -> str:
    """The row with the lines that close its quote, or the line alone if no line does."""
    taken: list[tuple[int, str] | Refusal] = []
    parts = [text]
    while len(taken) < _MAX_ROW_LINES:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            break
        taken.append(line)
        if isinstance(line, Refusal):
            break
        parts.append(line[1])
        if line[1].count('"') % 2:
            return "\n".join(parts)
    waiting.extendleft(reversed(taken))
    return text.replace('"', "")


def find_layout(sample: Sample, columns: Sequence[tuple[str, str]] = ()) -> Layout | None:
    """The layout under which most rows hold a hash value; None if no row does.

    Args:
        sample: the beginning of the file.
        columns: (title or number, kind) pairs that a person said; they go before what titles and values say.

    Raises:
        ListError: a column that the person named is not there, or two columns were given one kind.
    """
    best: tuple[int, str, list[list[str]]] | None = None
    for delimiter in DELIMITERS:
        table = [cells_of(line, delimiter) for line in sample.lines]
        hits = sum(len(cells) > 1 and any(_is_value(cell.strip()) for cell in cells) for cells in table)
        if hits and (best is None or hits > best[0]):
            best = (hits, delimiter, table)
    return _layout(sample, best[1], best[2], columns) if best else None


def hit_share(sample: Sample, layout: Layout) -> float:
    """The share of sampled rows that hold a hash value; a header counts as one."""
    hits = sum(any(_is_value(cell.strip()) for cell in cells_of(line, layout.delimiter)) for line in sample.lines)
    return (hits + layout.header) / len(sample.lines)


def _is_value(text: str) -> bool:
    return is_digest_text(text) or is_short_hash(text) or isinstance(parse_photodna(text), bytes)


def _layout(sample: Sample, delimiter: str, table: Sequence[Sequence[str]], said: Sequence[tuple[str, str]]) -> Layout:
    first = [cell.strip() for cell in table[0]]
    header = not any(_is_value(cell) for cell in first)
    body = table[1:] if header else table
    width = Counter(len(cells) for cells in body).most_common(1)[0][0]
    width = max(width, len(first)) if header else width
    titles = [first[at] if header and at < len(first) and first[at] else f"column {at + 1}" for at in range(width)]
    kinds = [kind_of_title(title) if header else None for title in titles]
    columns = [[cells[at].strip() for cells in body if at < len(cells) and cells[at].strip()] for at in range(width)]
    confirmed = mapped_columns(sample.file_name, titles, said)
    kinds = [confirmed.get(at, kind) for at, kind in enumerate(kinds)]
    if not any(kind in VALUE_KINDS for kind in kinds):
        found = _kinds_by_content(kinds, columns)
        kinds = [confirmed.get(at, kind) for at, kind in enumerate(found)]
    kinds = _without_twins(kinds, confirmed)
    stated, values = _about_64(kinds, columns)
    return Layout(delimiter, header, tuple(kinds), tuple(titles), stated, values, _any_of_16(kinds, columns))


def _kinds_by_content(kinds: Sequence[str | None], columns: Sequence[Sequence[str]]) -> list[str | None]:
    """Call a column "hash" if nearly all its cells are hash values, and a number column after it a quality."""
    found = list(kinds)
    for at, column in enumerate(columns):
        if column and sum(map(is_digest_text, column)) >= _NEARLY_ALL * len(column):
            found[at] = f"hash{at}"
        elif column and all(isinstance(parse_photodna(cell), bytes) for cell in column):
            found[at] = "photodna"
    if not any(kind and (kind.startswith("hash") or kind == "photodna") for kind in found):
        fits = is_digest_text if any(map(is_digest_text, chain.from_iterable(columns))) else is_short_hash
        most = max(range(len(columns)), key=lambda at: sum(map(fits, columns[at])))
        found[most] = f"hash{most}"
    for at in range(len(found) - 1):
        if (
            (found[at] or "").startswith("hash")
            and found[at + 1] is None
            and _all_of_64(columns[at])
            and columns[at + 1]
            and all(parse_quality(cell) is not None for cell in columns[at + 1])
        ):
            found[at], found[at + 1] = "pdq", "quality"
    return found


def _without_twins(kinds: Sequence[str | None], confirmed: Mapping[int, str]) -> list[str | None]:
    """The confirmed, else the first column of a kind counts; a second one is carried as further information."""
    seen = set(confirmed.values())
    result: list[str | None] = []
    for at, kind in enumerate(kinds):
        result.append(None if kind in seen and at not in confirmed else kind)
        if kind:
            seen.add(kind)
    return result


def _about_64(kinds: Sequence[str | None], columns: Sequence[Sequence[str]]) -> tuple[str | None, tuple[str, ...]]:
    """Which values of 64 digits are in question, and whether a quality column answers it."""
    values: list[str] = []
    for kind, column in zip(kinds, columns, strict=True):
        if (kind or "").startswith("hash"):
            values.extend(cell for cell in column if len(cell) == AMBIGUOUS_DIGITS and is_digest_text(cell))
    if "type" in kinds:
        return None, ()
    return ("pdq" if values and "quality" in kinds and "pdq" not in kinds else None), tuple(values)


def _any_of_16(kinds: Sequence[str | None], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column that does not say what it holds has values of 16 digits and no digests."""
    for kind, column in zip(kinds, columns, strict=True):
        if "type" not in kinds and (kind or "").startswith("hash") and not any(map(is_digest_text, column)):
            return any(map(is_short_hash, column))
    return False


def _all_of_64(column: Sequence[str]) -> bool:
    return bool(column) and all(len(cell) == AMBIGUOUS_DIGITS and is_digest_text(cell) for cell in column)
