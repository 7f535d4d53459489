"""Edits of the photograph itself: saving, sizes, tones, marks, turns and cuts."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from forensicdesk.validating.saving import Edit, jpeg, opened
from forensicdesk.validating.texts import font

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    Change = Callable[[Image.Image, Generator], Image.Image]

Others = tuple[Image.Image, ...]


def _saved(change: Change, picture: Image.Image, random: Generator, _: Others) -> bytes:
    return jpeg(change(picture, random), int(random.integers(75, 96)))


def _jpeg(quality: int, picture: Image.Image, _: Generator, __: Others) -> bytes:
    return jpeg(picture, quality)


def _webp(picture: Image.Image, random: Generator, _: Others) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=int(random.integers(50, 90)), method=2)
    return target.getvalue()


def _grey(picture: Image.Image, _: Generator) -> Image.Image:
    return picture.convert("L")


def _blur(picture: Image.Image, random: Generator) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(min(picture.size) * random.uniform(0.002, 0.005)))


def _contrast(picture: Image.Image, random: Generator) -> Image.Image:
    return ImageEnhance.Contrast(picture).enhance(random.uniform(0.7, 1.4))


def _resave_chain(picture: Image.Image, random: Generator, _: Others) -> bytes:
    for quality in random.integers(55, 90, 3):
        share = random.uniform(0.75, 0.95)
        size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        picture = opened(jpeg(picture.resize(size, Image.Resampling.BICUBIC), int(quality)))
    return jpeg(picture, 75)


def _square(picture: Image.Image, random: Generator) -> Image.Image:
    side = int(random.integers(min(picture.size) // 2, min(picture.size) + 1))
    return picture.resize((side, side), Image.Resampling.BICUBIC)


def _orientation_twin(picture: Image.Image, random: Generator, _: Others) -> bytes:
    turned, value = (
        (Image.Transpose.ROTATE_90, 6),
        (Image.Transpose.ROTATE_180, 3),
        (Image.Transpose.ROTATE_270, 8),
        (Image.Transpose.FLIP_LEFT_RIGHT, 2),
    )[int(random.integers(0, 4))]
    exif = Image.Exif()
    exif[0x0112] = value
    return jpeg(picture.transpose(turned), 90, exif=exif.tobytes())


def _share(share: float, picture: Image.Image, random: Generator) -> Image.Image:
    filters = (Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.BOX)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, filters[int(random.integers(0, len(filters)))])


def _thumbnail(picture: Image.Image, random: Generator) -> Image.Image:
    return _share(160 / max(picture.size), picture, random)


def _brightness(picture: Image.Image, random: Generator) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(random.uniform(1.2, 1.4))


def _gamma(picture: Image.Image, random: Generator) -> Image.Image:
    power = random.uniform(1.6, 2.0) ** (1 if random.random() < 1 / 2 else -1)
    curve = [round(255 * (value / 255) ** power) for value in range(256)]
    return picture.point(curve * 3)


def _noise(picture: Image.Image, random: Generator) -> Image.Image:
    pixels = np.asarray(picture, dtype=np.float64)
    noisy = pixels + random.normal(0, random.uniform(8, 20), pixels.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _watermark(picture: Image.Image, random: Generator) -> Image.Image:
    layer = Image.new("RGBA", picture.size)
    face = font(int(random.integers(0, 8)), max(10, int(picture.width * random.uniform(0.05, 0.11))))
    ink = (255, 255, 255) if random.random() < 3 / 4 else (0, 0, 0)
    words = ("example.org", "SAMPLE", "photo by nobody", "(c) 2026")[int(random.integers(0, 4))]
    place = (picture.width * random.uniform(0.02, 0.5), picture.height * random.uniform(0.02, 0.85))
    ImageDraw.Draw(layer).text(place, words, (*ink, int(random.integers(110, 200))), face)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _turned(how: Image.Transpose, picture: Image.Image, _: Generator) -> Image.Image:
    return picture.transpose(how)


def _crop(share: float, picture: Image.Image, _: Generator) -> Image.Image:
    """So much of the width and of the height cut away, half of it on each side."""
    wide, tall = round(picture.width * share / 2), round(picture.height * share / 2)
    return picture.crop((wide, tall, picture.width - wide, picture.height - tall))


def _corner(picture: Image.Image, random: Generator) -> Image.Image:
    wide, tall = round(picture.width * 0.75), round(picture.height * 0.75)
    left = int(random.integers(0, 2)) * (picture.width - wide)
    top = int(random.integers(0, 2)) * (picture.height - tall)
    return picture.crop((left, top, left + wide, top + tall))


def _rotate_2(picture: Image.Image, random: Generator) -> Image.Image:
    return picture.rotate(2 if random.random() < 1 / 2 else -2, Image.Resampling.BICUBIC)


_CHANGES: tuple[tuple[str, float | None, Change], ...] = (
    ("grey", 1.0, _grey),
    ("blur", 1.0, _blur),
    ("contrast", 1.0, _contrast),
    ("stretch to square", 1.0, _square),
    ("resize 50 %", 0.99, partial(_share, 0.5)),
    ("resize 25 %", 0.99, partial(_share, 0.25)),
    ("thumbnail 160", 0.99, _thumbnail),
    ("brightness", 0.98, _brightness),
    ("gamma", 0.98, _gamma),
    ("noise", 0.98, _noise),
    ("watermark", 0.98, _watermark),
    ("rotate 90", 0.99, partial(_turned, Image.Transpose.ROTATE_90)),
    ("rotate 180", 0.99, partial(_turned, Image.Transpose.ROTATE_180)),
    ("rotate 270", 0.99, partial(_turned, Image.Transpose.ROTATE_270)),
    ("flip horizontally", 0.99, partial(_turned, Image.Transpose.FLIP_LEFT_RIGHT)),
    ("flip vertically", 0.99, partial(_turned, Image.Transpose.FLIP_TOP_BOTTOM)),
    ("crop 5 %", None, partial(_crop, 0.05)),
    ("crop 10 %", None, partial(_crop, 0.10)),
    ("crop 25 %", None, partial(_crop, 0.25)),
    ("corner crop", None, _corner),
    ("rotate 2 degrees", None, _rotate_2),
)

EDITS: tuple[Edit, ...] = (
    *(Edit(f"JPEG q{quality}", 1.0, partial(_jpeg, quality)) for quality in (90, 50, 20)),
    Edit("WebP", 1.0, _webp),
    Edit("resave chain", 1.0, _resave_chain),
    Edit("orientation twin", 1.0, _orientation_twin),
    *(Edit(name, goal, partial(_saved, change)) for name, goal, change in _CHANGES),
)
