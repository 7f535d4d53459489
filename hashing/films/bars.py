"""The picture inside bars that surround it in every frame: letterbox, pillarbox, windowbox, a telephone's screen.

One frame does not tell a bar from a dark picture; many frames together do. A bar has one colour all the time, up to
small things on it (subtitles, a clock). A line across the frame belongs to the picture as soon as in some frames most
of what the picture spans on that line differs from that colour. Dark scenes and fades say nothing and do no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Box = tuple[int, int, int, int]

_TOLERANCE = 14
"""Grey values by which compression moves a bar at most, ringing at its edge left aside."""
_STEADY_SHARE = 0.9
"""In so many of the frames both corners of a side show the bar's colour."""
_LIT_SHARE = 0.2
"""A frame in which no line differs from the bars over that part of its length is dark and says nothing."""
_SPAN_SHARE = 0.6
"""A line that differs over that part of the widest line's difference belongs to the picture."""
_VOTES_SHARE = 0.08
_JUMP = 0.4
"""At the edge of a bar the share of the line that differs jumps at least by this part of the widest line's."""
_THINNEST_SHARE = 0.01
_LARGEST_SHARE = 0.97
_SMALLEST_SIDE_SHARE = 0.2
_CORNER = 2
_SEVERAL = 6


def _sides(stack: Pixels) -> dict[str, Pixels]:
    """Both corners of each side, frame by frame."""
    size = _CORNER
    corners = {
        "tl": stack[:, :size, :size],
        "tr": stack[:, :size, -size:],
        "bl": stack[:, -size:, :size],
        "br": stack[:, -size:, -size:],
    }
    flat = {name: values.reshape(len(stack), -1) for name, values in corners.items()}
    pairs = {"top": ("tl", "tr"), "bottom": ("bl", "br"), "left": ("tl", "bl"), "right": ("tr", "br")}
    return {side: np.concatenate([flat[name] for name in pair], axis=1) for side, pair in pairs.items()}


def _colours(stack: Pixels) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Colours that bars may have, each with the sides that may have it."""
    found: list[tuple[int, list[str]]] = []
    for side, values in _sides(stack).items():
        colour = int(np.median(values))
        steady = np.all(np.abs(values.astype(np.int16) - colour) <= _TOLERANCE, axis=1).mean()
        if steady < _STEADY_SHARE:
            continue
        for known, sides in found:
            if abs(known - colour) <= _TOLERANCE // 2:
                sides.append(side)
                break
        else:
            found.append((colour, [side]))
    for colour, sides in found:
        yield colour, tuple(sides)


def _picture_lines(shares: NDArray[np.float64]) -> tuple[int, int] | None:
    """The picture's first line and the one behind its last, from the share of each line that differs (frames x lines).

    An edge that is not sharp is no edge of a bar: there the picture reaches to the frame's own edge.
    """
    widest = shares.max(axis=1)
    lit = widest >= _LIT_SHARE
    if not lit.any():
        return None
    relative = shares[lit] / widest[lit, None]
    votes = relative >= _SPAN_SHARE
    least = 1 if len(relative) < _SEVERAL else max(2, round(_VOTES_SHARE * len(relative)))
    lines = np.flatnonzero(votes.sum(axis=0) >= least)
    if not lines.size:
        return None
    first, last = int(lines[0]), int(lines[-1])
    begin = first if _sharp(relative, votes[:, first], first, -1) else 0
    end = last + 1 if _sharp(relative, votes[:, last], last, 1) else shares.shape[1]
    return begin, end


def _sharp(relative: NDArray[np.float64], voted: NDArray[np.bool_], line: int, outward: int) -> bool:
    """Whether the share falls off at once outside a line, in the frames that call it a line of the picture."""
    count = relative.shape[1]
    inside, outside = line - outward, line + 2 * outward
    if not (0 <= inside < count and 0 <= outside < count):
        return True
    jump = np.maximum(relative[voted, line], relative[voted, inside]) - relative[voted, outside]
    return float(np.median(jump)) >= _JUMP


def _bounds(stack: Pixels, colour: int) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom (the last two outside) of what is not of the bars' colour."""
    differs = np.abs(stack.astype(np.int16) - colour) > _TOLERANCE
    rows = _picture_lines(differs.mean(axis=2))
    if rows is None:
        return None
    columns = _picture_lines(differs[:, rows[0] : rows[1]].mean(axis=1))
    if columns is None:
        return None
    rows = _picture_lines(differs[:, :, columns[0] : columns[1]].mean(axis=2)) or rows
    return columns[0], rows[0], columns[1], rows[1]


def find_box(frames: Sequence[Pixels]) -> Box | None:
    """Left, top, width, height of the picture inside the bars; None where there are none.

    Args:
        frames: luminance of frames spread over the film, all of one size.
    """
    if not frames:
        return None
    stack = np.stack(frames)
    height, width = stack.shape[1:]
    if min(height, width) < 4 * _CORNER:
        return None
    edges = {"left": 0, "top": 0, "right": width, "bottom": height}
    for colour, sides in _colours(stack):
        bounds = _bounds(stack, colour)
        if bounds is None:
            continue
        for side, edge in zip(("left", "top", "right", "bottom"), bounds, strict=True):
            length = width if side in {"left", "right"} else height
            taken = edge if side in {"left", "top"} else length - edge
            if side in sides and taken >= _THINNEST_SHARE * length:
                edges[side] = edge
    return _accepted(
        (edges["left"], edges["top"], edges["right"] - edges["left"], edges["bottom"] - edges["top"]), width, height
    )


def _accepted(box: Box, width: int, height: int) -> Box | None:
    if box[2] < _SMALLEST_SIDE_SHARE * width or box[3] < _SMALLEST_SIDE_SHARE * height:
        return None
    return box if box[2] * box[3] <= _LARGEST_SHARE * width * height else None
