"""Pictures of every supported format are decoded, hashed and described in one way."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from hashing.known_answers.pictures import draw
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome, Recipe
from tests.hashing.making import encoded, photoshop, run, scene

if TYPE_CHECKING:
    from hashing.values import Analysis

_FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "jpeg": ("image/jpeg", "JPEG", {"quality": 92}),
    "progressive jpeg": ("image/jpeg", "JPEG", {"quality": 92, "progressive": True}),
    "mpo": ("image/jpeg", "MPO", {"save_all": True, "append_images": [scene("tiles")], "quality": 92}),
    "png": ("image/png", "PNG", {}),
    "apng": ("image/png", "PNG", {"save_all": True, "append_images": [scene("tiles")]}),
    "gif": ("image/gif", "GIF", {}),
    "animated gif": ("image/gif", "GIF", {"save_all": True, "append_images": [scene("tiles")]}),
    "webp": ("image/webp", "WEBP", {"quality": 90}),
    "lossless webp": ("image/webp", "WEBP", {"lossless": True}),
    "animated webp": ("image/webp", "WEBP", {"save_all": True, "append_images": [scene("tiles")], "lossless": True}),
    "bmp": ("image/bmp", "BMP", {}),
    "tiff": ("image/tiff", "TIFF", {}),
    "compressed tiff": ("image/tiff", "TIFF", {"compression": "tiff_lzw"}),
    "big tiff": ("image/tiff", "TIFF", {"big_tiff": True}),
    "jpeg 2000": ("image/jp2", "JPEG2000", {}),
    "lossy jpeg 2000": ("image/jp2", "JPEG2000", {"quality_mode": "dB", "quality_layers": [40]}),
    "jpeg 2000 codestream": ("image/j2c", "JPEG2000", {"no_jp2": True}),
    "avif": ("image/avif", "AVIF", {"quality": 90}),
    "animated avif": ("image/avif", "AVIF", {"save_all": True, "append_images": [scene("tiles")], "quality": 90}),
}


def _pdq(analysis: Analysis) -> bytes:
    return analysis.perceptual[0].value


@pytest.mark.parametrize("name", _FORMATS)
def test_every_format_is_recognised_by_content_and_hashed(name: str) -> None:
    media_type, format_name, options = _FORMATS[name]
    picture = scene()
    data = encoded(picture, format_name, **options)

    found = run(data)

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, media_type, ())
    assert (found.width, found.height, found.size) == (480, 360, len(data))
    assert hamming(_pdq(found), pdq(np.asarray(picture, dtype=np.uint8)).value) <= 10
    assert [one.algorithm for one in found.perceptual if not one.view] == ["pdq", "phash", "dhash"]
    assert found.perceptual[0].quality == 100
    assert found.film is None


@pytest.mark.parametrize("extra", [None, 255, 3])
def test_the_merged_picture_of_a_photoshop_document_is_hashed_whatever_its_further_channel(extra: int | None) -> None:
    picture = scene()

    found = run(photoshop(picture, extra))

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, "image/vnd.adobe.photoshop", ())
    assert (found.width, found.height) == (480, 360)
    assert _pdq(found) == pdq(np.asarray(picture, dtype=np.uint8)).value


def test_a_photoshop_document_cut_short_says_so() -> None:
    data = photoshop(scene())

    found = run(data[: len(data) // 2])

    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]


@pytest.mark.parametrize("format_name", ["JPEG2000", "PSD"])
def test_the_limit_on_pixels_stands_before_the_further_decoders(format_name: str) -> None:
    data = photoshop(scene()) if format_name == "PSD" else encoded(scene(), format_name)

    found = run(data, replace(Recipe(), max_pixels=480 * 360 - 1))

    assert [issue.code for issue in found.issues] == [IssueCode.TOO_MANY_PIXELS]
    assert found.perceptual == ()


def test_deep_grey_of_jpeg_2000_is_scaled_and_not_clipped() -> None:
    grey = np.asarray(scene().convert("L"), dtype=np.uint8)
    deep = Image.fromarray(grey.astype(np.uint16) * 257)

    found = run(encoded(deep, "JPEG2000"))

    assert hamming(_pdq(found), pdq(grey).value) <= 2


def test_digests_are_those_of_the_whole_file() -> None:
    data = encoded(scene(), "PNG")

    found = run(data).digests

    assert found is not None
    assert found.md5 == hashlib.md5(data, usedforsecurity=False).digest()
    assert found.sha1 == hashlib.sha1(data, usedforsecurity=False).digest()
    assert found.sha256 == hashlib.sha256(data).digest()


def test_preview_and_mosaic_are_small_pictures() -> None:
    found = run(encoded(scene(width=900, height=300), "JPEG")).thumbnail

    assert found is not None
    with Image.open(io.BytesIO(found.preview)) as preview, Image.open(io.BytesIO(found.mosaic)) as mosaic:
        assert (preview.format, preview.size) == ("JPEG", (256, 85))
        assert (mosaic.format, max(mosaic.size)) == ("PNG", 12)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "WEBP", "JPEG", "AVIF"])
@pytest.mark.parametrize("orientation", _TURNS)
def test_exif_orientation_is_undone_exactly_once(orientation: int, format_name: str) -> None:
    upright = scene()
    stored = upright.transpose(_TURNS[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"lossless": True} if format_name == "WEBP" else {"quality": 95}
    data = encoded(stored, format_name, exif=exif, **(options if format_name not in {"PNG", "TIFF"} else {}))

    found = run(data)

    expected = pdq(np.asarray(upright, dtype=np.uint8)).value
    assert hamming(_pdq(found), expected) <= (0 if format_name in {"PNG", "TIFF", "WEBP"} else 6)
    assert found.width is not None
    assert found.height is not None
    if format_name != "AVIF":  # its decoder turns what the container says, and cannot tell it from the file's EXIF
        assert (found.width, found.height) == stored.size


def test_transparency_is_laid_over_white() -> None:
    shape = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    shape.paste(scene(width=200, height=200), (50, 50))
    flat = Image.new("RGB", (300, 300), "white")
    flat.paste(scene(width=200, height=200), (50, 50))

    assert _pdq(run(encoded(shape, "PNG"))) == _pdq(run(encoded(flat, "PNG")))


def test_16_bit_grey_is_scaled_not_clipped() -> None:
    grey = scene().convert("L")
    deep = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 257)

    assert _pdq(run(encoded(deep, "PNG"))) == _pdq(run(encoded(grey, "PNG")))
    assert _pdq(run(encoded(deep, "TIFF"))) == _pdq(run(encoded(grey, "PNG")))


@pytest.mark.parametrize("mode", ["CMYK", "LAB", "YCbCr", "F", "I", "P", "1", "L", "LA"])
def test_every_pixel_mode_is_flattened(mode: str) -> None:
    picture = scene()
    if mode == "LAB":
        from PIL import ImageCms

        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.applyTransform(picture, ImageCms.buildTransform(srgb, lab, "RGB", "LAB"))
        assert image is not None
    else:
        image = picture.convert("L").convert(mode) if mode in {"F", "I", "LA"} else picture.convert(mode)
    data = encoded(image, "PNG" if mode == "LA" else "TIFF")

    found = run(data)

    assert found.outcome is Outcome.ANALYSED
    assert hamming(_pdq(found), pdq(np.asarray(picture, dtype=np.uint8)).value) <= (40 if mode in {"P", "1"} else 10)


def test_a_large_jpeg_is_decoded_at_a_fraction_and_keeps_its_hashes() -> None:
    picture = Image.fromarray(draw("scatter", 800, 600)).resize((3200, 2400), Image.Resampling.BICUBIC)

    found = run(encoded(picture, "JPEG", quality=92))

    assert (found.width, found.height) == (3200, 2400)
    assert hamming(_pdq(found), pdq(np.asarray(picture, dtype=np.uint8)).value) <= 4


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (200, 3)])
def test_tiny_pictures_are_analysed_with_quality_zero(size: tuple[int, int]) -> None:
    found = run(encoded(scene(width=size[0], height=size[1]), "PNG"))

    assert found.outcome is Outcome.ANALYSED
    assert found.perceptual[0].quality == 0


def test_more_pixels_than_the_recipe_allows_are_refused_before_decoding() -> None:
    data = encoded(Image.new("1", (20_000, 20_000)), "PNG")

    found = run(data, Recipe(max_pixels=100_000_000))

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.TOO_MANY_PIXELS]
    assert (found.width, found.height) == (20_000, 20_000)
    assert found.digests is not None


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP", "GIF"])
def test_of_a_cut_file_the_readable_part_is_had(format_name: str) -> None:
    whole = encoded(scene(), format_name)
    data = whole[: len(whole) * 2 // 3]

    found = run(data)

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert found.digests is not None
    assert found.digests.sha256 == hashlib.sha256(data).digest()


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_head_without_a_picture_fails_and_keeps_its_digests(format_name: str) -> None:
    data = encoded(scene(), format_name)[:120]

    found = run(data)

    assert found.outcome is Outcome.FAILED
    assert found.issues[0].code is IssueCode.DECODER_REFUSED
    assert found.digests is not None
    assert "0x" not in found.issues[0].detail


def test_heic_pictures_are_decoded() -> None:
    from tests.support.shared import shared_data

    data = shared_data()
    path = data / "exif/heic/samplefilehub.heif" if data else None
    if path is None or not path.is_file():
        pytest.skip("no HEIC picture can be made here and the shared data are not here")

    found = run(path.read_bytes())

    assert (found.outcome, found.media_type) == (Outcome.ANALYSED, "image/heic")
    assert (found.width, found.height) == (640, 426)
