"""The one place where OpenCV is imported: resizing, turning, colour and encoding of pictures already decoded.

OpenCV never decodes evidence here. Its limit for decoding is set low all the same, before it is imported, and two
variables that its wheel sets for its own Qt are removed, so that neither the desktop nor child processes inherit them.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(1 << 20))

import cv2
import numpy as np

for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)
cv2.setNumThreads(1)
# Intel's own routines, which the wheel brings for some processors, round otherwise than OpenCV's.
cv2.ipp.setUseIPP(False)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    KeyPoints = tuple[cv2.KeyPoint, ...]

_GREY_DIMENSIONS = 2
_NO_MEMORY = -4

Given = ParamSpec("Given")
Made = TypeVar("Made")
Number = TypeVar("Number", np.int16, np.float32)


def _no_memory_said_so(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """OpenCV has an error of its own for memory that is not to be had; here it is Python's."""

    @functools.wraps(work)
    def checked(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        try:
            return work(*args, **kwargs)
        except cv2.error as error:
            if getattr(error, "code", None) == _NO_MEMORY:
                raise MemoryError from error
            raise

    return checked


@_no_memory_said_so
def halved(picture: Pixels) -> Pixels:
    """Averages of whole 2 x 2 boxes, rounded; an odd last row or column is left out. OpenCV's fast path."""
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    whole = picture[: 2 * height, : 2 * width]
    return cast("Pixels", cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


@_no_memory_said_so
def resize(picture: Pixels, width: int, height: int) -> Pixels:
    """The picture in another size: averaged when it shrinks, by halves as far as they reach."""
    while picture.shape[1] >= 2 * width and picture.shape[0] >= 2 * height:
        picture = halved(picture)
    return cast("Pixels", cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))


@_no_memory_said_so
def resize_exactly(picture: Pixels, width: int, height: int) -> Pixels:
    """Bilinear between the four nearest pixels, in whole-number arithmetic that is equal on every processor."""
    return cast("Pixels", cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR_EXACT))


@_no_memory_said_so
def resize_cubic(picture: Pixels, width: int, height: int) -> Pixels:
    """Bicubic between the sixteen nearest pixels; nothing is averaged when it shrinks."""
    return cast("Pixels", cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC))


