"""A WebP picture is taken from its decoder's canvas only where Pillow would load the same pixels from it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from hashing.decode import kinds
from hashing.decode.canvas import opaque_canvas
from hashing.decode.still import decode_still, open_picture, shrunk
from hashing.known_answers.pictures import draw
from hashing.values import IssueCode
from tests.hashing.making import EXIF_TURNS

SIZES = [(320, 240), (321, 243), (5, 700), (1, 1), (1600, 1200)]


def _webp(picture: Image.Image, **settings: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", **settings)
    return buffer.getvalue()


def _opened(data: bytes) -> Image.Image:
    return open_picture(io.BytesIO(data), kinds.WEBP)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("settings", [{"quality": 70}, {"lossless": True}, {"quality": 70, "xmp": b"<x/>"}])
def test_the_pixels_are_those_that_pillow_loads(size: tuple[int, int], settings: dict[str, object]) -> None:
    image = _opened(_webp(Image.fromarray(draw("scatter", *size)), **settings))

    found = opaque_canvas(image)

    assert found is not None
    image.load()  # it can still be
    assert np.array_equal(found, np.asarray(image))


def test_an_animation_of_one_frame_is_such_a_picture() -> None:
    image = _opened(_webp(Image.fromarray(draw("scatter", 300, 200)), save_all=True, append_images=[]))

    found = opaque_canvas(image)

    assert found is not None
    assert np.array_equal(found, np.asarray(image.convert("RGB")))


def test_animations_and_transparency_are_left_to_pillow() -> None:
    frames = [Image.fromarray(draw(name, 300, 200)) for name in ("scatter", "rings")]
    clear = frames[0].convert("RGBA")
    clear.putalpha(Image.fromarray(draw("scatter", 300, 200)[:, :, 0]))

    assert opaque_canvas(_opened(_webp(frames[0], save_all=True, append_images=frames[1:]))) is None
    assert opaque_canvas(_opened(_webp(clear, lossless=True))) is None


@pytest.mark.parametrize("form", ["PNG", "JPEG", "AVIF"])
def test_other_formats_are_left_to_pillow(form: str) -> None:
    buffer = io.BytesIO()
    Image.fromarray(draw("scatter", 300, 200)).save(buffer, form)

    assert opaque_canvas(Image.open(buffer)) is None


def test_what_the_decoder_refuses_is_refused_in_the_words_of_pillow() -> None:
    data = bytearray(_webp(Image.fromarray(draw("scatter", 300, 200)), quality=70))
    data[30:90] = b"\xff" * 60  # the head of the coded picture
    broken = _opened(bytes(data))

    with pytest.raises(OSError, match="failed to read next frame") as said:
        opaque_canvas(broken)
    with pytest.raises(OSError, match=str(said.value)):
        _opened(bytes(data)).load()
    still = decode_still(io.BytesIO(bytes(data)), kinds.WEBP, 1 << 30)
    assert still.pixels is None
    assert still.issue is not None
    assert still.issue.code is IssueCode.DECODER_REFUSED
    assert str(said.value) in still.issue.detail


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_decoded_as_before(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = _webp(Image.fromarray(draw("scatter", 1600, 1100)), quality=70, exif=exif.tobytes())

    still = decode_still(io.BytesIO(data), kinds.WEBP, 1 << 30)

    stored = Image.open(io.BytesIO(data))
    turned = stored.transpose(EXIF_TURNS[orientation]) if orientation in EXIF_TURNS else stored.convert("RGB")
    assert still.pixels is not None
    assert still.small is not None
    assert np.array_equal(still.pixels, np.asarray(turned))
    assert np.array_equal(still.small, np.asarray(turned.reduce(2)))
    assert (still.width, still.height) == (1600, 1100)
    assert still.exif


@pytest.mark.parametrize("size", [(600, 520), (1100, 1030), (1601, 1603), (2100, 2050)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_picture_shrinks_alike_from_an_array_and_from_pillow(size: tuple[int, int], mode: str) -> None:
    picture = Image.fromarray(draw("scatter", *size)).convert(mode)
    pixels = np.asarray(picture)

    assert np.array_equal(shrunk(pixels), shrunk(pixels, picture))
    assert min(shrunk(pixels).shape[:2]) == min(size) // (min(size) // 512)
