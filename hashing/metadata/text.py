"""Making what files say fit to be read: printable, and of bounded length and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_VALUE = 500
MOST_FIELDS = 300
_CUT = " …"


def printable(text: str) -> str:
    """The text with every character that is not printable written as an escape, cut at `LONGEST_VALUE` characters.

    Control characters, line breaks and the marks that turn the direction of writing are among those escaped.
    """
    if len(text) <= LONGEST_VALUE and text.isprintable():
        return text.strip()
    shortened = text[: LONGEST_VALUE + 1].strip("\x00 ")
    cut = len(text) > LONGEST_VALUE
    readable = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in shortened)
    return readable[:LONGEST_VALUE] + _CUT if cut or len(readable) > LONGEST_VALUE else readable


def from_bytes(raw: bytes) -> str:
    """Bytes as text: UTF-8 where they are, else one character a byte."""
    bounded = raw[: 4 * LONGEST_VALUE].rstrip(b"\x00")
    try:
        return bounded.decode("utf-8")
    except UnicodeDecodeError:
        return bounded.decode("latin-1")


def fields(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs made printable and bounded in number, sorted by name, empty values left out."""
    readable = sorted((printable(name), printable(value)) for name, value in pairs)
    return tuple((name, value) for name, value in readable if value)[:MOST_FIELDS]