@_no_memory_said_so
def grey(picture: Pixels) -> Pixels:
    """Luminance of an RGB picture, rounded; a grey one is given back as it is."""
    if picture.ndim == _GREY_DIMENSIONS:
        return picture
    return cast("Pixels", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


@_no_memory_said_so
def smoothed(picture: Pixels, side: int) -> Pixels:
    """Gaussian smoothing with a kernel of `side` pixels, its width as OpenCV derives it from that."""
    return cast("Pixels", cv2.GaussianBlur(picture, (side, side), 0, hint=cv2.ALGO_HINT_ACCURATE))


@_no_memory_said_so
def equalised(picture: Pixels) -> Pixels:
    """A grey picture whose histogram is as even as it can be."""
    return cast("Pixels", cv2.equalizeHist(picture))


def regions(mask: NDArray[np.bool_]) -> list[tuple[tuple[int, int, int, int], int]]:
    """Connected regions (by sides) of a mask, in the order of their first pixels, row by row.

    Returns:
        For each its left, top, right and bottom (the last two beyond it), and its number of pixels.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype("uint8"), connectivity=4)
    flat = labels.ravel()
    changes = flat[(flat[1:] != flat[:-1]).nonzero()[0] + 1].tolist()
    order = dict.fromkeys([*flat[:1].tolist(), *changes])
    boxes = ((*map(int, stats[label]),) for label in order if label != 0)
    return [((left, top, left + width, top + height), size) for left, top, width, height, size in boxes]


@_no_memory_said_so
def farthest(picture: Pixels, colour: tuple[int, ...]) -> Pixels:
    """How far each pixel of a grey or RGB picture lies from a colour, in the channel in which it lies farthest."""
    apart = cv2.absdiff(picture, np.array((*colour, *(0,) * (4 - len(colour))), dtype=np.float64))
    if picture.ndim == _GREY_DIMENSIONS:
        return cast("Pixels", apart)
    red, green, blue = cv2.split(apart)
    return cast("Pixels", cv2.max(cv2.max(red, green), blue))


@_no_memory_said_so
def at_most(plane: Pixels, most: int) -> Pixels:
    """255 where a value is at most so large, else 0."""
    return cast("Pixels", cv2.threshold(plane, most, 255, cv2.THRESH_BINARY_INV)[1])


@_no_memory_said_so
def looked_up(plane: Pixels, table: NDArray[Number]) -> NDArray[Number]:
    """What a table of 256 values says of each value of a plane."""
    return cast("NDArray[Number]", cv2.LUT(plane, table.reshape(1, 256)))


@_no_memory_said_so
def stepped(plane: Pixels, steps: NDArray[np.int16]) -> Pixels:
    """A plane with so many steps added to each value; below 0 it stays 0, above 255 it stays 255."""
    return cast("Pixels", cv2.add(plane, steps, dtype=cv2.CV_8U))


@_no_memory_said_so
def difference(one: Pixels, other: Pixels) -> Pixels:
    """Absolute differences of two pictures of one shape."""
    return cast("Pixels", cv2.absdiff(one, other))


@_no_memory_said_so
def line_sums(plane: Pixels, *, across: bool) -> NDArray[np.int32]:
    """The sum of each row of a plane, or `across` it of each column; exact under 8,000,000 pixels a line."""
    sums = cv2.reduce(plane, 0 if across else 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return cast("NDArray[np.int32]", sums.ravel())


def line_means(plane: Pixels, *, across: bool) -> Floats:
    """The mean of each row of a plane, or `across` it of each column: whole numbers added up, and divided once."""
    means: Floats = line_sums(plane, across=across) / plane.shape[0 if across else 1]
    return means


@_no_memory_said_so
def line_counts(plane: Pixels, least: int, *, across: bool) -> NDArray[np.int32]:
    """How many values of each row of a plane, or `across` it of each column, are at least so large (1 to 255)."""
    reaching = cast("Pixels", cv2.threshold(plane, least - 1, 1, cv2.THRESH_BINARY)[1])
    return line_sums(reaching, across=across)


@_no_memory_said_so
def histogram(plane: Pixels, bins: int) -> NDArray[np.int64]:
    """How many of a plane's values fall into each of so many equal parts of 0 to 255; exact up to 2 ** 24 values."""
    counts = cv2.calcHist([plane], [0], None, [bins], [0.0, 256.0])
    return counts.ravel().astype(np.int64)


def share_of(mask: Pixels) -> float:
    """The share of a mask that is not 0."""
    return cv2.countNonZero(mask) / mask.size


_STRIP_ROWS = 64
_HALF_TURN, _CLOCKWISE, _COUNTERCLOCKWISE = 3, 6, 8
_MIRRORED, _UPSIDE_DOWN, _MAIN_DIAGONAL, _OTHER_DIAGONAL = 2, 4, 5, 7


def _quarter(strip: Pixels, orientation: int) -> Pixels:
    """A part of a picture, its rows made columns."""
    if orientation == _CLOCKWISE:
        return cast("Pixels", cv2.rotate(strip, cv2.ROTATE_90_CLOCKWISE))
    if orientation == _COUNTERCLOCKWISE:
        return cast("Pixels", cv2.rotate(strip, cv2.ROTATE_90_COUNTERCLOCKWISE))
    flipped = cv2.transpose(strip)
    return cast("Pixels", flipped if orientation == _MAIN_DIAGONAL else cv2.rotate(flipped, cv2.ROTATE_180))


def _quarter_in_strips(picture: Pixels, orientation: int) -> Pixels:
    """The same for RGB: OpenCV moves four bytes twice as fast as three, and strips stay in the processor's cache."""
    rows = picture.shape[0]
    turned = np.empty((picture.shape[1], rows, 3), dtype=np.uint8)
    for top in range(0, rows, _STRIP_ROWS):
        bottom = min(top + _STRIP_ROWS, rows)
        strip = _quarter(cast("Pixels", cv2.cvtColor(picture[top:bottom], cv2.COLOR_RGB2RGBA)), orientation)
        left = rows - bottom if orientation in {_CLOCKWISE, _OTHER_DIAGONAL} else top
        turned[:, left : left + bottom - top] = cv2.cvtColor(strip, cv2.COLOR_RGBA2RGB)
    return turned


@_no_memory_said_so
def first_three(picture: Pixels) -> Pixels:
    """A copy of the first three of four channels, their order kept."""
    return cast("Pixels", cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR))


