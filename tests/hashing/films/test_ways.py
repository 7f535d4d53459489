"""The ways through a film: on demand or one after the other, times that begin anew, short clips, still films."""

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
from hashing.perceptual.distance import hamming
from hashing.values import INNER_VIEW, IssueCode, Outcome, Recipe, ViewKind
from tests.hashing.making import film, film_frames, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hashing.decode.kinds import Kind

    Pixels = NDArray[np.uint8]

_SIZE = (160, 120)


def _film(frames: Sequence[Pixels], times: Iterable[float], container: str = "matroska", codec: str = "mpeg4") -> bytes:
    """Frames shown at given times, in milliseconds exactly."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=1000)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for pixels, time_s in zip(frames, times, strict=True):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = round(1000 * time_s), Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def _small(count: int) -> list[Pixels]:
    frames = film_frames(*_SIZE)
    return [frames[at % len(frames)] for at in range(count)]


def _looked_at(data: bytes, kind: Kind, grid: Grid, *, lazy: bool) -> list[tuple[float, bool, bytes]]:
    with open_film(io.BytesIO(data), kind) as container:
        track = choose_stream(container, 10**6)
        candidates = sampled(container, track, grid, Progress(), lazy=lazy)
        return [(one.time_s, one.due, one.picture().to_ndarray(format="gray").tobytes()) for one in candidates]


@pytest.mark.parametrize(
    ("container", "codec", "kind"),
    [
        ("avi", "mjpeg", kinds.AVI),
        ("mov", "mjpeg", kinds.MOV),
        ("avi", "huffyuv", kinds.AVI),
        ("avi", "mpeg4", kinds.AVI),
    ],
)
@pytest.mark.parametrize("grid", [Grid(0.25), Grid(0.7), Grid(0.25, key_frames=True), Grid(None)])
def test_frames_on_demand_are_those_of_decoding_everything(container: str, codec: str, kind: Kind, grid: Grid) -> None:
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=24)
        stream.width, stream.height = _SIZE
        stream.pix_fmt = {"mjpeg": "yuvj420p", "huffyuv": "yuv422p"}.get(codec, "yuv420p")
        for number, pixels in enumerate(_small(40)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))

    whole = _looked_at(target.getvalue(), kind, grid, lazy=False)

    assert len(whole) > 1 or codec == "mpeg4"
    assert _looked_at(target.getvalue(), kind, grid, lazy=True) == whole


def test_times_are_presentation_times_where_the_rate_varies() -> None:
    times = [0.0, 0.1, 0.9, 1.04, 1.05, 3.5, 3.52, 3.54, 9.0]
    frames = _small(30)[::10] * 3

    found = run(_film(frames, times)).film

    assert found is not None
    kept = [frame.time_s for frame in found.frames]
    assert set(kept) <= set(times)
    assert {0.0, 1.04, 3.5, 9.0} <= set(kept)


def test_a_count_of_time_that_begins_anew_does_not_hide_the_rest() -> None:
    first, second = film("mpegts", "mpeg2video"), film("mpegts", "mpeg2video", width=160, height=120)

    alone, joined = run(first).film, run(first + second).film

    assert alone is not None
    assert joined is not None
    assert joined.frames[-1].time_s > 1.7 * alone.frames[-1].time_s
    assert [frame.time_s for frame in joined.frames] == sorted(frame.time_s for frame in joined.frames)


def test_a_still_film_keeps_hardly_a_frame_and_counts_them_all() -> None:
    found = run(_film(_small(1) * 100, [at / 25 for at in range(100)])).film

    assert found is not None
    assert len(found.frames) <= 2
    assert sum(one.count for one in found.frames) >= 16


def test_short_clips_are_flagged_and_long_ones_are_not() -> None:
    short = run(_film(_small(12), [at / 10 for at in range(12)], codec="mjpeg"))
    long = run(_film(_small(40), [at / 10 for at in range(40)], codec="mjpeg"))

    assert short.film is not None
    assert [one.text for one in short.indicators if one.code == "few-frames"] == [
        f"{len(short.film.frames)} different frames among 12 looked at, in 1.1 s"
    ]
    assert short.issues == ()
    assert "few-frames" not in {one.code for one in long.indicators}


def _framed(frames: Sequence[Pixels], first_bar: int = 0) -> list[Pixels]:
    return [
        np.pad(frame, ((24, 24), (40, 40), (0, 0)), constant_values=0) if at >= first_bar else np.zeros_like(frame)
        for at, frame in enumerate(frames)
    ]


def test_a_film_in_bars_is_hashed_without_them_at_the_same_times() -> None:
    times = [at / 10 for at in range(30)]
    of_plain, of_framed = run(_film(_small(30), times)), run(_film(_framed(_small(30)), times))
    plain, framed = of_plain.film, of_framed.film

    assert plain is not None
    assert framed is not None
    assert (plain.inner, of_plain.views) == ((), ())
    assert [(view.name, view.kind, view.box) for view in of_framed.views] == [
        (INNER_VIEW, ViewKind.INNER, (40, 24, 160, 120))
    ]
    assert [(one.time_s, one.count) for one in framed.inner] == [(one.time_s, one.count) for one in framed.frames]
    plain_at = {one.time_s: one.pdq for one in plain.frames}
    distances = [hamming(one.pdq, plain_at[one.time_s]) for one in framed.inner if one.time_s in plain_at]
    assert len(distances) >= 10
    assert max(distances) <= 31
    without = run(_film(_framed(_small(30)), times), Recipe(inner=False)).film
    assert without is not None
    assert without.inner == ()


@pytest.mark.parametrize("container", ["matroska", "avi", "mpegts"])
def test_what_begins_in_the_dark_gets_its_inner_frames_from_the_start(container: str) -> None:
    frames = [*(np.zeros_like(frame) for frame in _framed(_small(20))), *_framed(_small(30))]
    codec = "mpeg2video" if container == "mpegts" else "mpeg4"
    target = io.BytesIO()
    with av.open(target, mode="w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=25)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))

    found = run(target.getvalue())

    assert found.outcome is Outcome.ANALYSED
    assert found.film is not None
    assert [view.box for view in found.views] == [(40, 24, 160, 120)]
    assert [one.time_s for one in found.film.inner] == [one.time_s for one in found.film.frames]


def _edited(media_time: int) -> bytes:
    """A film whose edit list begins at that time of its media, in ticks; -1 shows nothing."""
    data = bytearray(film("mp4", "libx264"))
    place = data.index(b"elst") + 16
    data[place : place + 4] = media_time.to_bytes(4, signed=True)
    return bytes(data)


def test_frames_that_an_edit_list_leaves_out_are_told() -> None:
    plain, cut = run(film("mp4", "libx264")), run(_edited(8000))

    assert plain.film is not None
    assert cut.film is not None
    assert cut.film.frames[0].time_s == 0.0
    assert cut.film.frames[-1].time_s < plain.film.frames[-1].time_s - 0.4
    assert "hidden-frames" not in {one.code for one in plain.indicators}
    assert "hidden-frames" in {one.code for one in cut.indicators}


@pytest.mark.parametrize("media_time", [-1, 35_000])
def test_a_film_of_which_nothing_or_little_is_shown_is_looked_at_as_a_whole(media_time: int) -> None:
    found = run(_edited(media_time))

    assert found.outcome is Outcome.ANALYSED
    assert found.film is not None
    assert len(found.film.frames) > 10
    assert "hidden-frames" in {one.code for one in found.indicators}


@pytest.mark.parametrize("container", ["matroska", "mp4"])
def test_a_film_whose_clock_begins_late_is_whole(container: str) -> None:
    found = run(_film(_small(40), [7.0 + at / 20 for at in range(40)], container))

    assert found.film is not None
    assert found.issues == ()
    assert found.film.frames[0].time_s == 0.0
    assert found.film.frames[-1].time_s == pytest.approx(39 / 20, abs=0.001)


@pytest.mark.parametrize("missing", [1, 77, 187])
def test_a_transport_stream_that_begins_inside_a_packet_is_read(missing: int) -> None:
    whole = film("mpegts", "mpeg2video")

    found = run(whole[missing:])

    assert (found.outcome, found.media_type) == (Outcome.ANALYSED, "video/mp2t")
    assert found.film is not None
    assert len(found.film.frames) > 10


def _in_fragments() -> tuple[bytes, bytes]:
    """A film in fragments: what stands before the first, and all of them."""
    target = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with (
        av.open(io.BytesIO(film("mp4", "libx264")), mode="r") as source,
        av.open(target, mode="w", format="mp4", options=options) as output,
    ):
        stream: Any = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                output.mux(packet)
    data = target.getvalue()
    place = data.index(b"moof") - 4
    return data[:place], data[place:]


def test_a_film_in_fragments_is_read_and_its_parts_are_named_for_what_they_are() -> None:
    start, fragments = _in_fragments()
    segment = b"\0\0\0\x18stypmsdh\0\0\0\0msdhmsix" + fragments

    whole, alone = run(start + fragments), run(start)
    parts = [run(fragments), run(segment)]

    assert whole.film is not None
    assert whole.issues == ()
    assert (alone.outcome, [one.code for one in alone.issues]) == (Outcome.FAILED, [IssueCode.NO_FRAMES])
    for part in parts:
        assert (part.outcome, part.media_type) == (Outcome.FAILED, "video/mp4")
        assert [one.code for one in part.issues] == [IssueCode.DECODER_REFUSED]
        assert "the index (moov) is missing" in part.issues[0].detail


def _of_several(
    container: str, *tracks: tuple[str, tuple[int, int], int], options: dict[str, str] | None = None
) -> bytes:
    """A film of several picture tracks: codec, size, and number of frames of each."""
    target = io.BytesIO()
    with av.open(target, mode="w", format=container, options=options or {}) as output:
        made: list[tuple[Any, int]] = []
        for codec, (width, height), count in tracks:
            stream: Any = output.add_stream(codec, rate=20)
            stream.width, stream.height = width, height
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            made.append((stream, count))
        for number, pixels in enumerate(_small(40)):
            for stream in (stream for stream, count in made if number < count):
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
                frame = frame.reformat(width=stream.width, height=stream.height, format=stream.pix_fmt)
                frame.pts, frame.time_base = number, Fraction(1, 20)
                output.mux(stream.encode(frame))
        for stream, _ in made:
            output.mux(stream.encode(None))
    return target.getvalue()


def test_an_unmarked_cover_is_not_taken_for_the_film_and_further_tracks_are_told() -> None:
    covered = run(_of_several("mp4", ("mjpeg", (320, 240), 1), ("mpeg4", _SIZE, 40)))
    alone = run(_of_several("mp4", ("mpeg4", _SIZE, 40)))

    assert covered.film is not None
    assert alone.film is not None
    assert (covered.width, covered.height) == _SIZE
    assert covered.film.frames == alone.film.frames
    assert {one.code: one.text for one in covered.indicators}["further-picture-tracks"] == (
        "2 picture tracks; the one looked at is track 2"
    )
    assert "further-picture-tracks" not in {one.code for one in alone.indicators}


def test_an_encrypted_film_is_counted_as_encrypted_and_none_of_its_noise_is_hashed() -> None:
    scheme = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "00" * 16, "encryption_kid": "11" * 16}

    found = run(_of_several("mp4", ("libx264", _SIZE, 40), options=scheme))

    assert (found.outcome, found.film) == (Outcome.ENCRYPTED, None)
    assert [(one.code, one.detail) for one in found.issues] == [(IssueCode.ENCRYPTED, "40 of 40 frames are encrypted")]
    assert (found.media_type, found.width, found.height) == ("video/mp4", *_SIZE)
    assert found.digests is not None
