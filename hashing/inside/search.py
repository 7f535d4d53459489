"""Which parts of a picture are pictures of their own."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hashing.inside import seams
from hashing.inside.boxes import alike
from hashing.inside.grounds import EVERY, USUAL, cut_apart, ground_colours, masks_of, snap, support
from hashing.vision import grey, histogram, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hashing.inside.boxes import Box, Pixels, Work

    Colours = tuple[tuple[int, ...], ...]

DEEPEST = 6
MOST_NODES = 48
SNAP_REACH = 3
SAME = 0.008
ROUGHLY_SAME = 0.03
LEAST_MEAN_SUPPORT = 0.5
LEAST_SUPPORT = 0.15
MOST_GROUND = 0.7
FLAT_SHARE = 0.995
MOST_COMMON = 0.7
LEAST_ENTROPY = 2.5
DEEPEST_SEAM = 4
SEAM = (0.65, 0.55)
BAR = (0.3, 0.5)
MOST_LENGTHS = 3.5
BARS_WITHIN = ("", "ground")


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


@dataclass(frozen=True, slots=True)
class Both:
    """The picture at both sizes: for looking, and for looking closely; and the colours of its outermost lines."""

    work: Work
    pixels: Pixels
    around: Colours

    def is_cut(self, bounds: Box, place: int, least: tuple[float, float], *, across: bool) -> bool:
        """True if there is an edge in the decoded picture that is as long and as abrupt as asked.

        Args:
            bounds: the part that the edge crosses.
            place: first line after the edge, in the working picture.
            least: share of the length, abruptness (see `seams.Edge`).
            across: the edge stands upright.
        """
        height, width = self.work.luminance.shape
        across_scale, down_scale = self.pixels.shape[1] / width, self.pixels.shape[0] / height
        box = bounds.scaled(across_scale, down_scale)
        middle = round(place * (across_scale if across else down_scale))
        reach = int(across_scale) + 4
        low, high = middle - reach, middle + reach
        if across:
            strip = self.pixels[box.top : box.bottom, max(0, low) : high]
        else:
            strip = self.pixels[max(0, low) : high, box.left : box.right]
        if min(strip.shape[:2]) < reach:
            return False
        edge = seams.edge_near(grey(np.ascontiguousarray(strip)), across=across)
        return edge.share >= least[0] and edge.abruptness >= least[1]


def is_all_border(work: Work, around: Colours) -> bool:
    """True for a picture of one colour, or of one colour within another, and so on: there is nothing in it.

    Args:
        work: the picture at working size.
        around: the colours of its outermost lines.
    """
    box = work.whole
    for depth in range(DEEPEST):
        part = box.cut(work.picture)
        colours = ground_colours(part, 2) if depth else around
        if not colours:
            return False
        [(_, mask)] = masks_of(part, colours[0], (USUAL,))
        if share_of(mask) >= FLAT_SHARE:
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
    counts = histogram(luminance, 32)
    shares = counts[counts > 0] / luminance.size
    pairs = counts[:-1] + counts[1:]
    if float(pairs.max()) / luminance.size > MOST_COMMON:
        return False
    return float(-(shares * np.log2(shares)).sum()) >= LEAST_ENTROPY


def _on_a_ground(work: Work, bounds: Box, colours: Colours) -> list[Box]:
    """Rectangles within the bounds that stand on one of the colours."""
    part = bounds.cut(work.picture)
    found: list[Box] = []
    for colour in colours:
        for strictness, mask in masks_of(part, colour, EVERY):
            for piece in cut_apart(mask, strictness.empty, work.shortest):
                if piece.moved(bounds.left, bounds.top) == bounds or not work.large_enough(piece):
                    continue
                if share_of(piece.cut(mask)) > MOST_GROUND:
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


def _gutter_colours(work: Work, bounds: Box) -> Colours:
    """Colours of uniform lines inside."""
    luminance, part = bounds.cut(work.luminance), bounds.cut(work.picture)
    found = []
    for across in (True, False):
        place = seams.gutter(luminance, across=across)
        if place is not None:
            line = (part[:, place] if across else part[place]).reshape(-1, part.shape[2] if part.ndim > 2 else 1)  # noqa: PLR2004 - colour
            found.append(tuple(int(value) for value in np.median(line, axis=0)))
    return tuple(found)


def _between_gutters(work: Work, bounds: Box, known: Sequence[Box] = ()) -> list[Box]:
    """Rectangles beside uniform lines, but for those that are known.

    Where only one of two stands out from its gutter, the other has the colour of the gutter where they meet.
    """
    colours = _gutter_colours(work, bounds)
    boxes = _on_a_ground(work, bounds, colours) if colours else []
    boxes += [box for box in _beyond(bounds, boxes) if work.large_enough(box)]
    return [box for box in boxes if not any(alike(box, other, SAME) for other in known)]


def _beyond(bounds: Box, boxes: Sequence[Box]) -> list[Box]:
    """The rest of the bounds, where a single rectangle fills them but for one side."""
    if len(boxes) != 1:
        return []
    box = boxes[0]
    cut = [side for side in range(4) if box[side] != bounds[side]]
    if len(cut) != 1:
        return []
    rests = (
        bounds._replace(right=box.left),
        bounds._replace(bottom=box.top),
        bounds._replace(left=box.right),
        bounds._replace(top=box.bottom),
    )
    return [rests[cut[0]]]


def _slender(box: Box) -> float:
    return max(box.width, box.height) / max(1, min(box.width, box.height))


def _between_seams(view: Both, bounds: Box) -> list[Box]:
    """The bounds cut along their straight lines, in the first direction that has any."""
    luminance = bounds.cut(view.work.luminance)
    for across in (True, False):
        start, end = (bounds.left, bounds.right) if across else (bounds.top, bounds.bottom)
        places = [
            start + place
            for place in seams.seams(luminance, across=across)
            if view.is_cut(bounds, start + place, SEAM, across=across)
        ]
        cuts = [start, *places, end]
        pieces = [
            bounds._replace(left=low, right=high) if across else bounds._replace(top=low, bottom=high)
            for low, high in itertools.pairwise(cuts)
        ]
        if places and all(_slender(piece) <= MOST_LENGTHS for piece in pieces):
            return [piece for piece in pieces if view.work.large_enough(piece)]
    return []


def _within_bars(view: Both, bounds: Box) -> list[Box]:
    luminance = bounds.cut(view.work.luminance)
    for across in (True, False):
        found = seams.blurred_bars(luminance, across=across)
        if found is None:
            continue
        if across:
            box = bounds._replace(left=bounds.left + found[0], right=bounds.left + found[1])
        else:
            box = bounds._replace(top=bounds.top + found[0], bottom=bounds.top + found[1])
        box = snap(view.work.picture, box, bounds, 2 * SNAP_REACH)
        ends = (box.left, box.right) if across else (box.top, box.bottom)
        if view.work.large_enough(box) and all(view.is_cut(bounds, place, BAR, across=across) for place in ends):
            return [box]
    return []


def _within(view: Both, node: Node) -> list[Node]:
    """What lies directly within a rectangle, by the first rule that finds something."""
    bounds = node.box
    colours = ground_colours(bounds.cut(view.work.picture), 1) if node.depth else view.around
    boxes = _on_a_ground(view.work, bounds, colours) if colours else []
    bars = _within_bars(view, bounds) if node.how in BARS_WITHIN else []
    bars = [box for box in bars if not any(alike(box, other, ROUGHLY_SAME) for other in boxes)]
    if boxes or bars:
        found = [(box, "ground") for box in boxes] + [(box, "blurred") for box in bars]
        if len(found) == 1 and _beyond(bounds, boxes):
            # What was taken off one side may as well be a plain part of the lower one of two pictures.
            found += [(box, "gutter") for box in _between_gutters(view.work, bounds, boxes)]
        return [Node(box, node.depth + 1, how) for box, how in found]
    boxes = _between_gutters(view.work, bounds)
    if boxes:
        return [Node(box, node.depth + 1, "gutter") for box in boxes]
    if node.depth < DEEPEST_SEAM:
        return [Node(box, node.depth + 1, "seam") for box in _between_seams(view, bounds)]
    return []


def search(work: Work, pixels: Pixels, around: Colours) -> Node:
    """The tree of parts.

    Args:
        work: the picture at working size.
        pixels: the picture as decoded.
        around: the colours of its outermost lines.
    """
    view = Both(work, pixels, around)
    root = Node(work.whole)
    waiting = deque([root])
    count = 1
    while waiting and count < MOST_NODES:
        node = waiting.popleft()
        if node.depth < DEEPEST:
            node.children = _within(view, node)[: MOST_NODES - count]
            waiting.extend(node.children)
            count += len(node.children)
    return root
