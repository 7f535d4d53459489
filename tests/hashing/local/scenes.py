"""Pictures with corners and spots at many scales, and what people do to pictures."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from hashing.local.extraction import extract
from hashing.values import PROFILES
from tests.hashing.making import encoded, run


@lru_cache(maxsize=32)
def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """Boxes, discs and lines of random place, size and colour on a shaded ground."""
    random = np.random.default_rng(seed)
    shade = np.linspace(60, 190, width)[None, :, None] * np.linspace(0.6, 1.0, height)[:, None, None]
    image = Image.fromarray(np.broadcast_to(shade, (height, width, 3)).astype(np.uint8))
    drawn = ImageDraw.Draw(image)
    for _ in range(220):
        size = float(random.choice((0.02, 0.03, 0.05, 0.08, 0.14))) * width * random.uniform(0.6, 1.4)
        x, y = random.uniform(-0.05, 1.0) * width, random.uniform(-0.05, 1.0) * height
        box = (x, y, x + size, y + size * random.uniform(0.4, 1.6))
        colour = tuple(int(level) for level in random.integers(0, 256, 3))
        (drawn.rectangle, drawn.ellipse)[int(random.integers(0, 2))](box, fill=colour)
    return image


def screenshot(picture: Image.Image) -> Image.Image:
    """A picture in a phone's window: bars, messages, buttons; always the same around it."""
    screen = Image.new("RGB", (540, 1100), (238, 230, 220))
    drawn = ImageDraw.Draw(screen)
    drawn.rectangle((0, 0, 540, 100), fill=(7, 94, 84))
    drawn.text((20, 30), "12:45   Holiday group   84 %", fill="white", font_size=30)
    shown = picture.resize((480, round(480 * picture.height / picture.width)))
    screen.paste(shown, (30, 180))
    for at, text in enumerate(("Thank you so much for these", "See you tomorrow at nine then", "Message")):
        top = 200 + shown.height + at * 120
        drawn.rounded_rectangle((30 + 60 * at, top, 400 + 60 * at, top + 90), 20, fill=(220, 248, 198))
        drawn.text((45 + 60 * at, top + 25), text, fill="black", font_size=25)
    return screen


def with_text(picture: Image.Image, text: str) -> Image.Image:
    """The picture with large text across its middle."""
    copy = picture.copy()
    ImageDraw.Draw(copy).text((40, copy.height * 0.42), text, fill="white", font_size=60)
    return copy


def features(picture: Image.Image) -> bytes:
    """Local features of a picture after JPEG compression, by the whole way through the engine."""
    found = run(encoded(picture, "JPEG", quality=85), PROFILES[-1]).features
    assert found is not None
    return found


def quick_features(picture: Image.Image) -> bytes:
    """Local features straight from the pixels."""
    found = extract(np.asarray(picture))
    assert found is not None
    return found
