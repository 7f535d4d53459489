"""Pictures with known rectangles in them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from forensicdesk.demo.drawing import draw_scene
from hashing.decode.flatten import as_pixels
from hashing.inside.views import look_inside
from hashing.vision import halved
from tests.hashing.making import encoded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hashing.inside.views import Inside

Box = tuple[int, int, int, int]
Colour = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def photograph(number: int = 0, width: int = 640, height: int = 480) -> Image.Image:
    """A drawn scene that is as rich as a photograph."""
    return draw_scene(("town", "landscape", "blocks", "rings")[number % 4], 500 + number, (width, height))


def looked_at(pixels: NDArray[np.uint8]) -> Inside:
    """What is inside, the picture shrunk as the decoder does."""
    small = halved(pixels) if min(pixels.shape[:2]) >= 1024 else pixels
    return look_inside(pixels, small, (pixels.shape[1], pixels.shape[0]))


def inside(picture: Image.Image, quality: int | None = 85) -> Inside:
    """What is inside, as seen after saving as JPEG."""
    if quality is not None:
        picture = Image.open(io.BytesIO(encoded(picture, "JPEG", quality=quality)))
    return looked_at(as_pixels(picture))


def framed(picture: Image.Image, colour: Colour, widths: Box) -> tuple[Image.Image, Box]:
    """A uniform frame of widths left, top, right, bottom, and where the picture stands then."""
    left, top, right, bottom = widths
    page = Image.new("RGB", (picture.width + left + right, picture.height + top + bottom), colour)
    page.paste(picture, (left, top))
    return page, (left, top, picture.width, picture.height)


def captioned(picture: Image.Image, height: int, ground: Colour, ink: Colour) -> tuple[Image.Image, Box]:
    """Words above a picture."""
    page, box = framed(picture, ground, (0, height, 0, 0))
    draw = ImageDraw.Draw(page)
    draw.text((20, height // 2), "when the garden was better last year", ink, font_size=height // 3, anchor="lm")
    return page, box


def screen(picture: Image.Image, ground: Colour, ink: Colour) -> tuple[Image.Image, Box]:
    """A phone's screen: clock, title, picture over the width, words, buttons."""
    width, top = picture.width, round(picture.width * 0.3)
    page = Image.new("RGB", (width, width * 2), ground)
    draw = ImageDraw.Draw(page)
    draw.text((20, 20), "9:41", ink, font_size=24)
    draw.text((60, top // 2 + 20), "an album of nobody", ink, font_size=40)
    page.paste(picture, (0, top))
    for line in range(4):
        draw.text((30, top + picture.height + 30 + 50 * line), "more words under it", ink, font_size=30)
    for place in range(4):
        x = width * (place + 0.5) / 4
        draw.ellipse((x - 18, 2 * width - 60, x + 18, 2 * width - 24), outline=ink, width=3)
    return page, (0, top, picture.width, picture.height)


def closest(found: Inside, box: Box) -> float:
    """How far the best view lies from a box: the worst side, as a share of the box's side in that direction."""
    errors = [1.0]
    for view in found.views:
        assert view.box is not None
        left, top, width, height = view.box
        across = max(abs(left - box[0]), abs(left + width - box[0] - box[2])) / box[2]
        down = max(abs(top - box[1]), abs(top + height - box[1] - box[3])) / box[3]
        errors.append(max(across, down))
    return min(errors)
