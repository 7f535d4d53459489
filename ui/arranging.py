"""The order in which a gallery shows items: one after the other, or a stack as one item until it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

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
    matched: Mapping[MatchKind, Container[int]],
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
        bundle = bundles.get(item_id)
        if bundle is not None:
            members.setdefault(bundle, []).append(item_id)
    shown: list[int] = []
    marks: dict[int, StackMark] = {}
    for item_id in ids:
        bundle = bundles.get(item_id)
        inside = [item_id] if bundle is None else members[bundle]
        if bundle is None or len(inside) == 1:
            shown.append(item_id)
        elif inside[0] == item_id:
            kinds = tuple(kind for kind, items in matched.items() if any(one in items for one in inside))
            head = _head(inside, matched, kinds)
            is_open = bundle in opened
            standing = [head, *(one for one in inside if one != head)] if is_open else [head]
            shown.extend(standing)
            marks |= {one: StackMark(bundle, len(inside), is_open, one == head, kinds) for one in standing}
    return Arrangement(shown, marks, len(ids))


def _head(inside: Collection[int], matched: Mapping[MatchKind, Container[int]], kinds: Iterable[MatchKind]) -> int:
    strongest = next(iter(kinds), None)
    if strongest is None:
        return next(iter(inside))
    return next(one for one in inside if one in matched[strongest])
