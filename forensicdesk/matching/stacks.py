"""The stacks, clusters and links of one case, from its stored hashes: nothing is decoded.

Two steps, each a grouping without chains (see `grouping`). First pictures that are near by hashes gather around heads.
Then heads that agree by local features gather around each other. So every member is near the head of its stack, the
representative, or near a content that agrees with it by features; what it rests on is told.

A collage shows several pictures, a screenshot one among other things. So a head stands for one of its faces only: the
whole, or one picture inside it; and by features only what covers most of a head may join it. Else a collage would put
different pictures together.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from forensicdesk.matching.grouping import ALONE, ARCS_AT_ONCE, Arcs, both_ways, grouped, star_groups
from forensicdesk.matching.pairs import MOST_KEPT, ClosestPairs, KeptPairs
from forensicdesk.matching.stack_crowds import LEAST
from forensicdesk.matching.stack_features import WordCollector, agreements, candidates
from forensicdesk.matching.stack_film_features import film_feature_pairs
from forensicdesk.matching.stack_films import film_pairs, listed_films, scene_links
from forensicdesk.matching.stack_hashes import PART, WHOLE, NearRule
from forensicdesk.matching.stack_joining import AlikeArcs, FaceArcs, PartLinks, Votes, ordered_links
from forensicdesk.matching.stack_reasons import alike_reason, feature_reason, near_reasons, reversed_reason
from forensicdesk.matching.stack_search import AlikeSearch, NearSearch
from forensicdesk.relations import ContentLink, Group, GroupKind, LinkKind, Member, Relations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.pairs import PairSource
    from forensicdesk.matching.stack_films import FilmPair
    from forensicdesk.matching.stack_hashes import PdqTable, SmallTable
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.video import ListedFilm
    from forensicdesk.relations import Reason
    from hashing.local.agreement import Agreement
    from hashing.values import Film, FrameFeatures, PerceptualHash

    Numbers = NDArray[np.int64]
    Met = tuple[int, int, Agreement]


@dataclass(frozen=True, slots=True, eq=False)
class PictureTables:
    """The pictures of a case as arrays; a picture's place is its row in `contents`.

    Attributes:
        contents: content numbers, ascending.
        pixels: of each picture, 0 where unknown.
    """

    contents: Numbers
    pixels: Numbers
    pdqs: PdqTable
    phashes: SmallTable
    dhashes: SmallTable


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many pairs are kept, of each kind, about how many arcs are taken at once, and how many make a crowd."""

    pairs: int = MOST_KEPT
    arcs: int = ARCS_AT_ONCE
    crowd: int = LEAST


BOUNDS = Bounds()

_GROUPS_AT_ONCE = 1_000


class Evidence(Protocol):
    """What is read more than once, or in parts, because it does not fit into memory at once."""

    def features(self) -> Iterable[tuple[int, bytes]]:
        """Content number and local features of every picture that has some, ascending."""

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """The local features of these contents."""

    def films(self) -> Iterable[tuple[int, Film]]:
        """Content number and frames of every film, ascending."""

    def film_features(self) -> Iterable[tuple[int, Sequence[FrameFeatures]]]:
        """Content number and featured frames of every film that has some, ascending."""

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """The featured frames of these contents, of those that have some."""

    def pictures(self) -> Iterable[tuple[int, PerceptualHash]]:
        """Content number and PDQ of every picture and view, ascending."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that ties the contents of a case together; groups are put into words as they are read, once."""

    stacks: Iterator[Group]
    clusters: Iterator[Group]
    links: tuple[ContentLink, ...]


def find_relations(
    tables: PictureTables,
    evidence: Evidence,
    policy: StackPolicy,
    alive: Callable[[], None],
    bounds: Bounds = BOUNDS,
) -> Relations:
    """What `search_relations` finds, all of it in memory."""
    found = search_relations(tables, evidence, policy, alive, bounds)
    return Relations(tuple(found.stacks), tuple(found.clusters), found.links)


def search_relations(
    tables: PictureTables,
    evidence: Evidence,
    policy: StackPolicy,
    alive: Callable[[], None],
    bounds: Bounds = BOUNDS,
) -> Found:
    """Everything that ties the contents of a case together; equal input gives an equal answer.

    Args:
        tables: the pictures.
        evidence: features and films.
        policy: every number that decides.
        alive: called now and then; it may raise to stop.
        bounds: how much may be in memory; decides nothing else.
    """
    alike = AlikeSearch(tables.phashes, tables.dhashes, policy, alive, bounds.crowd)
    looks = KeptPairs(alike, len(tables.contents), bounds.pairs)
    clusters = _clusters(tables, alike, looks, policy, bounds)
    near = NearRule(tables.pdqs, tables.phashes, tables.dhashes, policy)
    search = NearSearch(near, policy.matching.pdq_distance, alive, bounds.crowd)
    pairs = KeptPairs(search, len(tables.pdqs.owners), bounds.pairs)
    stacks, leaders, loose = _picture_stacks(tables, evidence, (near, pairs, looks), policy, bounds, alive)
    film_stacks, film_links = _film_stacks(evidence, policy, alive)
    links = [*_part_links(tables, near, pairs, leaders, policy), *loose, *film_links]
    return Found(_numbered(stacks, film_stacks), _numbered(clusters), ordered_links(links))


