"""The photographs to begin with: those of the shared test data where it is, else scenes drawn by this program."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from forensicdesk.demo.drawing import draw_scene
from hashing.perceptual.pictures import pdq_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS = ("neardup/bases", "exif/jpg", "motion-photo", "pdq/images", "formats/jpeg")
DRAWINGS = frozenset({"BlueSquare.jpg"})
"""No photographs; they lie among them."""

DRAWN_KINDS = ("landscape", "town", "blocks", "rings")
DRAWN_SIZES = ((1280, 960), (960, 1280), (1600, 900), (800, 600))
LONGEST_SIDE = 1600
SHORTEST_SIDE = 200
LOWEST_QUALITY = 50
ALIKE = 60
"""Photographs closer than this in any orientation are taken for two of one scene; only the first is used."""


@dataclass(frozen=True, slots=True)
class Base:
    """A photograph: its name, its pixels (longest side at most 1600) and the file that stands in the reference list."""

    name: str
    picture: Image.Image
    data: bytes


def _read(path: Path) -> Image.Image | None:
    try:
        with Image.open(path) as image:
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture


def _shared(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            picture = _read(path) if path.suffix.lower() in {".jpg", ".jpeg"} and path.name not in DRAWINGS else None
            if picture is not None:
                yield str(path.relative_to(folder)), picture


def _drawn(count: int) -> Iterator[tuple[str, Image.Image]]:
    for number in range(count):
        kind, size = DRAWN_KINDS[number % 4], DRAWN_SIZES[(number // 4) % 4]
        yield f"drawn {kind} {number}", draw_scene(kind, 70_000 + number, size)


def photographs(folder: Path | None, drawn: int = 40) -> tuple[Base, ...]:
    """All photographs of distinct scenes with a PDQ of quality 50 or more.

    Args:
        folder: the shared test data; None draws scenes instead.
        drawn: how many scenes to draw then.
    """
    kept: list[Base] = []
    bits: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]] = []
    for name, picture in _shared(folder) if folder is not None else _drawn(drawn):
        found = pdq_hash(np.asarray(picture))
        if min(picture.size) < SHORTEST_SIDE or (found.quality or 0) < LOWEST_QUALITY:
            continue
        eight = np.unpackbits(np.frombuffer(b"".join(found.orientations), np.uint8).reshape(8, -1), axis=1)
        if bits and int((np.stack(bits)[:, None] != eight[None]).sum(axis=2).min()) <= ALIKE:
            continue
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=92)
        bits.append(eight[0])
        kept.append(Base(name, picture, target.getvalue()))
    return tuple(kept)
