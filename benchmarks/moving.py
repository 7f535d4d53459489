"""Generated films of moving content, for benchmarks: nothing is read but what is drawn here."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

WIDTH, HEIGHT, RATE, KEY_FRAMES = 1920, 1080, 30, 250
_SCENE_SECONDS = 5


def _texture(random: np.random.Generator, width: int, height: int, cells: int) -> Pixels:
    coarse = random.integers(0, 256, (cells, max(1, cells * width // height), 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def frames(seconds: int) -> Iterator[Pixels]:
    """A background that pans by a tenth of its width each second, an object that crosses it, a new scene every 5 s."""
    random = np.random.default_rng(1)
    thing = _texture(random, WIDTH // 5, HEIGHT // 4, 9)
    for number in range(seconds * RATE):
        place = number % (_SCENE_SECONDS * RATE)
        if place == 0:
            scene = _texture(random, 2 * WIDTH, HEIGHT, 45)
        left = place * WIDTH // (10 * RATE)
        picture = scene[:, left : left + WIDTH].copy()
        x, y = 9 * number % (WIDTH - thing.shape[1]), 5 * number % (HEIGHT - thing.shape[0])
        picture[y : y + thing.shape[0], x : x + thing.shape[1]] = thing
        yield picture


def write_film(path: Path, seconds: int) -> None:
    """A 1080p30 H.264 film in MP4, a key frame every 250 frames."""
    with av.open(str(path), mode="w", format="mp4") as output:
        stream: Any = output.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"preset": "veryfast", "g": str(KEY_FRAMES), "sc_threshold": "0"}
        for number, picture in enumerate(frames(seconds)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
