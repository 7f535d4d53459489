"""A picture that is attached to a film is an item of its own."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.stream import Disposition

from hashing.films import covers
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import EmbeddedKind, Outcome
from tests.hashing.making import FILM_RATE, encoded, film, film_frames, run, scene

if TYPE_CHECKING:
    import pytest

_COVER = encoded(scene("tiles"), "JPEG", quality=90)


def _with_cover(container: str) -> bytes:
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        pictures: Any = output.add_stream("libx264", rate=FILM_RATE)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        pictures.codec_context.thread_count = 1
        attached: Any = output.add_stream("mjpeg", rate=1)
        attached.width, attached.height, attached.pix_fmt = 480, 360, "yuvj420p"
        attached.disposition = Disposition.attached_pic
        output.start_encoding()
        packet = av.Packet(_COVER)
        packet.stream, packet.pts, packet.dts, packet.time_base = attached, 0, 0, Fraction(1)
        output.mux(packet)
        for number, pixels in enumerate(film_frames(320, 240)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FILM_RATE)
            output.mux(pictures.encode(frame))
        output.mux(pictures.encode(None))
    return target.getvalue()


def test_a_cover_is_a_range_of_the_film(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _with_cover("mp4")
    for window in (covers._WINDOW, 1000):
        monkeypatch.setattr(covers, "_WINDOW", window)

        found = run(data)

        assert (found.outcome, found.issues) == (Outcome.ANALYSED, ())
        ((kind, offset, length),) = [(one.kind, one.offset, one.length) for one in found.embedded]
        assert (kind, data[offset : offset + length]) == (EmbeddedKind.SECONDARY_PICTURE, _COVER)
        assert found.film is not None
        shown = pdq(film_frames(320, 240)[0])
        assert hamming(found.film.frames[0].pdq, shown.value) <= 31
        assert (found.width, found.height) == (320, 240)


def test_a_film_without_one_has_none() -> None:
    assert run(film("mp4", "libx264")).embedded == ()


def test_a_file_full_of_beginnings_is_not_compared_with_each() -> None:
    beginning = _COVER[:100]
    few, many = beginning * 5 + _COVER, beginning * 1000 + _COVER

    assert covers._place(io.BytesIO(few), _COVER) == 500
    assert covers._place(io.BytesIO(many), _COVER) is None
