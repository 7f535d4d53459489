"""Films: a camera that pans over drawn scenes, written by PyAV in several containers and codecs."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import numpy as np

from forensicdesk.demo.drawing import draw_scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from av.video.stream import VideoStream
    from numpy.typing import NDArray

FRAMES_PER_SECOND = 20
SCENE_SECONDS = 6
WINDOW = (640, 360)
CANVAS = (1280, 720)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a film is written. The container follows from the file name's ending.

    Attributes:
        codec: FFmpeg's name of the encoder.
        size: width and height of the written frames.
        options: the encoder's options.
        tags: metadata of the container.
        container_options: the muxer's options; "bitexact" keeps random numbers out of the file.
    """

    codec: str
    size: tuple[int, int]
    options: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=lambda: {"fflags": "+bitexact"})


def pan(scenes: tuple[tuple[str, int], ...], start_s: int, end_s: int) -> Iterator[NDArray[np.uint8]]:
    """The frames of a film that spends six seconds on each scene, from one second to another.

    Args:
        scenes: kind and seed of each scene.
        start_s: first second that is given.
        end_s: second before which the frames end.
    """
    width, height = WINDOW
    room_x, room_y = CANVAS[0] - width, CANVAS[1] - height
    frames_in_scene = SCENE_SECONDS * FRAMES_PER_SECOND
    current, canvas = -1, np.zeros((1, 1, 3), dtype=np.uint8)
    for number in range(start_s * FRAMES_PER_SECOND, end_s * FRAMES_PER_SECOND):
        scene, step = divmod(number, frames_in_scene)
        if scene != current:
            current, canvas = scene, np.asarray(draw_scene(*scenes[scene], CANVAS))
        way = step / frames_in_scene
        x, y = int(room_x * way), int(room_y * (way if scene % 2 else 1 - way))
        yield np.ascontiguousarray(canvas[y : y + height, x : x + width])


def write_film(target: Path | BinaryIO, frames: Iterator[NDArray[np.uint8]], encoding: Encoding) -> None:
    """Encode the frames, with one thread so that the same frames give the same bytes.

    The ending of a path says the container; what is no path gets an MP4.
    """
    form = None if isinstance(target, Path) else "mp4"
    with av.open(target, "w", format=form, options=dict(encoding.container_options)) as container:
        container.metadata.update(encoding.tags)
        stream = cast("VideoStream", container.add_stream(encoding.codec, rate=FRAMES_PER_SECOND))
        stream.width, stream.height = encoding.size
        stream.pix_fmt = "yuvj420p" if encoding.codec == "mjpeg" else "yuv420p"
        stream.codec_context.thread_count = 1
        stream.options = dict(encoding.options)
        stream.codec_context.time_base = Fraction(1, FRAMES_PER_SECOND)
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            container.mux(stream.encode(frame.reformat(*encoding.size, stream.pix_fmt)))
        container.mux(stream.encode(None))
