"""One hash list while a case is matched against it: its searches, and what was found so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.matching.closest import ClosestFilms, ClosestSearch
from forensicdesk.matching.collection import FEATURES, FeatureSearch, feature_match
from forensicdesk.matching.exact import STRONGEST_FIRST, exact_match
from forensicdesk.matching.frames import FrameSearch, frame_hashes
from forensicdesk.matching.near import NearSearch, best_hits, near_match
from forensicdesk.matching.photodna import PHOTODNA, PhotoDnaSearch, photodna_match
from forensicdesk.matching.policy import SMALL_HASHES
from forensicdesk.matching.small import SmallSearch, small_match
from forensicdesk.matching.video import FilmSearch, film_match
from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.values import Entry
    from forensicdesk.matching.near import NearHit
    from forensicdesk.matching.photodna import PhotoDnaHit
    from forensicdesk.matching.policy import Policy
    from forensicdesk.matching.small import SmallHit
    from forensicdesk.model import CarriedValue, HashList, Match, Nearest
    from hashing.values import Digests, Film, PerceptualHash

    Names = Callable[[Iterable[int]], dict[int, str]]
    Owners = Mapping[str, Mapping[bytes, Sequence[tuple[int, Digests]]]]

_KINDS = tuple(MatchKind)
_PDQ, _FILMS, _FRAMES = "pdq", "vpdq", "vpdq_frames"


class ListInHand:
    """One list, asked for one page of the case after the other; `take_result` puts together what a page gave."""

    def __init__(self, library: Library, used: HashList, policy: Policy) -> None:
        self.used = used
        self._library = library
        self._policy = policy
        self._counts = {kind for kind, count in used.entries if count}
        self._exact: list[tuple[int, Match]] = []
        self._met: set[int] = set()
        self._near_hits: list[NearHit] = []
        self._frame_hits: list[NearHit] = []
        self._small_hits: list[SmallHit] = []
        self._carried_hits: list[PhotoDnaHit] = []
        self._films_met: list[tuple[int, Match]] = []
        self._features_met: list[tuple[int, Match]] = []
        self._open_pictures()
        self._open_others()

    def _open_pictures(self) -> None:
        entries = dict(self.used.entries)
        frames = entries.get(_FRAMES, 0)
        self._near = self._stored = None
        self._closest: list[tuple[ClosestSearch, Names]] = []
        if _PDQ in self._counts:
            near = self._library.index(self.used.id, _PDQ, self._policy.pdq_distance)
            stored = self._stored = near.stored
            self._near = NearSearch(stored.numbers, stored.values, stored.qualities, self._policy, near.index)
            self._closest.append((ClosestSearch(self._near, entries[_PDQ], self._policy), self._names))
        self._frames = self._films = self._closest_films = None
        if _FILMS in self._counts:
            films = tuple(self._library.films(self.used.id))
            self._frames, self._films = FrameSearch(films, self._policy), FilmSearch(films, self._policy)
            self._closest_films = ClosestFilms(self._films, frames, self._policy)
            self._closest.append((ClosestSearch(self._frames.near, frames, self._policy), self._film_names))

    def _open_others(self) -> None:
        listed = {}
        for name in SMALL_HASHES:
            if name in self._counts:
                small = self._library.hashes(self.used.id, name)
                listed[name] = small.numbers, small.values
        if listed and self._stored is not None:
            good = self._stored.qualities >= self._policy.pdq_quality
            listed[_PDQ] = self._stored.numbers[good], self._stored.values[good]
        self._small = None
        if listed:
            self._small = SmallSearch(listed, self._policy, self._library.scheme(self.used.id))
        self._photodna = None
        if PHOTODNA in self._counts:
            stored = self._library.hashes(self.used.id, PHOTODNA)
            self._photodna = PhotoDnaSearch(stored.numbers, stored.values, self._policy)
        self._features = None
        if FEATURES in self._counts:
            self._features = FeatureSearch(self._library.more(self.used.id, FEATURES), self._listed_features)

    # --- batches of the case ------------------------------------------------------------------------------------------

    def see_digests(self, owners: Owners) -> None:
        """Contents by their digests, of each kind; one match for each content and entry, by the strongest digest."""
        met: dict[tuple[int, int], tuple[Digests, Entry]] = {}
        for kind in STRONGEST_FIRST:
            if kind in self._counts:
                for value, entry in self._library.exact(self.used.id, kind, list(owners[kind])):
                    for content_id, digests in owners[kind][value]:
                        met.setdefault((content_id, entry.number), (digests, entry))
        for (content_id, number), (digests, entry) in met.items():
            match = exact_match(content_id, digests, self.used.id, entry)
            if match is not None:
                self._exact.append((number, match))
                self._met.add(content_id)

    def see_pictures(self, batch: Sequence[tuple[int, PerceptualHash]]) -> None:
        """PDQ of pictures and of their views."""
        if self._near is not None:
            self._near_hits += self._near.find(batch)
        if self._frames is not None:
            self._frame_hits += self._frames.find(batch)
        self._met.update(hit.content_id for hit in (*self._near_hits, *self._frame_hits))
        for closest, _ in self._closest:
            closest.see(batch, self._met)

    def see_film(self, content_id: int, film: Film) -> None:
        """A film: its frames as pictures, and the film as a whole."""
        if self._near is not None:
            frames = [(content_id, frame) for frame in frame_hashes(film)]
            hits = self._near.find(frames)
            self._near_hits += hits
            if not hits:
                self._closest[0][0].see(frames, self._met)
        if self._films is not None and self._closest_films is not None:
            hits_of_films = self._films.find(film, failing=True)
            for hit in hits_of_films:
                if hit.relation:
                    listed = self._films.films[hit.film]
                    match = film_match(content_id, hit, self.used.id, listed, self._policy)
                    self._films_met.append((listed.number, match))
            if not any(hit.relation for hit in hits_of_films):
                self._closest_films.see(content_id, self.used.id, film, hits_of_films)

    def see_small(self, batch: Sequence[tuple[int, PerceptualHash]]) -> None:
        """Hashes of 64 bits, and PDQ of the same pictures; all of one content in one batch."""
        if self._small is not None:
            self._small_hits += self._small.find(batch)

    def see_carried(self, batch: Sequence[CarriedValue]) -> None:
        """PhotoDNA values that came with the case; all of one content in one batch."""
        if self._photodna is not None:
            self._carried_hits += self._photodna.find(batch)

    def see_features(self, content_id: int, features: bytes) -> None:
        """Local features of a picture."""
        found = self._features.find(features) if self._features is not None else ()
        if not found:
            return
        numbers = [number for number, _ in found]
        stored, listed = self._listed_features(numbers), self._entries(numbers)
        for number, agreement in found:
            pair = (features, stored[number])
            match = feature_match(content_id, self.used.id, listed[number], agreement, pair)
            self._features_met.append((number, match))

    # --- the result -------------------------------------------------------------------------------------------------

    def take_result(self) -> tuple[list[Match], list[Nearest]]:
        """What the contents seen since the last time have with the list: their matches, and nearest entries.

        Matches are ordered by content, kind and entry; nearest entries are those of contents without a match.
        """
        matches = self._matches()
        matched = {match.content_id for match in matches}
        nearest: dict[tuple[int, str], Nearest] = {}
        for closest, names in self._closest:
            for one in closest.take_rejected(self.used.id, matched, names):
                known = nearest.setdefault((one.content_id, one.algorithm), one)
                if one.distance is not None and (known.distance is None or one.distance < known.distance):
                    nearest[one.content_id, one.algorithm] = one
        if self._closest_films is not None:
            nearest.update(((one.content_id, one.algorithm), one) for one in self._closest_films.take_rejected(matched))
        for kept in (self._exact, self._near_hits, self._frame_hits, self._small_hits, self._carried_hits):
            kept.clear()
        self._films_met.clear()
        self._features_met.clear()
        self._met.clear()
        return matches, list(nearest.values())

    def _matches(self) -> list[Match]:
        numbered = [*self._exact, *self._pictures()]
        by_hash = {(match.content_id, number) for number, match in numbered}
        numbered += [*self._met_frames(), *self._films_met]  # numbered as films, not as entries
        numbered += [met for met in self._features_met if (met[1].content_id, met[0]) not in by_hash]
        numbered.sort(key=lambda pair: (pair[1].content_id, _KINDS.index(pair[1].kind), pair[0]))
        return [replace(match, policy_id=self._policy.id) for _, match in numbered]

    def _pictures(self) -> Iterator[tuple[int, Match]]:
        """Near matches by the first of PDQ, PhotoDNA, and small hashes; an entry that matched is not met again."""
        done = {(match.content_id, number) for number, match in self._exact}
        near = best_hits(hit for hit in self._near_hits if (hit.content_id, hit.number) not in done)
        done |= {(hit.content_id, hit.number) for hit in near}
        carried = [hit for hit in self._carried_hits if (hit.carried.content_id, hit.number) not in done]
        done |= {(hit.carried.content_id, hit.number) for hit in carried}
        small = [hit for hit in self._small_hits if (hit.content_id, hit.number) not in done]
        numbers = {hit.number for hit in near} | {hit.number for hit in carried} | {hit.number for hit in small}
        entries = self._entries(numbers)
        list_id, policy = self.used.id, self._policy
        for hit in near:
            yield hit.number, near_match(hit, list_id, entries[hit.number], policy)
        for held in carried:
            yield held.number, photodna_match(held, list_id, entries[held.number], policy)
        for lead in small:
            yield lead.number, small_match(lead, list_id, entries[lead.number])

    def _met_frames(self) -> Iterator[tuple[int, Match]]:
        if self._frames is not None:
            for hit in best_hits(self._frame_hits):
                yield hit.number, self._frames.match(hit, self.used.id)

    def _listed_features(self, numbers: Sequence[int]) -> dict[int, bytes]:
        return dict(self._library.more(self.used.id, FEATURES, numbers))

    def _entries(self, numbers: Iterable[int]) -> dict[int, Entry]:
        return {entry.number: entry for entry in self._library.entries(self.used.id, sorted(set(numbers)))}

    def _names(self, numbers: Iterable[int]) -> dict[int, str]:
        return {number: entry.entry for number, entry in self._entries(numbers).items()}

    def _film_names(self, numbers: Iterable[int]) -> dict[int, str]:
        films = self._frames.films if self._frames is not None else {}
        return {number: films[number].name for number in numbers}
