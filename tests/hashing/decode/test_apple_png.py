"""PNG files in Apple's own form are read like those they were made from."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome
from tests.hashing.decode.raster import png_chunk
from tests.hashing.making import run, scene

COLOUR = np.asarray(scene())
OPACITY = np.tile(np.linspace(0, 255, 480).astype(np.uint8), (360, 1))


def _apple(pixels: np.ndarray) -> bytes:
    """Height x width x RGB or RGBA, in that form: blue first, colours times opacity, rows without zlib's head."""
    stored = pixels[:, :, [2, 1, 0, 3][: pixels.shape[2]]].astype(np.uint16)
    if pixels.shape[2] == 4:
        stored[:, :, :3] = (stored[:, :, :3] * stored[:, :, 3:] + 127) // 255
    rows = b"".join(b"\0" + row.tobytes() for row in stored.astype(np.uint8))
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = machine.compress(rows) + machine.flush()
    kind = 6 if pixels.shape[2] == 4 else 2
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, kind, 0, 0, 0)
    middle = len(packed) // 2
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"CgBI", b"\x50\x00\x20\x02")
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", packed[:middle])
        + png_chunk(b"IDAT", packed[middle:])
        + png_chunk(b"IEND", b"")
    )


def test_colours_and_transparency_are_those_of_the_picture() -> None:
    found = run(_apple(COLOUR))
    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, "image/png", ())
    assert (found.width, found.height) == (480, 360)
    assert found.perceptual[0].value == pdq(COLOUR).value

    clear = Image.fromarray(np.dstack([COLOUR, OPACITY]))
    shown = Image.new("RGBA", clear.size, "white")
    shown.alpha_composite(clear)
    found = run(_apple(np.asarray(clear)))
    assert found.issues == ()
    assert hamming(found.perceptual[0].value, pdq(np.asarray(shown.convert("RGB"))).value) <= 4


@pytest.mark.parametrize("share", [3, 6, 9])
def test_of_a_cut_one_the_readable_part_is_had(share: int) -> None:
    whole = _apple(COLOUR)
    found = run(whole[: len(whole) * share // 10])
    assert (found.outcome, [issue.code for issue in found.issues]) == (Outcome.ANALYSED, [IssueCode.TRUNCATED])


@given(st.integers(16, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_one_is_told_or_read(place: int, damage: bytes) -> None:
    data = bytearray(_apple(COLOUR[:40, :60]))
    place %= len(data) - len(damage)
    data[place : place + len(damage)] = damage
    found = run(bytes(data))
    assert found.digests is not None
    assert found.outcome is Outcome.ANALYSED or found.issues
