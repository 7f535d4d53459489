"""Plain lists in large pieces: values of equally long lines as arrays, all else through `plain` line by line."""

from __future__ import annotations

import binascii
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from forensicdesk.lists.readers import plain
from forensicdesk.lists.readers.digests import AMBIGUOUS_DIGITS, BYTES_OF, EMPTY_FILE, is_digest_text
from forensicdesk.lists.readers.sample import SAMPLE_BYTES
from forensicdesk.lists.readers.text import MAX_LINE, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

    import numpy.typing as npt

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions, Record, Refusal

PIECE = 8 << 20
SMALLEST = 16 << 10
"""A piece that is not regular is halved down to so many bytes before it is read line by line."""

_ZERO_PDQ = bytes(BYTES_OF["pdq"])
_LF, _CR = 10, 13


@dataclass(frozen=True, slots=True, eq=False)
class DigestBlock:
    """Values of one kind from lines that follow each other; `position` is the number of the first line."""

    kind: str
    position: int
    values: npt.NDArray[np.uint8]


def read(
    content: Content, sample: Sample, options: ReadOptions, piece: int = PIECE, smallest: int = SMALLEST
) -> Iterator[DigestBlock | Parsed]:
    """Exactly what `plain.read` gives for this content, with runs of records of one kind put together as blocks.

    Values of 64 digits that nobody explains are taken in two senses, and stay single records.

    Args:
        content: the list.
        sample: its beginning.
        options: what the person importing said.
        piece: so many bytes are read at once.
        smallest: size in bytes of the pieces that are read line by line.
    """
    with content.open() as stream:
        if not sample.encoding.startswith("utf-8"):
            with open_text(stream, sample.encoding) as lines:
                yield from plain.read(lines, sample, options)
            return
        yield from _Pieces(sample, options, smallest).of(stream, piece)


class _Pieces:
    """Reads pieces that end with a line feed, and counts lines."""

    def __init__(self, sample: Sample, options: ReadOptions, smallest: int) -> None:
        self._sample = sample
        self._options = options
        self._smallest = smallest
        self._lines = 0
        self._title = sample.lines[0]
        self._kinds = _kinds(sample, options)

    def of(self, stream: BinaryIO, piece: int) -> Iterator[DigestBlock | Parsed]:
        """The whole stream. Its beginning, where a title may stand, is read line by line."""
        head = stream.read(SAMPLE_BYTES) + stream.readline(MAX_LINE)
        if not head.endswith(b"\n"):
            with open_text(cast("BinaryIO", io.BufferedReader(_Joined(head, stream))), self._sample.encoding) as lines:
                yield from plain.read(lines, self._sample, self._options)
            return
        yield from self._by_line(io.StringIO(_decoded(head, self._sample.encoding), newline=None), titled=True)
        rest = b""
        while read := stream.read(piece):
            block = rest + read
            end = block.rfind(b"\n") + 1
            if not end and len(block) > MAX_LINE:
                with open_text(cast("BinaryIO", io.BufferedReader(_Joined(block, stream))), "utf-8") as lines:
                    yield from self._by_line(lines, titled=False)
                return
            yield from self._part(block[:end])
            rest = block[end:]
        yield from self._part(rest)

    def _part(self, part: bytes) -> Iterator[DigestBlock | Parsed]:
        if not part:
            return
        found = self._regular(part)
        if found is not None:
            kind, values = found
            yield DigestBlock(kind, self._lines + 1, values)
            self._lines += len(values)
            return
        middle = part.rfind(b"\n", 0, len(part) // 2) + 1
        if len(part) <= self._smallest or not middle:
            yield from self._by_line(io.StringIO(_decoded(part, "utf-8"), newline=None), titled=False)
            return
        yield from self._part(part[:middle])
        yield from self._part(part[middle:])

    def _regular(self, part: bytes) -> tuple[str, npt.NDArray[np.uint8]] | None:
        """Kind and digests of a piece in which every line is one digest that is not refused; None for any other."""
        first = part.find(b"\n") + 1
        digits = first - (2 if part[first - 2 : first] == b"\r\n" else 1)
        kind = self._kinds.get(digits)
        if kind is None or len(part) % first:
            return None
        lines = np.frombuffer(part, dtype=np.uint8).reshape(-1, first)
        ends = (lines[:, -1] == _LF).all() and (first - digits == 1 or (lines[:, -2] == _CR).all())
        if not ends:
            return None
        try:
            packed = binascii.unhexlify(lines[:, :digits].tobytes())
        except binascii.Error:
            return None
        never = (_ZERO_PDQ,) if kind == "pdq" else EMPTY_FILE
        if any(one in packed for one in never if 2 * len(one) == digits):
            return None
        return kind, np.frombuffer(packed, dtype=np.uint8).reshape(len(lines), digits // 2)

    def _by_line(self, lines: TextIO, *, titled: bool) -> Iterator[Parsed]:
        """What `plain.read` says of these lines. It takes a title from the first line, so that stands before them."""
        before = 0 if titled else 1
        counted = _Counted(lines, "" if titled else f"{self._title}\n")
        parsed = plain.read(cast("TextIO", counted), self._sample, self._options)
        for found in cast("Iterator[Record | Refusal]", parsed):
            position = found.position + self._lines - before
            if position > self._lines:
                yield found._replace(position=position)
        self._lines += counted.ended - before


def _kinds(sample: Sample, options: ReadOptions) -> dict[int, str]:
    """Which kind lines of so many digits are; lengths that the list refuses, or takes in two senses, are not there."""
    if not any(is_digest_text(plain.bare(line)) for line in sample.lines):
        return {}
    _, stated = plain.heading(sample)
    kinds = {2 * BYTES_OF[kind]: kind for kind in ("md5", "sha1")}
    kind_of_64 = plain.settled_64(sample, stated, options.hash_type)
    if kind_of_64 in {"sha256", "pdq"}:
        kinds[AMBIGUOUS_DIGITS] = kind_of_64
    return {digits: kind for digits, kind in kinds.items() if stated in {None, kind}}


class _Counted:
    """Lines of a text behind a first one, and how many have ended."""

    def __init__(self, lines: TextIO, first: str) -> None:
        self._lines = lines
        self._first = first
        self.ended = 0

    def readline(self, size: int) -> str:
        """The next line, or so many characters of it."""
        line, self._first = self._first or self._lines.readline(size), ""
        self.ended += line.endswith("\n")
        return line


class _Joined(io.RawIOBase):
    """Bytes that were read from a stream, and then the rest of the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        piece = self._head.read(len(view)) or self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def _decoded(part: bytes, encoding: str) -> str:
    return part.decode(encoding, "backslashreplace")
