"""EXIF is read as found: dates with the zone they state, places beside the raw values, everything printable."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from PIL import ExifTags, Image

from hashing.metadata.blocks import Part
from hashing.metadata.exif_fields import read_fields
from hashing.values import IssueCode, Outcome
from tests.hashing.making import encoded, run, scene


def _exif(*, zone: str | None = "+02:00") -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Example", "Camera 7", "Retouch 3.1"
    exif[0x0132] = "2023:07:02 09:00:00"
    inner = {0x9003: "2023:07:01 12:34:56", 0x9004: "2023:07:01 12:34:57"}
    if zone:
        inner[0x9011] = zone
    exif[ExifTags.IFD.Exif] = inner
    exif[ExifTags.IFD.GPSInfo] = {1: "S", 2: (33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 36.0)}
    return exif


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_format_carries_its_exif(format_name: str) -> None:
    exif = Image.Exif()
    exif.load(_exif().tobytes())
    found = run(encoded(scene(), format_name, exif=exif))

    assert found.issues == ()
    assert [(fact.kind, fact.text, fact.zone) for fact in found.dates] == [
        ("exif:DateTimeOriginal", "2023:07:01 12:34:56", "+02:00"),
        ("exif:DateTimeDigitized", "2023:07:01 12:34:57", None),
        ("exif:DateTime", "2023:07:02 09:00:00", None),
    ]
    assert {one.code: one.text for one in found.indicators} == {
        "gps-position": "-33.858333, 151.210000",
        "camera": "Example Camera 7",
        "editing-software": "Retouch 3.1",
    }
    groups = {name: dict(pairs) for name, pairs in found.metadata}
    assert groups["Image"]["Make"] == "Example"
    assert groups["EXIF"]["DateTimeOriginal"] == "2023:07:01 12:34:56"
    assert groups["GPS"]["GPSLatitudeRef"] == "S"
    assert groups["GPS"]["latitude (decimal, computed)"] == "-33.858333"


def test_a_date_without_a_zone_gets_none() -> None:
    found = run(encoded(scene(), "JPEG", exif=_exif(zone=None)))

    assert [fact.zone for fact in found.dates] == [None, None, None]


def test_values_are_printable_and_bounded() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Evil\x1b[31m\u202eename\nsecond line"
    exif[0x010E] = "x" * 100_000

    found = run(encoded(scene(), "TIFF", exif=exif))

    assert found.outcome is Outcome.ANALYSED
    for _, pairs in found.metadata:
        for name, value in pairs:
            assert (name + value).isprintable()
            assert len(value) <= 502


def test_a_broken_block_is_an_issue_and_the_picture_is_still_analysed() -> None:
    block = b"Exif\x00\x00MM\x00*\x7f\xff\xff\xff" + bytes(20)
    data = encoded(scene(), "JPEG")
    marked = data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block + data[2:]

    found = run(marked)

    assert found.outcome is Outcome.ANALYSED
    assert {issue.code for issue in found.issues} <= {IssueCode.METADATA_UNREADABLE}


def test_a_block_that_is_none_is_named() -> None:
    reading = read_fields(Part(b"nothing of the kind"))

    assert reading.fields == {}
    assert reading.trouble


def test_a_tag_that_cannot_be_read_costs_that_tag_only() -> None:
    # Count one, type "ASCII", but a table of numbers is expected: exifread raises on such values.
    block = bytearray(_exif().tobytes()[6:])
    block[block.index(b"2023:07:01 12:34:56") - 1] = 0xFF

    reading = read_fields(Part(bytes(block)))

    assert reading.fields["Image", "Make"].text == "Example"


def test_the_second_reader_fills_what_the_first_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> dict[str, Any]:
        msg = "sample"
        raise AssertionError(msg)

    monkeypatch.setattr("exifread.core.exif_header.ExifHeader.list_ifd", fails)

    found = run(encoded(scene(), "JPEG", exif=_exif()))

    assert [issue.code for issue in found.issues] == [IssueCode.METADATA_UNREADABLE]
    assert ("exif:DateTimeOriginal", "+02:00") in [(fact.kind, fact.zone) for fact in found.dates]
    assert "gps-position" in {one.code for one in found.indicators}


def test_text_fields_of_the_format_are_kept() -> None:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "Generator 2")

    found = run(encoded(scene(), "PNG", pnginfo=info))

    assert dict(found.metadata)["text fields"] == (("Software", "Generator 2"),)


def test_a_picture_that_says_nothing_gives_nothing() -> None:
    found = run(encoded(scene(), "BMP"))

    assert (found.metadata, found.dates, found.indicators, found.issues, found.embedded) == ((), (), (), (), ())


@pytest.mark.parametrize("kind", [1, 7])
def test_a_maker_that_is_written_as_bytes_is_read_as_words(kind: int) -> None:
    entry = struct.pack("<HHII", 0x010F, kind, 8, 26)
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + bytes(4) + b"Maker 9\0"
    assert read_fields(Part(block)).fields["Image", "Make"].text == "Maker 9"
    unprintable = block[:-8] + b"\x01\x02\x03\x04\x05\x06\x07\x08"
    assert read_fields(Part(unprintable)).fields["Image", "Make"].text == "[1, 2, 3, 4, 5, 6, 7, 8]"
