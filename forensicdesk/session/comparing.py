"""Two items of a case beside each other: every distance, and one laid onto the other. Part of `Session`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.session.similar import Likeness
from forensicdesk.session.viewing import Viewing
from forensicdesk.workers import laying
from forensicdesk.workers.laying import Pair

if TYPE_CHECKING:
    from forensicdesk.matching.pair import Distance, StillInFilm, ViewDistance
    from forensicdesk.matching.video import FilmAgreement
    from forensicdesk.viewed import Aligned, NotShown


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """What the stored hashes of two items say, the first turned into all eight orientations.

    Attributes:
        same_bytes: they are one content.
        distances: of whole pictures, one for each algorithm.
        views: the closest pair of views, None if only the wholes were compared.
        film: how far two films agree.
        still: a picture against a film's frames.
    """

    same_bytes: bool
    distances: tuple[Distance, ...] = ()
    views: ViewDistance | None = None
    film: FilmAgreement | None = None
    still: StillInFilm | None = None


class Comparing(Viewing, Likeness):
    """Comparisons within one open case."""

    def compare_items(self, first: int, second: int) -> ItemComparison:
        """Every distance between the stored hashes of two items; nothing is decoded.

        Raises:
            UsageError: there is no item with one of these numbers.
        """
        from forensicdesk.matching.pair import still_in_film, view_distances, whole_distances
        from forensicdesk.matching.video import compare_films

        records = self._store.reader.item(first), self._store.reader.item(second)
        same = records[0].content_id is not None and records[0].content_id == records[1].content_id
        one, two = records[0].analysis, records[1].analysis
        if one is None or two is None:
            return ItemComparison(same)
        closest = view_distances(one, two)[:1]
        views = closest[0] if closest and (closest[0].view_a or closest[0].view_b) else None
        film = compare_films(one.film, two.film, DEFAULT_POLICY) if one.film and two.film else None
        still = None
        if one.film and not two.film:
            still = still_in_film(two, one.film, "a", DEFAULT_POLICY)
        elif two.film and not one.film:
            still = still_in_film(one, two.film, "b", DEFAULT_POLICY)
        return ItemComparison(same, tuple(whole_distances(one, two, DEFAULT_POLICY)), views, film, still)

    def matched_alike(self, item_id: int) -> tuple[int, ...]:
        """The first item of each other content that matches an entry which this item matches, ascending.

        Raises:
            UsageError: there is no item with this number.
        """
        reader = self._store.reader
        own = reader.item(item_id)
        entries = {(match.list_id, match.entry) for match in own.matches}
        others = {
            match.content_id
            for list_id in {match.list_id for match in own.matches}
            for match in reader.matches(list_id)
            if (match.list_id, match.entry) in entries and match.content_id != own.content_id
        }
        return tuple(sorted(items[0] for items in self._store.related.items_of(sorted(others)).values()))

    def align_items(
        self, first: int, second: int, found: ItemComparison | None = None, *, coarse: int = 0
    ) -> Aligned | NotShown:
        """The first picture laid onto the second by their local features, else by the closest orientation.

        Of a film the frame that meets is taken, else the first. Both are decoded anew, in a child.

        Args:
            first: the item A.
            second: the item B.
            found: what `compare_items` gave, where it is known already.
            coarse: as in `view`.

        Raises:
            UsageError: there is no item with one of these numbers.
        """
        compared = found or self.compare_items(first, second)
        pair = Pair(self._job(first), self._job(second), _orientation(compared), _times(compared), coarse)
        return self._pictures.ask(laying.align, pair)


def _orientation(found: ItemComparison) -> str:
    """How the first has to be turned to meet the second, as its PDQ within the threshold says; "" if none is."""
    turned = [one.orientation for one in found.distances if one.algorithm == "pdq" and one.distance <= one.threshold]
    return (turned[0] or "") if turned else ""


def _times(found: ItemComparison) -> tuple[float, float]:
    """Which frame of a film is shown of each."""
    if found.still is not None and found.still.frames:
        closest = found.still.frames[0].time_s
        return (closest, 0.0) if found.still.film == "a" else (0.0, closest)
    if found.film is not None and found.film.ranges and found.film.reference_ranges:
        return found.film.ranges[0][0], found.film.reference_ranges[0][0]
    return 0.0, 0.0
