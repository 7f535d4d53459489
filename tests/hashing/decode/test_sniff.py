"""Files are recognised by content; ordinary files never become pictures or films."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.decode.extensions import unusual_ending
from hashing.decode.kinds import Decoder
from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify
from tests.hashing.making import encoded, film, scene

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

_MEDIA = set(Decoder) - {Decoder.NOT_MEDIA}


def _kind(data: bytes) -> Kind:
    return identify(data[:HEAD_BYTES], data[-TAIL_BYTES:], len(data))


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("picture.txt", "no picture")
    return target.getvalue()


_ORDINARY = {
    "text": b"BM is how a bitmap begins, but this is a letter.\n" * 40,
    "text that begins like a film": b"free entrance\nmoov mdat\n" * 40,
    "c source": b"#define WIDTH 10\n#define HEIGHT 20\nint main(void) { return 0; }\n",
    "script": b"#!/bin/sh\necho P6 10 10 255\n",
    "json": json.dumps({"a": [1, 2, 3]}).encode(),
    "csv": b"id;name;size\r\n1;GIF;5\r\n",
    "utf-16 text": "Grüße aus dem Labor, und zwar viele".encode("utf-16"),
    "xml": b"<?xml version='1.0'?><note><to>svg</to></note>",
    "html that draws": b"<!DOCTYPE html><html><body><svg width='1'></svg></body></html>",
    "zip": _zip(),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "elf": b"\x7fELF\x02\x01\x01" + bytes(60),
    "sqlite": b"SQLite format 3\x00" + bytes(84),
    "zeros": bytes(5000),
    "ones": b"\xff" * 5000,
    "sync bytes only": b"\x47" * 5000,
    "jpeg xl marker before a line end": b"\xff\n",
    "two bytes": b"BM",
    "little endian numbers": struct.pack("<64I", *range(1, 65)),
    "mp3": b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(200),
    "playlist": b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://127.0.0.1:9/a.ts\n",
}


@pytest.mark.parametrize("name", _ORDINARY)
def test_ordinary_files_are_not_media(name: str) -> None:
    assert _kind(_ORDINARY[name]).decoder is Decoder.NOT_MEDIA


_RAW_TAGS = {
    "dng": ((0xC612, 1, 4, 0x00000401), "image/x-adobe-dng"),
    "sensor data": ((0x0106, 3, 1, 32803), "image/x-raw"),
}
_MAKERS = {
    "image/x-nikon-nef": b"NIKON CORPORATION",
    "image/x-sony-arw": b"SONY",
    "image/x-pentax-pef": b"PENTAX Corporation",
    "image/x-samsung-srw": b"Samsung",
    "image/x-raw": b"Example",
}


def _tiff(*entries: tuple[int, int, int, int]) -> bytes:
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + directory + bytes(100)


@pytest.mark.parametrize("name", _RAW_TAGS)
def test_camera_raw_files_are_told_from_tiff(name: str) -> None:
    entry, media_type = _RAW_TAGS[name]

    found = _kind(_tiff(entry))

    assert (found.decoder, found.media_type) == (Decoder.RAW, media_type)
    assert _kind(_tiff((0x0100, 3, 1, 10))).media_type == "image/tiff"


@pytest.mark.parametrize("media_type", _MAKERS)
def test_the_maker_names_the_raw_format(media_type: str) -> None:
    maker = _MAKERS[media_type] + b"\x00"
    place = 8 + 2 + 2 * 12 + 4

    data = _tiff((0x0106, 3, 1, 32803), (0x010F, 2, len(maker), place))[:place] + maker + bytes(50)

    assert _kind(data).media_type == media_type


_RAW_FILES = {
    "image/x-canon-cr2": b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(60),
    "image/x-canon-cr3": b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom" + bytes(40),
    "image/x-canon-crw": b"II\x1a\x00\x00\x00HEAPCCDR" + bytes(40),
    "image/x-fuji-raf": b"FUJIFILMCCD-RAW 0201" + bytes(100),
    "image/x-minolta-mrw": b"\x00MRM\x00\x00\x00\x20" + bytes(40),
    "image/x-olympus-orf": b"IIRO\x08\x00\x00\x00" + bytes(40),
    "image/x-panasonic-rw2": b"IIU\x00\x18\x00\x00\x00" + bytes(40),
    "image/x-sigma-x3f": b"FOVb\x00\x00\x02\x00" + bytes(40),
}


@pytest.mark.parametrize("media_type", _RAW_FILES)
def test_raw_files_with_a_signature_of_their_own_are_recognised(media_type: str) -> None:
    found = _kind(_RAW_FILES[media_type])

    assert (found.decoder, found.media_type) == (Decoder.RAW, media_type)


def test_icons_are_recognised() -> None:
    head = b"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00"

    assert _kind(head + struct.pack("<II", 40, 22) + bytes(60)).decoder is Decoder.ICON


_UNSUPPORTED = {
    "image/vnd.adobe.photoshop": b"8BPS\x00\x02" + bytes(30),
    "image/jpx": b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypmjp2" + bytes(30),
    "image/jxl": b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(30),
    "image/x-dds": b"DDS \x7c\x00\x00\x00" + bytes(120),
    "image/x-rgb": b"\x01\xda\x01\x01\x00\x03\x00\x10\x00\x10\x00\x03" + bytes(500),
    "image/svg+xml": b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --> <!-- b -->\n<svg xmlns='x'></svg>",
    "image/x-portable-anymap": b"P6\n# one\n# two\n4 2\n255\n" + bytes(range(24)),
    "image/x-tga": bytes(40) + b"\x01" * 100 + b"TRUEVISION-XFILE.\x00",
    "video/x-flc": struct.pack("<IHHHHH", 128, 0xAF12, 1, 320, 200, 8) + bytes(200),
}


@pytest.mark.parametrize("media_type", _UNSUPPORTED)
def test_further_pictures_and_films_are_named_as_unsupported(media_type: str) -> None:
    found = _kind(_UNSUPPORTED[media_type])

    assert (found.decoder, found.media_type) == (Decoder.UNSUPPORTED, media_type)
    assert found.name


def test_quicktime_older_than_its_brand_box_is_recognised() -> None:
    data = film("mov", "mpeg4")
    length = int.from_bytes(data[:4])

    assert _kind(data[length:]).media_type == "video/quicktime"


def test_brands_tell_sound_stills_and_films_apart() -> None:
    def box(major: bytes, *compatible: bytes) -> bytes:
        brands = b"".join(compatible)
        return struct.pack(">I", 16 + len(brands)) + b"ftyp" + major + bytes(4) + brands + bytes(50)

    assert _kind(box(b"mif1", b"mif1", b"avif")).media_type == "image/avif"
    assert _kind(box(b"mif1", b"heic")).media_type == "image/heic"
    assert _kind(box(b"M4A ", b"isom")).decoder is Decoder.NOT_MEDIA
    assert _kind(box(b"3gp5")).media_type == "video/3gpp"
    assert _kind(box(b"isom", b"mp42")).media_type == "video/mp4"


def test_a_png_whose_signature_a_text_transfer_damaged_is_still_a_picture() -> None:
    assert _kind(encoded(scene(), "PNG").replace(b"\r\n\x1a\n", b"\n\x1a\n", 1)).media_type == "image/png"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_are_identified_without_an_exception(data: bytes) -> None:
    assert identify(data, data[-TAIL_BYTES:], len(data)).media_type


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=300))
def test_text_is_not_media_unless_it_is_a_drawing(text: str) -> None:
    found = _kind(text.encode())

    assert found.decoder not in _MEDIA or "svg" in text or text.startswith(("P", "BM", "%!PS", "#?R", "GIF8", "qoif"))


def test_a_long_chain_of_comments_does_not_hold_up_the_search_for_drawings() -> None:
    assert _kind(b"<!-- x -->" * 5000).decoder is Decoder.NOT_MEDIA


@pytest.mark.parametrize(
    ("name", "media_type", "said"),
    [
        (b"a.jpg", "image/jpeg", False),
        (b"a.JPEG", "image/jpeg", False),
        (b"a.png", "image/jpeg", True),
        (b"film.mp4.jpg", "video/mp4", True),
        (b"no-ending", "image/jpeg", False),
        (b"a.jpg", "text/plain", False),
        (b"a.\xff\xfe", "image/jpeg", True),
        (b"f.0123456789abcdef", "image/jpeg", False),
    ],
)
def test_an_ending_of_another_kind_is_an_indicator(name: bytes, media_type: str, said: bool) -> None:
    found = unusual_ending(name, media_type)

    assert [one.code for one in found] == (["signature-extension"] if said else [])
    assert all(one.text.isprintable() for one in found)
