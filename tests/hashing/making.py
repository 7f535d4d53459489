"""Pictures and films made on the spot."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from PIL import Image

from hashing.analyse import analyse
from hashing.known_answers.pictures import draw
from hashing.values import Recipe, ViewKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.values import Analysis, PerceptualHash, View

FILM_SECONDS = 4
FILM_RATE = 10
EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture that is stored with this EXIF orientation upright."""


def run(data: bytes, recipe: Recipe | None = None) -> Analysis:
    """Analyse bytes."""
    return analyse(io.BytesIO(data), len(data), recipe or Recipe())


def further(analysis: Analysis) -> tuple[View, ...]:
    """The frames and pages among the views; what lies inside the picture is left out."""
    return tuple(view for view in analysis.views if view.kind in {ViewKind.FRAME, ViewKind.PAGE})


def further_hashes(analysis: Analysis) -> tuple[PerceptualHash, ...]:
    """The hashes of frames and pages."""
    names = {view.name for view in further(analysis)}
    return tuple(value for value in analysis.perceptual if value.view in names)


def scene(name: str = "scatter", width: int = 480, height: int = 360) -> Image.Image:
    """A picture rich enough for good hashes."""
    coarse = Image.fromarray(draw(name, 160, 120))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, format_name: str, **options: Any) -> bytes:  # noqa: ANN401 - what an encoder takes
    """The picture as a file."""
    target = io.BytesIO()
    image.save(target, format_name, **options)
    return target.getvalue()


def photoshop(picture: Image.Image, extra: int | None = None) -> bytes:
    """A Photoshop document of one merged picture without layers, in 8-bit RGB and perhaps a fourth channel."""
    planes = [plane.tobytes() for plane in picture.split()]
    planes += [bytes([extra]) * (picture.width * picture.height)] if extra is not None else []
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(planes), picture.height, picture.width, 8, 3)
    return header + bytes(14) + b"".join(planes)


def deep_photoshop(picture: Image.Image, *, packed: bool) -> bytes:
    """The same in 16 bits."""
    pixels = np.asarray(picture).astype(np.uint16) * 257
    rows = [row.astype(">u2").tobytes() for plane in np.moveaxis(pixels, 2, 0) for row in plane]
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, pixels.shape[0], pixels.shape[1], 16, 3)
    if not packed:
        return header + bytes(12) + b"\0\0" + b"".join(rows)
    # PackBits in its plainest form: what follows is so many bytes as they are.
    pieces = [
        b"".join(bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128] for at in range(0, len(row), 128))
        for row in rows
    ]
    table = struct.pack(f">{len(pieces)}H", *map(len, pieces))
    return header + bytes(12) + b"\0\1" + table + b"".join(pieces)


@lru_cache(maxsize=4)
def film_frames(width: int, height: int) -> tuple[NDArray[np.uint8], ...]:
    """Frames of a pattern that moves and changes every second."""
    frames = []
    bases = [np.asarray(scene(name, width, height), dtype=np.uint8) for name in ("scatter", "tiles", "rings")]
    for number in range(FILM_SECONDS * FILM_RATE):
        second = number // FILM_RATE
        frames.append(np.ascontiguousarray(np.roll(bases[second % 3], 2 * (number % FILM_RATE), axis=1)))
    return tuple(frames)


@lru_cache(maxsize=32)
def film(container: str, codec: str, *, width: int = 320, height: int = 240) -> bytes:
    """A film of `FILM_SECONDS` as a file of that container."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=FILM_RATE if codec not in {"mpeg1video", "mpeg2video"} else 25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if codec == "mjpeg":
            stream.pix_fmt = "yuvj420p"
        stream.codec_context.thread_count = 1
        for number, pixels in enumerate(film_frames(width, height)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FILM_RATE)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def sound(container: str, codec: str) -> bytes:
    """One second of silence."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=44100, layout="mono")
        for start in range(0, 44100, 1024):
            form = stream.codec_context.format.name
            frame: Any = av.AudioFrame(format=form, layout="mono", samples=1024)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate, frame.pts, frame.time_base = 44100, start, Fraction(1, 44100)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()
