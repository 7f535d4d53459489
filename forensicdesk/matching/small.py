"""Near matches by hashes of 64 bits: several different ones of the same entry have to agree.

One such hash alone says little: among unrelated photographs hundreds of pairs lie within 8 bits of pHash. Two different
hashes that agree say more; how much was measured (`docs/matching.md`). Where PDQ, pHash and dHash all agree, PDQ and
one of the others may be farther apart than they may alone. The matches are leads, marked weak.
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
from hashing.values import PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.exact import ListedEntry
    from forensicdesk.matching.policy import Policy
    from hashing.values import PerceptualHash

HASH_BYTES = 8
_PDQ = "pdq"
_THREE = (_PDQ, "phash", "dhash")
"""The hashes that have wider limits together; the one that rules out most comes first."""
_NAMED = (_PDQ, *SMALL_HASHES)
"""The order in which a match names them."""
_STATED = re.compile(r"imagehash(?: (?P<version>(?P<major>\d+)\.(?P<minor>\d+)\S*))?")
_LAST_REVERSED = (3, 7)
"""Up to this version imagehash wrote the bits of each byte in reverse order (see its `old_hex_to_hash`)."""

Values = tuple["npt.NDArray[np.integer]", "npt.NDArray[np.uint8]"]
"""Entry numbers, and hashes as rows of bytes."""
Key = tuple[int, int, str]
"""A content, the number of an entry, and a view of the content."""
Met = dict[Key, dict[str, "Agreement"]]
"""What agrees, by algorithm."""


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
    threshold: int


@dataclass(frozen=True, slots=True)
class SmallHit:
    """One content and one entry of which enough hashes agree, all of the same view."""

    content_id: int
    number: int
    view: str
    agreed: tuple[Agreement, ...]
    stated: Stated


class SmallSearch:
    """The 64-bit hashes of one list, and its PDQ together with them, ready to be asked."""

    def __init__(self, listed: Mapping[str, Values], policy: Policy, stated: str = "") -> None:
        """Take the values of each algorithm of `SMALL_HASHES` that the list carries, and its PDQ.

        Args:
            listed: entry numbers and values, by algorithm; of PDQ those of sufficient stated quality, of which the
                first of each entry counts.
            policy: the limits.
            stated: what the list says its values follow, such as "imagehash 4.3.2"; "" if it says nothing.
        """
        self._policy = policy
        self._stated = Stated.of(stated)
        pdqs = {_PDQ: listed[_PDQ]} if _PDQ in listed else {}
        self._listed = {
            name: (numbers, self._stated.as_now(values)) for name, (numbers, values) in listed.items() if name != _PDQ
        }
        together = self._listed | pdqs
        three = all(name in together and len(together[name][0]) for name in _THREE)
        self._firsts = {name: _Firsts.of(*together[name]) for name in _THREE if three}
        self._indexes = {
            name: HammingIndex.build(values, policy.small_distance(name)) for name, (_, values) in self._listed.items()
        }

    def find(self, pictures: Sequence[tuple[int, PerceptualHash]]) -> list[SmallHit]:
        """Every content and entry that agree, by content and entry; all hashes of one content come together.

        Of several views the one with most agreeing hashes counts, then the closest, then the one given first.
        """
        met: Met = {}
        for algorithm in SMALL_HASHES:
            if algorithm in self._listed:
                self._meet(algorithm, pictures, met)
        if self._firsts:
            self._meet_three(pictures, met)
        best: dict[tuple[int, int], SmallHit] = {}
        for (content, number, view), found in met.items():
            if len(found) < self._policy.small_hashes_agree:
                continue
            agreed = tuple(found[name] for name in _NAMED if name in found)
            hit = SmallHit(content, number, view, agreed, self._stated)
            known = best.get((content, number))
            if known is None or _rank(hit) < _rank(known):
                best[content, number] = hit
        return [best[key] for key in sorted(best)]

    def _meet(self, algorithm: str, pictures: Sequence[tuple[int, PerceptualHash]], met: Met) -> None:
        asked = [pair for pair in pictures if _usable(pair[1], algorithm)]
        numbers, values = self._listed[algorithm]
        threshold = self._policy.small_distance(algorithm)
        rows = np.frombuffer(b"".join(value.value for _, value in asked), np.uint8).reshape(-1, HASH_BYTES)
        for row, at, distance in _pairs(self._indexes[algorithm], rows, threshold):
            content, value = asked[row]
            found = met.setdefault((content, int(numbers[at]), value.view), {})
            reference = values[at].tobytes()
            new = Agreement(algorithm, value.version, value.parameters, value.value, reference, distance, threshold)
            if algorithm not in found or new.distance < found[algorithm].distance:
                found[algorithm] = new

    def _meet_three(self, pictures: Sequence[tuple[int, PerceptualHash]], met: Met) -> None:
        """Where pHash or dHash agrees and more have to: all three of the same view, within the wider limits."""
        least = self._policy.small_hashes_agree
        keys = [key for key, found in met.items() if len(found) < least and not found.keys().isdisjoint(_THREE)]
        contents = {content for content, _, _ in keys}
        asked = {
            (content, value.view, value.algorithm): value
            for content, value in pictures
            if content in contents and self._good(value)
        }
        agreed = []
        for algorithm in _THREE:
            near = self._near(algorithm, keys, asked)
            keys = list(near)
            agreed.append(near)
        for key in keys:
            for near in agreed:
                met[key].setdefault(near[key].algorithm, near[key])

    def _near(
        self, algorithm: str, keys: Sequence[Key], asked: Mapping[tuple[int, str, str], PerceptualHash]
    ) -> dict[Key, Agreement]:
        """Of these contents, entries and views those of which one hash agrees within its wider limit."""
        first, threshold, near = self._firsts[algorithm], self._policy.three_distance(algorithm), {}
        known = [(key, value) for key in keys if (value := asked.get((key[0], key[2], algorithm))) is not None]
        has, references = first.of_entries([number for (_, number, _), _ in known])
        rows = np.frombuffer(b"".join(value.value for _, value in known), np.uint8).reshape(references.shape)
        apart = np.bitwise_count(rows ^ references).sum(axis=1)
        for at in np.flatnonzero(has & (apart <= threshold)).tolist():
            key, value = known[at]
            new = (value.version, value.parameters, value.value, references[at].tobytes(), int(apart[at]), threshold)
            near[key] = Agreement(algorithm, *new)
        return near

    def _good(self, value: PerceptualHash) -> bool:
        """Whether a hash can be one of the three."""
        if value.algorithm != _PDQ:
            return value.algorithm in _THREE and _usable(value, value.algorithm)
        known = len(value.value) == PDQ_BYTES and any(value.value) and not value.weak
        return known and (value.quality or 0) >= self._policy.pdq_quality


@dataclass(frozen=True, slots=True, eq=False)
class _Firsts:
    """The first value of one kind that each entry has."""

    numbers: npt.NDArray[np.integer]
    rows: npt.NDArray[np.integer]
    values: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, numbers: npt.NDArray[np.integer], values: npt.NDArray[np.uint8]) -> _Firsts:
        known, rows = np.unique(numbers, return_index=True)
        return cls(known, rows, values)

    def of_entries(self, numbers: Sequence[int]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """Which of these entries have a value, and the values, one row for each entry."""
        wanted = np.array(numbers, dtype=np.int64)
        places = np.searchsorted(self.numbers, wanted).clip(max=len(self.numbers) - 1)
        return self.numbers[places] == wanted, self.values[self.rows[places]]


def _usable(value: PerceptualHash, algorithm: str) -> bool:
    return value.algorithm == algorithm and len(value.value) == HASH_BYTES and not value.weak


def _rank(hit: SmallHit) -> tuple[int, int]:
    return -len(hit.agreed), sum(one.distance for one in hit.agreed)


def _pairs(index: HammingIndex, queries: npt.NDArray[np.uint8], radius: int) -> Iterator[tuple[int, int, int]]:
    """Every query and entry that differ in at most `radius` bits, with the distance, by query and entry."""
    hits = list(index.search(queries, radius))
    found = [(row, at, apart) for some in hits for row, at, apart in zip(*(one.tolist() for one in some), strict=True)]
    yield from sorted(found)


def small_match(hit: SmallHit, list_id: str, listed: ListedEntry) -> Match:
    """A hit as a match with its card, always weak; values and distances of the hashes stand one behind the other."""
    pdqs = [one for one in hit.agreed if one.algorithm == _PDQ]
    small = [one for one in hit.agreed if one.algorithm != _PDQ]
    distances = ", ".join(
        sentence(
            "{algorithm} {distance} of 64 bits (threshold {threshold})",
            algorithm=one.algorithm,
            distance=one.distance,
            threshold=one.threshold,
        )
        for one in small
    )
    notes = (
        sentence("Hashes of 64 bits agree: {parts}.", parts=distances),
        *(
            sentence(
                "PDQ agrees, too: {distance} of 256 bits (threshold {threshold}).",
                distance=one.distance,
                threshold=one.threshold,
            )
            for one in pdqs
        ),
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
        threshold=sum(one.threshold for one in hit.agreed),
        note=" ".join(filter(None, notes)),
        entry_name=listed.name,
        view=hit.view,
    )
    return Match(hit.content_id, list_id, listed.entry, listed.label, MatchKind.NEAR, card, weak=True)
