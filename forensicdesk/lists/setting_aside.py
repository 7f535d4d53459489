"""Numbering the entries of a large list, and putting those of one value into side files instead of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from forensicdesk.lists.readers.pieces import Block, Values
from forensicdesk.lists.records import Record
from forensicdesk.lists.sorting import SIDE_KINDS, with_quality
from forensicdesk.lists.values import QUALITY_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from forensicdesk.lists.records import Parsed
    from forensicdesk.lists.sorting import SideFiles

_BATCH = 10_000


class Counting(Protocol):
    """Where entries are counted."""

    entries: int


class _Single(NamedTuple):
    """An entry of one value."""

    number: int
    position: int
    value: bytes
    quality: int
    name: bytes


class SettingAside:
    """Takes what a reader gives and hands on what has to be rows."""

    def __init__(self, side: SideFiles, tally: Counting) -> None:
        """Entries go into `side` and are counted in `tally`."""
        self._side = side
        self._tally = tally
        self._waiting: dict[str, list[_Single]] = {kind: [] for kind in SIDE_KINDS}

    def kept(self, parsed: Iterable[Block | Parsed]) -> Iterator[Parsed]:
        """What is no entry of one value: entries taken in two senses, refusals and whatever else there is."""
        for found in parsed:
            if isinstance(found, Block):
                self._flush()
                steps = np.arange(len(found.values.rows), dtype=np.int64)
                self._add(found.values, steps + (self._tally.entries + 1), steps + found.position)
                self._tally.entries += len(steps)
            elif isinstance(found, Record) and (kind := _only_kind(found)):
                self._tally.entries += 1
                self._wait(kind, found)
            else:
                yield found
        self._flush()

    def _wait(self, kind: str, found: Record) -> None:
        quality = QUALITY_UNKNOWN if found.quality is None else found.quality
        value: bytes = getattr(found, kind)
        self._waiting[kind].append(
            _Single(self._tally.entries, found.position, value, quality, found.name.encode("utf-8"))
        )
        if len(self._waiting[kind]) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        for kind, waiting in self._waiting.items():
            if waiting:
                numbers, positions, contents, qualities, names = zip(*waiting, strict=True)
                rows = np.frombuffer(b"".join(contents), dtype=np.uint8).reshape(len(contents), -1)
                stated = np.array(qualities, dtype=np.int16)
                lengths = np.array([len(name) for name in names], dtype=np.int64)
                values = Values(kind, rows, stated, b"".join(names), lengths)
                self._add(values, np.array(numbers, dtype=np.int64), np.array(positions, dtype=np.int64))
                waiting.clear()

    def _add(self, values: Values, numbers: npt.NDArray[np.int64], positions: npt.NDArray[np.int64]) -> None:
        rows = values.rows
        if values.kind == "pdq":
            unknown = np.full(len(rows), QUALITY_UNKNOWN, dtype=np.int16)
            rows = with_quality(rows, unknown if values.qualities is None else values.qualities)
        self._side.add(values.kind, numbers, positions, rows)
        if values.names and values.name_lengths is not None:
            self._side.add_names(numbers, values.name_lengths, values.names)


def _only_kind(found: Record) -> str:
    """The kind of an entry that has one value; "" where 64 digits are taken in two senses."""
    known = [kind for kind in SIDE_KINDS if getattr(found, kind) is not None]
    return known[0] if len(known) == 1 else ""
