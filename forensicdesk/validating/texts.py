"""Words in captions and screens."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.random import Generator
    from PIL import Image

    from forensicdesk.validating.saving import Colour

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

FONTS = (None, *sorted((Path(__file__).resolve().parents[2] / "reports" / "fonts").glob("*.ttf")))
SENTENCES = (
    "when you see it one more time for everyone at home the garden was better last year nobody told me about this "
    "look at that thing again tomorrow morning please send some pictures of your holiday to all of us thanks a lot "
    "yes no maybe later okay where are you now I am nearly there five minutes more and then we can start cooking"
)
WORDS = tuple(SENTENCES.split())


@lru_cache(maxsize=256)
def font(number: int, size: int) -> Font:
    """One of the fonts at hand."""
    path = FONTS[number % len(FONTS)]
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(path, size)


def some_words(random: Generator, count: int) -> str:
    """So many words."""
    return " ".join(WORDS[int(place)] for place in random.integers(0, len(WORDS), count))


def wrapped(text: str, face: Font, width: float) -> list[str]:
    """The text in lines that fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def write(
    picture: Image.Image, box: tuple[int, int, int, int], lines: list[str], face: Font, ink: Colour, *, centred: bool
) -> None:
    """Write lines, spread evenly over a box (left, top, width, height)."""
    left, top, width, height = box
    draw = ImageDraw.Draw(picture)
    step = height / max(1, len(lines))
    for number, line in enumerate(lines):
        x = left + (width - face.getlength(line)) / 2 if centred else left
        draw.text((x, top + step * (number + 0.5)), line, ink, face, anchor="lm")
