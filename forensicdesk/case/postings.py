"""The contents that a common word of SQLite's word index stands in, as one mask.

FTS5 hands out one row after the other, which for a word of a million contents takes long. Here the pages of its index
are read as they lie in the file and taken apart by NumPy. A word has its rows in several segments, of which a later one
overrules an earlier one; in each they follow each other as differences, over as many pages as they need. This is the
form of version 4 for a table without positions (`detail='none'`). Whatever looks different is left to FTS5 itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from forensicdesk.case.dialect import asked
from forensicdesk.case.schema import CONTENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

VERSION = 4
_STRUCTURE = 10
_OTHER_FORM = b"\xff\x00\x00\x01"
_SEGMENT_BITS = 37
_MAIN = b"0"
_HEAD = 4
_MORE = 0x80

_VERSION = f"SELECT v FROM {CONTENT_WORDS}_config WHERE k = 'version'"  # noqa: S608 - constants
_BLOCK = f"SELECT block FROM {CONTENT_WORDS}_data WHERE id = ?"  # noqa: S608
_BLOCKS = f"SELECT block FROM {CONTENT_WORDS}_data WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608
_PAGE = f"SELECT pgno FROM {CONTENT_WORDS}_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1"  # noqa: S608

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Segment(NamedTuple):
    """A part of the index: its number, its first and its last page."""

    number: int
    first: int
    last: int


class Place(NamedTuple):
    """Where a word would stand in a segment.

    Attributes:
        key: the word as the index writes it.
        segment: the part of the index.
        page: the page of it.
        long: whether the last word of this page has rows on several pages.
    """

    key: bytes
    segment: Segment
    page: int
    long: bool


def contents_having(connection: Connection, words: Sequence[str], count: int, *, rare: bool = False) -> Mask | None:
    """Which contents below `count`, by number, have one of these words, spelled as the index spells them.

    Gives None where FTS5 is to be asked: the index has another form, or none of the words is common. With `rare` all
    words are answered here.
    """
    if asked(connection, _VERSION).scalar_one_or_none() != VERSION:
        return None
    having = np.zeros(count, np.bool_)
    try:
        segments = _segments(asked(connection, _BLOCK, (_STRUCTURE,)).scalar_one())
        places = [[_place(connection, segment, word) for segment in segments] for word in words]
        if not rare and not any(place.long for of_word in places for place in of_word):
            return None
        for of_word in places:
            having |= _with_word(connection, of_word, count)
    except (IndexError, ValueError):
        return None
    return having


def _with_word(connection: Connection, places: Sequence[Place], count: int) -> Mask:
    having = np.zeros(count, np.bool_)
    for place in places:
        for rows, gone in _rows(connection, place):
            inside = rows < count
            having[rows[inside]] = ~gone[inside]
    return having


def _segments(block: bytes) -> list[Segment]:
    """The segments, the oldest first: a later level is older, and so is the earlier one of a level.

    Raises:
        ValueError: they are written in another form.
        IndexError: they are cut off.
    """
    if block[_HEAD : _HEAD + len(_OTHER_FORM)] == _OTHER_FORM:
        msg = "segments are written in another form"
        raise ValueError(msg)
    numbers = _varints(np.frombuffer(block, np.uint8)[_HEAD:]).tolist()
    at, levels = 3, []
    for _ in range(numbers[0]):
        size, at = numbers[at + 1], at + 2
        levels.append([Segment(*numbers[start : start + 3]) for start in range(at, at + 3 * size, 3)])
        at += 3 * size
    return [segment for level in reversed(levels) for segment in level]


def _place(connection: Connection, segment: Segment, word: str) -> Place:
    key = _MAIN + word.encode("utf-8")
    written = asked(connection, _PAGE, (segment.number, key)).scalar_one_or_none() or 0
    page = written >> 1
    return Place(key, segment, max(page, segment.first), page >= segment.first and bool(written & 1))


def _rows(connection: Connection, place: Place) -> Iterator[tuple[Numbers, Mask]]:
    """The rows of a word in one segment, a page at a time, and which of them are gone."""
    base = place.segment.number << _SEGMENT_BITS
    pages = asked(connection, _BLOCKS, (base + place.page, base + place.segment.last))
    begun = False
    for (block,) in pages:
        page, size = np.frombuffer(block, np.uint8), int.from_bytes(block[2:4], "big")
        words = np.cumsum(_varints(page[size:])).tolist()
        if begun:
            start, end = int.from_bytes(block[:2], "big"), (words[0] if words else size)
        else:
            start, end = _span(block, words, size, place.key)
        if 0 < start < end:
            yield _taken_apart(page[start:end])
        if end < size:
            break
        begun = True
    pages.close()


def _span(block: bytes, words: list[int], size: int, key: bytes) -> tuple[int, int]:
    """Where the rows of a word begin and end in the first page that may have it; twice 0 where it is not there.

    A word is written as far as it differs from the one before it in the page.
    """
    word = b""
    for at, end in zip(words, [*words[1:], size], strict=True):
        kept, start = _number(block, at) if word else (0, at)
        length, start = _number(block, start)
        word = word[:kept] + block[start : start + length]
        if word == key:
            return start + length, end
    return 0, 0


def _number(block: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where it ends."""
    value = 0
    while block[at] >= _MORE:
        value, at = (value | (block[at] - _MORE)) << 7, at + 1
    return value | block[at], at + 1


def _taken_apart(written: npt.NDArray[np.uint8]) -> tuple[Numbers, Mask]:
    """The rows of a word in a page, and which are gone.

    The first is written as it is, the others as differences. One 0 after a row says that it is gone, a second one that
    it came again.
    """
    steps = _varints(written)
    marks = steps == 0
    marks[:1] = False
    if not marks.any():
        return np.cumsum(steps), marks
    rows = np.flatnonzero(~marks)
    marked = np.diff(np.append(rows, len(steps))) - 1
    return np.cumsum(steps[rows]), marked == 1


def _varints(written: npt.NDArray[np.uint8]) -> Numbers:
    """Numbers in groups of seven bits, the highest group first, each group but a number's last one marked."""
    last = np.flatnonzero(written < _MORE)
    values = written[last].astype(np.int64)
    if len(last) == len(written):
        return values
    groups = np.diff(last, prepend=-1)
    for step in range(1, int(groups.max(initial=1))):
        longer = groups > step
        values[longer] += (written[last[longer] - step].astype(np.int64) - _MORE) << 7 * step
    return values
