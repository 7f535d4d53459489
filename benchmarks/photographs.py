"""Large pictures to measure with: drawn, as detailed and as heavy as a phone's photographs."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.demo.drawing import draw_scene
from forensicdesk.demo.pictures import Shot, photograph

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("landscape", "town", "blocks", "rings")
SHOT = Shot("2025:06:14 09:31:00", "+02:00", 47.5013, -30.2507)
GRAIN = 9


def make_photographs(folder: Path, count: int, size: tuple[int, int], processes: int) -> list[Path]:
    """Write `count` JPEG files of this size with EXIF; the same arguments give the same files."""
    folder.mkdir(parents=True)
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(partial(_make, folder, size), range(count)))


def _make(folder: Path, size: tuple[int, int], number: int) -> Path:
    small = draw_scene(KINDS[number % len(KINDS)], 10_000 + number, (size[0] // 4, size[1] // 4))
    pixels = np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.int16)
    noise = np.random.default_rng(number).integers(-GRAIN, GRAIN + 1, pixels.shape[:2], dtype=np.int16)
    picture = Image.fromarray((pixels + noise[:, :, None]).clip(0, 255).astype(np.uint8))
    path = folder / f"IMG_{number:05}.JPG"
    path.write_bytes(photograph(picture, SHOT))
    return path
