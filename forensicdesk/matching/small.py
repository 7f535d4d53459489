"""Near matches by hashes of 64 bits: several different ones of the same entry have to agree.

One such hash alone says little: among unrelated photographs hundreds of pairs lie within 8 bits of pHash. Two different
hashes that agree say more (GLEAPP stacks pictures by pHash <= 6 and dHash <= 8). The matches are leads, marked weak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.policy import SMALL_HASHES
from forensicdesk.model import EvidenceCard, Match, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.exact import ListedEntry
    from forensicdesk.matching.policy import Policy
    from hashing.values import PerceptualHash

HASH_BYTES = 8
_CELLS_AT_ONCE = 1_000_000

Values = tuple["npt.NDArray[np.integer]", "npt.NDArray[np.uint8]"]
"""Entry numbers, and hashes as rows of 8 bytes."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One hash of a content and of an entry that agree."""

    algorithm: str
    version: str
    parameters: str
    value: bytes
    reference: bytes
    distance: int


@dataclass(frozen=True, slots=True)
class SmallHit:
    """One content and one entry of which enough hashes agree, all of the same view."""

    content_id: int
    number: int
    view: str
    agreed: tuple[Agreement, ...]


class SmallSearch:
    """The 64-bit hashes of one list, ready to be asked."""

    def __init__(self, listed: Mapping[str, Values], policy: Policy) -> None:
        """Take the values of each algorithm of `SMALL_HASHES` that the list carries."""
        self._listed = listed
        self._policy = policy

    def find(self, pictures: Sequence[tuple[int, PerceptualHash]]) -> list[SmallHit]:
        """Every content and entry that agree, by content and entry; all hashes of one content come together.

        Of several views the one with most agreeing hashes counts, then the closest, then the one given first.
        """
        met: dict[tuple[int, int, str], dict[str, Agreement]] = {}
        for algorithm in SMALL_HASHES:
            if algorithm in self._listed:
                self._meet(algorithm, pictures, met)
        best: dict[tuple[int, int], SmallHit] = {}
        for (content, number, view), found in met.items():
            if len(found) < self._policy.small_hashes_agree:
                continue
            hit = SmallHit(content, number, view, tuple(found[name] for name in SMALL_HASHES if name in found))
            known = best.get((content, number))
            if known is None or _rank(hit) < _rank(known):
                best[content, number] = hit
        return [best[key] for key in sorted(best)]

    def _meet(
        self,
        algorithm: str,
        pictures: Sequence[tuple[int, PerceptualHash]],
        met: dict[tuple[int, int, str], dict[str, Agreement]],
    ) -> None:
        asked = [pair for pair in pictures if _usable(pair[1], algorithm)]
        numbers, values = self._listed[algorithm]
        rows = np.frombuffer(b"".join(value.value for _, value in asked), np.uint8).reshape(-1, HASH_BYTES)
        for row, at, distance in within(values, rows, self._policy.small_distance(algorithm)):
            content, value = asked[row]
            found = met.setdefault((content, int(numbers[at]), value.view), {})
            reference = values[at].tobytes()
            new = Agreement(algorithm, value.version, value.parameters, value.value, reference, distance)
            if algorithm not in found or new.distance < found[algorithm].distance:
                found[algorithm] = new


def _usable(value: PerceptualHash, algorithm: str) -> bool:
    return value.algorithm == algorithm and len(value.value) == HASH_BYTES and not value.weak


def _rank(hit: SmallHit) -> tuple[int, int]:
    return -len(hit.agreed), sum(one.distance for one in hit.agreed)


def within(
    values: npt.NDArray[np.uint8], queries: npt.NDArray[np.uint8], radius: int
) -> Iterator[tuple[int, int, int]]:
    """Every query and entry that differ in at most `radius` bits, with the distance; every pair is compared."""
    entries = np.ascontiguousarray(values).view(np.uint64).ravel()
    asked = np.ascontiguousarray(queries).view(np.uint64).ravel()
    if not len(entries):
        return
    step = max(1, _CELLS_AT_ONCE // len(entries))
    for start in range(0, len(asked), step):
        counts = np.bitwise_count(asked[start : start + step, None] ^ entries[None, :])
        for row, at in np.argwhere(counts <= radius).tolist():
            yield start + row, at, int(counts[row, at])


def small_match(hit: SmallHit, list_id: str, listed: ListedEntry, policy: Policy) -> Match:
    """A hit as a match with its card, always weak; values and distances of the hashes stand one behind the other."""
    distances = ", ".join(
        f"{one.algorithm} {one.distance} of 64 bits (threshold {policy.small_distance(one.algorithm)})"
        for one in hit.agreed
    )
    alone = " One 64-bit hash alone says very little." if len(hit.agreed) == 1 else ""
    note = (
        f"Hashes of 64 bits agree: {distances}.{alone} The list states neither version nor parameters (version "
        "unknown); they are taken for imagehash's defaults. A lead with a known rate of unrelated pictures."
    )
    card = EvidenceCard(
        algorithm="+".join(one.algorithm for one in hit.agreed),
        version=", ".join(dict.fromkeys(f"{one.version} ({one.parameters})" for one in hit.agreed)),
        query="".join(one.value.hex() for one in hit.agreed),
        reference="".join(one.reference.hex() for one in hit.agreed),
        distance=sum(one.distance for one in hit.agreed),
        threshold=sum(policy.small_distance(one.algorithm) for one in hit.agreed),
        note=note,
        entry_name=listed.name,
        view=hit.view,
    )
    return Match(hit.content_id, list_id, listed.entry, listed.label, MatchKind.NEAR, card, weak=True)
