"""Bytes written otherwise: base64, quoted-printable, uuencode, hexadecimal, packed, without a file header."""

from __future__ import annotations

import binascii
import re
import string
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/="))
_NO_HEX = bytes(set(range(256)) - set(string.hexdigits.encode()))
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
MOST_UNPACKED = 1 << 28
_PIECE = 1 << 20
_OLD_BITMAP, _USUAL_BITMAP = 12, 40
DATA_URI = re.compile(
    rb"data:(?:image|video)/[a-z0-9.+\-]{1,60}(?:;[^,;\"'<>\s]{1,80}){0,4};base64,([A-Za-z0-9+/=%\s]+)", re.IGNORECASE
)
"""A picture or film within a text; the group is what is coded."""


def base64_bytes(text: bytes) -> bytes:
    """Everything up to the padding; what is no base64 is passed over."""
    clean = text.translate(None, _NO_BASE64)
    end = clean.find(b"=")
    clean = clean if end < 0 else clean[:end]
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def hex_bytes(text: bytes) -> bytes:
    """Pairs of hexadecimal digits; what else stands between them is passed over."""
    clean = text.translate(None, _NO_HEX)
    return bytes.fromhex(clean[: len(clean) // 2 * 2].decode("ascii"))


def uu_bytes(text: bytes) -> bytes:
    """The lines between "begin" and "end"."""
    parts = []
    for line in text.splitlines():
        try:
            parts.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some writers miscount: the length that the line states is what counts.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                parts.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                continue
    return b"".join(parts)


def data_uri_bytes(text: bytes) -> bytes:
    """Base64 in which some characters may be written as "%2B"."""
    return base64_bytes(_PERCENT.sub(lambda found: bytes((int(found[1], 16),)), text))


def bmp_bytes(data: bytes) -> bytes:
    """A bitmap without its file header as a BMP file."""
    size = int.from_bytes(data[:4], "little")
    old = size == _OLD_BITMAP
    depth = int.from_bytes(data[10:12] if old else data[14:16], "little")
    count = 0 if old else int.from_bytes(data[32:36], "little")
    masks = 12 if size == _USUAL_BITMAP and data[16:17] == b"\x03" else 0
    colours = min(count or (1 << depth if depth <= 8 else 0), 256) * (3 if old else 4)  # noqa: PLR2004 - a byte
    return struct.pack("<2sIII", b"BM", 14 + len(data), 0, 14 + size + masks + colours) + data


def zlib_bytes(data: bytes) -> bytes:
    """What the data unpacks to, as far as it can be unpacked, at most `MOST_UNPACKED` bytes."""
    machine = zlib.decompressobj()
    parts: list[bytes] = []
    try:
        for start in range(0, len(data), _PIECE):
            parts.append(machine.decompress(data[start : start + _PIECE], MOST_UNPACKED - sum(map(len, parts)) or 1))
            if machine.eof or machine.unconsumed_tail:
                break
    except zlib.error:
        pass  # What came before the damage is given.
    return b"".join(parts)[:MOST_UNPACKED]


def _narrow(text: bytes) -> bytes:
    """UTF-16 with one byte for each character; what is no Latin letter is lost."""
    return text.decode("utf-16-le", "replace").encode("latin-1", "replace")


def _as_it_is(data: bytes) -> bytes:
    return data


CODINGS: dict[bytes, Callable[[bytes], bytes]] = {
    b"": _as_it_is,
    b"base64": base64_bytes,
    b"quoted-printable": binascii.a2b_qp,
    b"uuencode": uu_bytes,
    b"hex": hex_bytes,
    b"data-uri": data_uri_bytes,
    b"dib": bmp_bytes,
    b"zlib": zlib_bytes,
    b"utf-16": _narrow,
}
"""How bytes can be written, by the name that stands in places."""
