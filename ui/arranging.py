"""The order in which a gallery shows items: one after the other, or a stack as one until it is opened; in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, overload

import numpy as np
import numpy.typing as npt

from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Numbers = npt.NDArray[np.int64]
_KINDS = tuple(MatchKind)


@dataclass(frozen=True, slots=True)
class StackMark:
    """What a gallery draws of an item that is not alone.

    Attributes:
        bundle: number of the stack, or (negative) of the content that several items share.
        count: how many of the items that pass the filter are in it.
        opened: whether all of them stand in the gallery.
        head: whether this item stands for the others.
        kinds: how any of them matches a list, strongest first.
    """

    bundle: int
    count: int
    opened: bool
    head: bool
    kinds: tuple[MatchKind, ...] = ()


class Marks(Protocol):
    """Who stands for whom."""

    def get(self, item_id: int, /) -> StackMark | None:
        """The stack that an item stands in or for, None if it is alone."""

    def head_of(self, bundle: int, /) -> int | None:
        """The item that stands for a stack, None if it is not shown."""

    def bundle_of(self, item_id: int, /) -> int | None:
        """The bundle of an item, None if it is alone or does not pass the filter."""


class GivenMarks:
    """Marks that are known one by one."""

    def __init__(self, marks: Mapping[int, StackMark] | None = None) -> None:
        self._marks = marks or {}

    def get(self, item_id: int, /) -> StackMark | None:
        """See `Marks`, here and below."""
        return self._marks.get(item_id)

    def head_of(self, bundle: int, /) -> int | None:
        """The item that stands for a stack."""
        return next((item for item, mark in self._marks.items() if mark.bundle == bundle and mark.head), None)

    def bundle_of(self, item_id: int, /) -> int | None:
        """The bundle of an item."""
        mark = self._marks.get(item_id)
        return None if mark is None else mark.bundle


class StackMarks:
    """Marks that are worked out when they are drawn: a case can have hundreds of thousands."""

    def __init__(self, stacks: Any) -> None:  # noqa: ANN401 - what a session's `arranged` gives
        self._stacks = stacks

    def get(self, item_id: int, /) -> StackMark | None:
        """See `Marks`, here and below."""
        told = self._stacks.tell(item_id)
        if told is None:
            return None
        bundle, count, opened, head, bits = told
        kinds = tuple(kind for at, kind in enumerate(_KINDS) if bits & (1 << at))
        return StackMark(bundle, count, opened, head, kinds)

    def head_of(self, bundle: int, /) -> int | None:
        """The item that stands for a stack."""
        head: int | None = self._stacks.head_of(bundle)
        return head

    def bundle_of(self, item_id: int, /) -> int | None:
        """The bundle of an item."""
        bundle: int | None = self._stacks.bundle_of(item_id)
        return bundle


class GroupHead(NamedTuple):
    """What stands above a group.

    Attributes:
        title: what its items have in common.
        first: the place of the first of its items.
        shown: how many of its cells follow.
        items, hits: how many items it has, those in closed stacks included, and how many of them match a list.
    """

    title: str
    first: int
    shown: int
    items: int
    hits: int = 0


@dataclass(frozen=True)
class GroupHeads(Sequence[GroupHead]):
    """Heads whose titles are put into words when they are drawn: a case can have a hundred thousand folders.

    Attributes:
        groups: value, and what else a head has, of each.
        title: what a value is called.
        named: by what `title` calls it; heads with equal values and equal `named` are equal.
    """

    groups: tuple[tuple[str, int, int, int, int], ...] = ()
    title: Callable[[str], str] = field(default=str, compare=False)
    named: object = None

    def __len__(self) -> int:
        return len(self.groups)

    @overload
    def __getitem__(self, at: int) -> GroupHead: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[GroupHead, ...]: ...
    def __getitem__(self, at: int | slice) -> GroupHead | tuple[GroupHead, ...]:
        """The head of one group, or of several."""
        if isinstance(at, slice):
            return tuple(self._head(group) for group in self.groups[at])
        return self._head(self.groups[at])

    def _head(self, group: tuple[str, int, int, int, int]) -> GroupHead:
        return GroupHead(self.title(group[0]), *group[1:])


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Items in the order in which they are shown.

    Attributes:
        ids: their numbers.
        marks: who stands for whom.
        total: how many items pass the filter, those in closed stacks included.
        groups: the groups, in order; none where nothing is grouped.
        hidden: how many more there are that are hidden as decided or known.
        complete: False while the case is still being read.
    """

    ids: Numbers
    marks: Marks = field(default_factory=GivenMarks)
    total: int = 0
    groups: Sequence[GroupHead] = ()
    hidden: int = 0
    complete: bool = True


def as_numbers(ids: Sequence[int] | Numbers) -> Numbers:
    """Item numbers as an array."""
    return np.asarray(ids, np.int64)


def lay_cells(ids: Numbers, groups: Sequence[GroupHead], columns: int) -> Numbers:
    """What stands in each cell, row by row: an item's number, 0 for nothing, -n for the head of the n-th group.

    Every group begins on a row of its own, with its head.
    """
    if not groups:
        return ids
    sizes = (group[2] for group in groups.groups) if isinstance(groups, GroupHeads) else (one.shown for one in groups)
    shown = np.fromiter(sizes, np.int64, len(groups))
    room = -(-(shown + 1) // columns) * columns
    starts = np.cumsum(room) - room
    cells = np.zeros(int(room.sum()), np.int64)
    cells[starts] = -np.arange(1, len(groups) + 1)
    firsts = np.cumsum(shown) - shown
    cells[np.arange(len(ids)) + np.repeat(starts + 1 - firsts, shown)] = ids
    return cells
