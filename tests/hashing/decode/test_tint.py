"""What colours add to a frame's luminance is what FFmpeg's scaler adds by its tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

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


def _ramp(height: int, width: int) -> Pixels:
    """Luminance from 100 to 172: over one such period the rounding of each pixel is the same for every colour."""
    return np.resize(np.arange(100, 173, dtype=np.uint8), (height, width))


@pytest.mark.parametrize("u", [90, 117, 128, 133, 150])
@pytest.mark.parametrize("v", [101, 126, 128, 129, 158])
def test_a_colour_adds_what_the_tables_add(u: int, v: int) -> None:
    height, width = 64, 146
    luma = _ramp(height, width)
    grey, coloured = (
        float((_scaled(_frame(luma, _flat(one, 32, 73), _flat(other, 32, 73))) @ _LUMA).mean())
        for one, other in ((128, 128), (u, v))
    )

    added = smoothed_tint(tint_of(_flat(u, 32, 73), _flat(v, 32, 73)))

    assert float(np.ptp(added)) < 1e-9
    assert float(added[0, 0]) == pytest.approx(coloured - grey, abs=0.02)


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

    assert sum(tinted) < 0.4 * sum(plain)


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
    assert np.array_equal(turned, upright(plain, orientation))


@pytest.mark.parametrize("form", ["nv12", "gray", "yuvj420p", "yuv444p", "yuv410p"])
def test_other_layouts_are_hashed_too(form: str) -> None:
    frame = _dim_frame(5)
    luma = luma_of(frame.reformat(format=form), 1)

    assert (luma.tint is None) == (form in {"nv12", "gray", "yuvj420p"})
    assert hamming(luma.pdq().value, luma_of(frame, 1).pdq().value) <= 64
