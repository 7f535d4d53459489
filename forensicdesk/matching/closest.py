"""The best entry of a list that is no match: how far it is, so that "no match" can be judged.

It is looked for beyond the threshold, in lists that are short enough for that; the policy says how far and how short.
What is farther away, and what is not asked, `forensicdesk.case.nearness` says of each content from the same two
numbers, so that no row is kept for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.matching.near import variants
from forensicdesk.model import Nearest
from hashing.values import PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from forensicdesk.matching.near import NearSearch
    from forensicdesk.matching.policy import Policy
    from forensicdesk.matching.video import FilmHit, FilmSearch
    from hashing.values import Film, PerceptualHash

_BITS = PDQ_BYTES * 8
_NONE = (_BITS + 1) << 32


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one content: the closest entry and by what, or the best quality if none was good enough."""

    distance: int | None
    row: int
    quality: int
    view: str = ""


class ClosestSearch:
    """Remembers for contents without a match the closest PDQ entry of one list, as far as the policy looks."""

    def __init__(self, near: NearSearch, entries: int, policy: Policy) -> None:
        """Take the entries as `near` has them; `entries` is how many the list is said to have."""
        self._near = near
        self._policy = policy
        self._asked = entries <= policy.nearest_entries
        self._seen: dict[int, _Seen] = {}

    def see(self, pictures: Sequence[tuple[int, PerceptualHash]], met: Collection[int] = ()) -> None:
        """Take hashes into account; contents in `met` have a match and are left out."""
        left = [(content, value) for content, value in pictures if content not in met]
        for content, value in left:
            self._note(content, _Seen(None, 0, -1 if value.quality is None else value.quality))
        good = [(content, value) for content, value in left if self._near.usable(value)]
        if not self._asked or not good:
            return
        turned = [variants(value) for _, value in good]
        rows = np.frombuffer(b"".join(value for some in turned for value in some), np.uint8).reshape(-1, PDQ_BYTES)
        owners = np.repeat(np.arange(len(turned)), [len(some) for some in turned])
        best = np.full(len(good), _NONE, dtype=np.int64)
        for hits in self._near.hits(rows, self._policy.nearest_distance):
            np.minimum.at(best, owners[hits.queries], hits.distances << 32 | hits.entries)
        for at in np.flatnonzero(best < _NONE).tolist():
            content, value = good[at]
            distance, row = divmod(int(best[at]), 1 << 32)
            self._note(content, _Seen(distance, row, value.quality or 0, value.view))

    def take_rejected(
        self, list_id: str, matched: Collection[int], names: Callable[[Iterable[int]], dict[int, str]]
    ) -> Iterator[Nearest]:
        """One value for each content seen that met no entry, by content, as far as there is something to say.

        Args:
            list_id: the list.
            matched: contents that have a match with it.
            names: gives the entries' names by their numbers.
        """
        gate, numbers = self._policy.pdq_quality, self._near.numbers
        seen = {
            content: one
            for content, one in sorted(self._seen.items())
            if content not in matched and (one.distance is not None or 0 <= one.quality < gate)
        }
        self._seen = {}
        named = names({int(numbers[one.row]) for one in seen.values() if one.distance is not None})
        for content, one in seen.items():
            entry = "" if one.distance is None else named[int(numbers[one.row])]
            note = f"By {one.view}." if one.view else ""
            if one.distance is None:
                note = sentence(
                    "Not compared: quality {quality} under the gate {gate}.", quality=one.quality, gate=gate
                )
            yield Nearest(content, list_id, "pdq", one.distance, self._policy.pdq_distance, entry, note)

    def _note(self, content: int, new: _Seen) -> None:
        known = self._seen.get(content)
        if known is None or _rank(new) < _rank(known):
            self._seen[content] = new


class ClosestFilms:
    """Remembers for films without a match the listed film that came closest to being one."""

    def __init__(self, films: FilmSearch, frames: int, policy: Policy) -> None:
        """Take the films as `films` has them; `frames` is how many frames the list is said to have."""
        self._films = films
        self._policy = policy
        self._asked = frames <= policy.nearest_entries
        self._rejected: dict[int, Nearest] = {}

    def see(self, content_id: int, list_id: str, film: Film, hits: Sequence[FilmHit]) -> None:
        """Take a film into account that meets no listed film as it should; `hits` are those that share a frame."""
        policy = self._policy
        if hits:
            hit = max(hits, key=lambda one: (one.query_percent + one.reference_percent, -one.distance, -one.film))
            note = sentence(
                "{query_percent:g} % of the case's film and {reference_percent:g} % of the listed film meet; a "
                "match needs {film_percent:g} % of one of them, on at least {film_frames} frames.",
                query_percent=hit.query_percent,
                reference_percent=hit.reference_percent,
                film_percent=policy.film_percent,
                film_frames=policy.film_frames,
            )
            self._keep(content_id, list_id, hit.distance, self._films.films[hit.film].name, note)
            return
        closest = self._films.closest(film, policy.nearest_distance) if self._asked else None
        if closest is not None:
            note = sentence(
                "No frame lies within {frame_distance} bits; the distance is that of the closest two frames.",
                frame_distance=policy.frame_distance,
            )
            self._keep(content_id, list_id, closest[0], self._films.films[closest[1]].name, note)

    def take_rejected(self, matched: Collection[int]) -> Iterator[Nearest]:
        """What was kept of contents without a match, by content."""
        rejected, self._rejected = self._rejected, {}
        yield from (rejected[content] for content in sorted(rejected) if content not in matched)

    def _keep(self, content_id: int, list_id: str, distance: int, entry: str, note: str) -> None:
        threshold = self._policy.frame_distance
        self._rejected[content_id] = Nearest(content_id, list_id, "vpdq", distance, threshold, entry, note)


def _rank(seen: _Seen) -> tuple[int, int, int]:
    return _BITS + 1 if seen.distance is None else seen.distance, seen.row, -seen.quality
