"""Contents by rank: in the order of their first items, instead of their numbers.

Contents are numbered as results come in, which depends on the number of workers and on interruptions. What belongs
together must not, so it is found among ranks, and told in numbers.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.stack_hashes import PdqTable, SmallTable
from forensicdesk.matching.stack_turned import TurnedFile
from forensicdesk.relations import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.stack_source import Source
    from forensicdesk.relations import ContentLink, Reason
    from hashing.values import Film, FrameFeatures, PerceptualHash

    Numbers = NDArray[np.int64]

_CONTENTS_AT_ONCE = 500

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


def read_ranks(source: Source) -> Ranks:
    """The order of the contents of a case; 16 bytes for each."""
    contents, items = array("q"), array("q")
    for content, item in source.first_items():
        contents.append(content)
        items.append(item)
    order = np.argsort(np.frombuffer(items, dtype=np.int64), kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return Ranks(np.frombuffer(contents, dtype=np.int64)[order], places)


def ranked_pdqs(table: PdqTable, ranks: Ranks) -> PdqTable:
    """The table with its rows in the order of ranks; its owners were places among ascending numbers.

    Raises:
        OSError: the file of a table that has one cannot be written once more.
    """
    if ranks.are_numbers:
        return table
    owners = ranks.places[table.owners]
    order = np.argsort(owners, kind="stable")
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    views = {int(row_of[row]): name for row, name in table.views.items()}
    turned = table.turned.in_order(order) if isinstance(table.turned, TurnedFile) else table.turned[order]
    return PdqTable(owners[order], turned, table.kinds[order], table.forms[order], views)


def ranked_small(table: SmallTable, ranks: Ranks) -> SmallTable:
    """The table with its rows in the order of ranks."""
    order = np.argsort(ranks.places)
    return table if ranks.are_numbers else SmallTable(table.values[order], table.forms[order])


@dataclass(frozen=True, slots=True)
class ByRank:
    """What is read from the case more than once, or in parts; contents are named by rank."""

    source: Source
    ranks: Ranks

    def features(self) -> Iterator[tuple[int, bytes]]:
        """Rank and local features of every picture that has some, ascending."""
        for page in _pages(range(len(self.ranks.contents))):
            found = self.features_of(page)
            yield from ((rank, found[rank]) for rank in page if rank in found)

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """The local features of the contents of these ranks."""
        numbers = dict(zip(self.ranks.numbers(contents), contents, strict=True))
        return {numbers[number]: value for number, value in self.source.features_of(list(numbers)).items()}

    def films(self) -> Iterator[tuple[int, Film]]:
        """Rank and frames of every film, ascending; one film at a time is in memory."""
        wanted = set(self.source.film_numbers())
        for rank in self._ranks_of(wanted):
            for _, film in self.source.films_of(self.ranks.numbers([rank])):
                yield rank, film

    def film_features(self) -> Iterator[tuple[int, Sequence[FrameFeatures]]]:
        """Rank and featured frames of every film that has some, ascending; few films at a time are in memory."""
        for page in _pages(self._ranks_of(set(self.source.featured_films())), _FILMS_AT_ONCE):
            found = self.film_features_of(page)
            yield from ((rank, found[rank]) for rank in page)

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """The featured frames of the contents of these ranks."""
        numbers = dict(zip(self.ranks.numbers(contents), contents, strict=True))
        return {numbers[number]: value for number, value in self.source.film_features_of(list(numbers)).items()}

    def pictures(self) -> Iterator[tuple[int, PerceptualHash]]:
        """Rank and PDQ of every picture and view, ascending."""
        for page in _pages(range(len(self.ranks.contents))):
            numbers = dict(zip(self.ranks.numbers(page), page, strict=True))
            for number, value in self.source.pdqs_of(list(numbers)):
                yield numbers[number], value

    def _ranks_of(self, wanted: set[int]) -> list[int]:
        """The ranks of some contents, ascending."""
        found: list[int] = np.flatnonzero(np.isin(self.ranks.contents, list(wanted))).tolist()
        return found


def _pages(ranks: Sequence[int], size: int = _CONTENTS_AT_ONCE) -> Iterator[Sequence[int]]:
    for low in range(0, len(ranks), size):
        yield ranks[low : low + size]


def in_numbers(relations: Iterable[Group | ContentLink], ranks: Ranks) -> Iterator[Group | ContentLink]:
    """Relations with ranks put back into the numbers of contents; groups keep the order that ranks gave them."""
    names = ranks.contents
    for one in relations:
        yield _group(one, names) if isinstance(one, Group) else _link(one, names)


def _group(group: Group, names: Numbers) -> Group:
    members = tuple(
        replace(
            member,
            content_id=int(names[member.content_id]),
            reason=None if member.reason is None else _reason(member.reason, names),
        )
        for member in group.members
    )
    ordered = tuple(sorted(members, key=lambda member: member.content_id))
    return replace(group, representative=int(names[group.representative]), members=ordered)


def _link(link: ContentLink, names: Numbers) -> ContentLink:
    return replace(link, first=int(names[link.first]), reason=_reason(link.reason, names))


def _reason(reason: Reason, names: Numbers) -> Reason:
    return replace(reason, other=int(names[reason.other]))
