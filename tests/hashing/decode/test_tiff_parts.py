"""Compressed and tiled TIFF pictures of unusual depths are read as what was written into them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hashing.decode.tiff_pages import decode_tiff
from hashing.values import IssueCode
from tests.hashing.decode.camera import directory
from tests.hashing.making import scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.hashing.decode.camera import Tag

HEIGHT, WIDTH = 90, 130
GREY = np.asarray(scene(width=WIDTH, height=HEIGHT).convert("L"))
COLOUR = np.asarray(scene(width=WIDTH, height=HEIGHT))
GRADE = GREY.astype(np.float64)[:, :, None]
CASES: dict[str, NDArray[Any]] = {
    "signed 8 bits": (GREY.astype(np.int16) - 128).astype(np.int8)[:, :, None],
    "unsigned 32 bits": GREY.astype(np.uint32)[:, :, None] * 0x0101_0101,
    "half precision": (GRADE / 256).astype(np.float16),
    "single precision, colour": (COLOUR / 256).astype(np.float32),
    "double precision": GRADE / 256,
}


def _differenced(part: NDArray[Any], predictor: int, order: str) -> bytes:
    """A strip or tile, rows x columns x samples, with its predictor applied, number by number."""
    size = part.dtype.itemsize
    if predictor == 3:
        rows = []
        for row in part.astype(part.dtype.newbyteorder(">")):
            split = np.frombuffer(row.tobytes(), np.uint8).reshape(-1, size).T.ravel()
            step = part.shape[2]
            before = (0,) * step + tuple(map(int, split[:-step]))
            rows.append(bytes((int(now) - then) % 256 for now, then in zip(split, before, strict=True)))
        return b"".join(rows)
    numbers = part.view(f"u{size}").copy()
    if predictor == 2:
        numbers[:, 1:] -= part.view(f"u{size}")[:, :-1]
    return numbers.astype(f"{order}u{size}").tobytes()


def _tiff(  # noqa: PLR0913 - what a TIFF file can be
    values: NDArray[Any],
    *,
    order: str = "<",
    tile: int = 0,
    rows: int = 25,
    predictor: int = 1,
    planar: bool = False,
    photometric: int = 1,
    big: bool = False,
    packed: int = 8,
) -> bytes:
    height, width, samples = values.shape
    planes = [values[:, :, band : band + 1] for band in range(samples)] if planar else [values]
    parts = []
    for plane in planes:
        if not tile:
            parts += [plane[top : top + rows] for top in range(0, height, rows)]
            continue
        whole = np.pad(plane, ((0, -height % tile), (0, -width % tile), (0, 0)))
        tops, lefts = range(0, height, tile), range(0, width, tile)
        parts += [np.ascontiguousarray(whole[top : top + tile, left : left + tile]) for top in tops for left in lefts]
    stored = [_differenced(np.ascontiguousarray(part), predictor, order) for part in parts]
    stored = [zlib.compress(part) if packed == 8 else part for part in stored]
    first = 16 if big else 8
    places = tuple(first + sum(map(len, stored[:number])) for number in range(len(stored)))
    tags: list[Tag] = [
        (0x0100, 4, (width,)),
        (0x0101, 4, (height,)),
        (0x0102, 3, (8 * values.dtype.itemsize,) * samples),
        (0x0103, 3, (packed,)),
        (0x0106, 3, (photometric,)),
        (0x0115, 3, (samples,)),
        (0x011C, 3, (2 if planar else 1,)),
        (0x013D, 3, (predictor,)),
        (0x0153, 3, ({"u": 1, "i": 2, "f": 3}[values.dtype.kind],) * samples),
    ]
    sizes = tuple(map(len, stored))
    if tile:
        tags += [(0x0142, 4, (tile,)), (0x0143, 4, (tile,)), (0x0144, 4, places), (0x0145, 4, sizes)]
    else:
        tags += [(0x0111, 4, places), (0x0116, 4, (rows,)), (0x0117, 4, sizes)]
    body = b"".join(stored)
    end = first + len(body)
    if not big:
        magic = b"II*\x00" if order == "<" else b"MM\x00*"
        return magic + struct.pack(f"{order}I", end) + body + directory(tags, end, order)
    magic = b"II+\x00\x08\x00\x00\x00" if order == "<" else b"MM\x00+\x00\x08\x00\x00"
    return magic + struct.pack(f"{order}Q", end) + body + _big_directory(tags, end, order)


def _big_directory(tags: list[Tag], place: int, order: str) -> bytes:
    letters, entries, behind = {3: "H", 4: "I"}, b"", b""
    after = place + 8 + 20 * len(tags) + 8
    for tag, kind, value in sorted(tags):
        data = struct.pack(f"{order}{len(value)}{letters[kind]}", *value)
        at = after + len(behind)
        behind += data if len(data) > 8 else b""
        entries += struct.pack(f"{order}HHQ", tag, kind, len(value))
        entries += struct.pack(f"{order}Q", at) if len(data) > 8 else data.ljust(8, b"\x00")
    return struct.pack(f"{order}Q", len(tags)) + entries + bytes(8) + behind


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
            data = _tiff(values, order=order, predictor=predictor, photometric=photometric, **cut)  # type: ignore[arg-type]
            assert np.array_equal(_pixels(data), _expected(values)), (predictor, cut)
    tiles = _tiff(values, order=order, tile=48, photometric=photometric, packed=1)
    assert np.array_equal(_pixels(tiles), _expected(values))


def test_white_that_is_zero_is_understood_in_compressed_deep_grey() -> None:
    values = (GREY.astype(np.uint16) * 257)[:, :, None]
    for predictor in (1, 2):
        assert np.array_equal(_pixels(_tiff(65535 - values, photometric=0, predictor=predictor)), GREY)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_big_tiff_of_both_byte_orders_is_read() -> None:
    deep = COLOUR.astype(np.uint16) * 257
    for order in "<>":
        for values in (COLOUR, deep):
            for packed in (1, 8):
                data = _tiff(values, order=order, photometric=2, big=True, packed=packed)
                assert np.abs(_pixels(data).astype(int) - COLOUR).max() <= 1, (order, values.dtype, packed)


def test_a_damaged_strip_leaves_the_others() -> None:
    data = bytearray(_tiff(CASES["double precision"]))
    data[8:20] = b"\xff" * 12  # no zlib stream begins so
    still = decode_tiff(io.BytesIO(bytes(data)), 1 << 24)
    assert still.issue is not None
    assert still.issue.code is IssueCode.TRUNCATED
    assert still.pixels is not None
    assert len(np.unique(still.pixels[30:])) > 50
    assert len(np.unique(still.pixels[:25])) == 1


def test_a_strip_that_declares_far_more_than_it_holds_is_not_made() -> None:
    head = _tiff(np.zeros((2, 4, 1), np.float64), rows=20_000)
    swollen = head.replace(struct.pack("<HHII", 0x0100, 4, 1, 4), struct.pack("<HHII", 0x0100, 4, 1, 10_000))
    swollen = swollen.replace(struct.pack("<HHII", 0x0101, 4, 1, 2), struct.pack("<HHII", 0x0101, 4, 1, 2_000))
    assert swollen != head
    still = decode_tiff(io.BytesIO(swollen), 1 << 28)
    assert still.pixels is None
    assert still.issue is not None
    assert still.issue.code is IssueCode.DECODER_REFUSED
