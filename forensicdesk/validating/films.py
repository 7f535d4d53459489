"""Short films drawn by this program, and what is done to copies of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from forensicdesk.demo.films import WINDOW, Encoding, pan, write_film
from forensicdesk.validating.texts import font

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Change = Callable[[Pixels], Pixels]

SCENES = ("town", "landscape", "rings", "blocks")
SECONDS = (4, 8)
"""Of the film that spends six seconds on each scene: two on the first, two on the second."""

FEWEST, SHARE = 2, 5

WIDE, TALL = WINDOW
BAR = 60
TRIMMED = 17


@dataclass(frozen=True, slots=True)
class FilmEdit:
    """One way to make a copy.

    Attributes:
        kind, name: as of `pack.Transformation`.
        change: what is done to each frame.
        size: width and height of the written frames.
        loss: the encoder's rate factor: the higher, the coarser.
        skip: so many frames are cut off at the start.
    """

    kind: str
    name: str
    change: Change
    size: tuple[int, int] = WINDOW
    loss: int = 26
    skip: int = 0


def _same(frame: Pixels) -> Pixels:
    return frame


def _mirrored(frame: Pixels) -> Pixels:
    return np.ascontiguousarray(frame[:, ::-1])


def _turned(frame: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(frame))


def _cropped(frame: Pixels) -> Pixels:
    wide, tall = WIDE // 40, TALL // 40
    return np.ascontiguousarray(frame[tall:-tall, wide:-wide])


def _letterboxed(frame: Pixels) -> Pixels:
    return np.pad(frame, ((BAR, BAR), (0, 0), (0, 0)))


def _subtitled(frame: Pixels) -> Pixels:
    picture = Image.fromarray(frame)
    ImageDraw.Draw(picture).text((WIDE // 2, TALL - 30), "a line of text", (235, 235, 235), font(0, 24), anchor="mm")
    return np.asarray(picture)


EDITS: tuple[FilmEdit, ...] = (
    FilmEdit("re-encode", "film: coarser", _same, loss=38),
    FilmEdit("resize", "film: half size", _same, (WIDE // 2, TALL // 2)),
    FilmEdit("crop", "film: crop 5 %", _cropped),
    FilmEdit("rotate", "film: rotate 90", _turned, (TALL, WIDE)),
    FilmEdit("mirror", "film: mirrored", _mirrored),
    FilmEdit("letterbox", "film: letterbox", _letterboxed, (WIDE, TALL + 2 * BAR)),
    FilmEdit("overlay", "film: line of text", _subtitled),
    FilmEdit("trim", f"film: {TRIMMED} frames cut off", _same, skip=TRIMMED),
)
ORIGINAL = FilmEdit("", "", _same, loss=22)


def how_many(pictures: int) -> int:
    """How many films are tried beside so many pictures: one for five of them, at least two."""
    return max(FEWEST, pictures // SHARE)


def frames_of(number: int, seed: int) -> list[Pixels]:
    """The frames of film `number` of a seed: a camera that pans over two drawn scenes."""
    first, second = SCENES[number % len(SCENES)], SCENES[(number + 1) % len(SCENES)]
    scenes = ((first, seed + 1_000 + 2 * number), (second, seed + 1_001 + 2 * number))
    return list(pan(scenes, *SECONDS))


def write_copy(target: BinaryIO, frames: Sequence[Pixels], edit: FilmEdit = ORIGINAL) -> None:
    """Write a film, changed in this way, as MP4."""
    encoding = Encoding("libx264", edit.size, {"preset": "ultrafast", "crf": str(edit.loss)})
    write_film(target, (edit.change(frame) for frame in islice(frames, edit.skip, None)), encoding)
