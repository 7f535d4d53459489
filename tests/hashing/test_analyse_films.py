"""Films are sampled by presentation time, hashed frame by frame and described."""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image

from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import ORIENTATIONS, IssueCode, Outcome, Recipe
from tests.hashing.making import FILM_RATE, FILM_SECONDS, film, film_frames, run, sound
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from hashing.values import Analysis

_FILMS = {
    "mp4": ("video/mp4", "mp4", "libx264"),
    "hevc mp4": ("video/mp4", "mp4", "libx265"),
    "mov": ("video/quicktime", "mov", "mpeg4"),
    "mkv": ("video/x-matroska", "matroska", "libx264"),
    "webm": ("video/webm", "webm", "libvpx-vp9"),
    "avi": ("video/x-msvideo", "avi", "mpeg4"),
    "motion jpeg avi": ("video/x-msvideo", "avi", "mjpeg"),
    "flv": ("video/x-flv", "flv", "flv"),
    "wmv": ("video/x-ms-asf", "asf", "wmv2"),
    "transport stream": ("video/mp2t", "mpegts", "mpeg2video"),
    "program stream": ("video/mpeg", "vob", "mpeg2video"),
    "ogg": ("video/ogg", "ogg", "libvpx"),
    "realmedia": ("application/vnd.rn-realmedia", "rm", "rv10"),
    "wtv": ("video/x-wtv", "wtv", "mpeg2video"),
    "ivf": ("video/x-ivf", "ivf", "libvpx"),
    "yuv4mpeg": ("video/x-yuv4mpeg", "yuv4mpegpipe", "rawvideo"),
}


@pytest.mark.parametrize("name", _FILMS)
def test_every_container_gives_the_frame_of_every_second_and_others_between(name: str) -> None:
    media_type, container, codec = _FILMS[name]

    found = run(film(container, codec))

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, media_type, ())
    assert found.film is not None
    expected = [pdq(picture) for picture in film_frames(320, 240)[::FILM_RATE]]
    for second, reference in enumerate(expected):
        frame = min(found.film.frames, key=lambda one, second=second: abs(one.time_s - second))  # type: ignore[misc]
        assert frame.time_s == pytest.approx(second, abs=0.05)
        assert frame.quality >= 90
        assert len(frame.orientations) == len(ORIENTATIONS)
        assert hamming(frame.pdq, reference.value) <= 31
    times = [frame.time_s for frame in found.film.frames]
    assert times == sorted(set(times))
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < 0.36
    assert (found.width, found.height) == (320, 240)
    assert found.perceptual == ()
    assert found.thumbnail is not None


@pytest.mark.parametrize(
    ("media_type", "container", "codec"),
    [
        ("application/mxf", "mxf", "mpeg2video"),
        ("video/h264", "h264", "libx264"),
        ("video/h265", "hevc", "libx265"),
        ("video/mpeg", "mpeg2video", "mpeg2video"),
    ],
)
def test_streams_without_times_of_their_own_are_timed_by_their_rate(
    media_type: str, container: str, codec: str
) -> None:
    data = film(container, codec)

    found = run(data)

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, media_type, ())
    assert found.film is not None
    assert found.film.frames[0].time_s == 0.0
    assert found.film.frames[-1].time_s == pytest.approx((FILM_SECONDS * FILM_RATE - 1) / 25, abs=0.08)


def test_the_interval_of_the_recipe_counts() -> None:
    data = film("mp4", "libx264")

    rare = run(data, Recipe(frame_interval_s=60.0)).film
    dense = run(data, Recipe(frame_interval_s=0.1)).film

    assert rare is not None
    assert dense is not None
    assert rare.frames[0].time_s == 0.0
    assert len(rare.frames) < len(dense.frames) <= FILM_SECONDS * FILM_RATE


@pytest.mark.parametrize(("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx-vp9")])
def test_without_an_interval_key_frames_only_are_taken(container: str, codec: str) -> None:
    found = run(film(container, codec), Recipe(frame_interval_s=None)).film

    assert found is not None
    assert 1 <= len(found.frames) < FILM_SECONDS * FILM_RATE / 2


def test_the_frame_limit_is_an_issue() -> None:
    found = run(film("mp4", "libx264"), Recipe(max_frames=2))

    assert found.film is not None
    assert len(found.film.frames) == 2
    assert [issue.code for issue in found.issues] == [IssueCode.FRAME_LIMIT]


def test_where_half_of_the_frames_are_spent_the_rest_is_looked_at_by_the_interval() -> None:
    data = film("mp4", "libx264")
    whole = run(data).film
    assert whole is not None
    limit = len(whole.frames) - 1

    found = run(data, Recipe(max_frames=limit))

    assert found.film is not None
    assert found.film.frames[-1].time_s >= FILM_SECONDS - 0.3
    assert [issue.code for issue in found.issues] == [IssueCode.FRAME_LIMIT]
    assert "looked at every 0.25 s only" in found.issues[0].detail


