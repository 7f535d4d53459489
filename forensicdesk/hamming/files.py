"""An index on disk: a header, and the tables one after the other as they are in memory, so that they can be mapped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.bands import MAX_WIDTH, Bands
from forensicdesk.hamming.tables import Table
from forensicdesk.hamming.words import WORD_BITS
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from forensicdesk.hamming.words import Words

VERSION = 1
HEADER, TABLES = "index.json", "tables.bin"
_HEADER_LIMIT = 4_096
_NUMBER = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Header:
    """What the tables are of.

    Attributes:
        radius: the distance that the bands were chosen for; any other can be asked.
    """

    version: int
    bits: int
    bands: int
    entries: int
    radius: int


def write(folder: Path, header: Header, tables: Iterable[Table]) -> None:
    """Write tables as they come, and the header last: a folder without one is no index.

    The file of an earlier index is replaced, not written over, for it may be mapped.

    Raises:
        OSError: if it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEADER).unlink(missing_ok=True)
    part = folder / f"{TABLES}.part"
    try:
        with part.open("wb") as file:
            for starts, order in tables:
                file.write(starts.astype(_NUMBER, copy=False).data)
                file.write(order.astype(_NUMBER, copy=False).data)
        part.replace(folder / TABLES)
    finally:
        part.unlink(missing_ok=True)
    (folder / HEADER).write_text(json.dumps(asdict(header)) + "\n", encoding="utf-8")


def read_header(folder: Path) -> Header:
    """The header of an index.

    Raises:
        ValueError: if there is none, or it is of another version or no header at all.
    """
    path = folder / HEADER
    try:
        with path.open("rb") as file:
            fields = json.loads(file.read(_HEADER_LIMIT))
        header = Header(**fields)
    except OSError as error:
        msg = sentence(
            "the index {name} has no readable {header} ({strerror}); build it anew",
            name=folder.name,
            header=HEADER,
            strerror=error.strerror,
        )
        raise ValueError(msg) from error
    except (TypeError, ValueError) as error:
        msg = sentence("{header} of the index {name} is damaged; build the index anew", header=HEADER, name=folder.name)
        raise ValueError(msg) from error
    if header.version != VERSION:
        msg = sentence(
            "the index {name} is of version {version}, this program reads {other_version}; build it anew",
            name=folder.name,
            version=header.version,
            other_version=VERSION,
        )
        raise ValueError(msg)
    sound = all(type(value) is int and value >= 0 for value in fields.values())
    if not sound or not (header.bands == 0 or header.bits <= header.bands * MAX_WIDTH <= header.bits * MAX_WIDTH):
        msg = sentence("{header} of the index {name} is damaged; build the index anew", header=HEADER, name=folder.name)
        raise ValueError(msg)
    return header


def read(folder: Path, header: Header, words: Words) -> list[Table]:
    """Map the tables; the values they sort are given by the caller.

    Raises:
        ValueError: if the tables are not of these values, or are cut short.
    """
    bits = words.shape[1] * WORD_BITS
    if header.entries != len(words) or header.bits != bits:
        msg = sentence(
            "the index {name} is of {entries:,} hashes of {bits} bits, and the list has {words:,} of "
            "{other_bits}; build it anew",
            name=folder.name,
            entries=header.entries,
            bits=header.bits,
            words=len(words),
            other_bits=bits,
        )
        raise ValueError(msg)
    bands = Bands(header.bits, header.bands)
    if not bands.number or not header.entries:
        return []
    sizes = [(1 << bands.width(band)) + 1 for band in range(bands.number)]
    numbers = _map(folder, sum(sizes) + bands.number * header.entries)
    tables, at = [], 0
    for size in sizes:
        tables.append(Table(numbers[at : at + size], numbers[at + size : at + size + header.entries]))
        at += size + header.entries
    _fits(folder, bands, words, tables)
    return tables


def _map(folder: Path, wanted: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The file of tables as one array of numbers."""
    path = folder / TABLES
    size = path.stat().st_size if path.is_file() else 0
    if size != wanted * _NUMBER.itemsize:
        msg = sentence(
            "{tables} of the index {name} has {size:,} bytes instead of {wanted:,}; build the index anew",
            tables=TABLES,
            name=folder.name,
            size=size,
            wanted=wanted * 4,
        )
        raise ValueError(msg)
    return np.memmap(path, dtype=_NUMBER, mode="r").view(np.ndarray)


def _fits(folder: Path, bands: Bands, words: Words, tables: list[Table]) -> None:
    """Look at one entry of each table: a mistaken list is noticed at once, without reading the tables."""
    for band, (starts, order) in enumerate(tables):
        at = (len(words) - 1) * (band + 1) // len(tables)
        row = int(order[at])
        good = row < len(words) and int(starts[-1]) == len(words)
        if good:
            key = int(bands.keys(words[row : row + 1], band)[0])
            good = int(starts[key]) <= at < int(starts[key + 1])
        if not good:
            msg = sentence("the index {name} does not fit the hashes of its list; build it anew", name=folder.name)
            raise ValueError(msg)
