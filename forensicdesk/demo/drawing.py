"""Drawn scenes: no photograph of anything, yet as rich in detail as one, so that perceptual hashes have a hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from numpy.typing import NDArray

Colour = tuple[int, int, int]
Size = tuple[int, int]


def draw_scene(kind: str, seed: int, size: Size) -> Image.Image:
    """One scene, the same for the same arguments.

    Args:
        kind: "landscape", "town", "blocks" or "rings".
        seed: which of the many scenes of this kind.
        size: width and height in pixels.
    """
    random = np.random.default_rng(seed)
    picture = _sky(random, size)
    _PAINTERS[kind](ImageDraw.Draw(picture), random, size)
    return _grain(picture, random)


def _colour(random: Generator, low: int, high: int) -> Colour:
    red, green, blue = (int(value) for value in random.integers(low, high, 3))
    return red, green, blue


def _sky(random: Generator, size: Size) -> Image.Image:
    """A vertical gradient with soft clouds."""
    width, height = size
    top, bottom = np.array(_colour(random, 30, 140)), np.array(_colour(random, 150, 250))
    ramp = np.linspace(0.0, 1.0, height)[:, None, None]
    rows = np.broadcast_to(top * (1 - ramp) + bottom * ramp, (height, width, 3))
    coarse = Image.fromarray(random.integers(0, 256, (6, 8), dtype=np.uint8))
    clouds = np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float64)
    mixed = rows + (clouds[:, :, None] - 128) * 0.45
    return Image.fromarray(mixed.clip(0, 255).astype(np.uint8))


def _grain(picture: Image.Image, random: Generator) -> Image.Image:
    """Fine noise as of a sensor, so that no two areas are exactly equal."""
    pixels: NDArray[np.int16] = np.asarray(picture, dtype=np.int16)
    noise = random.integers(-6, 7, pixels.shape[:2], dtype=np.int16)
    return Image.fromarray((pixels + noise[:, :, None]).clip(0, 255).astype(np.uint8))


def _ridge(random: Generator, width: int, base: float, swing: float) -> list[tuple[float, float]]:
    """A mountain line: a sum of a few waves."""
    waves = [(random.uniform(0.5, 9), random.uniform(0, math.tau), random.uniform(0.2, 1)) for _ in range(6)]
    line = []
    for x in range(0, width + 16, 16):
        rise = sum(weight * math.sin(pitch * math.tau * x / width + phase) for pitch, phase, weight in waves)
        line.append((float(x), base + swing * rise / 2))
    return line


def _landscape(draw: ImageDraw.ImageDraw, random: Generator, size: Size) -> None:
    width, height = size
    radius = width * random.uniform(0.04, 0.09)
    x, y = random.uniform(0.1, 0.9) * width, random.uniform(0.08, 0.3) * height
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 244, 190))
    for layer in range(4):
        base = height * (0.38 + 0.15 * layer)
        ridge = _ridge(random, width, base, height * 0.11)
        draw.polygon([*ridge, (width, height), (0, height)], fill=_colour(random, 20 + 8 * layer, 150 - 12 * layer))
    for _ in range(60):
        x, y = random.uniform(0, width), height * random.uniform(0.6, 1.0)
        tall = height * random.uniform(0.05, 0.16)
        draw.rectangle((x - tall * 0.05, y - tall * 0.3, x + tall * 0.05, y), fill=(70, 48, 30))
        draw.polygon(
            [(x, y - tall), (x - tall * 0.35, y - tall * 0.2), (x + tall * 0.35, y - tall * 0.2)],
            fill=_colour(random, 10, 200),
        )


def _town(draw: ImageDraw.ImageDraw, random: Generator, size: Size) -> None:
    width, height = size
    for row in range(3):
        x = -0.05 * width
        while x < width:
            wide, tall = width * random.uniform(0.06, 0.15), height * random.uniform(0.2, 0.55 - 0.1 * row)
            floor = height * (0.72 + 0.14 * row)
            draw.rectangle((x, floor - tall, x + wide, height), fill=_colour(random, 30, 225))
            _windows(draw, random, (x, floor - tall, x + wide, floor))
            draw.polygon(
                [(x, floor - tall), (x + wide / 2, floor - tall - wide * 0.5), (x + wide, floor - tall)],
                fill=_colour(random, 60, 200),
            )
            x += wide * random.uniform(1.0, 1.25)


def _windows(draw: ImageDraw.ImageDraw, random: Generator, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    columns, rows = int(random.integers(2, 5)), int(random.integers(3, 8))
    wide, tall = (right - left) / columns, (bottom - top) / rows
    for column in range(columns):
        for row in range(rows):
            x, y = left + wide * column, top + tall * row
            light = (250, 230, 150) if random.integers(0, 2) else (25, 30, 45)
            draw.rectangle((x + wide * 0.25, y + tall * 0.25, x + wide * 0.75, y + tall * 0.8), fill=light)


def _blocks(draw: ImageDraw.ImageDraw, random: Generator, size: Size) -> None:
    width, height = size
    for _ in range(90):
        x, y = random.uniform(-0.1, 1) * width, random.uniform(-0.1, 1) * height
        wide, tall = width * random.uniform(0.03, 0.22), height * random.uniform(0.03, 0.22)
        lean = wide * random.uniform(-0.6, 0.6)
        draw.polygon(
            [(x, y), (x + wide, y + lean * 0.4), (x + wide + lean, y + tall), (x + lean, y + tall)],
            fill=_colour(random, 0, 256),
            outline=_colour(random, 0, 90),
        )


def _rings(draw: ImageDraw.ImageDraw, random: Generator, size: Size) -> None:
    width, height = size
    for _ in range(45):
        x, y = random.uniform(0, width), random.uniform(0, height)
        radius = width * random.uniform(0.03, 0.13)
        while radius > width * 0.008:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(random, 0, 256))
            radius *= random.uniform(0.55, 0.8)


_PAINTERS: dict[str, Callable[[ImageDraw.ImageDraw, Generator, Size], None]] = {
    "landscape": _landscape,
    "town": _town,
    "blocks": _blocks,
    "rings": _rings,
}