@pytest.mark.parametrize(("container", "codec"), [("webm", "libvpx-vp9"), ("avi", "mpeg4"), ("matroska", "libx264")])
def test_a_cut_film_gives_its_frames_and_says_so(container: str, codec: str) -> None:
    whole = film(container, codec)

    found = run(whole[: len(whole) // 2])

    assert found.outcome is Outcome.ANALYSED
    assert found.film is not None
    assert 0.0 <= found.film.frames[-1].time_s < FILM_SECONDS - 0.5
    assert IssueCode.TRUNCATED in [issue.code for issue in found.issues]


def test_a_film_without_its_index_fails_and_keeps_its_digests() -> None:
    whole = film("mp4", "libx264")

    found = run(whole[: len(whole) // 2])

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.DECODER_REFUSED]
    assert "the index (moov) is missing" in found.issues[0].detail
    assert found.digests is not None


def test_frames_larger_than_the_recipe_allows_are_refused() -> None:
    found = run(film("mp4", "libx264"), Recipe(max_pixels=1000))

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.TOO_MANY_PIXELS]


@pytest.mark.parametrize(("container", "codec"), [("mp4", "aac"), ("matroska", "aac"), ("wav", "pcm_s16le")])
def test_sound_alone_is_no_media(container: str, codec: str) -> None:
    found = run(sound(container, codec))

    assert found.outcome is Outcome.NOT_MEDIA
    assert found.media_type.startswith("audio/")


def _rotated(degrees: int) -> bytes:
    """The film with a display matrix written into its track header."""
    data = bytearray(film("mp4", "libx264"))
    matrices = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    a, b, c, d = (value * 65536 for value in matrices[degrees])
    place = data.index(b"tkhd") + 4 + 40
    matrix = b"".join(value.to_bytes(4, signed=True) for value in (a, b, 0, c, d, 0, 0, 0, 1 << 30))
    data[place : place + 36] = matrix
    return bytes(data)


@pytest.mark.parametrize(("degrees", "turns"), [(90, -1), (180, 2), (270, 1)])
def test_rotation_is_applied_before_hashing(degrees: int, turns: int) -> None:
    plain, turned = run(film("mp4", "libx264")).film, run(_rotated(degrees))

    assert plain is not None
    assert turned.film is not None
    expected = pdq(np.ascontiguousarray(np.rot90(film_frames(320, 240)[0], turns))).value
    assert hamming(turned.film.frames[0].pdq, expected) <= 31
    assert hamming(turned.film.frames[0].pdq, plain.frames[0].pdq) > 60
    assert (turned.width, turned.height) == (320, 240)


def test_the_container_says_when_where_and_with_what() -> None:
    target = io.BytesIO()
    source = av.open(io.BytesIO(film("mp4", "libx264")), mode="r")
    with av.open(target, mode="w", format="mov", options={"movflags": "use_metadata_tags"}) as output:
        output.metadata["creation_time"] = "2024-03-05T10:20:30.000000Z"
        output.metadata["com.apple.quicktime.creationdate"] = "2024-03-05T11:20:30+0100"
        output.metadata["com.apple.quicktime.location.ISO6709"] = "+51.5334-000.1255+026.756/"
        output.metadata["com.apple.quicktime.make"] = "Example"
        output.metadata["com.apple.quicktime.model"] = "Phone 1"
        stream: Any = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                output.mux(packet)
    source.close()

    found = run(target.getvalue())

    dates = {fact.kind: (fact.text, fact.zone) for fact in found.dates}
    assert dates["container:creation_time"] == ("2024-03-05T10:20:30.000000Z", "Z")
    assert dates["container:com.apple.quicktime.creationdate"] == ("2024-03-05T11:20:30+0100", "+0100")
    told = {one.code: one.text for one in found.indicators}
    assert told.pop("editing-software").startswith("Lavf")  # the encoder of the test
    assert told == {
        "gps-position": "51.533400, -0.125500",
        "gps-altitude": "26.756 m above sea level",
        "camera": "Example Phone 1",
    }
    groups = dict(found.metadata)
    assert dict(groups["video"])["codec"] == "h264"
    assert dict(groups["GPS"])["latitude (decimal, computed)"] == "51.533400"


def test_the_strip_shows_the_whole_length() -> None:
    found = run(film("mp4", "libx264"), Recipe(frame_interval_s=0.2)).thumbnail

    assert found is not None
    with Image.open(io.BytesIO(found.preview)) as strip, Image.open(io.BytesIO(found.mosaic)) as mosaic:
        assert strip.width <= 1024
        assert strip.height <= 256
        assert strip.width > 6 * strip.height
        assert max(mosaic.size) <= 12


def _reference_films() -> list[Path]:
    data = shared_data()
    return sorted((data / "vpdq/videos").glob("*.mp4")) if data else []


def _by_published_frame(analysis: Analysis, lines: list[list[str]]) -> list[tuple[int, int, int]]:
    assert analysis.film is not None
    by_time = {round(float(line[3]), 3): line for line in lines}
    rows = [(frame, by_time[round(frame.time_s, 3)]) for frame in analysis.film.frames]
    return [
        (hamming(frame.pdq, bytes.fromhex(line[2])), abs(frame.quality - int(line[1])), int(line[1]))
        for frame, line in rows
    ]


def _published(path: Path) -> list[list[str]]:
    text = (path.parent.parent / "expected-hashes" / f"{path.stem}.txt").read_text(encoding="utf-8")
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize("path", _reference_films(), ids=lambda path: str(path.stem))
def test_frames_of_reference_films_have_the_reference_hashes(path: Path) -> None:
    rows = _by_published_frame(run(path.read_bytes()), _published(path))

    good = sorted(distance for distance, _, quality in rows if quality >= 50)
    assert good[len(good) // 2] <= 2
    assert good[-1] <= 4
    assert max(difference for _, difference, _ in rows) <= 1


@pytest.mark.parametrize("path", _reference_films(), ids=lambda path: str(path.stem))
def test_every_published_frame_is_met(path: Path) -> None:
    found = run(path.read_bytes()).film

    assert found is not None
    lines = [line for line in _published(path) if int(line[1]) >= 50]
    nearest = [min(hamming(frame.pdq, bytes.fromhex(line[2])) for frame in found.frames) for line in lines]
    assert max(nearest) <= 31
