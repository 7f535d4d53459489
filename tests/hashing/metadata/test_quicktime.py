"""Boxes of films: times of film and tracks, every place, 3GPP texts, XMP, credentials, the link to a still picture."""

from __future__ import annotations

import io

import pytest

from hashing.decode import kinds
from hashing.decode.film import ContainerFacts
from hashing.metadata.boxes import Window
from hashing.metadata.container import container_metadata
from hashing.metadata.heif_items import XMP_UUID
from hashing.metadata.quicktime import read_quicktime
from hashing.values import DateFact, Recipe
from tests.hashing.making import run
from tests.hashing.metadata.making import box, packet
from tests.support.shared import shared_data

_SECONDS = 3_792_478_830  # since 1904: 2024-03-05, 10:20:30


def _header(name: bytes, made: int, changed: int, *, wide: bool = False) -> bytes:
    size = 8 if wide else 4
    return box(name, bytes([wide, 0, 0, 0]), made.to_bytes(size), changed.to_bytes(size), bytes(80))


def _loci(latitude: float, longitude: float) -> bytes:
    numbers = b"".join(int(value * 65536).to_bytes(4, signed=True) for value in (longitude, latitude, 12.0))
    return box(b"loci", bytes(6), b"place\x00", b"\x00", numbers, b"earth\x00\x00")


def _read(*boxes: bytes) -> tuple[tuple[DateFact, ...], dict[str, dict[str, str]], dict[str, str]]:
    stream = io.BytesIO(box(b"ftyp", b"isom", bytes(4)) + box(b"moov", *boxes))
    tags = (("com.apple.quicktime.content.identifier", "AB-12"), ("location", "+10.0000+020.0000/"))
    found = container_metadata(ContainerFacts("mov", 1.0, tags, (), (), 10, 10), stream, kinds.MP4)
    groups = {name: dict(pairs) for name, pairs in found.groups}
    return found.dates, groups, {one.code: one.text for one in found.indicators}


@pytest.mark.parametrize("wide", [False, True])
def test_times_of_the_film_and_of_tracks_that_differ_are_told(wide: bool) -> None:
    track = box(
        b"trak",
        _header(b"tkhd", _SECONDS, _SECONDS, wide=wide),
        box(b"mdia", _header(b"mdhd", _SECONDS - 60, 0, wide=wide)),
    )
    dates, _, _ = _read(_header(b"mvhd", _SECONDS, _SECONDS + 1, wide=wide), track)

    assert dates == (
        DateFact("container:creation_time", "2024-03-05T10:20:30.000000Z", "Z"),
        DateFact("container:modification_time", "2024-03-05T10:20:31.000000Z", "Z"),
        DateFact("container:track 1:modification_time", "2024-03-05T10:20:30.000000Z", "Z"),
        DateFact("container:track 1 media:creation_time", "2024-03-05T10:19:30.000000Z", "Z"),
    )


def test_the_unknown_time_is_no_date() -> None:
    assert _read(_header(b"mvhd", 0, 0))[0] == ()


def test_every_place_is_told_once() -> None:
    text = b"+10.00001+020.0000/"
    near = box(b"\xa9xyz", len(text).to_bytes(2), bytes(2), text)
    _, groups, _ = _read(box(b"udta", near, _loci(-33.5, 151.25)))

    assert groups["GPS"]["ISO 6709"] == "+10.0000+020.0000/"
    assert groups["GPS"]["ISO 6709 (3GPP location)"] == "-33.50000+151.25000+12.000/"
    assert len(groups["GPS"]) == 4


def test_texts_of_3gpp_and_the_link_to_a_still_picture_are_told() -> None:
    title = box(b"titl", bytes(4), b"\x15\xc7", "Überschrift".encode(), b"\x00")
    _, groups, codes = _read(box(b"udta", title))

    assert groups["3GPP"] == {"title": "Überschrift"}
    assert codes["live-photo"] == groups["summary"]["ContentIdentifier"] == "AB-12"


def test_xmp_in_a_box_of_its_own_is_read() -> None:
    raw = packet("", 'xmp:CreateDate="2024-01-01T00:00:00Z"')
    dates, groups, _ = _read(box(b"uuid", XMP_UUID, raw))

    assert groups["XMP"]["xmp:CreateDate"] == "2024-01-01T00:00:00Z"
    assert dates == (DateFact("xmp:CreateDate", "2024-01-01T00:00:00Z", "Z"),)


def test_a_box_that_goes_beyond_the_file_is_read_as_far_as_it_is_there() -> None:
    data = box(b"moov", _header(b"mvhd", _SECONDS, 0))
    cut = (1 << 20).to_bytes(4) + data[4:]

    assert read_quicktime(Window(io.BytesIO(cut))).dates == [("creation_time", "2024-03-05T10:20:30.000000Z")]


@pytest.mark.parametrize(
    ("name", "make", "place"),
    [
        ("dolbyVision-hdr.MOV", "Apple", ("51.533400", "-0.125500", "26.756 m")),
        ("sample_with_color_info.mp4", "Apple", ("37.745000", "-122.430100", "66.374 m")),
        ("bt601.mov", None, ("40.689200", "-74.044500", "10 m")),
        ("hlg10-color-test.mp4", None, ("51.533500", "-0.126100", None)),
    ],
)
def test_the_shared_films_agree_with_exiftool(name: str, make: str | None, place: tuple[str | None, ...]) -> None:
    data = shared_data()
    path = data / "video" / name if data else None
    if path is None or not path.is_file():
        pytest.skip("the shared test material is not here")
    summary = dict(dict(run(path.read_bytes(), Recipe(frame_interval_s=None)).metadata)["summary"])

    assert summary.get("Make") == make
    assert tuple(summary.get(field) for field in ("GPSLatitude", "GPSLongitude", "GPSAltitude")) == place
