"""TIFF pictures of the depths that Pillow refuses or reads wrongly.

Those are whole numbers of 2 to 32 bits and floating-point numbers of 16, 32 and 64 bits, grey, RGB or CMYK, with or
without transparency, chunky or in planes (TIFF 6.0 and its supplement). Unsigned 8-bit pictures stay with Pillow, but
for those of big-endian BigTIFF, which it refuses; of what is compressed or in tiles, only what it cannot read comes
here. Numbers up to 16 bits are scaled; deeper ones, signed ones and floating-point ones are stretched between their
smallest and their largest value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from hashing.decode import tiff_parts
from hashing.phrases import phrase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.decode.tiff_tags import Directory

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC = 0x0100, 0x0101, 0x0102, 0x0106
_FILL_ORDER, _STRIP_OFFSETS, _SAMPLES, _STRIP_COUNTS, _PLANAR = 0x010A, 0x0111, 0x0115, 0x0117, 0x011C
_EXTRA, _FORMAT = 0x0152, 0x0153
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK = 0, 1, 2, 5
_COLOURS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _CMYK: 4}
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_DEPTHS = {_UNSIGNED: {2, 4, 6, 10, 12, 14, 16, 24, 32}, _SIGNED: {8, 16, 32}, _FLOAT: {16, 32, 64}}
_PACKED_GREY = {2, 4}
_SCALED_BITS = 16
_TRIPLE = 24
_MOST_SAMPLES = 8
_ROWS_AT_ONCE = 256
_ASSOCIATED, _STRAIGHT = 1, 2
_MODES = {(1, 0): "L", (1, _ASSOCIATED): "La", (1, _STRAIGHT): "LA"}
_COLOUR_MODES = {(3, 0): "RGB", (3, _ASSOCIATED): "RGBa", (3, _STRAIGHT): "RGBA", (4, 0): "CMYK"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the numbers of a picture stand in the file; `parts` where they are compressed or in tiles."""

    width: int
    height: int
    bits: int
    form: int
    samples: int
    planar: bool
    colours: int
    alpha: int
    inverted: bool
    parts: tiff_parts.Parts | None = None

    @property
    def planes(self) -> int:
        """In how many parts the picture stands one behind the other."""
        return self.samples if self.planar else 1

    @property
    def row_values(self) -> int:
        """Numbers in one row of one part."""
        return self.width if self.planar else self.width * self.samples

    @property
    def row_bytes(self) -> int:
        """Bytes of one row of one part."""
        return (self.row_values * self.bits + 7) // 8


def layout(directory: Directory, *, refused: bool = False) -> Layout | None:
    """How to read the picture of a directory; None where it is Pillow's.

    Args:
        directory: of the picture.
        refused: Pillow made nothing of it, so what else can be read is read here.
    """
    kind = directory.number(_PHOTOMETRIC)
    parts = tiff_parts.parts_of(directory)
    if directory.number(_FILL_ORDER) not in {None, 1} or kind not in _COLOURS or parts is None:
        return None
    width, height = directory.number(_WIDTH) or 0, directory.number(_HEIGHT) or 0
    depths, forms = set(directory.numbers(_BITS) or (1,)), set(directory.numbers(_FORMAT) or (_UNSIGNED,))
    bits, form, samples = min(depths), min(forms), directory.number(_SAMPLES) or 1
    colours = _COLOURS[kind]
    refused = refused or (directory.big and directory.order == ">")  # whatever stands in it
    readable = _DEPTHS.get(form, set()) | ({1, 8} if refused and form == _UNSIGNED else set())
    if len(depths) > 1 or len(forms) > 1 or bits not in readable:
        return None
    if bits in _PACKED_GREY and colours == 1 and not refused:
        return None
    if 0 in {width, height} or not colours <= samples <= _MOST_SAMPLES:
        return None
    extra = directory.number(_EXTRA) or 0 if samples > colours else 0
    alpha = extra if extra in {_ASSOCIATED, _STRAIGHT} and kind != _CMYK else 0
    planar = directory.number(_PLANAR) == 2 and samples > 1  # noqa: PLR2004 - one plane for each colour
    plan = Layout(width, height, bits, form, samples, planar, colours, alpha, kind == _WHITE_IS_ZERO)
    if parts.plain:
        return plan
    return replace(plan, parts=parts) if refused or not _pillow_reads(plan, directory.order) else None


def _pillow_reads(plan: Layout, order: str) -> bool:
    """Whether Pillow reads this compressed or tiled picture, and rightly (seen with version 13)."""
    if plan.form == _UNSIGNED:
        deep = plan.bits == 16  # noqa: PLR2004 - the depth at which it forgets planes and white that is zero
        return plan.bits <= _SCALED_BITS and not (deep and (plan.planar or plan.inverted))
    # libtiff hands numbers over in the machine's order, and Pillow takes signed and floating ones for the file's.
    native = order == "<" and not plan.inverted
    return plan.samples == 1 and plan.bits == {_SIGNED: 16, _FLOAT: 32}[plan.form] and native


