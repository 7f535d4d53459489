"""Second looks at formats whose signature is too short to be believed alone.

Every check takes the head of a file and its length, and says whether the fields behind the signature can be true.
"""

from __future__ import annotations

import re
import struct

_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}
_BMP_DEPTHS = {0, 1, 2, 4, 8, 16, 24, 32, 64}
_CORE_HEADER = 12
_JPEG_2000 = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_TS_SYNC = 0x47
_TS_STRIDES = ((0, 188), (4, 192), (0, 204))
_TS_LENGTH, _TS_CUT_PACKETS = 188, 8
_TS_PACKETS = 5
_PNM = re.compile(rb"\AP([1-6])\s(?:\s*#[^\n]*\n)*\s*(\d{1,6})\s+(\d{1,6})\s")
_PAM = b"P7\nWIDTH "
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x08\x1b")
_SAMPLE = 2048
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FEW = 20


def looks_like_jpeg(head: bytes, _size: int) -> bool:
    """Start of image, then a marker that may stand there."""
    return head[:3] == b"\xff\xd8\xff" and len(head) > 3 and (0xC0 <= head[3] <= 0xFE or head[3] == 0xFF)  # noqa: PLR2004


def looks_like_jp2(head: bytes, _size: int) -> bool:
    """The signature box of the JPEG 2000 family, then a type box that names a still picture."""
    return head.startswith(_JPEG_2000) and head[16:20] == b"ftyp" and head[20:24] in {b"jp2 ", b"jpx "}


def looks_like_bmp(head: bytes, size: int) -> bool:
    """`BM`, a known header length, a plausible depth and an offset inside the file."""
    if head[:2] != b"BM" or len(head) < 30 or size < 26:  # noqa: PLR2004 - the smallest headers
        return False
    offset, header = struct.unpack_from("<II", head, 10)
    if header not in _BMP_HEADERS or offset > max(size, 1 << 16):
        return False
    planes, depth = struct.unpack_from("<HH", head, 22 if header == _CORE_HEADER else 26)
    return planes in {0, 1} and depth in _BMP_DEPTHS


def looks_like_transport_stream(head: bytes, _size: int) -> bool:
    """The sync byte at the start of the first five packets of one of the usual lengths."""
    for start, stride in _TS_STRIDES:
        places = range(start, start + stride * _TS_PACKETS, stride)
        if len(head) > places[-1] and all(head[place] == _TS_SYNC for place in places):
            return len(set(head[: places[-1]])) > _FEW
    return False


def looks_like_cut_transport_stream(head: bytes) -> bool:
    """A transport stream that begins inside a packet: eight packets in a row with a header that may stand there."""
    for start in range(1, _TS_LENGTH):
        places = range(start, start + _TS_LENGTH * _TS_CUT_PACKETS, _TS_LENGTH)
        if len(head) > places[-1] + 3 and all(_ts_header(head, place) for place in places):
            return len(set(head[: places[-1]])) > _FEW
    return False


def _ts_header(head: bytes, place: int) -> bool:
    """The sync byte, no error noted, and a payload or an adaptation field."""
    return head[place] == _TS_SYNC and not head[place + 1] & 0x80 and bool(head[place + 3] & 0x30)


def looks_like_icon(head: bytes, size: int) -> bool:
    """An icon or cursor whose first directory entry points into the file."""
    if head[:4] not in {b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"} or len(head) < 22:  # noqa: PLR2004 - one entry
        return False
    count, reserved = struct.unpack_from("<H", head, 4)[0], head[9]
    length, offset = struct.unpack_from("<II", head, 14)
    return 0 < count <= 256 and reserved == 0 and length > 0 and 6 + 16 * count <= offset < size  # noqa: PLR2004


def looks_like_jxl(head: bytes, size: int) -> bool:
    """A bare JPEG XL codestream: two bytes only, so the size header behind them must make sense and text is refused."""
    if head[:2] != b"\xff\x0a" or size < 16 or len(set(head[:64])) < _FEW:  # noqa: PLR2004 - nothing smaller is real
        return False
    bits = int.from_bytes(head[2:14], "little")
    if bits & 1:
        return True
    width_selector = (bits >> 1) & 3
    height_bits = (9, 13, 18, 30)[width_selector]
    return ((bits >> 3) & ((1 << height_bits) - 1)) < 1 << 20


def looks_like_fli(head: bytes, size: int) -> bool:
    """FLI or FLC: the magic number at 4, a length that does not exceed reason, and a depth of 8 bits or unset."""
    if len(head) < 128 or head[4:6] not in {b"\x11\xaf", b"\x12\xaf"}:  # noqa: PLR2004 - the header's length
        return False
    width, height, depth = struct.unpack_from("<HHH", head, 8)
    return size > 0 and width <= 1 << 14 and height <= 1 << 14 and depth in {0, 8, 15, 16, 24, 32}


def looks_like_sgi(head: bytes, _size: int) -> bool:
    """SGI: storage, bytes per channel and dimension within their few values."""
    if head[:2] != b"\x01\xda" or len(head) < 12:  # noqa: PLR2004 - fields checked
        return False
    dimension = int.from_bytes(head[4:6])
    return head[2] in {0, 1} and head[3] in {1, 2} and 1 <= dimension <= 3  # noqa: PLR2004


def looks_like_pcx(head: bytes, _size: int) -> bool:
    """PCX: version, encoding, depth, and a window that is not inside out."""
    if len(head) < 128 or head[0] != 0x0A or head[1] not in {0, 2, 3, 4, 5}:  # noqa: PLR2004 - header length
        return False
    left, top, right, bottom = struct.unpack_from("<HHHH", head, 4)
    return head[2] in {0, 1} and head[3] in {1, 2, 4, 8} and left <= right and top <= bottom and head[64] == 0


def looks_like_pnm(head: bytes, size: int) -> bool:
    """A portable anymap whose numbers fit its length (raw kinds), or only digits and spaces (plain kinds)."""
    if head.startswith(_PAM):
        return b"ENDHDR\n" in head[:512]
    found = _PNM.match(head[:1024])
    if not found:
        return False
    kind, width, height = (int(number) for number in found.groups())
    if kind <= 3:  # noqa: PLR2004 - P1 to P3 are plain text
        return width * height > 0 and re.fullmatch(rb"[\d\s]*", head[found.end() : found.end() + 512]) is not None
    samples = {4: (width + 7) // 8 * height, 5: width * height, 6: 3 * width * height}[kind]
    return 0 < samples <= 4 * size


def looks_like_text(head: bytes, _size: int) -> bool:
    """No control characters but those of text. UTF-16 counts by its mark."""
    sample = head[:_SAMPLE]
    if sample.startswith(_UTF16_MARKS) and len(set(sample[1::2])) < _FEW:
        return True
    return not any(byte < ord(" ") and byte not in _TEXT_CONTROLS for byte in sample)
