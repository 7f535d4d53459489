"""Large text lists in pieces: what is alike as arrays, all else through the ordinary reader line by line."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from forensicdesk.lists.readers.sample import SAMPLE_BYTES
from forensicdesk.lists.readers.text import MAX_LINE, open_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    import numpy as np
    import numpy.typing as npt

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions, Record, Refusal

    Reader = Callable[[TextIO, Sample, ReadOptions], Iterator[Parsed]]
    Regular = Callable[[bytes], "Values | None"]

PIECE = 8 << 20
SMALLEST = 16 << 10
"""A piece that is not regular is halved down to so many bytes before it is read line by line."""


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Values of one kind from lines that follow each other, one a line.

    Attributes:
        kind: of the values.
        rows: the values as rows of bytes.
        qualities: of PDQ, None if the lines state none.
        names: the names of all entries one behind the other, b"" if there are none.
        name_lengths: bytes of each name, None if there are none.
    """

    kind: str
    rows: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16] | None = None
    names: bytes = b""
    name_lengths: npt.NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Values with the number of the first line."""

    position: int
    values: Values


@dataclass(frozen=True, slots=True)
class Way:
    """How a format is read.

    Attributes:
        read: the ordinary reader. A list may have a title in its first line.
        regular: the values of a piece in which every line is an entry as `read` would give it; None for any other.
    """

    read: Reader
    regular: Regular


def read_pieces(
    content: Content, sample: Sample, options: ReadOptions, way: Way, sizes: tuple[int, int] = (PIECE, SMALLEST)
) -> Iterator[Block | Parsed]:
    """Exactly what the ordinary reader gives for this content, with runs of records of one kind put together as blocks.

    Args:
        content: the list.
        sample: its beginning.
        options: what the person importing said.
        way: how its format is read.
        sizes: so many bytes are read at once, and pieces of so many are read line by line.
    """
    with content.open() as stream:
        if not sample.encoding.startswith("utf-8"):
            with open_text(stream, sample.encoding) as lines:
                yield from way.read(lines, sample, options)
            return
        yield from _Pieces(sample, options, way, sizes[1]).of(stream, sizes[0])


class _Pieces:
    """Reads pieces that end with a line feed, and counts lines."""

    def __init__(self, sample: Sample, options: ReadOptions, way: Way, smallest: int) -> None:
        self._sample = sample
        self._options = options
        self._way = way
        self._smallest = smallest
        self._lines = 0
        self._title = sample.lines[0]

    def of(self, stream: BinaryIO, piece: int) -> Iterator[Block | Parsed]:
        """The whole stream. Its beginning, where a title may stand, is read line by line."""
        head = stream.read(SAMPLE_BYTES) + stream.readline(MAX_LINE)
        if not head.endswith(b"\n"):
            with open_text(cast("BinaryIO", io.BufferedReader(_Joined(head, stream))), self._sample.encoding) as lines:
                yield from self._way.read(lines, self._sample, self._options)
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

    def _part(self, part: bytes) -> Iterator[Block | Parsed]:
        if not part:
            return
        found = self._way.regular(part)
        if found is not None:
            yield Block(self._lines + 1, found)
            self._lines += len(found.rows)
            return
        middle = part.rfind(b"\n", 0, len(part) // 2) + 1
        if len(part) <= self._smallest or not middle:
            yield from self._by_line(io.StringIO(_decoded(part, "utf-8"), newline=None), titled=False)
            return
        yield from self._part(part[:middle])
        yield from self._part(part[middle:])

    def _by_line(self, lines: TextIO, *, titled: bool) -> Iterator[Parsed]:
        """What the ordinary reader says of these lines. It may take a title from the first, which goes before."""
        before = 0 if titled else 1
        counted = _Counted(lines, "" if titled else f"{self._title}\n")
        parsed = self._way.read(cast("TextIO", counted), self._sample, self._options)
        for found in cast("Iterator[Record | Refusal]", parsed):
            position = found.position + self._lines - before
            if position > self._lines:
                yield found._replace(position=position)
        self._lines += counted.ended - before


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
