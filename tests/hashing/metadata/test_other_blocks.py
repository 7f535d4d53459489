"""IPTC, profiles, PNG and GIF text, content credentials and traces of generators are read as they stand."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from hashing.metadata.exif_fields import comment_text
from hashing.metadata.iptc import read_iptc
from hashing.values import DateFact
from tests.hashing.making import encoded, run, scene
from tests.hashing.metadata.making import (
    XMP_HEAD,
    box,
    chunk,
    dataset,
    inserted,
    packet,
    resource,
    segment,
    with_chunks,
)
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from hashing.values import Indicator

_URI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_A1111 = "a lighthouse at dusk\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, Seed: 1, Size: 512x512"


def _codes(indicators: tuple[Indicator, ...]) -> dict[str, str]:
    return {one.code: one.text for one in indicators}


def _png(**texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text, zip=len(text) > 100)
    return encoded(scene(), "PNG", pnginfo=info)


def test_iptc_in_a_photoshop_segment_is_read_with_its_date_and_zone() -> None:
    record = (
        dataset(1, 90, b"\x1b%G")
        + dataset(2, 80, "Fotografin Ä".encode())
        + dataset(2, 25, b"one")
        + dataset(2, 25, b"two")
        + dataset(2, 55, b"20230701")
        + dataset(2, 60, b"123456+0200")
        + dataset(2, 40, b"FBMD0100000001")
    )
    found = run(inserted(encoded(scene(), "JPEG"), segment(0xED, b"Photoshop 3.0\x00" + resource(0x0404, record))))

    groups = dict(found.metadata)
    assert ("By-line", "Fotografin Ä") in groups["IPTC"]
    assert [pair for pair in groups["IPTC"] if pair[0].startswith("Keywords")] == [
        ("Keywords[1]", "one"),
        ("Keywords[2]", "two"),
    ]
    assert found.dates == (DateFact("iptc:DateCreated", "20230701 123456+0200", "+0200"),)
    assert _codes(found.indicators) == {"messenger": "IPTC SpecialInstructions: FBMD0100000001"}


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("heading", ["\niptc\n", "\nIPTC profile\n"])
def test_iptc_in_a_raw_profile_of_png_is_read(heading: str, wrapped: bool) -> None:
    record = dataset(2, 80, "Fotografin Ä".encode())
    raw = resource(0x0404, record) if wrapped else record
    found = run(_png(**{"Raw profile type iptc": f"{heading}{len(raw):8}\n{raw.hex()}\n" + " " * 100}))

    assert dict(dict(found.metadata)["IPTC"]) == {"By-line": "Fotografin Ä"}
    assert not found.issues


def test_iptc_that_names_no_character_set_is_read_in_that_of_windows() -> None:
    assert read_iptc(dataset(2, 80, b"J\xfcrgen \x80 \x81")) == (("By-line", "Jürgen € \x81"),)


def test_iptc_that_claims_more_than_there_is_ends_there() -> None:
    assert read_iptc(dataset(2, 5, b"name") + b"\x1c\x02\x05\xff\xff") == (("ObjectName", "name"),)


def test_the_name_of_a_colour_profile_is_read() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for format_name in ("JPEG", "PNG", "WEBP", "TIFF"):
        groups = dict(run(encoded(scene(), format_name, icc_profile=profile)).metadata)

        assert "sRGB" in dict(groups["ICC profile"])["description"]


def test_what_a_decoder_says_of_a_file_is_no_text_of_the_file() -> None:
    for compression in ("raw", "tiff_lzw"):
        assert "text fields" not in dict(run(encoded(scene(), "TIFF", compression=compression)).metadata)


def test_comments_of_jpeg_and_gif_are_kept() -> None:
    for format_name in ("JPEG", "GIF"):
        groups = dict(run(encoded(scene(), format_name, comment=b"a remark")).metadata)

        assert groups["text fields"] == (("comment", "a remark"),)


def test_png_text_of_all_three_kinds_is_read_with_its_dates() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Person A")
    info.add_text("Description", "long " * 50, zip=True)
    info.add_itxt("Title", "Überschrift", zip=True)
    info.add_text("Creation Time", "2024-01-02T03:04:05+00:00")
    data = with_chunks(encoded(scene(), "PNG", pnginfo=info), chunk(b"tIME", b"\x07\xe8\x01\x02\x03\x04\x05"))
    found = run(data)

    assert dict(dict(found.metadata)["text fields"]) == {
        "Author": "Person A",
        "Creation Time": "2024-01-02T03:04:05+00:00",
        "Description": ("long " * 50).strip(),
        "Title": "Überschrift",
        "tIME": "2024-01-02 03:04:05",
    }
    assert found.dates == (
        DateFact("png:Creation Time", "2024-01-02T03:04:05+00:00", "+00:00"),
        DateFact("application:png:tIME", "2024-01-02 03:04:05", None),
    )


def test_a_text_chunk_that_inflates_without_end_is_cut_and_named() -> None:
    bomb = zlib.compress(bytes(64 << 20), 9)
    found = run(with_chunks(encoded(scene(), "PNG"), chunk(b"zTXt", b"bomb\x00\x00" + bomb)))

    assert "a compressed PNG chunk is longer than is read" in [issue.detail for issue in found.issues]
    assert all(len(text) <= 502 for _, pairs in found.metadata for _, text in pairs)


@pytest.mark.parametrize(
    ("program", "texts"),
    [
        ("Stable Diffusion web UI", {"parameters": _A1111}),
        ("ComfyUI", {"prompt": json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1}}})}),
        ("ComfyUI", {"workflow": json.dumps({"nodes": [], "links": []})}),
        ("InvokeAI", {"invokeai_metadata": json.dumps({"positive_prompt": "a lighthouse"})}),
        ("NovelAI", {"Comment": json.dumps({"prompt": "a lighthouse", "uc": "blurry", "steps": 28})}),
        ("NovelAI", {"Software": "NovelAI"}),
        ("Fooocus", {"parameters": json.dumps({"base_model": "m", "full_prompt": ["a lighthouse"]})}),
        ("Fooocus", {"parameters": json.dumps({"prompt": "a lighthouse", "metadata_scheme": "fooocus"})}),
        ("Fooocus", {"fooocus_scheme": "a1111"}),
        ("Imagined with AI", {"Credit": "Imagined with AI"}),
        ("SwarmUI", {"parameters": json.dumps({"sui_image_params": {"prompt": "a lighthouse"}})}),
        ("Easy Diffusion", {"negative_prompt": "blurry"}),
        ("Midjourney", {"Description": "a lighthouse --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef"}),
    ],
)
def test_what_generating_programs_write_is_quoted(program: str, texts: dict[str, str]) -> None:
    found = [one.text for one in run(_png(**texts)).indicators if one.code == "generator"]

    name, text = next(iter(texts.items()))
    shown = text.replace("\n", "\\n")
    assert found == [f"{program}; field {name}: {shown}"]


def test_a_prompt_in_a_user_comment_is_read_in_utf_16() -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x9286: b"UNICODE\x00" + (_A1111 + " ä" * 600).encode("utf-16-be")}
    texts = [one.text for one in run(encoded(scene(), "JPEG", exif=exif)).indicators if one.code == "generator"]

    assert len(texts) == 1
    assert "Steps: 20" in texts[0]
    assert "ä ä" in texts[0]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"ASCII\x00\x00\x00plain", "plain"),
        (bytes(8) + b"plain", "plain"),
        (b"UNICODE\x00p\x00l\x00", "pl"),
        (b"UNICODE\x00\x00p\x00l", "pl"),
        (b"JIS\x00\x00\x00\x00\x00\xa4\xa2", "あ"),
        (b"short", "short"),
    ],
)
def test_user_comments_are_read_in_the_code_they_name(raw: bytes, text: str) -> None:
    assert comment_text(raw, "be") == text


def test_places_in_words_are_read_in_the_code_they_name() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({0x1B: b"ASCII\0\0\0GPS", 0x1C: b"UNICODE\0" + "Área".encode("utf-16-le")})
    groups = {name: dict(pairs) for name, pairs in run(encoded(scene(), "JPEG", exif=exif)).metadata}
    assert (groups["GPS"]["GPSProcessingMethod"], groups["GPS"]["GPSAreaInformation"]) == ("GPS", "Área")


def test_a_position_that_xmp_alone_states_is_a_position() -> None:
    place = 'exif:GPSLatitude="33,51.90858S" exif:GPSLongitude="151,12.594E"'
    stated = packet("", f'{place} exif:GPSAltitude="125/10" exif:GPSAltitudeRef="1"')
    found = run(inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + stated)))
    assert _codes(found.indicators)["gps-position"] == "-33.865143, 151.209900"
    assert _codes(found.indicators)["gps-altitude"] == "12.5 m below sea level"


def test_ordinary_text_is_no_trace_of_a_generator() -> None:
    data = _png(Comment="Steps: we walked 20, then rested", Description="a job", Software="Retouch 3")

    assert _codes(run(data).indicators) == {"editing-software": "Retouch 3"}


def _store(text: str) -> bytes:
    label = box(b"jumd", bytes.fromhex("6332706100110010800000aa00389b71") + b"\x03c2pa\x00")
    name, maker = b"\x6fclaim_generator", b"Example/1.0"
    claim = b"\xa1" + name + bytes([0x60 + len(maker)]) + maker + b"\x78" + bytes([len(text)]) + text.encode()
    return box(b"jumb", label, box(b"jumb", box(b"cbor", claim)))


def test_content_credentials_are_named_and_not_validated() -> None:
    store = _store(_URI)
    jpeg, png, webp = (encoded(scene(), name) for name in ("JPEG", "PNG", "WEBP"))
    half = len(store) // 2
    pieces = (
        segment(0xEB, b"JP\x00\x01" + (1).to_bytes(4) + store[:half]),
        segment(0xEB, b"JP\x00\x01" + (2).to_bytes(4) + store[:8] + store[half:]),
    )
    riff = b"C2PA" + len(store).to_bytes(4, "little") + store + b"\x00" * (len(store) % 2)
    for data in (
        inserted(jpeg, *pieces),
        with_chunks(png, chunk(b"caBX", store)),
        webp[:4] + (len(webp) - 8 + len(riff)).to_bytes(4, "little") + webp[8:] + riff,
    ):
        codes = _codes(run(data).indicators)

        assert codes["content-credentials"] == "present, not validated; claim generator: Example/1.0"
        assert codes["digital-source-type"] == _URI


def test_a_digital_source_type_in_xmp_is_quoted() -> None:
    raw = packet("", f'Iptc4xmpExt:DigitalSourceType="{_URI}"')

    assert _codes(run(inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + raw))).indicators) == {
        "digital-source-type": _URI
    }


def test_the_shared_signed_pictures_name_what_made_the_claim() -> None:
    data = shared_data()
    paths = sorted((data / "c2pa").glob("*.jpg")) if data else []
    if not paths:
        pytest.skip("the shared test material is not here")
    for path in paths:
        text = _codes(run(path.read_bytes()).indicators)["content-credentials"]

        assert text.startswith("present, not validated; claim generator: make_test_")
        assert text.endswith("/0.16.1 c2pa-rs/0.16.1")
