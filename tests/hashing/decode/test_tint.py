"""What colours add to a frame's luminance is what FFmpeg's scaler adds by its tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np
import pytest
from av.filter import Graph
from PIL import Image

from hashing.decode.luma import luma_of
from hashing.decode.tint import smoothed_tint, tint_of
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq_of
from hashing.perceptual.smoothing import shrink
from hashing.vision import upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

_LUMA = np.array([0.299, 0.587, 0.114])


def _frame(y: Pixels, u: Pixels, v: Pixels) -> av.VideoFrame:
    planes = np.concatenate([plane.ravel() for plane in (y, u, v)]).reshape(y.shape[0] * 3 // 2, y.shape[1])
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def _scaled(frame: av.VideoFrame) -> Pixels:
    """RGB as FFmpeg's scaler makes it by its tables."""
    graph: Any = Graph()
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25))
    scaler, form = graph.add("scale", "flags=bicubic+accurate_rnd"), graph.add("format", "rgb24")
    sink = graph.add("buffersink")
    source.link_to(scaler)
    scaler.link_to(form)
    form.link_to(sink)
    graph.configure()
    frame.pts = 0
    graph.push(frame)
    return np.asarray(graph.pull().to_ndarray(format="rgb24"), dtype=np.uint8)


def _flat(value: int, height: int, width: int) -> Pixels:
    return np.full((height, width), value, dtype=np.uint8)


@pytest.mark.parametrize("y", [17, 60, 61, 63, 160, 230])
@pytest.mark.parametrize(("u", "v"), [(128, 128), (90, 101), (117, 129), (133, 126), (150, 158), (240, 16), (16, 240)])
def test_what_is_added_to_a_colour_is_what_the_tables_add(y: int, u: int, v: int) -> None:
    planes = (_flat(y, 64, 146), _flat(u, 32, 73), _flat(v, 32, 73))
    rgb = _scaled(_frame(*planes)) @ _LUMA

    added = smoothed_tint(tint_of(*planes))

    assert float(np.ptp(rgb)) == 0.0
    assert float(np.ptp(added)) < 1e-9
    assert float(added[0, 0]) == pytest.approx(float(rgb[0, 0]) - (y - 16) * 255 / 219, abs=0.001)


@pytest.mark.parametrize(("height", "width", "down", "across"), [(481, 961, 2, 2), (485, 963, 4, 4), (480, 960, 1, 2)])
def test_colour_planes_of_any_share_of_the_size_meet_their_pixels(
    height: int, width: int, down: int, across: int
) -> None:
    rows, columns = -(-height // down), -(-width // across)
    luma = np.repeat(np.arange(rows, dtype=np.uint8) % 100 + 60, down)[:height, np.newaxis].repeat(width, axis=1)
    u, v = _flat(128, rows, columns), _flat(128, rows, columns)

    added = tint_of(np.ascontiguousarray(luma), u, v)

    assert added.shape[0] >= 64
    assert float(np.ptp(added, axis=1).max()) == 0.0  # every sample of a row has met the luminance of that row


def _soft(random: np.random.Generator, height: int, width: int) -> NDArray[np.float64]:
    coarse = random.normal(0, 1, (6, 8)).astype(np.float32)
    soft = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(soft, dtype=np.float64)


def _dim_frame(seed: int) -> av.VideoFrame:
    """A frame of little contrast in faint colours."""
    random = np.random.default_rng(seed)
    y = np.clip(60 + 6 * _soft(random, 480, 720) + random.normal(0, 4, (480, 720)), 16, 235)
    u, v = (np.clip(128 + 2 * _soft(random, 240, 360), 16, 240) for _ in range(2))
    return _frame(*(plane.astype(np.uint8) for plane in (y, u, v)))


def test_hashes_of_dim_coloured_frames_come_nearer_to_those_of_scaled_frames() -> None:
    plain, tinted = [], []
    for seed in range(12):
        frame = _dim_frame(seed)
        expected = pdq_of(shrink(_scaled(frame))).value
        luma = luma_of(frame, 1)
        tinted.append(hamming(luma.pdq().value, expected))
        plain.append(hamming(replace(luma, tint=None).pdq().value, expected))

    assert sum(tinted) < 0.2 * sum(plain)


def test_a_part_of_a_frame_has_the_tint_of_that_part() -> None:
    u, v = _flat(128, 240, 360), _flat(128, 240, 360)
    u[:, 180:], v[:, 180:] = 170, 101
    y = np.tile(np.arange(40, 220, dtype=np.uint8), (480, 4))
    whole = luma_of(_frame(y, u, v), 1)
    right = luma_of(_frame(y[:, 360:], u[:, 180:], v[:, 180:]), 1)

    assert whole.pdq((360, 0, 360, 480)).value == right.pdq().value


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_tint_turns_with_the_frame(orientation: int) -> None:
    frame = _dim_frame(3)
    plain, turned = luma_of(frame, 1).tint, luma_of(frame, orientation).tint

    assert plain is not None
    assert turned is not None
    assert np.array_equal(turned, upright(cast("Pixels", plain), orientation))


@pytest.mark.parametrize("form", ["nv12", "gray", "yuvj420p", "yuv444p", "yuv410p"])
def test_other_layouts_are_hashed_too(form: str) -> None:
    frame = _dim_frame(5)
    luma = luma_of(frame.reformat(format=form), 1)

    assert (luma.tint is None) == (form in {"nv12", "gray", "yuvj420p"})
    assert hamming(luma.pdq().value, luma_of(frame, 1).pdq().value) <= 64
