"""The best entry of a list that is no match: how far it is, so that "no match" can be judged."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.near import variants
from forensicdesk.model import Nearest
from hashing.values import PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.policy import Policy
    from hashing.values import PerceptualHash

ENTRIES_COMPARED = 5_000
"""Lists with more PDQ entries are not asked for their nearest one: that would mean to compare with every entry."""

_NONE = -1
_CELLS_AT_ONCE = 1_000_000
_WORDS = PDQ_BYTES // 8


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one content: the closest entry, or the best quality if none was good enough."""

    distance: int | None
    row: int
    quality: int


class ClosestSearch:
    """Remembers for every content the closest PDQ entry of one list, whether or not it is within the threshold."""

    def __init__(
        self,
        numbers: npt.NDArray[np.int64],
        values: npt.NDArray[np.uint8],
        qualities: npt.NDArray[np.int16],
        policy: Policy,
    ) -> None:
        usable = (qualities < 0) | (qualities >= policy.pdq_quality)
        self._compared = bool(usable.sum() <= ENTRIES_COMPARED)
        self._numbers = numbers[usable]
        self._values = values[usable]
        self._policy = policy
        self._columns = array("q"), array("h"), array("q"), array("h")

    def see(self, pictures: Sequence[tuple[int, PerceptualHash]]) -> None:
        """Take hashes into account: all of one content come together, each content once."""
        seen: dict[int, _Seen] = {}
        for content, value in pictures:
            _note(seen, content, _Seen(None, 0, -1 if value.quality is None else value.quality))
        self._compare(pictures, seen)
        for content, one in seen.items():
            values = (content, _NONE if one.distance is None else one.distance, one.row, one.quality)
            for column, value_of in zip(self._columns, values, strict=True):
                column.append(value_of)

    def _compare(self, pictures: Sequence[tuple[int, PerceptualHash]], seen: dict[int, _Seen]) -> None:
        good = [(content, value) for content, value in pictures if self._usable(value)]
        if not self._compared or not len(self._values) or not good:
            return
        turned = [variants(value) for _, value in good]
        rows = np.frombuffer(b"".join(value for some in turned for value in some), np.uint8).reshape(-1, PDQ_BYTES)
        entries, distances = closest(self._values, rows)
        at = 0
        for (content, value), some in zip(good, turned, strict=True):
            for row, distance in zip(entries[at : at + len(some)], distances[at : at + len(some)], strict=True):
                _note(seen, content, _Seen(int(distance), int(row), value.quality or 0))
            at += len(some)

    def rejected(
        self, list_id: str, matched: set[int], names: Callable[[Iterable[int]], dict[int, str]]
    ) -> Iterator[Nearest]:
        """One value for each content that met no entry, by content, as far as there is something to say.

        Args:
            list_id: the list.
            matched: contents that have a match with it.
            names: gives the entries' names by their numbers.
        """
        seen = {
            content: _Seen(None if distance == _NONE else distance, row, quality)
            for content, distance, row, quality in sorted(zip(*self._columns, strict=True))
            if content not in matched and (distance != _NONE or 0 <= quality < self._policy.pdq_quality)
        }
        named = names({int(self._numbers[one.row]) for one in seen.values() if one.distance is not None})
        for content, one in seen.items():
            entry = "" if one.distance is None else named[int(self._numbers[one.row])]
            note = ""
            if one.distance is None:
                note = f"Not compared: quality {one.quality} under the gate {self._policy.pdq_quality}."
            yield Nearest(content, list_id, "pdq", one.distance, self._policy.pdq_distance, entry, note)

    def _usable(self, value: PerceptualHash) -> bool:
        return (
            value.quality is not None
            and value.quality >= self._policy.pdq_quality
            and len(value.value) == PDQ_BYTES
            and any(value.value)
            and not value.weak
        )


def _note(seen: dict[int, _Seen], content: int, new: _Seen) -> None:
    known = seen.get(content)
    if known is None or _rank(new) < _rank(known):
        seen[content] = new


def _rank(seen: _Seen) -> tuple[int, int, int]:
    far = PDQ_BYTES * 8 + 1 if seen.distance is None else seen.distance
    return far, seen.row, -seen.quality


def closest(
    values: npt.NDArray[np.uint8], queries: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each query the closest entry, the first of equal ones, and its distance; every entry is compared."""
    entries = np.ascontiguousarray(values).view(np.uint64).reshape(-1, _WORDS)
    asked = np.ascontiguousarray(queries).view(np.uint64).reshape(-1, _WORDS)
    best = np.empty(len(asked), dtype=np.int64)
    distances = np.empty(len(asked), dtype=np.int64)
    step = max(1, _CELLS_AT_ONCE // len(entries))
    for start in range(0, len(asked), step):
        some = asked[start : start + step]
        counts = np.zeros((len(some), len(entries)), dtype=np.uint16)
        for word in range(_WORDS):
            counts += np.bitwise_count(some[:, word, None] ^ entries[None, :, word])
        best[start : start + step] = counts.argmin(axis=1)
        distances[start : start + step] = counts.min(axis=1)
    return best, distances
