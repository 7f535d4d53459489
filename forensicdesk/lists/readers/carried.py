"""Values that lists hold beside the four that are matched as entries: they are carried beside the entry, unchanged.

`md5_512` and `md5_64k` are MD5 of the first 512 and 65,536 bytes of a file. They are kinds of their own, because as
MD5 they would match every file that begins with the same bytes.
"""

from __future__ import annotations

from forensicdesk.exchange.photodna import BYTES, parse_photodna
from forensicdesk.language import sentence
from forensicdesk.lists.readers.text import shortened

PERCEPTUAL = ("phash", "dhash", "ahash", "whash")
"""Hashes of pictures of 64 bits; all are written with 16 hexadecimal digits."""

CARRIED = {
    "sha384": 48,
    "sha512": 64,
    "whirlpool": 64,
    "tiger": 24,
    "edonkey": 16,
    "md5_512": 16,
    "md5_64k": 16,
    "photodna": BYTES,
} | dict.fromkeys(PERCEPTUAL, 8)
"""Bytes of each."""


def parse_carried(kind: str, text: str) -> bytes | str:
    """The bytes of such a value, or the reason why it is refused."""
    if kind == "photodna":
        return parse_photodna(text)
    size = CARRIED[kind]
    try:
        value = bytes.fromhex(text) if len(text) == 2 * size else b""
    except ValueError:
        value = b""
    title = kind[0] + "H" + kind[2:] if kind in PERCEPTUAL else kind
    return (
        value
        if len(value) == size
        else sentence(
            "not {count} hexadecimal digits as {title} has: {text}", count=2 * size, title=title, text=shortened(text)
        )
    )
