"""Films of one case against each other, and its pictures against the frames of its films."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.frames import FrameSearch
from forensicdesk.matching.near import best_hits
from forensicdesk.matching.video import FilmSearch, film_at_hand
from forensicdesk.relations import ContentLink, LinkKind, Reason
from hashing.values import INNER_VIEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from forensicdesk.matching.policy import Policy
    from forensicdesk.matching.video import FilmHit, ListedFilm
    from hashing.values import Film, PerceptualHash

_PICTURES_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class FilmPair:
    """Two films that meet, told from the first: a content, the other's content, and how."""

    content_id: int
    reason: Reason
    both_ways: bool


def listed_films(films: Iterable[tuple[int, Film]]) -> tuple[ListedFilm, ...]:
    """Every film of a case as arrays, and beside it the picture inside its bars; numbered by content, named by view."""
    return tuple(
        film_at_hand(content_id, view, frames)
        for content_id, film in films
        for view, frames in (("", film.frames), (INNER_VIEW, film.inner))
        if frames
    )


def film_pairs(
    listed: Sequence[ListedFilm], films: Iterable[tuple[int, Film]], policy: Policy, alive: Callable[[], None]
) -> list[FilmPair]:
    """Every two films of which one covers the other, each pair once, by its better direction; ordered.

    Args:
        listed: all films, as `listed_films` gives them.
        films: the same films once more, one after the other.
        policy: the thresholds of vPDQ.
        alive: called after every film; it may raise to stop.
    """
    search = FilmSearch(listed, policy)
    best: dict[tuple[int, int], tuple[tuple[float, ...], FilmPair]] = {}
    for content_id, film in films:
        for hit in search.find(film):
            other = listed[hit.film]
            if other.number == content_id:
                continue
            pair = _film_pair(content_id, other, hit, policy)
            key = min(content_id, other.number), max(content_id, other.number)
            rank = (pair.both_ways, hit.query_percent + hit.reference_percent, -hit.distance, -content_id, -hit.film)
            if key not in best or rank > best[key][0]:
                best[key] = (rank, pair)
        alive()
    return [best[key][1] for key in sorted(best)]


def _film_pair(content_id: int, other: ListedFilm, hit: FilmHit, policy: Policy) -> FilmPair:
    least = policy.film_percent
    reason = Reason(
        other=other.number,
        algorithm="vpdq",
        distance=hit.distance,
        threshold=policy.frame_distance,
        orientation=hit.orientation,
        view=hit.view,
        other_view=other.name,
        percent=hit.query_percent,
        other_percent=hit.reference_percent,
        time_s=hit.first_time_s,
    )
    return FilmPair(content_id, reason, hit.query_percent >= least and hit.reference_percent >= least)


def scene_links(
    listed: Sequence[ListedFilm],
    pictures: Iterable[tuple[int, PerceptualHash]],
    policy: Policy,
    alive: Callable[[], None],
) -> list[ContentLink]:
    """Every picture that is near a frame of a film, once for each film, by the closest frame; ordered."""
    search = FrameSearch(listed, policy)
    views: dict[int, list[ListedFilm]] = {}
    for film in listed:
        views.setdefault(film.number, []).append(film)
    hits = []
    source = iter(pictures)
    while batch := list(islice(source, _PICTURES_AT_ONCE)):
        hits.extend(best_hits(search.find(batch)))
        alive()
    found = []
    for hit in best_hits(hits):
        view, time_s = _frame_of(views[hit.number], hit.reference)
        reason = Reason(
            other=hit.number,
            algorithm="pdq",
            distance=hit.distance,
            threshold=policy.pdq_distance,
            orientation=hit.orientation,
            view=hit.view,
            other_view=view,
            time_s=time_s,
        )
        found.append(ContentLink(hit.content_id, LinkKind.SAME_SCENE, reason))
    return found


def _frame_of(views: Sequence[ListedFilm], value: bytes) -> tuple[str, float | None]:
    """Which view of a film has a frame with this hash, and when it is shown first."""
    wanted = np.frombuffer(value, dtype=np.uint8)
    for film in views:
        at = np.flatnonzero((film.values == wanted).all(axis=1))
        if len(at):
            return film.name, float(film.times[at[0]])
    return "", None
