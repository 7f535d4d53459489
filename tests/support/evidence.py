"""Small harmless evidence, made on the spot: textured pictures, a film, and what goes wrong."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@lru_cache(maxsize=32)
def texture(seed: int, width: int = 480, height: int = 360) -> NDArray[np.uint8]:
    """A smooth coloured pattern, rich enough for a PDQ quality of 100; RGB, shape (height, width, 3)."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    layers = []
    for _ in range(3):
        layer = np.zeros((height, width), np.float32)
        for _ in range(10):
            fx, fy = random.uniform(-0.06, 0.06, 2)
            layer += np.sin(x * fx + y * fy + random.uniform(0, 6.3)) * random.uniform(0.5, 1.5)
        layer = (layer - layer.min()) / (layer.max() - layer.min())
        layers.append((layer * 255).astype(np.uint8))
    return np.stack(layers, axis=-1)


def write_picture(path: Path, seed: int, quality: int = 75) -> None:
    """Write a textured picture; the format follows the suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(texture(seed)).save(path, quality=quality)


def write_film(path: Path, seed: int, seconds: float = 4.0, rate: int = 10) -> None:
    """Write an MPEG-4 film whose pattern moves slowly; the container follows the suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    still = texture(seed, 640, 480)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(int(seconds * rate)):
            left, top = number * 4 % 320, number * 3 % 240
            picture = np.ascontiguousarray(still[top : top + 240, left : left + 320])
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def make_small_evidence(folder: Path) -> Path:
    """Eleven files: four pictures (two with equal bytes), a near copy, a film, and six that are trouble or no media."""
    write_picture(folder / "phone" / "one.jpg", 1, quality=92)
    write_picture(folder / "phone" / "two.png", 2)
    write_picture(folder / "drive" / "deep" / "three.webp", 3, quality=90)
    (folder / "drive" / "no-extension").write_bytes((folder / "phone" / "one.jpg").read_bytes())
    Image.fromarray(texture(1)).resize((300, 225)).save(folder / "drive" / "one-small.jpg", quality=70)
    write_film(folder / "drive" / "film.mp4", 7)
    (folder / "notes.txt").write_text("nothing to see", encoding="utf-8")
    (folder / "empty.jpg").write_bytes(b"")
    whole = (folder / "phone" / "two.png").read_bytes()
    (folder / "damaged.png").write_bytes(whole[:60] + bytes(len(whole) - 60))
    (folder / "liar.jpg").write_text("this is text, whatever the name says", encoding="utf-8")
    (folder / "drive" / b"caf\xe9\n.jpg".decode("utf-8", "surrogateescape")).write_bytes(whole)
    return folder
