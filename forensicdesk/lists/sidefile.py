"""What the side files of a list have in common: a header, runs of lines, and columns that are mapped from disk.

Bare values are all that a plain list knows of its entries, so no row is needed for each. A side file is a header of 32
bytes (magic, number of values, number of runs, bytes of a value), the runs, and then columns, all little-endian. A run
is a first entry number and its line as two uint64; from there both count up together until the next run.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from forensicdesk.errors import ListError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

U64 = npt.NDArray[np.uint64]
U32 = npt.NDArray[np.uint32]
U8 = npt.NDArray[np.uint8]
I16 = npt.NDArray[np.int16]
Places = npt.NDArray[np.intp]

HEADER = struct.Struct("<8sQQQ")
NUMBER = 4
"""Bytes of an entry number."""

_RUN = 16
_SCANNED = 1 << 22


def side_path(path: Path, kind: str) -> Path:
    """Where the side file of a stored list lies."""
    return path.with_name(f"{path.stem}.{kind}.sorted")


def damaged(path: Path, why: str) -> ListError:
    """The one sentence about a file that belongs to a stored list and is not as it was written."""
    owner = (
        path.parent if path.parent.suffix else path
    )  # a file of near tables lies in a folder that bears the list's id
    return ListError(
        sentence(
            "The stored list is damaged: {name} {why}; remove the list (forensicdesk list remove {id}) "
            "and import it again.",
            name=path.name,
            why=why,
            id=owner.name.partition(".")[0],
        )
    )


def read_header(path: Path) -> tuple[int, tuple[bytes, int, int, int]]:
    """The bytes of a side file, and the four fields of its header; no magic and zeros where it is too short for one.

    Raises:
        ListError: it is missing, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEADER.size)
        size = path.stat().st_size
    except OSError as error:
        raise damaged(path, sentence("cannot be read ({strerror})", strerror=error.strerror)) from error
    return size, HEADER.unpack(head) if len(head) == HEADER.size else (b"", 0, 0, 0)


def open_runs(path: Path, magic: bytes, width: int, beside: int) -> tuple[int, int, U64]:
    """Number of values, where their columns begin in the file, and the runs.

    Args:
        path: the side file.
        magic: what it has to begin with.
        width: bytes of a value.
        beside: bytes of a value's other columns.

    Raises:
        ListError: it is missing, cut off or none.
    """
    size, (found, count, runs, stated) = read_header(path)
    wanted = HEADER.size + runs * _RUN + count * (width + beside)
    if found != magic or stated != width or size != wanted or not count or not runs:
        raise damaged(path, sentence("is not as it was written"))
    mapped: U64 = np.memmap(path, np.dtype("<u8"), "r", HEADER.size, (runs, 2))
    return count, HEADER.size + runs * _RUN, mapped


def lines_of(runs: U64, numbers: U32) -> list[int]:
    """The lines of entries."""
    run = np.searchsorted(runs[:, 0], numbers, side="right") - 1
    lines: list[int] = (runs[run, 1] + (numbers - runs[run, 0])).tolist()
    return lines


def places_of(column: U32, numbers: Sequence[int]) -> Places:
    """Where entries with these numbers stand, in order of number. The whole column is read once, as it has no order."""
    asked = np.unique(np.array([one for one in numbers if 0 < one < 1 << 32], dtype=np.uint32))
    if not len(asked):
        return np.empty(0, dtype=np.intp)
    places = []
    for start in range(0, len(column), _SCANNED):
        piece = column[start : start + _SCANNED]
        near = np.flatnonzero((piece >= asked[0]) & (piece <= asked[-1]))
        there = np.minimum(np.searchsorted(asked, piece[near]), len(asked) - 1)
        places.append(near[asked[there] == piece[near]] + start)
    found = np.concatenate(places)
    return found[np.argsort(column[found])]


def sha256_of(path: Path) -> str:
    """SHA-256 of a whole file, in hexadecimal digits.

    Raises:
        ListError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise damaged(path, sentence("cannot be read ({strerror})", strerror=error.strerror)) from error
