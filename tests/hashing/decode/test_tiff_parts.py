"""Compressed and tiled TIFF pictures of unusual depths are read as what was written into them."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hashing.decode.tiff_pages import decode_tiff
from hashing.decode.tiff_tags import chain
from hashing.values import IssueCode, ViewKind
from tests.hashing.decode.raster import tiff_in_parts
from tests.hashing.making import run, scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT, WIDTH = 90, 130
GREY = np.asarray(scene(width=WIDTH, height=HEIGHT).convert("L"))
COLOUR = np.asarray(scene(width=WIDTH, height=HEIGHT))
GRADE = GREY.astype(np.float64)[:, :, None]
CASES: dict[str, NDArray[Any]] = {
    "signed 8 bits": (GREY.astype(np.int16) - 128).astype(np.int8)[:, :, None],
    "unsigned 32 bits": GREY.astype(np.uint32)[:, :, None] * 0x0101_0101,
    "half precision": (GRADE / 256).astype(np.float16),
    "signed 16 bits": (GREY.astype(np.int32) * 257 - 32768).astype(np.int16)[:, :, None],
    "single precision": (GRADE / 256).astype(np.float32),
    "single precision, colour": (COLOUR / 256).astype(np.float32),
    "double precision": GRADE / 256,
}


def _pixels(data: bytes) -> NDArray[np.uint8]:
    still = decode_tiff(io.BytesIO(data), 1 << 24)
    assert still.issue is None, still.issue
    assert still.pixels is not None
    return still.pixels


def _expected(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Stretched between the smallest and the largest value, in the plainest way."""
    numbers = values.astype(np.float64)
    levels: NDArray[np.uint8] = np.round((numbers - numbers.min()) / (numbers.max() - numbers.min()) * 255).astype(
        np.uint8
    )
    return levels[:, :, 0] if levels.shape[2] == 1 else levels


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("order", ["<", ">"])
def test_deep_signed_and_floating_numbers_are_read_however_they_are_cut_and_packed(name: str, order: str) -> None:
    values = CASES[name]
    photometric = 2 if values.shape[2] == 3 else 1
    predictors = (1, 3) if values.dtype.kind == "f" else (1, 2)
    for predictor in predictors:
        for cut in ({"rows": 25}, {"tile": 48}, {"rows": 25, "planar": True}):
            data = tiff_in_parts(values, order=order, predictor=predictor, photometric=photometric, **cut)  # type: ignore[arg-type]
            assert np.array_equal(_pixels(data), _expected(values)), (predictor, cut)
    tiles = tiff_in_parts(values, order=order, tile=48, photometric=photometric, packed=1)
    assert np.array_equal(_pixels(tiles), _expected(values))


def test_white_that_is_zero_is_understood_in_compressed_deep_grey() -> None:
    values = (GREY.astype(np.uint16) * 257)[:, :, None]
    for predictor in (1, 2):
        assert np.array_equal(_pixels(tiff_in_parts(65535 - values, photometric=0, predictor=predictor)), GREY)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_big_tiff_of_both_byte_orders_is_read() -> None:
    deep = COLOUR.astype(np.uint16) * 257
    for order in "<>":
        for values in (COLOUR, deep):
            for packed in (1, 8):
                data = tiff_in_parts(values, order=order, photometric=2, big=True, packed=packed)
                assert np.abs(_pixels(data).astype(int) - COLOUR).max() <= 1, (order, values.dtype, packed)


def test_a_damaged_strip_leaves_the_others() -> None:
    data = bytearray(tiff_in_parts(CASES["double precision"]))
    data[8:20] = b"\xff" * 12  # no zlib stream begins so
    still = decode_tiff(io.BytesIO(bytes(data)), 1 << 24)
    assert still.issue is not None
    assert still.issue.code is IssueCode.TRUNCATED
    assert still.pixels is not None
    assert len(np.unique(still.pixels[30:])) > 50
    assert len(np.unique(still.pixels[:25])) == 1


def test_a_strip_that_declares_far_more_than_it_holds_is_not_made() -> None:
    head = tiff_in_parts(np.zeros((2, 4, 1), np.float64), rows=20_000)
    swollen = head.replace(struct.pack("<HHII", 0x0100, 4, 1, 4), struct.pack("<HHII", 0x0100, 4, 1, 10_000))
    swollen = swollen.replace(struct.pack("<HHII", 0x0101, 4, 1, 2), struct.pack("<HHII", 0x0101, 4, 1, 2_000))
    assert swollen != head
    still = decode_tiff(io.BytesIO(swollen), 1 << 28)
    assert still.pixels is None
    assert still.issue is not None
    assert still.issue.code is IssueCode.DECODER_REFUSED


@pytest.mark.parametrize("tile", [0, 16])
def test_of_a_cut_compressed_picture_the_strips_that_are_there_are_had(tile: int) -> None:
    whole = tiff_in_parts(COLOUR, photometric=2, rows=15, tile=tile, ahead=2000)
    assert np.array_equal(_pixels(whole), COLOUR)

    still = decode_tiff(io.BytesIO(whole[: len(whole) * 7 // 10]), 1 << 24)

    assert still.issue is not None
    assert (still.issue.code, still.issue.detail.startswith("only a part")) == (IssueCode.TRUNCATED, True)
    assert still.pixels is not None
    assert np.array_equal(still.pixels[:45], COLOUR[:45]) or tile
    assert np.array_equal(still.pixels[:16, :16], COLOUR[:16, :16])


def test_a_compression_that_is_not_read_is_named() -> None:
    whole = tiff_in_parts(COLOUR, photometric=2)
    data = whole.replace(struct.pack("<HHII", 0x0103, 3, 1, 8), struct.pack("<HHII", 0x0103, 3, 1, 50002))
    assert data != whole
    still = decode_tiff(io.BytesIO(data), 1 << 24)
    assert still.issue is not None
    assert still.issue.detail == "TIFF with JPEG XL compression is not decoded"


def test_pages_that_lie_beyond_the_end_of_the_file_are_told() -> None:
    pages = [scene(name, WIDTH, HEIGHT) for name in ("scatter", "rings", "tiles")]
    written = io.BytesIO()
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    whole = written.getvalue()
    assert [view.name for view in run(whole).views if view.kind is ViewKind.PAGE] == ["page 2", "page 3"]
    places = [page.following for page in chain(io.BytesIO(whole))]

    for lost in (2, 3):
        found = run(whole[: places[lost - 2]])

        assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
        assert f"page {lost}: the file ends before it" in found.issues[0].detail
