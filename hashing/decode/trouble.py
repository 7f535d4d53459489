"""What decoders raise when they meet bad content, and how it is put into words."""

from __future__ import annotations

import re
import struct
import zlib

DECODER_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    BufferError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""Pillow documents `OSError`, `SyntaxError`, `ValueError` and `EOFError`; damaged files bring out the others."""

_LONGEST_DETAIL = 200
_ADDRESS = re.compile(r"<[^<>]*\b0x[0-9a-fA-F]+[^<>]*>|<none>")
_NOISE = re.compile(r"\[Errno \d+\] |: '<none>'")


def in_words(error: BaseException) -> str:
    """One line for an issue: the decoder's own words without memory addresses, made printable and not too long."""
    said = error.args[0] if len(error.args) == 1 else error
    plain = said.decode("ascii", "replace") if isinstance(said, bytes) else str(error)
    text = _ADDRESS.sub("the file", _NOISE.sub("", plain)) or "no further details"
    printable = "".join(char if char.isprintable() else " " for char in text)
    return f"{type(error).__name__}: {' '.join(printable.split())}"[:_LONGEST_DETAIL]
