"""Contents by rank: in the order of their first items, instead of their numbers.

Contents are numbered as results come in, which depends on the number of workers and on interruptions. What belongs
together must not, so it is found among ranks, and told in numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.paging import in_pages
from forensicdesk.matching.stack_hashes import PdqTable, SmallTable
from forensicdesk.relations import Relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.case.store import CaseStore
    from forensicdesk.relations import ContentLink, Group, Reason
    from hashing.values import Film, FrameFeatures, PerceptualHash

    Numbers = NDArray[np.int64]

_FILMS_AT_ONCE = 16
"""The features of the frames of so many films are in memory at once: up to 6 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """The contents of a case in the order of their first items.

    Attributes:
        contents: the number of the content of each rank; ranks count from 0.
        places: the rank of each content, these in ascending order of their numbers.
    """

    contents: Numbers
    places: Numbers

    @property
    def are_numbers(self) -> bool:
        """Whether the order is that of the numbers anyway."""
        return bool((self.places == np.arange(len(self.places))).all())

    def numbers(self, ranks: Sequence[int]) -> list[int]:
        """The contents of these ranks."""
        found: list[int] = self.contents[np.asarray(ranks, dtype=np.int64)].tolist()
        return found


def read_ranks(store: CaseStore) -> Ranks:
    """The order of the contents of a case; 16 bytes for each."""
    pairs = np.array(store.related.first_items(), dtype=np.int64).reshape(-1, 2)
    order = np.argsort(pairs[:, 1], kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return Ranks(pairs[order, 0], places)


def ranked_pdqs(table: PdqTable, ranks: Ranks) -> PdqTable:
    """The table with its rows in the order of ranks; its owners were places among ascending numbers."""
    if ranks.are_numbers:
        return table
    owners = ranks.places[table.owners]
    order = np.argsort(owners, kind="stable")
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    views = {int(row_of[row]): name for row, name in table.views.items()}
    return PdqTable(owners[order], table.turned[order], table.kinds[order], table.forms[order], views)


def ranked_small(table: SmallTable, ranks: Ranks) -> SmallTable:
    """The table with its rows in the order of ranks."""
    order = np.argsort(ranks.places)
    return table if ranks.are_numbers else SmallTable(table.values[order], table.forms[order])


@dataclass(frozen=True, slots=True)
class StoredByRank:
    """What is read from the case more than once, or in parts; contents are named by rank."""

    store: CaseStore
    ranks: Ranks

    def features(self) -> Iterator[tuple[int, bytes]]:
        """Rank and local features of every picture that has some, ascending."""
        for page in in_pages(range(len(self.ranks.contents))):
            found = self.features_of(page)
            yield from ((rank, found[rank]) for rank in page if rank in found)

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """The local features of the contents of these ranks."""
        numbers = dict(zip(self.ranks.numbers(contents), contents, strict=True))
        return {numbers[number]: value for number, value in self.store.related.features_of(list(numbers)).items()}

    def films(self) -> Iterator[tuple[int, Film]]:
        """Rank and frames of every film, ascending; one film at a time is in memory."""
        for page in in_pages(range(len(self.ranks.contents))):
            numbers = dict(zip(self.ranks.numbers(page), page, strict=True))
            for number, film in self.store.related.films_of(list(numbers)):
                yield numbers[number], film

    def film_features(self) -> Iterator[tuple[int, Sequence[FrameFeatures]]]:
        """Rank and featured frames of every film that has some, ascending; few films at a time are in memory."""
        featured = self.store.related.featured_films()
        ranks = [rank for rank, number in enumerate(self.ranks.contents.tolist()) if number in featured]
        for page in in_pages(ranks, _FILMS_AT_ONCE):
            found = self.film_features_of(page)
            yield from ((rank, found[rank]) for rank in page)

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """The featured frames of the contents of these ranks."""
        numbers = dict(zip(self.ranks.numbers(contents), contents, strict=True))
        return {numbers[number]: value for number, value in self.store.related.film_features_of(list(numbers)).items()}

    def pictures(self) -> Iterator[tuple[int, PerceptualHash]]:
        """Rank and PDQ of every picture and view, ascending."""
        for page in in_pages(range(len(self.ranks.contents))):
            numbers = dict(zip(self.ranks.numbers(page), page, strict=True))
            for number, value in self.store.related.pdqs_of(list(numbers)):
                yield numbers[number], value


def in_numbers(relations: Relations, ranks: Ranks) -> Relations:
    """The relations with ranks put back into the numbers of contents; groups keep the order that ranks gave them."""
    names = ranks.contents.tolist()
    return Relations(
        tuple(_group(group, names) for group in relations.stacks),
        tuple(_group(group, names) for group in relations.clusters),
        tuple(_link(link, names) for link in relations.links),
    )


def _group(group: Group, names: Sequence[int]) -> Group:
    members = tuple(
        replace(
            member,
            content_id=names[member.content_id],
            reason=None if member.reason is None else _reason(member.reason, names),
        )
        for member in group.members
    )
    ordered = tuple(sorted(members, key=lambda member: member.content_id))
    return replace(group, representative=names[group.representative], members=ordered)


def _link(link: ContentLink, names: Sequence[int]) -> ContentLink:
    return replace(link, first=names[link.first], reason=_reason(link.reason, names))


def _reason(reason: Reason, names: Sequence[int]) -> Reason:
    return replace(reason, other=names[reason.other])
