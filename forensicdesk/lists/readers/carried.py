"""Digests that lists hold and this program neither computes nor compares: they are carried beside the entry."""

from __future__ import annotations

from forensicdesk.lists.readers.text import shortened

CARRIED = {"sha384": 48, "sha512": 64, "whirlpool": 64, "tiger": 24, "edonkey": 16}
"""Bytes of each."""


def parse_carried(kind: str, text: str) -> bytes | str:
    """The bytes of such a digest, or the reason why it is refused."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    size = CARRIED[kind]
    return value if len(value) == size else f"not {2 * size} hexadecimal digits as {kind} has: {shortened(text)}"