def _picture_stacks(
    tables: PictureTables,
    evidence: Evidence,
    sources: tuple[NearRule, PairSource, PairSource],
    policy: StackPolicy,
    bounds: Bounds,
    alive: Callable[[], None],
) -> tuple[Iterator[Group], Numbers, list[ContentLink]]:
    """Stacks, the head of each picture, and agreements by features that cover too little to join."""
    rule, pairs, looks = sources
    size = len(tables.contents)
    counted = Votes(rule, size)
    pairs.every(counted.take, counted.tally)
    faces = counted.faces()
    votes, degrees = counted.of(faces)
    arcs = FaceArcs(pairs, tables.pdqs, faces)
    leaders, by_pair = star_groups(votes, degrees, tables.pixels, arcs, bounds.arcs)
    joined = np.bincount(leaders, minlength=size) > 1
    shows_part = (faces >= 0) & (tables.pdqs.kinds[faces] != WHOLE) if len(tables.pdqs.kinds) else joined & False
    may_join = (leaders == np.arange(size)) & ~(joined & shows_part)
    met = _feature_pairs(tables, evidence, may_join, looks, policy, alive)
    heads, by_feature = grouped(size, _feature_arcs(met, policy), tables.pixels)
    leaders = heads[leaders]
    loose = [
        ContentLink(int(tables.contents[one]), LinkKind.PART, feature_reason(int(tables.contents[two]), found))
        for one, two, found in met
        if leaders[one] != leaders[two] and max(found.coverage_a, found.coverage_b) >= policy.covered
    ]

    def tell(places: Numbers) -> Mapping[int, Reason]:
        joiners = places[by_pair[places] != ALONE]
        told = near_reasons(tables, rule, by_pair[joiners], joiners, policy)
        reasons = dict(zip(joiners.tolist(), told, strict=True))
        for place in places[by_feature[places] != ALONE].tolist():
            reasons[place] = _told_from(tables, met[by_feature[place]], place)
        return reasons

    return _groups(GroupKind.STACK, "picture", tables.contents, leaders, tell), leaders, loose


def _part_links(
    tables: PictureTables, rule: NearRule, pairs: PairSource, leaders: Numbers, policy: StackPolicy
) -> Iterator[ContentLink]:
    """Ties by a tile, frame or page, told from the content that holds it."""
    parts = np.flatnonzero(tables.pdqs.kinds == PART)
    if not len(parts):
        return
    found = PartLinks(tables.pdqs, leaders)
    pairs.touching(parts, found.take)
    holders, numbers = found.best()
    reasons = near_reasons(tables, rule, numbers, holders, policy)
    for holder, reason in zip(tables.contents[holders].tolist(), reasons, strict=True):
        yield ContentLink(holder, LinkKind.PART, reason)


def _feature_arcs(met: Sequence[Met], policy: StackPolicy) -> Arcs:
    """Whoever agrees with most of another picture may join that picture."""
    found = [
        (member, head, -agreement.matched, at)
        for at, (one, two, agreement) in enumerate(met)
        for member, head, share in ((one, two, agreement.coverage_b), (two, one, agreement.coverage_a))
        if share >= policy.covered
    ]
    return Arcs(*np.array(found, dtype=np.int64).reshape(-1, 4).T)


def _told_from(tables: PictureTables, met: Met, place: int) -> Reason:
    one, two, found = met
    reason = feature_reason(int(tables.contents[two]), found)
    return reason if place == one else reversed_reason(reason, int(tables.contents[one]))


def _feature_pairs(
    tables: PictureTables,
    evidence: Evidence,
    may_join: NDArray[np.bool_],
    looks: PairSource,
    policy: StackPolicy,
    alive: Callable[[], None],
) -> list[Met]:
    """Heads that agree by local features, as (place, place, agreement).

    Held against each other are the candidates, and the pictures that look alike: of each those that are closest.
    """
    collector, places = WordCollector(), []
    for content_id, features in evidence.features():
        place = int(np.searchsorted(tables.contents, content_id))
        if may_join[place]:
            collector.add(features)
            places.append(place)
    if not places:
        return []
    alive()
    known = np.array(places, dtype=np.int64)
    first, second = candidates(collector.table(), policy)
    closest = ClosestPairs(policy.alike)
    looks.among(known, closest.take)
    pairs = np.concatenate([np.stack([known[first], known[second]]), np.stack(closest.pairs())], axis=1)
    one, two = np.unique(pairs, axis=1)
    ids = tables.contents
    met = []
    for at, found in agreements(ids[one].tolist(), ids[two].tolist(), evidence.features_of):
        if found is not None:
            met.append((int(one[at]), int(two[at]), found))
        alive()
    return met


