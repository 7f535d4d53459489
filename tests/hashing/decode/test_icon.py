"""Icons and cursors: the largest rendering is the picture, and no size inside is believed before it is checked."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome, Recipe, ViewKind
from tests.hashing.making import encoded, further, run, scene


def _icon(*renderings: bytes, cursor: bool = False) -> bytes:
    """An icon of these renderings; what its directory says of their sizes is wrong on purpose."""
    place = 6 + 16 * len(renderings)
    head, body = struct.pack("<HHH", 0, 2 if cursor else 1, len(renderings)), b""
    for data in renderings:
        head += struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, len(data), place + len(body))
        body += data
    return head + body


def _bitmap(picture: Image.Image, bits: int, mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bytes:
    """A bitmap as icons hold it: no file header, twice the height, behind the colours a mask of what is hidden."""
    if bits == 32:
        alpha = Image.fromarray(np.where(mask, 0, 255).astype(np.uint8))
        rows = np.asarray(Image.merge("RGBA", (*picture.split()[::-1], alpha)), dtype=np.uint8)[::-1].tobytes()
        header = struct.pack("<IiiHHIIiiII", 40, picture.width, 2 * picture.height, 1, 32, 0, 0, 0, 0, 0, 0)
        body = header + rows
    else:
        body = encoded(picture, "BMP")[14:]
        body = body[:8] + struct.pack("<i", 2 * picture.height) + body[12:]
    stride = (picture.width + 31) // 32 * 4
    packed = np.zeros((picture.height, stride), dtype=np.uint8)
    short = np.packbits(mask[::-1], axis=1)
    packed[:, : short.shape[1]] = short
    return body + packed.tobytes()


_SQUARE = scene(width=96, height=96)
_NOTHING_HIDDEN = np.zeros((96, 96), dtype=np.bool_)


def test_the_largest_rendering_is_the_picture_whatever_the_directory_says() -> None:
    small, large = encoded(_SQUARE.resize((32, 32)), "PNG"), encoded(scene(width=256, height=256), "PNG")

    found = run(_icon(small, large))

    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, "image/vnd.microsoft.icon", ())
    assert (found.width, found.height) == (256, 256)
    assert found.perceptual[0].value == run(large).perceptual[0].value


@pytest.mark.parametrize("bits", [24, 32])
def test_bitmaps_are_decoded_the_right_way_up_with_what_is_hidden_in_white(bits: int) -> None:
    hidden = _NOTHING_HIDDEN.copy()
    hidden[:, :30] = True
    expected = np.asarray(_SQUARE, dtype=np.uint8).copy()
    expected[:, :30] = 255

    for cursor in (False, True):
        found = run(_icon(_bitmap(_SQUARE, bits, hidden), cursor=cursor))
        assert (found.outcome, found.width, found.height) == (Outcome.ANALYSED, 96, 96)
        assert found.perceptual[0].value == pdq(expected).value


def test_bitmaps_with_a_palette_are_decoded() -> None:
    palette = _SQUARE.quantize(256)

    found = run(_icon(_bitmap(palette, 8, _NOTHING_HIDDEN)))

    expected = pdq(np.asarray(palette.convert("RGB"), dtype=np.uint8)).value
    assert found.perceptual[0].value == expected


def test_other_renderings_are_views_only_if_they_differ() -> None:
    large, same = encoded(scene(width=256, height=256), "PNG"), encoded(scene(width=128, height=128), "PNG")
    other = encoded(scene("tiles", 128, 128), "PNG")

    assert further(run(_icon(large, same))) == ()
    found = run(_icon(same, other, large))
    assert [(view.name, view.kind) for view in further(found)] == [("page 2", ViewKind.PAGE)]
    assert hamming(found.perceptual[-1].value, run(other).perceptual[0].value) == 0


def test_the_size_inside_is_held_against_the_limit_before_anything_is_decoded() -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    bitmap = struct.pack("<IiiHHIIiiII", 40, 60_000, 120_000, 1, 32, 0, 0, 0, 0, 0, 0) + bytes(100)

    for rendering in (huge + bytes(40), bitmap):
        found = run(_icon(rendering))
        assert [issue.code for issue in found.issues] == [IssueCode.TOO_MANY_PIXELS]
        assert (found.width, found.height) == (60_000, 60_000)


def test_an_icon_without_a_readable_rendering_fails_and_says_so() -> None:
    found = run(_icon(b"nothing that could be a picture" * 4))

    assert found.outcome is Outcome.FAILED
    assert [issue.code for issue in found.issues] == [IssueCode.DECODER_REFUSED]


def test_a_damaged_further_rendering_is_told() -> None:
    damaged = encoded(_SQUARE, "PNG")[:60]

    found = run(_icon(encoded(scene(width=256, height=256), "PNG"), damaged))

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert "page 2" in found.issues[0].detail


_SEED = _icon(
    encoded(scene(width=40, height=30), "PNG"), _bitmap(scene(width=40, height=40), 24, np.zeros((40, 40), np.bool_))
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bits_give_an_analysis(data: st.DataObject) -> None:
    damaged = bytearray(_SEED)
    places = st.one_of(st.integers(0, 80), st.integers(0, len(damaged) - 1))
    for place in data.draw(st.lists(places, min_size=1, max_size=6)):
        damaged[place] ^= 1 << data.draw(st.integers(0, 7))

    found = run(bytes(damaged), replace(Recipe(), max_pixels=1 << 20))

    assert found.digests is not None or found.outcome is Outcome.NOT_MEDIA


def test_pillow_reads_the_icons_made_here() -> None:
    """The files of this test are real icons: another reader sees the same picture."""
    data = bytearray(_icon(_bitmap(_SQUARE, 24, _NOTHING_HIDDEN)))
    data[6:8], data[12] = bytes([96, 96]), 24  # the directory, now truthful

    with Image.open(io.BytesIO(data)) as icon:
        assert np.array_equal(np.asarray(icon.convert("RGB")), np.asarray(_SQUARE))
