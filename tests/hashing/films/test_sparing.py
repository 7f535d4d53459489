"""Frames that no other refers to are left out where a film is calm: what is left is the same, and the grid is met."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from hashing.decode import kinds
from hashing.decode.film import choose_stream, open_film
from hashing.decode.sampling import Grid, Progress, sampled
from hashing.films.looking import Eye, looked_at
from hashing.values import Outcome, Recipe
from tests.hashing.making import run, scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hashing.decode.kinds import Kind

    Pixels = NDArray[np.uint8]

_WIDTH, _HEIGHT = 192, 144
_CONTAINERS = {"mp4": kinds.MP4, "matroska": kinds.MATROSKA, "flv": kinds.FLV, "mpegts": kinds.MPEG_TS}


def _encoded(frames: Sequence[Pixels], rate: int, container: str = "mp4", codec: str = "libx264") -> bytes:
    """With three frames in a row to which no or one other refers, as encoders make them by default."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=rate)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "veryfast", "b-adapt": "0", "bf": "3", "g": "250"}
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def _drifting(count: int, pixels_a_frame: float) -> list[Pixels]:
    wide = np.asarray(scene("scatter", 3 * _WIDTH, _HEIGHT), dtype=np.uint8)
    wide = np.repeat(wide[:, :, np.newaxis], 3, axis=2) if wide.ndim == 2 else wide
    places = (round(at * pixels_a_frame) for at in range(count))
    return [np.ascontiguousarray(wide[:, at : at + _WIDTH]) for at in places]


def _met(data: bytes, kind: Kind, grid: Grid, *, calm: bool, lazy: bool = True) -> tuple[dict[float, Any], Progress]:
    """The frames that may be looked at: by time, whether they are due, and their pixels."""
    progress = Progress()
    progress.pace.calm = calm
    with open_film(io.BytesIO(data), kind) as container:
        track = choose_stream(container, 10**6)
        found = {
            one.time_s: (one.due, one.picture().to_ndarray(format="gray").tobytes())
            for one in sampled(container, track, grid, progress, lazy=lazy)
        }
    return found, progress


@pytest.mark.parametrize("container", _CONTAINERS)
@pytest.mark.parametrize(("rate", "interval"), [(30, 0.25), (24, 0.125)])
def test_a_calm_film_gives_every_frame_that_is_due_with_the_same_pixels(
    container: str, rate: int, interval: float
) -> None:
    data = _encoded(_drifting(3 * rate, 0.2), rate, container)
    kind, grid = _CONTAINERS[container], Grid(interval)

    everything, _ = _met(data, kind, Grid(interval, every=True), calm=True)
    whole, _ = _met(data, kind, grid, calm=True, lazy=False)
    found, progress = _met(data, kind, grid, calm=True)

    assert {time for time, one in found.items() if one[0]} == {time for time, one in whole.items() if one[0]}
    assert all(everything[time][1] == one[1] for time, one in found.items())
    assert progress.decoded < 0.8 * progress.shown
    assert len(everything) == progress.shown == progress.frames == 3 * rate


def test_a_film_that_moves_is_decoded_as_a_whole() -> None:
    data = _encoded(_drifting(90, 4.0), 30)

    found, progress = _met(data, kinds.MP4, Grid(0.25), calm=False)

    assert (len(found), progress.decoded, progress.pace.spared) == (90, 90, 0)


def test_where_calm_ends_frames_are_looked_at_as_densely_as_in_a_film_that_was_never_calm() -> None:
    still, moving = _drifting(1, 0) * 90, _drifting(96, 4.0)

    found = run(_encoded(still + moving, 30)).film
    alone = run(_encoded(moving, 30)).film

    assert found is not None
    assert alone is not None
    later = [frame.time_s - 3.0 for frame in found.frames if frame.time_s > 4.0]
    expected = [frame.time_s for frame in alone.frames if frame.time_s > 1.0]
    assert len(later) == pytest.approx(len(expected), abs=2)
    assert len(later) >= 30
    assert found.frames[-1].time_s == pytest.approx(185 / 30)


def test_a_film_of_unclear_frames_is_decoded_as_a_whole() -> None:
    dim = [np.asarray(100 + (frame.astype(np.int16) - 100) // 16, dtype=np.uint8) for frame in _drifting(90, 0.2)]
    progress = Progress()
    with open_film(io.BytesIO(_encoded(dim, 30)), kinds.MP4) as container:
        track = choose_stream(container, 10**6)
        candidates = sampled(container, track, Grid(0.25), progress)
        sights = list(looked_at(candidates, Eye(10**6, progress), lambda: True, progress.pace))

    assert max(sight.pdq.quality for sight in sights) < 80
    assert (progress.decoded, progress.pace.spared) == (90, 0)


@pytest.mark.parametrize("codec", ["libx265", "mpeg4"])
def test_other_codecs_are_decoded_as_a_whole(codec: str) -> None:
    data = _encoded(_drifting(60, 0.2), 30, "matroska", codec)

    _, progress = _met(data, kinds.MATROSKA, Grid(0.25), calm=True)

    assert (progress.decoded, progress.pace.spared) == (60, 0)


def test_frames_in_bars_are_met_again_where_frames_were_left_out() -> None:
    frames = [np.pad(one, ((24, 24), (40, 40), (0, 0))) for one in _drifting(360, 0.2)]
    dark = [np.zeros_like(frames[0])] * 120

    found = run(_encoded([*dark, *frames], 60), Recipe())

    assert found.outcome is Outcome.ANALYSED
    assert found.film is not None
    assert found.film.inner
    assert [one.time_s for one in found.film.inner] == [one.time_s for one in found.film.frames]
    assert [one.code for one in found.indicators] == ["editing-software"]  # the encoder of the test
