"""Making what files say fit to be read: printable, and of bounded length and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_VALUE = 500
MOST_FIELDS = 300
_CUT = " …"
_LONGEST_CHARACTER = 4


def printable(text: str, longest: int = LONGEST_VALUE) -> str:
    """The text with every character that is not printable written as an escape, cut at `longest` characters.

    Control characters, line breaks and the marks that turn the direction of writing are among those escaped.
    """
    if len(text) <= longest and text.isprintable():
        return text.strip()
    shortened = text[: longest + 1].strip("\x00 ")
    cut = len(text) > longest
    readable = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in shortened)
    return readable[:longest] + _CUT if cut or len(readable) > longest else readable


def from_bytes(raw: bytes, most: int = 4 * LONGEST_VALUE) -> str:
    """Bytes as text: UTF-8 where they are, else one character a byte. At most `most` bytes are looked at."""
    bounded = raw[:most].rstrip(b"\x00")
    try:
        return bounded.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(raw) > most and error.start > len(bounded) - _LONGEST_CHARACTER:
            return bounded[: error.start].decode("utf-8")
        return bounded.decode("latin-1")


def fields(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs made printable and bounded in number, sorted by name, empty values left out."""
    readable = sorted((printable(name), printable(value)) for name, value in pairs)
    return tuple((name, value) for name, value in readable if value)[:MOST_FIELDS]
