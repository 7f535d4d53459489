"""Bytes written as text: base64, quoted-printable, uuencode, hexadecimal, data URIs. Damage costs what it hits."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_NO_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
DATA_URI = re.compile(
    rb"data:(?:image|video)/[a-z0-9.+\-]{1,60}(?:;[^,;\"'<>\s]{1,80}){0,4};base64,([A-Za-z0-9+/=%\s]+)", re.IGNORECASE
)
"""A picture or film within a text; the group is what is coded."""


def base64_bytes(text: bytes) -> bytes:
    """Everything up to the padding; what is no base64 is passed over."""
    clean = _NO_BASE64.sub(b"", text)
    end = clean.find(b"=")
    clean = clean if end < 0 else clean[:end]
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def hex_bytes(text: bytes) -> bytes:
    """Pairs of hexadecimal digits; what else stands between them is passed over."""
    clean = _NO_HEX.sub(b"", text)
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


def _as_it_is(data: bytes) -> bytes:
    return data


CODINGS: dict[bytes, Callable[[bytes], bytes]] = {
    b"": _as_it_is,
    b"base64": base64_bytes,
    b"quoted-printable": binascii.a2b_qp,
    b"uuencode": uu_bytes,
    b"hex": hex_bytes,
    b"data-uri": data_uri_bytes,
}
"""How bytes can be written, by the name that stands in places."""
