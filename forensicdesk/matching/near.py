"""Near matches of pictures: PDQ within the policy's distance, in any of eight orientations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import ListError
from forensicdesk.hamming import HammingIndex, Hits, processors
from forensicdesk.language import sentence
from forensicdesk.matching import cards
from forensicdesk.model import Match, MatchKind
from hashing.values import ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from forensicdesk.matching.exact import ListedEntry
    from forensicdesk.matching.policy import Policy
    from hashing.values import PerceptualHash


@dataclass(frozen=True, slots=True)
class NearHit:
    """One content near one list entry: the best of the eight orientations.

    Attributes:
        number: the entry's number in its list.
        value: the content's hash in the orientation that met.
        reference_quality: None if the list states none.
        view: what of the item met: "" for the picture as a whole.
    """

    content_id: int
    number: int
    orientation: str
    distance: int
    value: bytes
    reference: bytes
    version: str
    quality: int
    reference_quality: int | None
    view: str = ""


class NearSearch:
    """The PDQ entries of one list, ready to be asked. Entries of a stated quality below the gate never meet."""

    def __init__(
        self,
        numbers: npt.NDArray[np.integer],
        values: npt.NDArray[np.uint8],
        qualities: npt.NDArray[np.int16],
        policy: Policy,
        index: HammingIndex | None = None,
    ) -> None:
        """Take a list's entries.

        Args:
            numbers: of the entries.
            values: their PDQ as rows.
            qualities: below 0 where the list states none.
            policy: gives distance and gate.
            index: of all these values, where it is kept; else one is built.
        """
        self._numbers = numbers
        self._values = values
        self._qualities = qualities
        self._usable_entries = (qualities < 0) | (qualities >= policy.pdq_quality)
        self._policy = policy
        self._index = index or HammingIndex.build(values, policy.pdq_distance)

    def __len__(self) -> int:
        return int(self._usable_entries.sum())

    @property
    def numbers(self) -> npt.NDArray[np.integer]:
        """The number in the list of each row of the index."""
        return self._numbers

    def find(self, pictures: Sequence[tuple[int, PerceptualHash]]) -> list[NearHit]:
        """For each content and each entry within the distance: the best view of sufficient quality and orientation.

        Ordered by content and entry. Of equal distances the view given first counts, then the first orientation.

        Args:
            pictures: contents with the hashes of their views; one content may come several times.
        """
        asked = [(content, value) for content, value in pictures if self.usable(value)]
        owners, turns, rows = _rows([variants(value) for _, value in asked])
        found: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for hits in self.hits(rows, self._policy.pdq_distance):
            for row, at, distance in zip(*(column.tolist() for column in hits), strict=True):
                owner = owners[row]
                key, best = (asked[owner][0], at), (distance, owner, turns[row], row)
                if key not in found or best < found[key]:
                    found[key] = best
        hits_found = [
            self._hit(asked[owner], at, distance, turn, rows[row].tobytes())
            for (_, at), (distance, owner, turn, row) in found.items()
        ]
        return sorted(hits_found, key=lambda hit: (hit.content_id, hit.number))

    def hits(self, rows: npt.NDArray[np.uint8], distance: int) -> Iterator[Hits]:
        """Pairs within a distance whose entry is compared; `numbers` says which entry of the list a row is.

        Raises:
            ListError: kept tables of the list are damaged.
        """
        try:
            for hits in self._index.search(rows, distance, processors()):
                kept = self._usable_entries[hits.entries]
                yield hits if kept.all() else Hits(*(column[kept] for column in hits))
        except IndexError as error:  # tables built here hold no number that is too large
            msg = sentence(
                "The near tables of a stored list are damaged, so entries could be missed: run list check "
                "for each list, then remove that list and import it again."
            )
            raise ListError(msg) from error

    def usable(self, value: PerceptualHash) -> bool:
        """Whether a hash is compared at all."""
        return (
            value.algorithm == "pdq"
            and value.quality is not None
            and value.quality >= self._policy.pdq_quality
            and len(value.value) == PDQ_BYTES
            and any(value.value)
            and not value.weak
        )

    def _hit(self, asked: tuple[int, PerceptualHash], at: int, distance: int, turn: int, met: bytes) -> NearHit:
        content_id, value = asked
        quality = int(self._qualities[at])
        return NearHit(
            content_id=content_id,
            number=int(self._numbers[at]),
            orientation=ORIENTATIONS[turn],
            distance=distance,
            value=met,
            reference=self._values[at].tobytes(),
            version=value.version,
            quality=value.quality or 0,
            reference_quality=quality if quality >= 0 else None,
            view=value.view,
        )


def best_hits(hits: Iterable[NearHit]) -> list[NearHit]:
    """One hit for each content and entry, the closest; of equal ones the first. Ordered by content and entry."""
    best: dict[tuple[int, int], NearHit] = {}
    for hit in hits:
        known = best.setdefault((hit.content_id, hit.number), hit)
        if hit.distance < known.distance:
            best[hit.content_id, hit.number] = hit
    return [best[key] for key in sorted(best)]


def variants(value: PerceptualHash) -> tuple[bytes, ...]:
    """The hash in all orientations that are known, the picture as it is first."""
    return value.orientations if len(value.orientations) == len(ORIENTATIONS) else (value.value,)


def near_match(hit: NearHit, list_id: str, listed: ListedEntry, policy: Policy) -> Match:
    """A hit as a match with its card; weak where a quality is close to the gate."""
    qualities = [hit.quality] if hit.reference_quality is None else [hit.quality, hit.reference_quality]
    return Match(
        content_id=hit.content_id,
        list_id=list_id,
        entry=listed.entry,
        label=listed.label,
        kind=MatchKind.NEAR,
        card=cards.near_card(
            version=hit.version,
            query=hit.value,
            reference=hit.reference,
            distance=hit.distance,
            threshold=policy.pdq_distance,
            quality=hit.quality,
            reference_quality=hit.reference_quality,
            orientation=hit.orientation,
            entry_name=listed.name,
            view=hit.view,
        ),
        weak=min(qualities) < policy.pdq_firm_quality,
    )


def _rows(groups: Sequence[Sequence[bytes]]) -> tuple[list[int], list[int], npt.NDArray[np.uint8]]:
    """All values as rows, with the number of their group and their place in it."""
    owners = [owner for owner, group in enumerate(groups) for _ in group]
    turns = [turn for group in groups for turn in range(len(group))]
    joined = b"".join(value for group in groups for value in group)
    return owners, turns, np.frombuffer(joined, dtype=np.uint8).reshape(-1, PDQ_BYTES)
