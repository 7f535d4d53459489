"""From a drawn picture to the bytes of a file, as programs and services save them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

Colour = tuple[int, int, int]
LOWEST_QUALITY, HIGHEST_QUALITY = 60, 95
SMALLEST_SHARE = 0.5
PNG_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Edit:
    """One way to make a copy.

    Attributes:
        name: as the table shows it.
        goal: share of copies that the default recipe is to find by hashes; None where nothing is promised.
        make: draws the copy: photograph, source of chance, other photographs to stand beside it; gives a file's bytes.
        beside: True if other photographs stand in the copy.
    """

    name: str
    goal: float | None
    make: Callable[[Image.Image, Generator, tuple[Image.Image, ...]], bytes]
    beside: bool = False


def jpeg(picture: Image.Image, quality: int, **options: object) -> bytes:
    """A JPEG file."""
    target = io.BytesIO()
    picture.convert("RGB").save(target, "JPEG", quality=quality, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file's bytes as a picture again."""
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def passed_on(picture: Image.Image, random: Generator) -> bytes:
    """Saved as it is often passed on: at 50 to 100 % of its size, as JPEG of quality 60 to 95, now and then as PNG."""
    share = 1.0 if random.random() < 1 / 3 else float(random.uniform(SMALLEST_SHARE, 1.0))
    if share < 1.0:
        size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    if random.random() < PNG_SHARE:
        target = io.BytesIO()
        picture.save(target, "PNG", compress_level=1)
        return target.getvalue()
    return jpeg(picture, int(random.integers(LOWEST_QUALITY, HIGHEST_QUALITY + 1)))


def colour(random: Generator, low: int = 0, high: int = 256) -> Colour:
    """Some colour."""
    red, green, blue = (int(value) for value in random.integers(low, high, 3))
    return red, green, blue


def near(base: Colour, random: Generator, spread: int = 8) -> Colour:
    """A colour close to another."""
    shift = [int(value) for value in random.integers(-spread, spread + 1, 3)]
    red, green, blue = (max(0, min(255, one + more)) for one, more in zip(base, shift, strict=True))
    return red, green, blue
