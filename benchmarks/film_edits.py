"""Moving films made of photographs, and what is done to copies of them."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Edit = Callable[[Pixels, int], Pixels]

WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 30, 6
_TICKS = 12_000


def moving(photograph: Pixels, speed: float, seed: int) -> list[Pixels]:
    """A window that pans and zooms over a photograph and shakes; `speed` in widths of the photograph a second."""
    random = np.random.default_rng(seed)
    height, width = photograph.shape[:2]
    angle, place = random.uniform(0, 2 * np.pi), np.array([0.5, 0.5])
    step = np.array([np.cos(angle), np.sin(angle)]) * speed / RATE
    shake = np.cumsum(random.normal(0, 0.004 * speed, (SECONDS * RATE, 2)), axis=0)
    frames = []
    for number in range(SECONDS * RATE):
        place = place + step
        step = np.where((place < 0) | (place > 1), -step, step)
        place = place.clip(0, 1)
        across = min(width, height * WIDTH / HEIGHT) * 0.55 * (1 + 0.25 * np.sin(number / RATE * speed * 6))
        down = across * HEIGHT / WIDTH
        left, top = (np.array([width - across, height - down]) * (place + shake[number]).clip(0, 1)).tolist()
        window = np.array([[across / WIDTH, 0, left], [0, down / HEIGHT, top]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        frames.append(np.asarray(cv2.warpAffine(photograph, window, (WIDTH, HEIGHT), flags=flags), dtype=np.uint8))
    return frames


def encoded(frames: Sequence[Pixels], rate: int = RATE, faster: float = 1.0, loss: int = 26) -> bytes:
    """The frames as H.264 in MP4."""
    target = io.BytesIO()
    with av.open(target, mode="w", format="mp4") as output:
        stream: Any = output.add_stream("libx264", rate=rate)
        stream.height, stream.width = (side // 2 * 2 for side in frames[0].shape[:2])
        stream.pix_fmt, stream.options = "yuv420p", {"preset": "veryfast", "crf": str(loss)}
        stream.codec_context.time_base = Fraction(1, _TICKS)
        for number, pixels in enumerate(frames):
            even = np.ascontiguousarray(pixels[: stream.height, : stream.width])
            frame = av.VideoFrame.from_ndarray(even, format="rgb24")
            frame.time_base, frame.pts = Fraction(1, _TICKS), int(number * _TICKS / rate / faster)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def bars(top: int, bottom: int, left: int, right: int, grey: int = 0) -> Edit:
    """Bars of one colour around the frame."""
    sides = ((top, bottom), (left, right), (0, 0))
    return lambda frame, _: np.pad(frame, sides, constant_values=grey)


def _subtitled(frame: Pixels, number: int) -> Pixels:
    framed = bars(60, 60, 0, 0)(frame, number)
    if number // 45 % 3 < 2:  # noqa: PLR2004 - two of three
        place = (120, framed.shape[0] - 12)
        cv2.putText(framed, f"a line of text {number // 45}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (235,) * 3, 2)
    return framed


def _on_a_telephone(frame: Pixels, number: int) -> Pixels:
    framed = bars(200, 238, 0, 0, 20)(np.asarray(cv2.resize(frame, (360, 202)), dtype=np.uint8), number)
    cv2.putText(framed, "12:30", (20, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (200,) * 3, 1)
    return framed


def _scaled(frame: Pixels, _: int) -> Pixels:
    return np.asarray(cv2.resize(frame, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8)


FRAME_EDITS: dict[str, Edit] = {
    "half size": _scaled,
    "mirrored": lambda frame, _: frame[:, ::-1],
    "turned by 90 degrees": lambda frame, _: np.rot90(frame),
    "turned by 180 degrees": lambda frame, _: np.rot90(frame, 2),
    "letterbox": bars(60, 60, 0, 0),
    "letterbox with subtitles": _subtitled,
    "pillarbox": bars(0, 0, 120, 120),
    "bars all around": bars(50, 70, 90, 60),
    "white border": bars(20, 20, 20, 20, 240),
    "on a telephone's screen": _on_a_telephone,
    "mirrored in a letterbox": lambda frame, number: bars(60, 60, 0, 0)(frame[:, ::-1], number),
}


def copies(frames: Sequence[Pixels]) -> dict[str, bytes]:
    """Every copy of a film, by name."""
    made = {
        "recompressed": encoded(frames, loss=35),
        "trimmed by 11 frames": encoded(frames[11:]),
        "trimmed by 17 frames": encoded(frames[17:]),
        "speed x 1.25": encoded(frames, faster=1.25),
        "speed x 0.8": encoded(frames, faster=0.8),
        "10 frames a second": encoded(frames[::3], rate=10),
    }
    for name, edit in FRAME_EDITS.items():
        made[name] = encoded([edit(frame, number) for number, frame in enumerate(frames)])
    return made
