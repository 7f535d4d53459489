"""The order in which a gallery shows items: one after the other, or a stack as one item until it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from forensicdesk.model import MatchKind


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


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Items in the order in which they are shown, the marks of those not alone, and how many pass the filter."""

    ids: Sequence[int]
    marks: Mapping[int, StackMark] = field(default_factory=dict)
    total: int = 0


def arrange(
    ids: Sequence[int],
    bundles: Mapping[int, int],
    opened: Container[int],
    matched: Mapping[MatchKind, frozenset[int]],
) -> Arrangement:
    """Show each bundle once, where its first item stands; an opened one with its other items behind the head.

    The head is the first item with the strongest match, so that no match hides behind an item without one; where none
    matches it is the first.

    Args:
        ids: the items that pass the filter, ascending.
        bundles: by item the number of its bundle, for items that are not alone.
        opened: numbers of the bundles that are open.
        matched: by kind, strongest first, the items with a match of this kind.
    """
    members: dict[int, list[int]] = {}
    for item_id in ids:
        if item_id in bundles:
            members.setdefault(bundles[item_id], []).append(item_id)
    standing: dict[int, Sequence[int]] = {}
    marks: dict[int, StackMark] = {}
    hits = frozenset().union(*matched.values())
    for bundle, inside in members.items():
        if len(inside) == 1:
            continue
        kinds = () if hits.isdisjoint(inside) else _kinds(inside, matched)
        head = next(one for one in inside if one in matched[kinds[0]]) if kinds else inside[0]
        is_open = bundle in opened
        shown = [head, *(one for one in inside if one != head)] if is_open else (head,)
        for one in inside:
            standing[one] = ()
        standing[inside[0]] = shown
        for one in shown:
            marks[one] = StackMark(bundle, len(inside), is_open, one == head, kinds)
    return Arrangement(_in_order(ids, standing), marks, len(ids))


def _in_order(ids: Sequence[int], standing: Mapping[int, Sequence[int]]) -> Sequence[int]:
    """The items, each of a stack replaced by what stands in its place."""
    if not standing:
        return ids
    shown: list[int] = []
    for item_id in ids:
        if item_id in standing:
            shown += standing[item_id]
        else:
            shown.append(item_id)
    return shown


def _kinds(inside: Sequence[int], matched: Mapping[MatchKind, frozenset[int]]) -> tuple[MatchKind, ...]:
    return tuple(kind for kind, items in matched.items() if not items.isdisjoint(inside))
