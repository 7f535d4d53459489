"""PhotoDNA as other programs write it: carried and compared as 144 bytes, never computed."""

from __future__ import annotations

import base64
import binascii

BYTES = 144
"""Length of a value."""

_BASE64_DIGITS = 192
_HEX_DIGITS = 288
_MAX_BYTE = 255
_WRONG = "no PhotoDNA (144 bytes as 192 characters of base64, 288 hexadecimal digits or 144 numbers)"


def parse_photodna(text: str) -> bytes | str:
    """The 144 bytes of a value, or the reason why it is refused. The reason never shows the value itself."""
    stripped = text.strip()
    if "," in stripped:
        return _numbers(stripped.strip("[]"))
    try:
        if len(stripped) == _HEX_DIGITS:
            value = bytes.fromhex(stripped)
        elif len(stripped) == _BASE64_DIGITS:
            value = base64.b64decode(stripped, validate=True)
        else:
            value = b""
    except (ValueError, binascii.Error):
        value = b""
    return value if len(value) == BYTES else _WRONG


def _numbers(text: str) -> bytes | str:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != BYTES or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):  # noqa: PLR2004 - digits of 255
        return _WRONG
    numbers = [int(part) for part in parts]
    return bytes(numbers) if max(numbers) <= _MAX_BYTE else _WRONG