def _clusters(
    tables: PictureTables, alike: AlikeSearch, looks: PairSource, policy: StackPolicy, bounds: Bounds
) -> Iterator[Group]:
    size = len(tables.contents)
    arcs = AlikeArcs(looks, size)
    looks.every(arcs.count, arcs.tally)
    leaders, by_pair = star_groups(arcs.votes, arcs.votes, tables.pixels, arcs, bounds.arcs)

    def tell(places: Numbers) -> Mapping[int, Reason]:
        joiners = places[by_pair[places] != ALONE]
        apart = alike.apart(joiners, leaders[joiners])
        return {
            place: alike_reason(int(tables.contents[leaders[place]]), distances, policy)
            for place, distances in zip(joiners.tolist(), apart, strict=True)
        }

    return _groups(GroupKind.CLUSTER, "picture", tables.contents, leaders, tell)


def _film_stacks(
    evidence: Evidence, policy: StackPolicy, alive: Callable[[], None]
) -> tuple[Iterator[Group], list[ContentLink]]:
    listed = listed_films(evidence.films())
    if not listed:
        return iter(()), []
    contents = np.array(sorted({film.number for film in listed}), dtype=np.int64)
    found = _film_pairs(listed, evidence, policy, alive)
    both = [pair for pair in found if pair.both_ways]
    first = np.searchsorted(contents, np.array([pair.content_id for pair in both], dtype=np.int64))
    second = np.searchsorted(contents, np.array([pair.reason.other for pair in both], dtype=np.int64))
    costs = np.array([-round(100 * _percents(pair.reason)) for pair in both], dtype=np.int64)
    weights = np.zeros(len(contents), dtype=np.int64)
    for film in listed:
        weights[np.searchsorted(contents, film.number)] += len(film.values)
    leaders, by_pair = grouped(len(contents), both_ways(first, second, costs), weights)
    reasons = {}
    for place in np.flatnonzero(by_pair != ALONE).tolist():
        pair = both[by_pair[place]]
        told = pair.content_id == contents[place]
        reasons[place] = pair.reason if told else reversed_reason(pair.reason, pair.content_id)
    links = [ContentLink(pair.content_id, LinkKind.FILM_PART, pair.reason) for pair in found if not pair.both_ways]
    links += scene_links(listed, evidence.pictures(), policy.matching, alive)
    return _groups(GroupKind.STACK, "film", contents, leaders, lambda _places: reasons), links


def _film_pairs(
    listed: Sequence[ListedFilm], evidence: Evidence, policy: StackPolicy, alive: Callable[[], None]
) -> list[FilmPair]:
    """Every two films that meet, by vPDQ, else by local features; by the latter where vPDQ says less."""
    by_hash = {_both(pair): pair for pair in film_pairs(listed, evidence.films(), policy.matching, alive)}
    known = {key for key, pair in by_hash.items() if pair.both_ways}
    by_features = {_both(pair): pair for pair in film_feature_pairs(evidence, known, policy, alive)}
    better = {key: pair for key, pair in by_features.items() if pair.both_ways or key not in by_hash}
    found = by_hash | better
    return [found[key] for key in sorted(found)]


def _both(pair: FilmPair) -> tuple[int, int]:
    return min(pair.content_id, pair.reason.other), max(pair.content_id, pair.reason.other)


def _percents(reason: Reason) -> float:
    return (reason.percent or 0.0) + (reason.other_percent or 0.0)


def _groups(
    kind: GroupKind,
    media: str,
    contents: Numbers,
    leaders: Numbers,
    tell: Callable[[Numbers], Mapping[int, Reason]],
) -> Iterator[Group]:
    """Every group of at least two, in the order of their smallest contents, not numbered yet.

    Args:
        kind: of the groups.
        media: "picture" or "film".
        contents: number of the content in each place, ascending.
        leaders: the place of the head of each.
        tell: gives the reasons of some places.
    """
    order = np.argsort(leaders, kind="stable")
    heads, starts, sizes = np.unique(leaders[order], return_index=True, return_counts=True)
    several = np.flatnonzero(sizes > 1)
    several = several[np.argsort(order[starts[several]])]
    for low in range(0, len(several), _GROUPS_AT_ONCE):
        some = several[low : low + _GROUPS_AT_ONCE]
        inside = [order[start : start + size] for start, size in zip(starts[some], sizes[some], strict=True)]
        reasons = tell(np.concatenate(inside))
        for head, places in zip(heads[some].tolist(), inside, strict=True):
            members = tuple(Member(int(contents[place]), reasons.get(place)) for place in places.tolist())
            yield Group(0, kind, media, int(contents[head]), members)


def _numbered(*groups: Iterable[Group]) -> Iterator[Group]:
    """Groups that are in order, as one series."""
    ordered = heapq.merge(*groups, key=lambda group: group.members[0].content_id)
    return (replace(group, id=number) for number, group in enumerate(ordered, start=1))
