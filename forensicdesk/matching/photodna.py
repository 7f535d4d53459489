"""PhotoDNA values that came with a case, against those that came with a list. Nothing here computes such a value.

Two values of 144 bytes are compared by the sum of their squared differences. Threshold and variety (the share of
neighbouring bytes that differ, which IPED calls entropy) are IPED's published figures. Values are sensitive: cards show
the first 8 bytes only, the whole ones stay in the case and in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.model import EvidenceCard, Match, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.exact import ListedEntry
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import CarriedValue

PHOTODNA = "photodna"
VALUE_BYTES = 144
SHOWN_BYTES = 8
CARRIED = "carried, not computed"
"""In place of a version: who computed the values, and with what, is not known."""

_ENTRIES_AT_ONCE = 8_192
_QUERIES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class PhotoDnaHit:
    """One carried value of a content within the threshold of one entry."""

    number: int
    carried: CarriedValue
    reference: bytes
    distance: int


class PhotoDnaSearch:
    """The carried PhotoDNA values of one list, ready to be asked."""

    def __init__(self, numbers: npt.NDArray[np.integer], values: npt.NDArray[np.uint8], policy: Policy) -> None:
        varied = variety(values) > policy.photodna_variety
        self._numbers, self._values = numbers[varied], values[varied]
        self._policy = policy

    def find(self, carried: Sequence[CarriedValue]) -> list[PhotoDnaHit]:
        """The closest pair of each content and entry within the threshold, by content and entry."""
        asked = [value for value in carried if len(value.value) == VALUE_BYTES]
        rows = np.frombuffer(b"".join(value.value for value in asked), np.uint8).reshape(-1, VALUE_BYTES)
        varied = np.flatnonzero(variety(rows) > self._policy.photodna_variety)
        best: dict[tuple[int, int], PhotoDnaHit] = {}
        for row, at, distance in within(self._values, rows[varied], self._policy.photodna_distance):
            value = asked[varied[row]]
            hit = PhotoDnaHit(int(self._numbers[at]), value, self._values[at].tobytes(), distance)
            known = best.get((value.content_id, hit.number))
            if known is None or _rank(hit) < _rank(known):
                best[value.content_id, hit.number] = hit
        return [best[key] for key in sorted(best)]


def _rank(hit: PhotoDnaHit) -> tuple[int, bytes, str, bytes]:
    return hit.distance, hit.carried.value, hit.carried.origin, hit.reference


def variety(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """The share of neighbouring bytes that differ, for each row."""
    return np.asarray((values[:, 1:] != values[:, :-1]).mean(axis=1), dtype=np.float64)


def within(
    values: npt.NDArray[np.uint8], queries: npt.NDArray[np.uint8], threshold: int
) -> Iterator[tuple[int, int, int]]:
    """Every query and entry with a squared distance of at most `threshold`, in blocks; every pair is compared.

    a² + b² - 2ab, where ab is a product of matrices of 32-bit floats. It is exact: no sum exceeds 144 x 255² =
    9,363,600, and such floats hold every whole number up to 16,777,216.
    """
    for low in range(0, len(values), _ENTRIES_AT_ONCE):
        entries = values[low : low + _ENTRIES_AT_ONCE].astype(np.float32)
        lengths = np.einsum("ij,ij->i", entries, entries).astype(np.int32)
        for start in range(0, len(queries), _QUERIES_AT_ONCE):
            asked = queries[start : start + _QUERIES_AT_ONCE].astype(np.float32)
            own = np.einsum("ij,ij->i", asked, asked).astype(np.int32)
            distances = own[:, None] + lengths[None, :] - 2 * (asked @ entries.T).astype(np.int32)
            for row, at in np.argwhere(distances <= threshold).tolist():
                yield start + row, low + at, int(distances[row, at])


def photodna_match(hit: PhotoDnaHit, list_id: str, listed: ListedEntry, policy: Policy) -> Match:
    """A hit as a match with its card."""
    note = sentence(
        "PhotoDNA values were compared as they were carried by {origin} and by the list; this program does not "
        "compute them and cannot confirm them. Distance: sum of squared differences of 144 bytes; threshold "
        "{photodna_distance} and variety above {photodna_variety:g} are IPED's figures. Only the first "
        "{shown_bytes} bytes are shown.",
        origin=hit.carried.origin,
        photodna_distance=policy.photodna_distance,
        photodna_variety=policy.photodna_variety,
        shown_bytes=SHOWN_BYTES,
    )
    card = EvidenceCard(
        algorithm=PHOTODNA,
        version=CARRIED,
        query=hit.carried.value[:SHOWN_BYTES].hex(),
        reference=hit.reference[:SHOWN_BYTES].hex(),
        distance=hit.distance,
        threshold=policy.photodna_distance,
        note=note,
        entry_name=listed.name,
    )
    return Match(hit.carried.content_id, list_id, listed.entry, listed.label, MatchKind.NEAR, card)
