"""The one way to luminance: whatever the depth, layout or colour model, the same picture gives the same hash."""

from __future__ import annotations

import csv
import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode
from tests.hashing.decode.raster import png, png_chunk, tiff
from tests.hashing.making import encoded, run, scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

_PICTURE = scene(width=320, height=240)
_RGB = np.asarray(_PICTURE, dtype=np.uint8)
_GREY = np.asarray(_PICTURE.convert("L"), dtype=np.uint8)[:, :, np.newaxis]
_ALPHA = np.full((240, 320, 1), 255, dtype=np.uint8)
_ALPHA[:, :80], _ALPHA[:, 80:120] = 0, 128


def _over_white(colours: Numbers) -> Numbers:
    share = _ALPHA / 255.0
    return np.round(colours * share + 255 * (1 - share)).astype(np.uint8)


def _deep(values: Numbers) -> Numbers:
    return values.astype(np.uint16) * 257


def _with_alpha(values: Numbers) -> Numbers:
    return np.concatenate((values, _ALPHA), axis=2)


_CMYK = np.asarray(_PICTURE.convert("CMYK"), dtype=np.uint8)
_PREMULTIPLIED = np.round(_RGB * (_ALPHA / 255.0)).astype(np.uint8)

_TIFF: dict[str, tuple[Callable[[str], bytes], Numbers]] = {
    "16-bit RGB": (lambda order: tiff(_deep(_RGB), 2, order), _RGB),
    "16-bit RGB in planes": (lambda order: tiff(_deep(_RGB), 2, order, planar=True), _RGB),
    "8-bit RGB in planes": (lambda order: tiff(_RGB, 2, order, planar=True), _RGB),
    "16-bit RGB with alpha": (lambda order: tiff(_deep(_with_alpha(_RGB)), 2, order, extra=2), _over_white(_RGB)),
    "8-bit RGB with premultiplied alpha": (
        lambda order: tiff(_with_alpha(_PREMULTIPLIED), 2, order, extra=1),
        _over_white(_RGB),
    ),
    "16-bit RGB with premultiplied alpha": (
        lambda order: tiff(_deep(_with_alpha(_PREMULTIPLIED)), 2, order, extra=1),
        _over_white(_RGB),
    ),
    "16-bit grey": (lambda order: tiff(_deep(_GREY), 1, order), _GREY),
    "16-bit grey, white is zero": (lambda order: tiff(65535 - _deep(_GREY), 0, order), _GREY),
    "8-bit grey, white is zero": (lambda order: tiff(255 - _GREY, 0, order), _GREY),
    "16-bit grey with alpha": (lambda order: tiff(_deep(_with_alpha(_GREY)), 1, order, extra=2), _over_white(_GREY)),
    "32-bit grey": (lambda order: tiff(_GREY.astype(np.uint32) * 16843009, 1, order), _GREY),
    "signed 16-bit grey": (
        lambda order: tiff((_deep(_GREY).astype(np.int32) - 32768).astype(np.int16), 1, order),
        _GREY,
    ),
    "half-precision grey": (lambda order: tiff((_GREY / 255).astype(np.float16), 1, order), _GREY),
    "floating-point grey": (lambda order: tiff((_GREY / 255).astype(np.float32), 1, order), _GREY),
    "double-precision grey": (lambda order: tiff(_GREY / 255, 1, order), _GREY),
    "floating-point RGB": (lambda order: tiff((_RGB / 255).astype(np.float32), 2, order), _RGB),
    "16-bit CMYK": (lambda order: tiff(_deep(_CMYK), 5, order), _RGB),
    "16-bit CMYK in planes": (lambda order: tiff(_deep(_CMYK), 5, order, planar=True), _RGB),
}


def _distance(data: bytes, expected: Numbers) -> int:
    found = run(data)
    assert found.issues == ()
    flat = np.ascontiguousarray(expected[:, :, 0] if expected.shape[-1] == 1 else expected)
    return hamming(found.perceptual[0].value, pdq(flat).value)


@pytest.mark.parametrize("name", _TIFF)
def test_every_tiff_layout_gives_the_hash_of_its_picture(name: str) -> None:
    make, expected = _TIFF[name]

    assert max(_distance(make(order), expected) for order in "<>") <= 2


_PNG: dict[str, tuple[bytes, Numbers]] = {
    "16-bit RGB": (png(_deep(_RGB), 16, 2), _RGB),
    "16-bit RGB with alpha": (png(_deep(_with_alpha(_RGB)), 16, 6), _over_white(_RGB)),
    "16-bit grey": (png(_deep(_GREY), 16, 0), _GREY),
    "16-bit grey with alpha": (png(_deep(_with_alpha(_GREY)), 16, 4), _over_white(_GREY)),
    "8-bit grey with alpha": (png(_with_alpha(_GREY), 8, 4), _over_white(_GREY)),
}


