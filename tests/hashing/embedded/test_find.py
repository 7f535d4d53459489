"""Files inside files are found with their exact place and length, and nothing else is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from hashing.values import Embedded, EmbeddedKind, Outcome
from tests.hashing.making import encoded, film, run, scene
from tests.hashing.metadata.making import XMP_HEAD, box, inserted, packet, resource, samsung_trailer, segment, tiff
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from hashing.values import Analysis

_FILM = film("mp4", "libx264")


def _indicator(found: Analysis, code: str) -> str:
    return next((one.text for one in found.indicators if one.code == code), "")


def with_thumbnail(jpeg: bytes, thumbnail: bytes, *, big_endian: bool = True, orientation: int = 1) -> bytes:
    """A JPEG with an EXIF block of two directories, the second with a thumbnail."""
    order = "big" if big_endian else "little"

    def number(value: int, length: int = 4) -> bytes:
        return value.to_bytes(length, "big" if big_endian else "little")

    first = number(1, 2) + number(0x0112, 2) + number(3, 2) + number(1) + number(orientation, 2) + bytes(2)
    second_at = 8 + len(first) + 4
    thumbnail_at = second_at + 2 + 2 * 12 + 4
    second = number(2, 2)
    for tag, value in ((0x0201, thumbnail_at), (0x0202, len(thumbnail))):
        second += number(tag, 2) + number(4, 2) + number(1) + number(value)
    mark = b"MM" if order == "big" else b"II"
    block = mark + number(42, 2) + number(8) + first + number(second_at) + second + number(0) + thumbnail
    return inserted(jpeg, segment(0xE1, b"Exif\x00\x00" + block))


@pytest.mark.parametrize("big_endian", [True, False])
def test_the_exif_thumbnail_is_found_where_it_stands(big_endian: bool) -> None:
    thumbnail = encoded(scene(width=160, height=120), "JPEG")
    data = with_thumbnail(encoded(scene(), "JPEG"), thumbnail, big_endian=big_endian)
    found = run(data)

    assert found.embedded == (Embedded(EmbeddedKind.EXIF_THUMBNAIL, data.index(thumbnail), len(thumbnail)),)
    assert _indicator(found, "bytes-after-end") == ""
    assert _indicator(found, "thumbnail-differs") == ""


def test_a_thumbnail_that_goes_beyond_its_block_is_none() -> None:
    thumbnail = encoded(scene(width=160, height=120), "JPEG")
    data = with_thumbnail(encoded(scene(), "JPEG"), thumbnail)
    longer = data.replace(b"\x02\x02\x00\x04\x00\x00\x00\x01", b"\x02\x02\x00\x04\x00\x00\x00\x01\x7f", 1)

    assert run(longer[: len(data)]).embedded == ()


def test_a_thumbnail_among_photoshop_resources_is_found() -> None:
    thumbnail = encoded(scene(width=160, height=120), "JPEG")
    body = b"Photoshop 3.0\x00" + resource(0x040C, bytes(28) + thumbnail)
    data = inserted(encoded(scene(), "JPEG"), segment(0xED, body))

    assert run(data).embedded == (Embedded(EmbeddedKind.SECONDARY_PICTURE, data.index(thumbnail), len(thumbnail)),)


def test_a_film_announced_by_its_distance_from_the_end_is_found() -> None:
    tail = samsung_trailer({b"Image_UTC_Data": b"1700000000000"})
    raw = packet("", f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(_FILM) + len(tail)}"')
    picture = inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + raw))
    found = run(picture + _FILM + tail)

    assert found.embedded == (Embedded(EmbeddedKind.APPENDED_FILM, len(picture), len(_FILM)),)
    assert _indicator(found, "motion-photo").startswith(f"film of {len(_FILM)} bytes from byte {len(picture)}")
    assert "Samsung trailer with Image_UTC_Data" in _indicator(found, "bytes-after-end")


def test_a_film_announced_by_a_container_directory_is_found() -> None:
    items = (
        '<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" '
        'Item:Semantic="Primary" Item:Length="0" Item:Padding="0"/></rdf:li><rdf:li rdf:parseType="Resource">'
        f'<Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="{len(_FILM)}"/></rdf:li>'
        "</rdf:Seq></Container:Directory>"
    )
    raw = packet(items, 'GCamera:MotionPhoto="1"')
    picture = inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + raw))

    assert run(picture + b"debug data" + _FILM).embedded == (
        Embedded(EmbeddedKind.APPENDED_FILM, len(picture) + 10, len(_FILM)),
    )


def test_a_film_in_a_samsung_trailer_is_found_without_any_xmp() -> None:
    picture = encoded(scene(), "JPEG")
    data = picture + samsung_trailer({b"MotionPhoto_Data": _FILM})
    found = run(data)

    assert found.embedded == (Embedded(EmbeddedKind.APPENDED_FILM, data.index(_FILM), len(_FILM)),)
    assert _indicator(found, "motion-photo")


def test_the_film_found_is_a_film() -> None:
    data = encoded(scene(), "JPEG") + samsung_trailer({b"MotionPhoto_Data": _FILM})
    one = run(data).embedded[0]

    assert run(data[one.offset : one.offset + one.length]).outcome is Outcome.ANALYSED


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "JPEG2000"])
def test_pictures_behind_the_end_are_found_in_every_format_that_has_an_end(format_name: str) -> None:
    picture, second, third = encoded(scene(), format_name), encoded(scene("rings"), "JPEG"), encoded(scene(), "PNG")
    found = run(picture + b"text" + second + third)

    assert found.outcome is Outcome.ANALYSED
    assert found.embedded == (
        Embedded(EmbeddedKind.SECONDARY_PICTURE, len(picture) + 4, len(second)),
        Embedded(EmbeddedKind.SECONDARY_PICTURE, len(picture) + 4 + len(second), len(third)),
    )
    text = _indicator(found, "bytes-after-end")
    behind = 4 + len(second) + len(third)
    assert text.startswith(f"{behind} bytes after the end of the picture at byte {len(picture)}: a picture among them")
    assert text.endswith("74 65 78 74 " + (second + third)[:12].hex(" "))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}, {"quality": 100}])
def test_a_jpeg_ends_where_its_structure_ends(options: dict[str, object]) -> None:
    picture = encoded(scene(), "JPEG", **options)
    data = with_thumbnail(picture, encoded(scene(width=160, height=120), "JPEG"))

    assert _indicator(run(data), "bytes-after-end") == ""
    assert _indicator(run(data + b"\x00\x00"), "bytes-after-end") == (
        f"2 bytes after the end of the picture at byte {len(data)}: all of them zero"
    )


def test_bytes_that_only_look_like_a_beginning_are_no_picture() -> None:
    data = encoded(scene(), "JPEG") + b"\xff\xd8\xff\xe1 and other text, \x00\x00\x00\x18 not ftyp"

    assert run(data).embedded == ()


def test_the_number_is_bounded() -> None:
    small = encoded(scene(width=40, height=30), "JPEG")

    assert len(run(encoded(scene(), "JPEG") + small * 40).embedded) == 16


def test_a_film_in_a_box_of_a_heic_file_is_found() -> None:
    data = shared_data()
    path = data / "motion-photo" / "sample_MP.heic" if data else None
    if path is None or not path.is_file():
        pytest.skip("the shared test material is not here")

    assert run(path.read_bytes()).embedded == (Embedded(EmbeddedKind.APPENDED_FILM, 28869, 28803),)


def test_pictures_listed_by_an_mpf_index_are_reported_once() -> None:
    first, second = encoded(scene(), "JPEG"), encoded(scene("rings"), "JPEG")
    entries = (0).to_bytes(4) + len(first).to_bytes(4) + bytes(8)
    place = len(first) + 4 + 4 + len(tiff({0xB002: (7, 32, bytes(32))})) - 10
    entries += (0).to_bytes(4) + len(second).to_bytes(4) + place.to_bytes(4) + bytes(4)
    index = segment(0xE2, b"MPF\x00" + tiff({0xB002: (7, 32, entries)}))
    data = inserted(first, index)
    place = len(data) - (2 + 4 + 4)
    entries = entries[:24] + place.to_bytes(4) + bytes(4)
    data = inserted(first, segment(0xE2, b"MPF\x00" + tiff({0xB002: (7, 32, entries)}))) + second

    parts = run(data).embedded
    assert [(part.kind, part.length) for part in parts] == [(EmbeddedKind.SECONDARY_PICTURE, len(second))]
    assert "MPF" in _indicator(run(data), "bytes-after-end")


def test_box_walks_end_with_the_file() -> None:
    from hashing.metadata.boxes import Window, boxes

    window = Window(io.BytesIO(box(b"free", bytes(8)) + (1 << 30).to_bytes(4) + b"mdat" + bytes(20)))

    assert [(one.name, one.end) for one in boxes(window, 0, window.size)] == [(b"free", 16), (b"mdat", 16 + (1 << 30))]


def test_pillow_reads_what_this_test_makes() -> None:
    data = with_thumbnail(encoded(scene(), "JPEG"), encoded(scene(width=160, height=120), "JPEG"), orientation=6)

    assert Image.open(io.BytesIO(data)).getexif()[0x0112] == 6
