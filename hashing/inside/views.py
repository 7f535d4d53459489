"""The views of what stands inside a picture: where, what was taken off, and their PDQ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hashing.decode.still import shrunk
from hashing.inside.boxes import Box, alike, apart, prepare
from hashing.inside.grounds import ground_colours, snap
from hashing.inside.search import SAME, is_all_border, looks_like_a_picture, search
from hashing.perceptual.pictures import pdq_hash, small_hashes
from hashing.phrases import phrase
from hashing.values import INNER_VIEW, View, ViewKind
from hashing.vision import resize_cubic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.inside.boxes import Pixels, Work
    from hashing.inside.search import Colours, Node
    from hashing.values import PerceptualHash

MOST_INNER = 8
MOST_TILES = 16
LEAST_QUALITY = 50
"""Views of less structure are not kept: their hash would say nothing."""
FINE_REACH = 4
VIEW_ALGORITHMS = ("phash", "dhash")
SMALL_SIDE, ENLARGED_SIDE = 256, 512
LONGEST_ENLARGED = 8
"""Pictures that are longer than so many times their width are not enlarged."""

_AROUND = {
    "ground": phrase("uniform surroundings taken off"),
    "gutter": phrase("cut at uniform gutters"),
    "blurred": phrase("blurred bars taken off"),
    "seam": phrase("cut along straight edges"),
}
_TILE, _INNER = phrase("tile {number:d}"), phrase("inner picture {number:d}")
_SIDES = (phrase("left"), phrase("above"), phrase("right"), phrase("below"))


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands inside a picture.

    Attributes:
        views: the parts that are hashed beside the whole.
        hashes: a PDQ for each of them, in the same order, with the view's name.
        is_all_border: True if the picture is one colour, or one colour within another, and nothing else.
    """

    views: tuple[View, ...] = ()
    hashes: tuple[PerceptualHash, ...] = ()
    is_all_border: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the decoded picture that is looked upon as a picture of its own."""

    box: Box
    kind: ViewKind
    how: str
    leaf: bool


def look_inside(pixels: Pixels, small: Pixels, stored: tuple[int, int], algorithms: tuple[str, ...] = ()) -> Inside:
    """Find and hash the pictures inside a picture.

    Args:
        pixels: the upright picture as decoded, 8 bits, grey (height x width) or RGB (height x width x 3).
        small: the same picture, shrunk by a whole number.
        stored: width and height of the upright picture at its stored size; boxes are given in its pixels.
        algorithms: the hashes that each view gets beside PDQ, those of `VIEW_ALGORITHMS` among them.
    """
    work = prepare(pixels, small)
    if work is None:
        return Inside()
    around = ground_colours(work.picture, 0)
    if is_all_border(work, around):
        return Inside(is_all_border=True)
    across, down = stored[0] / pixels.shape[1], stored[1] / pixels.shape[0]
    inner: list[tuple[Part, PerceptualHash]] = []
    tiles: list[tuple[Part, PerceptualHash]] = []
    for part in find_parts(work, pixels, around):
        chosen, most = (tiles, MOST_TILES) if part.kind is ViewKind.TILE else (inner, MOST_INNER)
        if len(chosen) < most:
            found = pdq_hash(enlarged(np.ascontiguousarray(part.box.cut(pixels))))
            if (found.quality or 0) >= LEAST_QUALITY:
                chosen.append((part, found))
    tiles.sort(key=lambda entry: (entry[0].box.top, entry[0].box.left))
    named = [*_named(_INNER, inner, INNER_VIEW), *_named(_TILE, tiles)]
    views = tuple(_view(name, part, stored, (across, down)) for name, part, _ in named)
    others = (found for name, part, _ in named for found in _others(part.box.cut(pixels), name, algorithms))
    return Inside(views, (*(replace(found, view=name) for name, _, found in named), *others))


def _others(pixels: Pixels, name: str, algorithms: tuple[str, ...]) -> Iterator[PerceptualHash]:
    """The hashes of 64 bits of a view, made as those of a whole picture."""
    chosen = tuple(one for one in algorithms if one in VIEW_ALGORITHMS)
    if chosen:
        whole = np.ascontiguousarray(pixels)
        for found in small_hashes(whole, shrunk(whole), chosen):
            yield replace(found, view=name)


def upright_size(pixels: Pixels, stored: tuple[int | None, int | None]) -> tuple[int, int]:
    """Width and height of the upright picture at its stored size, given those in the file before orientation."""
    height, width = pixels.shape[:2]
    if stored[0] is None or stored[1] is None:
        return width, height
    turned = (width > height) != (stored[0] > stored[1]) and width != height
    return (stored[1], stored[0]) if turned else (stored[0], stored[1])


def enlarged(pixels: Pixels) -> Pixels:
    """A small picture with its shorter side brought to 512 pixels.

    PDQ picks 64 x 64 samples at whole pixels; on small pictures these lie unevenly, and the hash of a reduced copy
    moves by up to 40 bits. Enlarged, the samples lie evenly again.
    """
    height, width = pixels.shape[:2]
    shorter = min(height, width)
    if shorter >= SMALL_SIDE or max(height, width) > LONGEST_ENLARGED * shorter:
        return pixels
    factor = ENLARGED_SIDE / shorter
    return resize_cubic(pixels, round(width * factor), round(height * factor))


def find_parts(work: Work, pixels: Pixels, around: Colours) -> list[Part]:
    """The parts in the order of their worth: the innermost before those around them, the larger first."""
    found = list(_parts(work, pixels, search(work, pixels, around), _whole(pixels)))
    found.sort(key=lambda part: (not part.leaf, -part.box.area, part.box))
    kept: list[Part] = []
    for part in found:
        if not any(alike(part.box, other.box, SAME) for other in kept):
            kept.append(part)
    return kept


def _whole(pixels: Pixels) -> Box:
    return Box(0, 0, pixels.shape[1], pixels.shape[0])


def _parts(work: Work, pixels: Pixels, node: Node, exact: Box) -> Iterator[Part]:
    """Parts within a node, whose exact box in the decoded picture is known."""
    scale = (pixels.shape[1] / work.picture.shape[1], pixels.shape[0] / work.picture.shape[0])
    pictures = [child for child in node.children if looks_like_a_picture(child.box.cut(work.luminance))]
    for child in node.children:
        rough = child.box.scaled(*scale)
        start = Box(
            *(
                bound if same == outer else place
                for place, bound, same, outer in zip(rough, exact, child.box, node.box, strict=True)
            )
        )
        box = snap(pixels, start, exact, int(scale[0]) + FINE_REACH)
        if box.width <= 0 or box.height <= 0:
            continue
        if child in pictures:
            beside = any(apart(child.box, other.box) for other in pictures)
            kind = ViewKind.TILE if beside else ViewKind.INNER
            yield Part(box, kind, child.how, not child.children)
        yield from _parts(work, pixels, child, box)


def _named(
    name: str, entries: list[tuple[Part, PerceptualHash]], first: str = ""
) -> Iterator[tuple[str, Part, PerceptualHash]]:
    for number, (part, found) in enumerate(entries, start=1):
        yield first if first and number == 1 else name.format(number=number), part, found


def _view(name: str, part: Part, stored: tuple[int, int], scale: tuple[float, float]) -> View:
    box = part.box.scaled(*scale)
    gone = (box.left, box.top, stored[0] - box.right, stored[1] - box.bottom)
    sides = zip(gone, _SIDES, strict=True)
    amounts = ", ".join(phrase("{amount} px {part}", amount=amount, part=side) for amount, side in sides if amount > 0)
    detail = f"{_AROUND[part.how]}: {amounts}" if amounts else _AROUND[part.how]
    return View(name, part.kind, detail, (box.left, box.top, box.width, box.height))
