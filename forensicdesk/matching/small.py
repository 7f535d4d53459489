"""Near matches by hashes of 64 bits: several different ones of the same entry have to agree.

One such hash alone says little: among unrelated photographs hundreds of pairs lie within 8 bits of pHash. Two different
hashes that agree say more; how much was measured (`docs/matching.md`). The matches are leads, marked weak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming import HammingIndex
from forensicdesk.language import sentence
from forensicdesk.matching.policy import SMALL_HASHES
from forensicdesk.model import EvidenceCard, Match, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.exact import ListedEntry
    from forensicdesk.matching.policy import Policy
    from hashing.values import PerceptualHash

HASH_BYTES = 8
_STATED = re.compile(r"imagehash(?: (?P<version>(?P<major>\d+)\.(?P<minor>\d+)\S*))?")
_LAST_REVERSED = (3, 7)
"""Up to this version imagehash wrote the bits of each byte in reverse order (see its `old_hex_to_hash`)."""

Values = tuple["npt.NDArray[np.integer]", "npt.NDArray[np.uint8]"]
"""Entry numbers, and hashes as rows of 8 bytes."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a list says of the version of its hashes.

    Attributes:
        version: of imagehash, "" if the list names none.
        reverse: the bits of each byte are written in reverse order, as by old versions.
    """

    version: str = ""
    reverse: bool = False

    @classmethod
    def of(cls, said: str) -> Stated:
        """What a list says in words; anything but imagehash with a version says nothing here."""
        found = _STATED.fullmatch(said)
        if found is None or not found["version"]:
            return cls()
        return cls(found["version"], (int(found["major"]), int(found["minor"])) <= _LAST_REVERSED)

    def as_now(self, values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The values with their bits in the order in which they are compared."""
        if not self.reverse:
            return values
        return np.packbits(np.unpackbits(values, axis=1, bitorder="little"), axis=1)

    def told(self) -> str:
        """For a card."""
        if not self.version:
            return sentence(
                "The list names no version of these hashes (version unknown); they are compared as imagehash's."
            )
        said = sentence(
            "The list says that its hashes are of imagehash {version}, and names no parameters.", version=self.version
        )
        reverse = sentence("That version wrote the bits of each byte in reverse; they were turned.")
        return f"{said} {reverse}" if self.reverse else said


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
    stated: Stated


class SmallSearch:
    """The 64-bit hashes of one list, ready to be asked."""

    def __init__(self, listed: Mapping[str, Values], policy: Policy, stated: str = "") -> None:
        """Take the values of each algorithm of `SMALL_HASHES` that the list carries.

        Args:
            listed: entry numbers and values, by algorithm.
            policy: the limits.
            stated: what the list says its values follow, such as "imagehash 4.3.2"; "" if it says nothing.
        """
        self._policy = policy
        self._stated = Stated.of(stated)
        self._listed = {name: (numbers, self._stated.as_now(values)) for name, (numbers, values) in listed.items()}
        self._indexes = {
            name: HammingIndex.build(values, policy.small_distance(name)) for name, (_, values) in self._listed.items()
        }

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
            agreed = tuple(found[name] for name in SMALL_HASHES if name in found)
            hit = SmallHit(content, number, view, agreed, self._stated)
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
        for row, at, distance in _pairs(self._indexes[algorithm], rows, self._policy.small_distance(algorithm)):
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


def _pairs(index: HammingIndex, queries: npt.NDArray[np.uint8], radius: int) -> Iterator[tuple[int, int, int]]:
    """Every query and entry that differ in at most `radius` bits, with the distance, by query and entry."""
    hits = list(index.search(queries, radius))
    found = [(row, at, apart) for some in hits for row, at, apart in zip(*(one.tolist() for one in some), strict=True)]
    yield from sorted(found)


def small_match(hit: SmallHit, list_id: str, listed: ListedEntry, policy: Policy) -> Match:
    """A hit as a match with its card, always weak; values and distances of the hashes stand one behind the other."""
    distances = ", ".join(
        sentence(
            "{algorithm} {distance} of 64 bits (threshold {threshold})",
            algorithm=one.algorithm,
            distance=one.distance,
            threshold=policy.small_distance(one.algorithm),
        )
        for one in hit.agreed
    )
    notes = (
        sentence("Hashes of 64 bits agree: {parts}.", parts=distances),
        sentence("One 64-bit hash alone says very little.") if len(hit.agreed) == 1 else "",
        hit.stated.told(),
        sentence("Such hashes see coarse patterns of brightness only; unrelated pictures can agree in them."),
    )
    card = EvidenceCard(
        algorithm="+".join(one.algorithm for one in hit.agreed),
        version=", ".join(dict.fromkeys(f"{one.version} ({one.parameters})" for one in hit.agreed)),
        query="".join(one.value.hex() for one in hit.agreed),
        reference="".join(one.reference.hex() for one in hit.agreed),
        distance=sum(one.distance for one in hit.agreed),
        threshold=sum(policy.small_distance(one.algorithm) for one in hit.agreed),
        note=" ".join(filter(None, notes)),
        entry_name=listed.name,
        view=hit.view,
    )
    return Match(hit.content_id, list_id, listed.entry, listed.label, MatchKind.NEAR, card, weak=True)
