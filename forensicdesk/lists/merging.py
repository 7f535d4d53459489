"""Two columns of values, one of each list, compared as sets: NumPy only, sorted in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Values = npt.NDArray[np.bytes_]

_AT_ONCE = 2_000_000


class Column(NamedTuple):
    """Values as byte strings of one length, and for each the number of its entry."""

    values: Values
    numbers: Numbers


class Found(NamedTuple):
    """One value with the numbers of the entries that have it, in the older and in the newer list."""

    value: bytes
    older: tuple[int, ...]
    newer: tuple[int, ...]


@dataclass(slots=True)
class Changes:
    """Distinct values of one kind of change: all counted, the first kept."""

    limit: int
    count: int = 0
    first: list[Found] = field(default_factory=list)


@dataclass(slots=True)
class Merged:
    """How two columns differ."""

    added: Changes
    removed: Changes
    relabelled: Changes
    kept: int = 0


class _Sorted:
    """Distinct values of a column; `rank` says for each row which one it has."""

    def __init__(self, column: Column) -> None:
        self.numbers = column.numbers
        self.values, self.rank = np.unique(column.values, return_inverse=True)

    def numbers_of(self, at: int) -> tuple[int, ...]:
        """Entries with the value at this place, none if it is negative."""
        return tuple(self.numbers[self.rank == at].tolist()) if at >= 0 else ()


def merge(older: Column, newer: Column, labels: tuple[Numbers, Numbers] | None, limit: int) -> Merged:
    """Compare two columns of values of one length.

    Args:
        older: column of the list that was there before.
        newer: column of the list that came later.
        labels: hashes of labels by entry number, of the older and the newer list; None to leave labels out.
        limit: how many values to keep of each kind of change.
    """
    found = Merged(Changes(limit), Changes(limit), Changes(limit))
    for left, right in _parts(older, newer):
        _merge_part(_Sorted(left), _Sorted(right), labels, found)
    return found


def _parts(older: Column, newer: Column) -> Iterator[tuple[Column, Column]]:
    """Both columns cut by the first byte of their values, so that only a part is sorted at once."""
    parts = min(256, 1 + (len(older.values) + len(newer.values)) // _AT_ONCE)
    if parts == 1:
        yield older, newer
        return
    firsts = [_first_bytes(column.values) for column in (older, newer)]
    for part in range(parts):
        low, high = part * 256 // parts, (part + 1) * 256 // parts
        masks = [(first >= low) & (first < high) for first in firsts]
        yield (
            Column(older.values[masks[0]], older.numbers[masks[0]]),
            Column(newer.values[masks[1]], newer.numbers[masks[1]]),
        )


def _first_bytes(values: Values) -> npt.NDArray[np.uint8]:
    return values.view(np.uint8).reshape(len(values), values.dtype.itemsize)[:, 0]


def _merge_part(old: _Sorted, new: _Sorted, labels: tuple[Numbers, Numbers] | None, found: Merged) -> None:
    place = np.searchsorted(new.values, old.values)
    both = place < len(new.values)
    both[both] = new.values[place[both]] == old.values[both]
    in_old = np.full(len(new.values), -1, dtype=np.int64)
    in_old[place[both]] = np.flatnonzero(both)
    gone, come = np.flatnonzero(~both), np.flatnonzero(in_old < 0)
    found.kept += int(np.count_nonzero(both))
    _note(found.removed, old, new, gone, np.full(len(gone), -1))
    _note(found.added, old, new, np.full(len(come), -1), come)
    if labels is not None:
        before = _label_sets(old.rank, labels[0][old.numbers], len(old.values))
        after = _label_sets(new.rank, labels[1][new.numbers], len(new.values))
        kept = np.flatnonzero(both)
        other = kept[before[kept] != after[place[kept]]]
        _note(found.relabelled, old, new, other, place[other])


def _note(changes: Changes, old: _Sorted, new: _Sorted, in_old: Numbers, in_new: Numbers) -> None:
    """Count changes and keep the first; places of values on both sides, -1 where a side has none."""
    changes.count += len(in_old)
    room = slice(0, changes.limit - len(changes.first))
    width = max(old.values.dtype.itemsize, new.values.dtype.itemsize)
    for one, other in zip(in_old[room].tolist(), in_new[room].tolist(), strict=True):
        value = bytes(old.values[one] if one >= 0 else new.values[other])
        changes.first.append(Found(value.ljust(width, b"\0"), old.numbers_of(one), new.numbers_of(other)))


def _label_sets(rank: Numbers, labels: Numbers, count: int) -> Numbers:
    """For each distinct value the sum of its labels' hashes, each label once: equal for equal sets of labels."""
    order = np.lexsort((labels, rank))
    rank, labels = rank[order], labels[order]
    fresh = np.ones(len(rank), dtype=bool)
    fresh[1:] = (rank[1:] != rank[:-1]) | (labels[1:] != labels[:-1])
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, rank[fresh], labels[fresh])
    return sums
