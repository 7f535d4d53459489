"""TIFF and PNG files of depths and layouts that Pillow does not write."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.hashing.decode.camera import directory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.hashing.decode.camera import Tag


def tiff(values: NDArray[Any], photometric: int, order: str = "<", *, planar: bool = False, extra: int = 0) -> bytes:
    """An uncompressed TIFF of whole or floating-point numbers, height x width x samples."""
    height, width, samples = values.shape
    kind = {"u": 1, "i": 2, "f": 3}[values.dtype.kind]
    stored = values.transpose(2, 0, 1) if planar else values
    data = stored.astype(values.dtype.newbyteorder(order)).tobytes()  # type: ignore[arg-type]
    parts = samples if planar else 1
    length = len(data) // parts
    tags: list[Tag] = [
        (0x0100, 4, (width,)),
        (0x0101, 4, (height,)),
        (0x0102, 3, (8 * values.dtype.itemsize,) * samples),
        (0x0103, 3, (1,)),
        (0x0106, 3, (photometric,)),
        (0x0111, 4, tuple(8 + length * part for part in range(parts))),
        (0x0115, 3, (samples,)),
        (0x0116, 4, (height,)),
        (0x0117, 4, (length,) * parts),
        (0x011C, 3, (2 if planar else 1,)),
        (0x0153, 3, (kind,) * samples),
    ]
    tags += [(0x0152, 3, (extra,))] if extra else []
    magic = b"II*\x00" if order == "<" else b"MM\x00*"
    return magic + struct.pack(f"{order}I", 8 + len(data)) + data + directory(tags, 8 + len(data), order)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(values: NDArray[Any], depth: int, colour: int, *chunks: bytes) -> bytes:
    """A PNG of any depth; the width must fill whole bytes."""
    height, width = values.shape[:2]
    rows = values.reshape(height, -1)
    if depth == 16:
        packed = np.ascontiguousarray(rows.astype(">u2")).view(np.uint8)
    elif depth == 8:
        packed = rows.astype(np.uint8)
    else:
        groups = rows.reshape(height, -1, 8 // depth).astype(np.uint8)
        shifts = np.arange(8 - depth, -1, -depth, dtype=np.uint8)
        packed = (groups << shifts).sum(axis=2).astype(np.uint8)
    filtered = np.concatenate((np.zeros((height, 1), dtype=np.uint8), packed), axis=1)
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(filtered.tobytes()))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *chunks, body, png_chunk(b"IEND", b"")))


def apple_png(pixels: NDArray[np.uint8]) -> bytes:
    """RGB or RGBA in Apple's own form of PNG: blue first, colours times opacity, rows without zlib's head."""
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


def _packed(row: bytes) -> bytes:
    """PackBits with a run at the front, if there is one, so that rows have different lengths."""
    same = len(row) - len(row.lstrip(row[:1]))
    same = min(same, 128)
    head = bytes([257 - same]) + row[:1] if same > 1 else b""
    rest = row[same:] if same > 1 else row
    return head + b"".join(
        bytes([len(rest[at : at + 128]) - 1]) + rest[at : at + 128] for at in range(0, len(rest), 128)
    )


def photoshop_document(
    planes: Sequence[NDArray[np.uint8]],
    mode: int,
    *,
    packed: bool,
    colours: bytes = b"",
    bits: int = 8,
    width: int = 480,
) -> bytes:
    """A Photoshop document of one merged picture, its planes one behind the other, plain or packed."""
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(planes), planes[0].shape[0], width, bits, mode)
    sections = struct.pack(">I", len(colours)) + colours + bytes(8)
    rows = [row.tobytes() for plane in planes for row in plane]
    if not packed:
        return header + sections + b"\0\0" + b"".join(rows)
    pieces = [_packed(row) for row in rows]
    return header + sections + b"\0\1" + struct.pack(f">{len(pieces)}H", *map(len, pieces)) + b"".join(pieces)


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


def tiff_in_parts(  # noqa: PLR0913 - what a TIFF file can be
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
    ahead: int = 0,
) -> bytes:
    """A TIFF in strips or tiles, deflated (8) or plain (1), with a predictor and as BigTIFF where asked for.

    `ahead` (not of BigTIFF): so many bytes are left in front of the parts, and the directory stands there.
    """
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
    first = 16 if big else 8 + ahead
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
        if ahead:
            return magic + struct.pack(f"{order}I", 8) + directory(tags, 8, order).ljust(ahead, b"\x00") + body
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
