"""How long a film is, and how large: by what it shows, where its container says something else."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import pytest

from hashing.values import Outcome
from tests.hashing.making import FILM_RATE, FILM_SECONDS, film, film_frames, run


def _film_that_begins_after_its_sound(seconds: int) -> bytes:
    """MP4 writes such a film with an empty edit in front of the pictures."""
    target = io.BytesIO()
    with av.open(target, mode="w", format="mp4") as output:
        pictures: Any = output.add_stream("libx264", rate=FILM_RATE)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        pictures.codec_context.thread_count = 1
        heard: Any = output.add_stream("aac", rate=44100, layout="mono")
        for number, pixels in enumerate(film_frames(320, 240)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number + seconds * FILM_RATE, Fraction(1, FILM_RATE)
            output.mux(pictures.encode(frame))
        output.mux(pictures.encode(None))
        for start in range(0, 44100 * (seconds + FILM_SECONDS), 1024):
            silence: Any = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            silence.planes[0].update(bytes(silence.planes[0].buffer_size))
            silence.sample_rate, silence.pts, silence.time_base = 44100, start, Fraction(1, 44100)
            output.mux(heard.encode(silence))
        output.mux(heard.encode(None))
    return target.getvalue()


def test_a_film_whose_pictures_begin_after_its_sound_is_whole() -> None:
    data = _film_that_begins_after_its_sound(3)
    with av.open(io.BytesIO(data)) as container:
        assert container.streams.video[0].start_time * container.streams.video[0].time_base == 3  # type: ignore[operator]

    found = run(data)

    assert (found.outcome, found.issues) == (Outcome.ANALYSED, ())
    assert found.film is not None
    assert found.film.duration_s == pytest.approx(3 + FILM_SECONDS, abs=0.1)


def test_joined_recordings_are_as_long_as_their_frames_reach_and_have_the_size_of_the_first() -> None:
    large, small = (film("mpegts", "mpeg2video", width=width, height=width * 3 // 4) for width in (320, 160))

    found = run(large + small)

    assert found.film is not None
    last = found.film.frames[-1].time_s
    assert last > FILM_SECONDS + 1
    assert found.film.duration_s is not None
    assert found.film.duration_s >= last
    assert (found.width, found.height) == (320, 240)
    assert dict(dict(found.metadata)["video"])["frame sizes"] == "320 x 240; 160 x 120"
    assert "frame sizes" not in dict(dict(run(large).metadata)["video"])
