"""A picture for people: two pictures with the part that agrees outlined, and one laid onto the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from hashing.vision import png, resize, warped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.local.agreement import Agreement
    from hashing.local.polygons import Polygon

    Pixels = NDArray[np.uint8]

SHOWN_SIDE = 640
"""Longest side of each of the four panels."""

_TITLE_ROWS = 30
_GAP = 12
_OUTLINE, _REGION = (255, 196, 0), (0, 200, 255)
_GROUND, _INK = (32, 32, 36), (235, 235, 235)
_COLOUR_DIMENSIONS = 3
_LONGEST_LINE = 1e5


def fitted(picture: Pixels) -> Pixels:
    """The picture as the panels show it: RGB, at most 640 pixels on its longer side."""
    rows, columns = picture.shape[:2]
    factor = min(1.0, SHOWN_SIDE / max(rows, columns))
    if factor < 1.0:
        picture = resize(picture, max(1, round(columns * factor)), max(1, round(rows * factor)))
    return picture if picture.ndim == _COLOUR_DIMENSIONS else np.stack([picture] * 3, axis=2)


def draw_agreement(one: Pixels, two: Pixels, agreement: Agreement) -> bytes:
    """A PNG picture of four panels (A, B, A laid onto B, and what differs) and a line of text.

    Args:
        one: the picture A, upright, RGB; `fitted` makes it small enough.
        two: the picture B, likewise.
        agreement: where they agree.
    """
    laid, covered = _laid_onto(one, two, agreement)
    mixed = np.where(covered[:, :, None], (laid.astype(np.uint16) + two) // 2, two // 3).astype(np.uint8)
    differing = _difference(laid, two, covered)
    mirrored = ", mirrored" if agreement.mirrored else ""
    part = "the part that agrees" if agreement.is_match else "what the paired features span"
    top = (
        _panel(f"A: {part}", one, (agreement.region_a, _REGION)),
        _panel(
            f"B: {part}; outline of A",
            two,
            (agreement.outline, _OUTLINE),
            (agreement.region_b, _REGION),
        ),
    )
    bottom = (
        _panel(f"A laid onto B{mirrored}, half and half", mixed, (agreement.outline, _OUTLINE)),
        _panel("Difference in brightness: black where equal", differing, (agreement.outline, _OUTLINE)),
    )
    return png(_stacked([_beside(top), _beside(bottom), _text(_summary(agreement))]))


def _summary(agreement: Agreement) -> str:
    return (
        f"{agreement.matched} features follow one movement; {agreement.alike:.0%} of the part alike. "
        f"Finding: {agreement.finding.value}. A lead, never an identity."
    )


def _text(line: str) -> Pixels:
    font = ImageFont.load_default(16)
    canvas = Image.new("RGB", (int(font.getlength(line)) + 8, _TITLE_ROWS), _GROUND)
    ImageDraw.Draw(canvas).text((4, 5), line, fill=_INK, font=font)
    return np.asarray(canvas)


def _laid_onto(one: Pixels, two: Pixels, agreement: Agreement) -> tuple[Pixels, NDArray[np.bool_]]:
    """A drawn in the pixels of B, and where A is at all."""
    rows, columns = two.shape[:2]
    to_shares = np.diag([1.0 / one.shape[1], 1.0 / one.shape[0], 1.0])
    to_pixels = np.diag([float(columns), float(rows), 1.0])
    # Middles of pixels stand half a pixel from their corners.
    half = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    matrix = np.linalg.inv(half) @ to_pixels @ np.array(agreement.transform) @ to_shares @ half
    white = np.full(one.shape[:2], 255, dtype=np.uint8)
    laid: Pixels = warped(one, matrix, columns, rows)
    covered: NDArray[np.bool_] = warped(white, matrix, columns, rows) == 255  # noqa: PLR2004 - wholly A's
    return laid, covered


def _difference(laid: Pixels, two: Pixels, covered: NDArray[np.bool_]) -> Pixels:
    """How far brightness differs beyond the common change of brightness and contrast; grey outside of A."""
    a, b = laid.mean(axis=2), two.mean(axis=2)
    seen_a, seen_b = a[covered], b[covered]
    if len(seen_a) and float(seen_a.std()) > 0.0:
        gain = float(np.clip(seen_b.std() / seen_a.std(), 0.25, 4.0))
        a = (a - seen_a.mean()) * gain + seen_b.mean()
    apart = np.clip(np.abs(a - b) * 2.0, 0, 255)
    shown = np.where(covered, apart, 60.0).astype(np.uint8)
    return np.stack([shown] * 3, axis=2)


def _panel(title: str, picture: Pixels, *lines: tuple[Polygon, tuple[int, int, int]]) -> Pixels:
    rows, columns = picture.shape[:2]
    font = ImageFont.load_default(16)
    wide = max(columns, int(font.getlength(title)) + 8)
    canvas = Image.new("RGB", (wide, rows + _TITLE_ROWS), _GROUND)
    canvas.paste(Image.fromarray(picture), (0, _TITLE_ROWS))
    drawn = ImageDraw.Draw(canvas)
    for polygon, colour in lines:
        points = [_place(x * columns, y * rows) for x, y in polygon]
        if points:
            drawn.line([*points, points[0]], fill=colour, width=3, joint="curve")
    drawn.rectangle((0, 0, wide, _TITLE_ROWS - 1), fill=_GROUND)
    drawn.text((4, 5), title, fill=_INK, font=font)
    return np.asarray(canvas)


def _place(x: float, y: float) -> tuple[float, float]:
    """A point of the canvas, or a far one in its direction: lines may leave the picture, but not without end."""
    bounded = np.clip((x, y + _TITLE_ROWS), -_LONGEST_LINE, _LONGEST_LINE)
    return float(bounded[0]), float(bounded[1])


def _beside(panels: tuple[Pixels, ...]) -> Pixels:
    rows = max(panel.shape[0] for panel in panels)
    filled = [_padded(panel, rows, panel.shape[1] + _GAP) for panel in panels]
    return np.concatenate(filled, axis=1)


def _stacked(strips: list[Pixels]) -> Pixels:
    columns = max(strip.shape[1] for strip in strips)
    filled = [_padded(strip, strip.shape[0] + _GAP, columns) for strip in strips]
    return np.concatenate(filled, axis=0)


def _padded(picture: Pixels, rows: int, columns: int) -> Pixels:
    canvas = np.empty((rows, columns, 3), dtype=np.uint8)
    canvas[:] = _GROUND
    canvas[: picture.shape[0], : picture.shape[1]] = picture
    return canvas
