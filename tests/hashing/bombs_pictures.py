"""Small files that promise pictures beyond measure, or lead a decoder round in circles. All are made here, by hand."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from tests.hashing.making import encoded, photoshop, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT, _LONG = 3, 4
_WIDEST = 65_535


def picture_bombs(*, heavy: bool = False) -> Iterator[tuple[str, bytes]]:
    """Name and content of each; the heavy ones cost seconds and gigabytes."""
    side = 16_000 if heavy else 3_000
    yield from _png(side)
    yield from _gif()
    yield from _tiff(side)
    yield from _jpeg(side)
    yield from _exif()
    yield from _others(side)


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 0) -> bytes:
    """A PNG of these chunks after its header."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """Compressed zeros, made without holding them all."""
    squeezer = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [squeezer.compress(block) for _ in range(size >> 20)]
    return b"".join([*parts, squeezer.compress(bytes(size & 0xFFFFF)), squeezer.flush()])


def _png(side: int) -> Iterator[tuple[str, bytes]]:
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    yield "png of 65535 x 65535", png(_WIDEST, _WIDEST, pixel)
    yield "png of 2^31-1 squared", png(0x7FFFFFFF, 0x7FFFFFFF, pixel)
    row = side // 8 + 1
    yield f"png of {side} x {side} from a few kB", png(side, side, chunk(b"IDAT", zeros(side * row)), depth=1)
    yield "png with too many pixels in colour", png(20_000, 20_000, chunk(b"IDAT", zeros(60_001)), colour=2)
    yield "png with more data than pixels", png(16, 16, chunk(b"IDAT", zeros(50 << 20)))
    text = zeros(100 << 20)
    yield "png with a text of 100 MB", png(1, 1, chunk(b"zTXt", b"Comment\0\0" + text), pixel)
    yield "png with an international text of 100 MB", png(1, 1, chunk(b"iTXt", b"C\0\1\0\0\0" + text), pixel)
    yield "png with a colour profile of 100 MB", png(1, 1, chunk(b"iCCP", b"P\0\0" + text), pixel)
    many = chunk(b"zTXt", b"C\0\0" + zeros(900 << 10)) * 500
    yield "png with 500 texts of 900 kB", png(1, 1, many, pixel)
    named = b"".join(chunk(b"tEXt", b"name %d\0value" % number) for number in range(30_000))
    yield "png with 30000 texts", png(1, 1, named, pixel)
    animation = chunk(b"acTL", struct.pack(">II", 0x7FFFFFFF, 0))
    frames = b"".join(
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * number, 1, 1, 0, 0, 1, 100, 0, 0))
        + chunk(b"fdAT", struct.pack(">I", 2 * number + 1) + zlib.compress(b"\0\0"))
        for number in range(5_000)
    )
    yield "apng of 5000 frames that promises two thousand million", png(1, 1, animation, frames, pixel)
    yield "apng that promises frames and has none", png(1, 1, animation, pixel)


def _gif() -> Iterator[tuple[str, bytes]]:
    def header(width: int, height: int) -> bytes:
        return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)

    def frame(width: int, height: int) -> bytes:
        return b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"

    yield "gif of 65535 x 65535", header(_WIDEST, _WIDEST) + frame(_WIDEST, _WIDEST) + b";"
    yield "gif with a small screen and a frame of 65535 x 65535", header(10, 10) + frame(_WIDEST, _WIDEST) + b";"
    yield "gif of 50000 frames", header(1, 1) + frame(1, 1) * 50_000 + b";"
    yield "gif of 300 frames of 4000 x 4000", header(4000, 4000) + frame(4000, 4000) * 300 + b";"
    comment = b"\x21\xfe" + (b"\xff" + b"c" * 255) * 20_000 + b"\0"
    yield "gif with a comment of 5 MB", header(1, 1) + comment + frame(1, 1) + b";"
    yield "gif with 100000 comments", header(1, 1) + b"\x21\xfe\1c\0" * 100_000 + frame(1, 1) + b";"


def directory(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A TIFF directory of (tag, type, count, value) entries, little-endian."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", following)


def tiff(*directories: bytes, first: int = 8) -> bytes:
    """A TIFF of these directories, one behind the other."""
    return b"II*\0" + struct.pack("<I", first) + b"".join(directories)


def _page(width: int, height: int, *, compression: int = 1, **more: int) -> list[tuple[int, int, int, int]]:
    strips = more.get("strips", 1)
    return [
        (256, _LONG, 1, width), (257, _LONG, 1, height), (258, _SHORT, 1, 8), (259, _SHORT, 1, compression),
        (262, _SHORT, 1, 1), (273, _LONG, strips, 8), (277, _SHORT, 1, 1), (278, _LONG, 1, more.get("rows", height)),
        (279, _LONG, strips, more.get("length", 64)),
    ]  # fmt: skip


def _tiff(side: int) -> Iterator[tuple[str, bytes]]:
    size = len(directory(*_page(8, 8)))
    yield "tiff whose page comes after itself", tiff(directory(*_page(8, 8), following=8), bytes(64))
    pages = directory(*_page(8, 8), following=8 + size), directory(*_page(8, 8), following=8)
    yield "tiff of two pages that follow each other", tiff(*pages, bytes(64))
    chain = [directory(*_page(8, 8), following=8 + size * (number + 1)) for number in range(side)]
    yield f"tiff of {side} pages", tiff(*chain, directory(*_page(8, 8)), bytes(64))
    yield "tiff of 65535 x 65535", tiff(directory(*_page(_WIDEST, _WIDEST)))
    yield "tiff of 2^32-1 squared", tiff(directory(*_page(0xFFFFFFFF, 0xFFFFFFFF)))
    yield "tiff of 200 million strips", tiff(directory(*_page(64, 64, strips=200_000_000, rows=1)), bytes(4096))
    yield "tiff of 1 x 16000000", tiff(directory(*_page(1, 16_000_000, rows=1)), bytes(64))
    squeezed = zeros(64 << 20)
    place = 8 + size
    bomb = directory(*[(t, k, n, place if t == 273 else v) for t, k, n, v in
                       _page(side, side, compression=8, length=len(squeezed))])  # fmt: skip
    yield f"tiff of {side} x {side} from 60 kB", tiff(bomb, squeezed)
    nested = directory(*_page(8, 8), (330, _LONG, 1, 8), (34665, _LONG, 1, 8), (34853, _LONG, 1, 8))
    yield "tiff whose parts are itself", tiff(nested, bytes(64))
    tiles = [e for e in _page(60_000, 4_000) if e[0] not in {273, 278, 279}]
    tiles += [(322, _LONG, 1, 16), (323, _LONG, 1, 16), (324, _LONG, 900_000, 8), (325, _LONG, 900_000, 8)]
    yield "tiff of 900000 tiles", tiff(directory(*tiles), bytes(64))
    wide = directory(*[(256 + number, _LONG, 0x40000000, 8) for number in range(side)])
    yield f"tiff with {side} fields of a thousand million values", tiff(wide)


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _jpeg(side: int) -> Iterator[tuple[str, bytes]]:
    plain = encoded(scene(width=64, height=48), "JPEG")
    frame = plain.index(b"\xff\xc0") + 5
    yield "jpeg of 65535 x 65535", plain[:frame] + struct.pack(">HH", _WIDEST, _WIDEST) + plain[frame + 4 :]
    yield (
        f"jpeg of {side} x {side} that ends at once",
        plain[:frame] + struct.pack(">HH", side, side) + plain[frame + 4 :],
    )
    yield "jpeg with 200000 restart markers", plain[:-2] + b"\xff\xd0\xff\xd1" * 100_000 + plain[-2:]
    yield "jpeg with 50000 comments", plain[:2] + segment(0xFE, b"comment") * 50_000 + plain[2:]
    yield "jpeg with 300 large application segments", plain[:2] + segment(0xE5, bytes(60_000)) * 300 + plain[2:]
    progressive = encoded(scene(width=640, height=480), "JPEG", progressive=True)
    last = progressive.rindex(b"\xff\xda")
    yield f"jpeg of {side} scans", progressive[:-2] + progressive[last:-2] * side + b"\xff\xd9"
    table = segment(0xC4, b"\0" + b"\xff" * 16 + bytes(255))
    yield "jpeg with an impossible code table", plain[:2] + table + plain[2:]
    mpf = b"MPF\0II*\0\x08\0\0\0" + directory((0xB001, _LONG, 1, 0xFFFFFFFF), (0xB002, 7, 0xFFFFFFF0, 8))
    yield "jpeg that promises four thousand million pictures", plain[:2] + segment(0xE2, mpf) + plain[2:]
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
    )
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + laughs + b']><x:xmpmeta xmlns:x="adobe:ns:meta/">&u;</x:xmpmeta>'
    yield "jpeg with laughing xmp", plain[:2] + segment(0xE1, xmp) + plain[2:]
    deep = b"http://ns.adobe.com/xap/1.0/\0" + b"<a>" * 20_000
    yield "jpeg with xmp nested without end", plain[:2] + segment(0xE1, deep) + plain[2:]
    profile = b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n % 255 + 1, 255]) + bytes(60_000)) for n in range(255))
    yield "jpeg with a colour profile of 15 MB", plain[:2] + profile + plain[2:]


def _exif() -> Iterator[tuple[str, bytes]]:
    plain = encoded(scene(width=64, height=48), "JPEG")

    def with_exif(block: bytes) -> bytes:
        return plain[:2] + segment(0xE1, b"Exif\0\0" + block) + plain[2:]

    yield "exif that follows itself", with_exif(tiff(directory((271, 2, 4, 0x41), following=8)))
    yield (
        "exif whose parts are itself",
        with_exif(
            tiff(directory((34665, _LONG, 1, 8), (34853, _LONG, 1, 8), (40965, _LONG, 1, 8), (330, _LONG, 1, 8)))
        ),
    )
    yield (
        "exif of texts of two thousand million",
        with_exif(tiff(directory(*[(271 + n, 2, 0x7FFFFFFF, 8) for n in range(5_000)]))),
    )
    yield (
        "exif of numbers without end",
        with_exif(tiff(directory(*[(271 + n, _SHORT, 0x3FFFFFFF, 8) for n in range(5_000)]))),
    )
    yield (
        "exif of 5000 directories",
        with_exif(tiff(*[directory(following=8 + 6 * (n + 1)) for n in range(5_000)], directory())),
    )
    yield "exif of divisions by zero", with_exif(tiff(directory(*[(33434, 5, 200, 8)] * 100), bytes(3_000)))
    makernote = tiff(directory((271, 2, 6, 200), (34665, _LONG, 1, 40), (37500, 7, 60_000, 8)), bytes(20_000))
    yield "exif with a maker note that is all of it", with_exif(makernote)


def _others(side: int) -> Iterator[tuple[str, bytes]]:
    def bitmap(width: int, height: int, compression: int, data: bytes) -> bytes:
        info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, compression, len(data), 0, 0, 256, 0)
        return b"BM" + struct.pack("<IHHI", 54 + 1024 + len(data), 0, 0, 54 + 1024) + info + bytes(1024) + data

    yield "bmp of 65535 x 65535", bitmap(_WIDEST, _WIDEST, 0, bytes(64))
    yield "bmp of -2^31 rows", bitmap(1, -0x80000000, 0, bytes(64))
    yield "bmp run-length bomb", bitmap(side, side, 1, b"\xff\0" * 100_000)
    yield "bmp that jumps", bitmap(side, side, 1, b"\0\2\xff\xff" * 10 * side)
    document = bytearray(photoshop(scene(width=16, height=16)))
    document[14:22] = struct.pack(">II", 30_000, 30_000)
    yield "psd of 30000 x 30000", bytes(document)
    document[14:22] = struct.pack(">II", side, side)
    yield f"psd of {side} x {side} that ends at once", bytes(document)
    yield f"webp of {side} x {side}", _webp(side, side)
    yield "webp of 20000 frames", _animated_webp(20_000)
    yield from _wavelets(side)
    yield from _avif(side)
    icon = struct.pack("<HHH", 0, 1, _WIDEST) + struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, 0x7FFFFFFF, 22) * _WIDEST
    yield "icon of 65535 pictures", icon
    inner = png(_WIDEST, _WIDEST, chunk(b"IDAT", zlib.compress(b"\0\0")))
    yield (
        "icon with a png of 65535 x 65535",
        struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(inner), 22) + inner,
    )


def _webp(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    frame = b"\x2f" + struct.pack("<I", bits) + bytes(16)
    body = b"WEBPVP8L" + struct.pack("<I", len(frame)) + frame + b"\0" * (len(frame) & 1)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _animated_webp(count: int) -> bytes:
    still = io.BytesIO()
    Image.new("RGB", (1, 1)).save(still, "WEBP", lossless=True)
    picture = still.getvalue()[12:]
    frame = bytes(6) + bytes(6) + struct.pack("<I", 100)[:3] + b"\0" + picture
    frames = (b"ANMF" + struct.pack("<I", len(frame)) + frame) * count
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\2" + bytes(9) + b"ANIM" + struct.pack("<I", 6) + bytes(6) + frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _wavelets(side: int) -> Iterator[tuple[str, bytes]]:
    stream = Image.new("L", (32, 32), 128)
    target = io.BytesIO()
    stream.save(target, "JPEG2000", no_jp2=True)
    plain = target.getvalue()
    size = plain.index(b"\xff\x51") + 6
    for name, width, height, tile in (
        ("jpeg 2000 of 65535 x 65535", _WIDEST, _WIDEST, _WIDEST),
        (f"jpeg 2000 of {side} x {side} in tiles of one", side, side, 1),
        ("jpeg 2000 of 2^32-1 squared", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
    ):
        sizes = struct.pack(">IIIIIIII", width, height, 0, 0, tile, tile, 0, 0)
        yield name, plain[:size] + sizes + plain[size + 32 :]


def _avif(side: int) -> Iterator[tuple[str, bytes]]:
    plain = encoded(scene(width=64, height=48), "AVIF")
    place = plain.index(b"ispe") + 8
    for width, height in ((_WIDEST, _WIDEST), (side, side), (0xFFFFFFFF, 0xFFFFFFFF)):
        yield f"avif of {width} x {height}", plain[:place] + struct.pack(">II", width, height) + plain[place + 8 :]
    place = plain.index(b"iloc") + 4
    for end in (2, 4, 6, 8, 10):
        yield f"avif with locations of ones, {end}", plain[: place + end] + b"\xff" * 24 + plain[place + end + 24 :]