def _stored(directory: Directory, plan: Layout) -> tuple[bytes, int]:
    """All bytes of the picture, zeros for what is missing, and how many are missing."""
    parts, wanted = [], plan.row_bytes * plan.height * plan.planes
    left = wanted
    for place, length in zip(directory.numbers(_STRIP_OFFSETS), directory.numbers(_STRIP_COUNTS), strict=False):
        parts.append(directory.read(place, min(length, left)))
        left -= len(parts[-1])
        if left <= 0:
            break
    return b"".join((*parts, bytes(left))), left


def _numbers(rows: NDArray[np.uint8], plan: Layout, order: str) -> NDArray[Any]:
    """The numbers in some rows of bytes."""
    letter = {_UNSIGNED: "u", _SIGNED: "i", _FLOAT: "f"}[plan.form]
    if plan.bits in {8, 16, 32, 64}:
        return np.ascontiguousarray(rows).view(np.dtype(f"{order}{letter}{plan.bits // 8}"))
    if plan.bits == _TRIPLE:
        triples = rows.reshape(rows.shape[0], -1, 3).astype(np.uint32)
        high, middle, low = (0, 1, 2) if order == ">" else (2, 1, 0)
        return triples[..., high] << 16 | triples[..., middle] << 8 | triples[..., low]
    bits = np.unpackbits(rows, axis=1)[:, : plan.row_values * plan.bits]
    weights = 1 << np.arange(plan.bits - 1, -1, -1, dtype=np.uint32)
    return bits.reshape(rows.shape[0], plan.row_values, plan.bits) @ weights


def _scaled(values: NDArray[Any], bits: int) -> NDArray[np.uint8]:
    most = (1 << bits) - 1
    return ((values.astype(np.uint32) * 255 + most // 2) // most).astype(np.uint8)


def _stretched(values: NDArray[Any]) -> NDArray[np.uint8]:
    numbers = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(numbers.min()), float(numbers.max())
    span = high - low
    if span == 0.0 or not np.isfinite(span):
        return np.zeros(numbers.shape, dtype=np.uint8)
    return np.round((numbers - low) / span * 255.0).astype(np.uint8)


def _levels(rows: NDArray[np.uint8], plan: Layout, order: str) -> NDArray[np.uint8]:
    """The picture in 8 bits: height x width x samples."""
    if plan.form == _UNSIGNED and plan.bits <= _SCALED_BITS:
        levels = np.empty((rows.shape[0], plan.row_values), dtype=np.uint8)
        for top in range(0, rows.shape[0], _ROWS_AT_ONCE):
            some = slice(top, top + _ROWS_AT_ONCE)
            levels[some] = _scaled(_numbers(rows[some], plan, order), plan.bits)
    else:
        levels = _stretched(_numbers(rows, plan, order))
    if plan.planar:
        return np.moveaxis(levels.reshape(plan.samples, plan.height, plan.width), 0, 2)
    return levels.reshape(plan.height, plan.width, plan.samples)


def _rows(directory: Directory, plan: Layout) -> tuple[NDArray[np.uint8], int]:
    """The rows of all parts one below the other, and how many of their bytes are missing."""
    shape = (plan.height * plan.planes, plan.row_bytes)
    if plan.parts is not None:
        chunky = 1 if plan.planar else plan.samples
        sides = (plan.width, plan.height, plan.planes)
        return tiff_parts.joined(directory, plan.parts, sides, chunky, plan.bits)
    data, missing = _stored(directory, plan)
    return np.frombuffer(data, dtype=np.uint8).reshape(shape), missing


def plain_picture(directory: Directory, plan: Layout) -> tuple[Image.Image, str | None]:
    """The picture as Pillow would give it, orientation not undone, and what is wrong with it, if anything.

    Raises:
        ValueError: if nothing of it is there.
        MemoryError: if it does not fit.
    """
    rows, missing = _rows(directory, plan)
    if missing == rows.size:
        msg = phrase("the picture's data lie outside the file")
        raise ValueError(msg)
    levels = _levels(rows, plan, directory.order)[:, :, : plan.colours + (1 if plan.alpha else 0)]
    if plan.inverted:
        levels = np.concatenate((255 - levels[:, :, :1], levels[:, :, 1:]), axis=2)
    mode = (_MODES | _COLOUR_MODES)[plan.colours, plan.alpha]
    bands = [Image.fromarray(np.ascontiguousarray(levels[:, :, band])) for band in range(levels.shape[2])]
    # Pillow merges into straight modes only; the bytes are the same.
    merged = bands[0] if len(bands) == 1 else Image.merge(mode.upper(), bands)
    picture = Image.frombytes(mode, merged.size, merged.tobytes()) if mode != merged.mode else merged
    return picture, phrase(
        "{missing} of {count} bytes are missing", missing=missing, count=rows.size
    ) if missing else None