@_no_memory_said_so
def with_fourth(picture: Pixels) -> Pixels:
    """A copy of an RGB picture with four bytes a pixel, the last of them 255."""
    return cast("Pixels", cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA))


@_no_memory_said_so
def upright(picture: Pixels, orientation: int) -> Pixels:
    """Undo an EXIF orientation: values 2 to 8 are mirrored or turned, all others are left as they are."""
    if orientation == _HALF_TURN:
        return cast("Pixels", cv2.rotate(picture, cv2.ROTATE_180))
    if orientation in {_MIRRORED, _UPSIDE_DOWN}:
        return cast("Pixels", cv2.flip(picture, 1 if orientation == _MIRRORED else 0))
    if orientation in {_MAIN_DIAGONAL, _CLOCKWISE, _OTHER_DIAGONAL, _COUNTERCLOCKWISE}:
        turn = _quarter if picture.ndim == _GREY_DIMENSIONS else _quarter_in_strips
        return turn(picture, orientation)
    return picture


def _for_encoder(picture: Pixels) -> Pixels:
    if picture.ndim == _GREY_DIMENSIONS:
        return picture
    return cast("Pixels", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))


def _encode(picture: Pixels, suffix: str, settings: list[int]) -> bytes:
    done, encoded = cv2.imencode(suffix, _for_encoder(picture), settings)
    if not done:
        msg = f"OpenCV could not write a {suffix} picture"
        raise ValueError(msg)
    return encoded.tobytes()


def jpeg(picture: Pixels, quality: int) -> bytes:
    """A baseline JPEG file of a grey or RGB picture."""
    return _encode(picture, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, quality])


def png(picture: Pixels) -> bytes:
    """A PNG file of a grey or RGB picture."""
    return _encode(picture, ".png", [cv2.IMWRITE_PNG_COMPRESSION, 9])


def to_grey(picture: Pixels) -> Pixels:
    """The luminance of an RGB picture; a grey one is given back as it is."""
    if picture.ndim == _GREY_DIMENSIONS:
        return picture
    return cast("Pixels", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


@_no_memory_said_so
def key_points(grey: Pixels) -> KeyPoints:
    """Every SIFT key point of a grey picture, in OpenCV's order, with OpenCV's standard parameters."""
    return tuple(cv2.SIFT.create().detect(grey))


@_no_memory_said_so
def key_descriptors(grey: Pixels, chosen: KeyPoints) -> tuple[KeyPoints, Pixels]:
    """The 128 numbers (0 to 255) that describe each of these key points of the same picture."""
    kept, described = cv2.SIFT.create().compute(grey, chosen)
    return tuple(kept), described.astype("uint8") if len(kept) else grey[:0]


@_no_memory_said_so
def warped(picture: Pixels, matrix: Floats, width: int, height: int) -> Pixels:
    """The picture drawn through a 3 x 3 matrix (from its pixels to those of the result); black where there is none."""
    return cast("Pixels", cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_LINEAR))