@pytest.mark.parametrize("name", _PNG)
def test_every_png_layout_gives_the_hash_of_its_picture(name: str) -> None:
    data, expected = _PNG[name]

    assert _distance(data, expected) <= 2


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_grey_of_every_depth_and_its_transparent_value_are_understood(depth: int) -> None:
    most = (1 << depth) - 1
    values = (_GREY.astype(np.uint32) * most + 127) // 255
    levels = ((values * 255 + most // 2) // most).astype(np.uint8)
    clear = int(values[100, 100, 0])

    assert _distance(png(values, depth, 0), levels) == 0
    hidden = png(values, depth, 0, png_chunk(b"tRNS", struct.pack(">H", clear)))
    assert _distance(hidden, np.where(values == clear, 255, levels).astype(np.uint8)) == 0


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_palettes_with_transparent_entries_are_laid_over_white(depth: int) -> None:
    paletted = _PICTURE.quantize(1 << depth)
    indices = np.asarray(paletted, dtype=np.uint8)[:, :, np.newaxis]
    colours = bytes(paletted.getpalette() or [])[: 3 << depth]
    chunks = png_chunk(b"PLTE", colours), png_chunk(b"tRNS", bytes([0, 128]))
    share = np.where(indices == 0, 0, np.where(indices == 1, 128, 255)) / 255.0
    expected = np.round(np.asarray(paletted.convert("RGB")) * share + 255 * (1 - share)).astype(np.uint8)

    assert _distance(png(indices, depth, 3, *chunks), expected) <= 2


def test_colour_profiles_are_not_applied() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()

    for format_name in ("JPEG", "PNG", "TIFF", "WEBP"):
        options: dict[str, Any] = {"lossless": True} if format_name == "WEBP" else {}
        plain, marked = (encoded(_PICTURE, format_name, **options, **more) for more in ({}, {"icc_profile": profile}))
        assert run(plain).perceptual == run(marked).perceptual


_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize("stated", [("exif", "xmp"), ("exif",), ("xmp",)])
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_an_orientation_stated_twice_is_undone_once(format_name: str, stated: tuple[str, ...]) -> None:
    options: dict[str, Any] = {"lossless": True} if format_name == "WEBP" else {"quality": 95}
    options = {} if format_name in {"PNG", "TIFF"} else options
    if format_name == "TIFF":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags.update({0x0112: 6} if "exif" in stated else {})
        if "xmp" in stated:
            tags[700], tags.tagtype[700] = _XMP, 1
        options["tiffinfo"] = tags
    elif "exif" in stated:
        exif = Image.Exif()
        exif[0x0112] = 6
        options["exif"] = exif
    if "xmp" in stated and format_name == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", _XMP.decode())
    elif "xmp" in stated and format_name != "TIFF":
        options["xmp"] = _XMP

    data = encoded(_PICTURE.transpose(Image.Transpose.ROTATE_90), format_name, **options)

    assert _distance(data, _RGB) <= 6


def test_the_readable_part_of_a_cut_deep_tiff_is_had() -> None:
    values = _deep(_RGB)
    whole = tiff(values, 2)
    # The directory first, the pixels last, so that a cut takes pixels.
    tags = whole[8 + values.nbytes :]
    start = 8 + len(tags)
    moved = bytearray(whole[:4] + struct.pack("<I", 8) + tags + values.tobytes())
    count = struct.unpack_from("<H", moved, 8)[0]
    for place in range(10, 10 + 12 * count, 12):
        tag, kind, number, value = struct.unpack_from("<HHII", moved, place)
        if tag == 0x0111:
            struct.pack_into("<I", moved, place + 8, start)
        elif number * {3: 2, 4: 4}[kind] > 4:
            struct.pack_into("<I", moved, place + 8, value - values.nbytes)
    assert _distance(bytes(moved), _RGB) == 0

    found = run(bytes(moved[: start + values.nbytes // 2]))

    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert found.perceptual[0].quality is not None


def test_the_reference_pictures_have_the_published_pdq_by_the_whole_path() -> None:
    shared = shared_data()
    table = shared / "pdq/expected_pdq.csv" if shared else None
    if shared is None or table is None or not table.is_file():
        pytest.skip("the shared data are not here")
    distances: dict[str, int] = {}
    with table.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["source"].startswith("computed"):
                found = run((shared / "pdq" / row["file"]).read_bytes())
                distances[row["file"]] = hamming(found.perceptual[0].value, bytes.fromhex(row["pdq_hex"]))
    assert len(distances) == 38
    assert max(distances.values()) <= 2, distances


def test_the_shared_pictures_in_all_eight_orientations_come_out_upright() -> None:
    shared = shared_data()
    folder = shared / "exif/jpg/orientation" if shared else None
    if folder is None or not folder.is_dir():
        pytest.skip("the shared data are not here")
    for name in ("landscape", "portrait"):
        first, *others = (run((folder / f"{name}_{number}.jpg").read_bytes()).perceptual[0] for number in range(1, 9))
        for other in others:
            distances = [hamming(variant, other.value) for variant in first.orientations]
            assert distances[0] == min(distances) <= 31, name  # each shows its own number, so they are not equal


def test_a_heic_picture_whose_container_and_exif_both_turn_it_is_turned_once() -> None:
    shared = shared_data()
    path = shared / "formats/heif/heif_other/arrow.heic" if shared else None
    if path is None or not path.is_file():
        pytest.skip("no HEIC picture can be made here and the shared data are not here")

    found = run(path.read_bytes())

    assert found.thumbnail is not None
    with Image.open(io.BytesIO(found.thumbnail.preview)) as preview:
        assert preview.size == (192, 256)  # upright: 3024 x 4032; turned again it would lie on its side
