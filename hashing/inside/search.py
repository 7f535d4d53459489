"""Which parts of a picture are pictures of their own."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hashing.inside import seams
from hashing.inside.boxes import alike
from hashing.inside.grounds import LOOSE, STRICT, USUAL, cut_apart, ground_colours, mask_of, snap, support

if TYPE_CHECKING:
    from hashing.inside.boxes import Box, Pixels, Work

DEEPEST = 6
MOST_NODES = 48
SNAP_REACH = 3
SAME = 0.008
LEAST_MEAN_SUPPORT = 0.5
LEAST_SUPPORT = 0.15
MOST_GROUND = 0.7
FLAT_SHARE = 0.995
MOST_COMMON = 0.7
LEAST_ENTROPY = 2.5
DEEPEST_SEAM = 4


@dataclass(slots=True)
class Node:
    """A rectangle and those found within it.

    Attributes:
        box: where, in the working picture.
        depth: how many rectangles lie around it.
        how: what lies around it, in words.
        children: those found within it.
    """

    box: Box
    depth: int = 0
    how: str = ""
    children: list[Node] = field(default_factory=list)


def is_all_border(work: Work) -> bool:
    """True for a picture of one colour, or of one colour within another, and so on: there is nothing in it."""
    box = work.whole
    for depth in range(DEEPEST):
        part = box.cut(work.picture)
        colours = ground_colours(part, depth and 2)
        if not colours:
            return False
        mask = mask_of(part, colours[0], USUAL)
        if float(mask.mean()) / 255.0 >= FLAT_SHARE:
            return True
        pieces = cut_apart(mask, USUAL.empty, 3)
        if not pieces:
            return True
        if len(pieces) > 1 or pieces[0] == box or min(pieces[0].width, pieces[0].height) <= 8:  # noqa: PLR2004
            return False
        box = pieces[0].moved(box.left, box.top)
    return False


def looks_like_a_picture(luminance: Pixels) -> bool:
    """False for words on a ground, drawn symbols and empty areas: few grey values, one of them nearly everywhere."""
    counts = np.bincount(luminance.ravel() >> 3, minlength=32)
    shares = counts[counts > 0] / luminance.size
    pairs = counts[:-1] + counts[1:]
    if float(pairs.max()) / luminance.size > MOST_COMMON:
        return False
    return float(-(shares * np.log2(shares)).sum()) >= LEAST_ENTROPY


def _on_a_ground(work: Work, bounds: Box, colours: tuple[tuple[int, ...], ...]) -> list[Box]:
    """Rectangles within the bounds that stand on one of the colours."""
    part = bounds.cut(work.picture)
    found: list[Box] = []
    for colour in colours:
        for strictness in (STRICT, USUAL, LOOSE):
            mask = mask_of(part, colour, strictness)
            for piece in cut_apart(mask, strictness.empty, work.shortest):
                if piece.moved(bounds.left, bounds.top) == bounds or not work.large_enough(piece):
                    continue
                if float(piece.cut(mask).mean()) / 255.0 > MOST_GROUND:
                    continue
                box = snap(work.picture, piece.moved(bounds.left, bounds.top), bounds, SNAP_REACH)
                new = work.large_enough(box) and not any(alike(box, other, SAME) for other in found)
                if new and _stands_out(work.picture, box, bounds):
                    found.append(box)
    return found


def _stands_out(picture: Pixels, box: Box, bounds: Box) -> bool:
    """True if there is a step along the sides that were cut."""
    shares = support(picture, box, bounds)
    cut = [share for share, side, end in zip(shares, box, bounds, strict=True) if side != end]
    return bool(cut) and sum(cut) / len(cut) >= LEAST_MEAN_SUPPORT and min(cut) >= LEAST_SUPPORT


def _gutter_colours(work: Work, bounds: Box) -> tuple[tuple[int, ...], ...]:
    """Colours of uniform lines inside."""
    luminance, part = bounds.cut(work.luminance), bounds.cut(work.picture)
    found = []
    for across in (True, False):
        place = seams.gutter(luminance, across=across)
        if place is not None:
            line = (part[:, place] if across else part[place]).reshape(-1, part.shape[2] if part.ndim > 2 else 1)  # noqa: PLR2004 - colour
            found.append(tuple(int(value) for value in np.median(line, axis=0)))
    return tuple(found)


def _between_seams(work: Work, bounds: Box) -> list[Box]:
    """The bounds cut along their straight lines, in the first direction that has any."""
    luminance = bounds.cut(work.luminance)
    for across in (True, False):
        places = seams.seams(luminance, across=across)
        if places:
            start, end = (bounds.left, bounds.right) if across else (bounds.top, bounds.bottom)
            cuts = [start, *(start + place for place in places), end]
            pieces = [
                bounds._replace(left=low, right=high) if across else bounds._replace(top=low, bottom=high)
                for low, high in itertools.pairwise(cuts)
            ]
            return [piece for piece in pieces if work.large_enough(piece)]
    return []


def _within_bars(work: Work, bounds: Box) -> list[Box]:
    luminance = bounds.cut(work.luminance)
    for across in (True, False):
        found = seams.blurred_bars(luminance, across=across)
        if found is None:
            continue
        if across:
            box = bounds._replace(left=bounds.left + found[0], right=bounds.left + found[1])
        else:
            box = bounds._replace(top=bounds.top + found[0], bottom=bounds.top + found[1])
        return [snap(work.picture, box, bounds, 2 * SNAP_REACH)]
    return []


def _within(work: Work, node: Node) -> list[Node]:
    """What lies directly within a rectangle, by the first rule that finds something."""
    bounds = node.box
    colours = ground_colours(bounds.cut(work.picture), 1 if node.depth else 0)
    boxes = _on_a_ground(work, bounds, colours) if colours else []
    if boxes:
        return [Node(box, node.depth + 1, "ground") for box in boxes]
    colours = _gutter_colours(work, bounds)
    boxes = _on_a_ground(work, bounds, colours) if colours else []
    if boxes:
        return [Node(box, node.depth + 1, "gutter") for box in boxes]
    boxes = _within_bars(work, bounds)
    if boxes:
        return [Node(box, node.depth + 1, "blurred") for box in boxes]
    if node.depth < DEEPEST_SEAM:
        return [Node(box, node.depth + 1, "seam") for box in _between_seams(work, bounds)]
    return []


def search(work: Work) -> Node:
    """The tree of parts."""
    root = Node(work.whole)
    waiting = deque([root])
    count = 1
    while waiting and count < MOST_NODES:
        node = waiting.popleft()
        if node.depth < DEEPEST:
            node.children = _within(work, node)[: MOST_NODES - count]
            waiting.extend(node.children)
            count += len(node.children)
    return root
