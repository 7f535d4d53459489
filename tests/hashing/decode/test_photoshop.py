"""The merged picture of a Photoshop document is the one that was saved, whatever channels stand behind it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome
from tests.hashing.decode.raster import photoshop_document
from tests.hashing.making import run, scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLOUR = np.asarray(scene())
GREY = np.asarray(scene().convert("L"))
CMYK = np.asarray(scene().convert("CMYK"))
INDEXED = scene().quantize(64)
PALETTE = np.asarray(INDEXED.getpalette("RGB"), dtype=np.uint8)
MASK = np.indices(GREY.shape).sum(axis=0).astype(np.uint8)


def _planes(pixels: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    return list(np.moveaxis(pixels, 2, 0))


_PALETTE_BYTES = np.pad(PALETTE.reshape(-1, 3), ((0, 256 - PALETTE.size // 3), (0, 0))).T.tobytes()
_DOCUMENTS = {
    "grey": ([GREY], 1, b"", GREY),
    "duotone": ([GREY], 8, b"inks", GREY),
    "indexed": ([np.asarray(INDEXED)], 2, _PALETTE_BYTES, np.asarray(INDEXED.convert("RGB"))),
    "colour": (_planes(COLOUR), 3, b"", COLOUR),
    "CMYK": ([255 - plane for plane in _planes(CMYK)], 4, b"", np.asarray(scene().convert("CMYK").convert("RGB"))),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("further", [0, 1, 2])
@pytest.mark.parametrize("name", _DOCUMENTS)
def test_saved_masks_and_spot_colours_are_left_out(name: str, further: int, packed: bool) -> None:
    planes, mode, colours, shown = _DOCUMENTS[name]

    found = run(photoshop_document([*planes, *[MASK] * further], mode, packed=packed, colours=colours))

    assert (found.outcome, found.issues, found.width, found.height) == (Outcome.ANALYSED, (), 480, 360)
    assert found.perceptual[0].value == pdq(np.asarray(shown)).value


@pytest.mark.parametrize("packed", [False, True])
def test_ones_are_black_in_bitmaps(packed: bool) -> None:
    light = np.where(GREY > 128, 255, 0).astype(np.uint8)
    bits = np.packbits(light == 0, axis=1)

    found = run(photoshop_document([bits], 0, packed=packed, bits=1))

    assert (found.outcome, found.issues) == (Outcome.ANALYSED, ())
    assert found.perceptual[0].value == pdq(light).value


def test_a_depth_that_is_not_read_is_named() -> None:
    data = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 1, 2, 2, 32, 1) + bytes(14) + bytes(16)
    (issue,) = run(data).issues
    assert (issue.code, issue.detail) == (
        IssueCode.DECODER_REFUSED, "Photoshop documents of 32 bits per number are not decoded",
    )  # fmt: skip
