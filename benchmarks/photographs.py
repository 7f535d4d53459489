"""Pictures to measure with: drawn, as detailed and as heavy as those of a phone; equal arguments give equal files.

Of large photographs only some are drawn. The others are copies with another comment inside, so that every file has its
own bytes and costs the same to hash and decode.
"""

from __future__ import annotations

import io
import zlib
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from forensicdesk.demo.drawing import draw_scene
from forensicdesk.demo.pictures import Shot, photograph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Make = Callable[[Path, int], Path]

KINDS = ("landscape", "town", "blocks", "rings")
SHOT = Shot("2025:06:14 09:31:00", "+02:00", 47.5013, -30.2507)
GRAIN = 9
PHOTOGRAPH = (4000, 3000)
CHAT = (1600, 1200)
SCREEN = (1080, 2400)
SMALL = (64, 48)
DRAWN = 48
_START_OF_IMAGE, _COMMENT = b"\xff\xd8", b"\xff\xfe"


def make_photographs(folder: Path, count: int, size: tuple[int, int], processes: int, drawn: int = DRAWN) -> list[Path]:
    """Write `count` JPEG files of this size with EXIF, at most `drawn` of them drawn anew."""
    return _with_copies(partial(_photograph, size=size), folder, count, processes, drawn)


def make_chat(folder: Path, count: int, processes: int) -> list[Path]:
    """Two-megapixel JPEG files without EXIF, as messengers send them."""
    return _with_copies(partial(_saved, size=CHAT, suffix="jpg", quality=75), folder, count, processes)


def make_webp(folder: Path, count: int, processes: int) -> list[Path]:
    """The same as WebP."""
    return _with_copies(partial(_saved, size=CHAT, suffix="webp", quality=80), folder, count, processes)


def make_small(folder: Path, count: int, processes: int) -> list[Path]:
    """Thumbnails: nearly all that is spent on them is spent around them."""
    return _make_all(partial(_saved, size=SMALL, suffix="jpg", quality=80), folder, count, processes)


def make_screenshots(folder: Path, count: int, processes: int) -> list[Path]:
    """PNG files as a phone saves its screen: a picture, bars of one colour, lines of text."""
    return _with_copies(_screenshot, folder, count, processes)


def copies_of(paths: Sequence[Path], folder: Path, count: int) -> list[Path]:
    """`count` HEIC files made of the given ones by a free box of their own at the end."""
    folder.mkdir(parents=True)
    made = []
    for number in range(count):
        original = paths[number % len(paths)]
        path = folder / f"{number:05}.heic"
        path.write_bytes(original.read_bytes() + (16).to_bytes(4, "big") + b"free" + number.to_bytes(8, "big"))
        made.append(path)
    return made


def _with_copies(make: Make, folder: Path, count: int, processes: int, drawn: int = DRAWN) -> list[Path]:
    originals = _make_all(make, folder, min(count, drawn), processes)
    return originals + [_copy(originals[number % drawn], number) for number in range(drawn, count)]


def _make_all(make: Make, folder: Path, count: int, processes: int) -> list[Path]:
    folder.mkdir(parents=True)
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(partial(make, folder), range(count), chunksize=4))


def _photograph(folder: Path, number: int, *, size: tuple[int, int]) -> Path:
    small = draw_scene(KINDS[number % len(KINDS)], 10_000 + number, (size[0] // 4, size[1] // 4))
    pixels = np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.int16)
    noise = np.random.default_rng(number).integers(-GRAIN, GRAIN + 1, pixels.shape[:2], dtype=np.int16)
    picture = Image.fromarray((pixels + noise[:, :, None]).clip(0, 255).astype(np.uint8))
    path = folder / f"IMG_{number:05}.JPG"
    path.write_bytes(photograph(picture, SHOT))
    return path


def _copy(original: Path, number: int) -> Path:
    path = original.with_name(f"copy_{number:05}{original.suffix}")
    path.write_bytes(noted(original.read_bytes(), b"copy %06d" % number))
    return path


def noted(data: bytes, text: bytes) -> bytes:
    """The same picture with a text in it, where its format keeps such things."""
    if data.startswith(_START_OF_IMAGE):
        comment = _COMMENT + (len(text) + 2).to_bytes(2, "big") + text
        return _START_OF_IMAGE + comment + data[len(_START_OF_IMAGE) :]
    if data.startswith(b"RIFF"):
        longer = data[8:] + b"NOTE" + len(text).to_bytes(4, "little") + text + bytes(len(text) % 2)
        return b"RIFF" + len(longer).to_bytes(4, "little") + longer
    # PNG: the last twelve bytes are its end.
    body = b"tEXtComment\0" + text
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return data[:-12] + chunk + data[-12:]


def _saved(folder: Path, number: int, *, size: tuple[int, int], suffix: str, quality: int) -> Path:
    picture = draw_scene(KINDS[number % len(KINDS)], 20_000 + number, size)
    path = folder / f"{number:05}.{suffix}"
    picture.save(path, quality=quality)
    return path


def _screenshot(folder: Path, number: int) -> Path:
    width = SCREEN[0]
    screen = Image.new("RGB", SCREEN, (245, 246, 248))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, width, 160), fill=(30, 40, 60))
    scene = draw_scene(KINDS[number % len(KINDS)], 30_000 + number, (width - 80, 720))
    screen.paste(scene, (40, 220))
    for line in range(22):
        draw.text((60, 1000 + 56 * line), f"message {number} line {line}: nothing but an example", fill=(20, 20, 20))
    target = io.BytesIO()
    screen.save(target, "PNG")
    path = folder / f"Screenshot_{number:05}.png"
    path.write_bytes(target.getvalue())
    return path
