"""Borders, bars and captions around a photograph."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from forensicdesk.validating.saving import Edit, colour, near, passed_on
from forensicdesk.validating.texts import font, some_words, wrapped, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    from forensicdesk.validating.saving import Colour

    Frame = Callable[[Image.Image, Generator], Image.Image]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Others = tuple[Image.Image, ...]


def _made(frame: Frame, picture: Image.Image, random: Generator, _: Others) -> bytes:
    return passed_on(frame(picture, random), random)


def _border(ink: Colour | None, picture: Image.Image, random: Generator) -> Image.Image:
    """3 % on every side, give or take."""
    width = max(3, round(min(picture.size) * random.uniform(0.02, 0.06)))
    return ImageOps.expand(picture, width, colour(random) if ink is None else near(ink, random, 4))


def _uneven(picture: Image.Image, random: Generator) -> Image.Image:
    """Another width on each side, none on some."""
    widths = [int(min(picture.size) * random.uniform(0.015, 0.15)) * int(random.random() < 3 / 4) for _ in range(4)]
    ink = (BLACK, WHITE, colour(random))[int(random.integers(0, 3))]
    left, top, right, bottom = widths
    return ImageOps.expand(picture, (left, top, max(right, 6), bottom), ink)


def _double(picture: Image.Image, random: Generator) -> Image.Image:
    """A thin frame in a wider one."""
    side = min(picture.size)
    inks = [(BLACK, WHITE), (WHITE, BLACK), (colour(random), colour(random))][int(random.integers(0, 3))]
    thin = max(2, round(side * random.uniform(0.006, 0.02)))
    return ImageOps.expand(
        ImageOps.expand(picture, thin, inks[0]), max(4, round(side * random.uniform(0.03, 0.08))), inks[1]
    )


def _rounded(picture: Image.Image, random: Generator) -> Image.Image:
    """A border, and the photograph's corners cut round."""
    ground = (WHITE, BLACK, colour(random))[int(random.integers(0, 3))]
    mask = Image.new("L", picture.size, 0)
    radius = min(picture.size) * random.uniform(0.02, 0.06)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, picture.width - 1, picture.height - 1), radius, fill=255)
    width = max(4, round(min(picture.size) * random.uniform(0.02, 0.08)))
    page = Image.new("RGB", (picture.width + 2 * width, picture.height + 2 * width), ground)
    page.paste(picture, (width, width), mask)
    return page


def _bars(picture: Image.Image, random: Generator, *, upright: bool) -> Image.Image:
    """Bars on two sides, as much as another shape of screen asks for."""
    more = random.uniform(0.1, 0.6)
    ink = BLACK if random.random() < 4 / 5 else near(WHITE, random, 3)
    size = (round(picture.width * (1 + more)), picture.height)
    size = size if upright else (picture.width, round(picture.height * (1 + more)))
    page = Image.new("RGB", size, ink)
    page.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return page


def _blurred_bars(picture: Image.Image, random: Generator) -> Image.Image:
    """Bars filled with the photograph itself, enlarged and blurred."""
    more = random.uniform(0.3, 0.9)
    upright = random.random() < 1 / 2
    wide = round(picture.width * (1 + more)) if upright else picture.width
    tall = picture.height if upright else round(picture.height * (1 + more))
    ground = ImageOps.fit(picture, (wide, tall)).filter(
        ImageFilter.GaussianBlur(min(wide, tall) * random.uniform(0.02, 0.05))
    )
    ground = ImageEnhance.Brightness(ground).enhance(random.uniform(0.6, 1.0))
    ground.paste(picture, ((wide - picture.width) // 2, (tall - picture.height) // 2))
    return ground


def captioned(picture: Image.Image, random: Generator, *, top: bool, ground: Colour, ink: Colour) -> Image.Image:
    """A strip with words above or below."""
    size = max(11, round(picture.width * random.uniform(0.035, 0.085)))
    face = font(int(random.integers(0, 8)), size)
    lines = wrapped(some_words(random, int(random.integers(2, 14))), face, picture.width * 0.92)
    strip = round(size * (1.25 * len(lines) + random.uniform(0.4, 1.4)))
    page = Image.new("RGB", (picture.width, picture.height + strip), ground)
    page.paste(picture, (0, strip if top else 0))
    margin = round(picture.width * 0.04)
    pad = round(size * 0.15)
    box = (margin, (0 if top else picture.height) + pad, picture.width - 2 * margin, strip - 2 * pad)
    write(page, box, lines, face, ink, centred=random.random() < 2 / 3)
    return page


def _caption(picture: Image.Image, random: Generator, *, top: bool) -> Image.Image:
    ground, ink = ((WHITE, BLACK), (BLACK, WHITE), (colour(random, 180), BLACK), (colour(random, 0, 90), WHITE))[
        int(random.choice(4, p=(0.5, 0.25, 0.15, 0.1)))
    ]
    return captioned(picture, random, top=top, ground=ground, ink=ink)


def _caption_both(picture: Image.Image, random: Generator) -> Image.Image:
    ground, ink = ((WHITE, BLACK), (BLACK, WHITE))[int(random.integers(0, 2))]
    above = captioned(picture, random, top=True, ground=ground, ink=ink)
    return captioned(above, random, top=False, ground=ground, ink=ink)


def _poster(picture: Image.Image, random: Generator) -> Image.Image:
    """A thin frame, a wide margin and words below, on black or white."""
    ground, ink = ((BLACK, WHITE), (WHITE, BLACK))[int(random.integers(0, 2))]
    framed = ImageOps.expand(ImageOps.expand(picture, max(2, picture.width // 200), ground), 2, ink)
    written = captioned(framed, random, top=False, ground=ground, ink=ink)
    return ImageOps.expand(written, round(picture.width * random.uniform(0.05, 0.1)), ground)


_FRAMES: tuple[tuple[str, float | None, Frame], ...] = (
    ("border white", 0.95, partial(_border, WHITE)),
    ("border black", 0.95, partial(_border, BLACK)),
    ("border coloured", 0.95, partial(_border, None)),
    ("border uneven", 0.95, _uneven),
    ("border double", 0.95, _double),
    ("border, round corners", 0.95, _rounded),
    ("letterbox", 0.95, partial(_bars, upright=False)),
    ("pillarbox", 0.95, partial(_bars, upright=True)),
    ("blurred bars", None, _blurred_bars),
    ("caption above", 0.95, partial(_caption, top=True)),
    ("caption below", 0.95, partial(_caption, top=False)),
    ("caption on both ends", 0.95, _caption_both),
    ("poster with words", 0.95, _poster),
)

EDITS: tuple[Edit, ...] = tuple(Edit(name, goal, partial(_made, frame)) for name, goal, frame in _FRAMES)
