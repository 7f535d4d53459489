"""One place for making text from evidence safe to print: nothing invisible, nothing that reorders, nothing lost.

Characters that cannot be seen, or that change how their neighbours are shown, are written as `<U+XXXX>`. HTML markup is
not treated here: the template engine escapes every value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_IGNORABLE = frozenset(
    [
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)
"""Characters of other categories that leave no mark on paper."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]",
)


def code_point(character: str) -> str:
    """A character by its number, such as `<U+200E>`."""
    return f"<U+{ord(character):04X}>"


@lru_cache(maxsize=65536)
def _seen(character: str) -> str:
    category = unicodedata.category(character)
    hidden = category in _UNSEEN or (category == "Zs" and character != " ") or ord(character) in _IGNORABLE
    return code_point(character) if hidden else character


def printable(text: str) -> str:
    """The text with every unseen character made visible. Doing it twice changes nothing more.

    Newlines, tabs, other spaces than the common one, control and formatting characters (among them the ones that
    reverse the direction of writing), lone surrogates and unassigned characters become `<U+XXXX>`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, text))


def printable_path(raw: bytes) -> str:
    """Raw path bytes as people read them: bytes that are no UTF-8 become `<0xNN>`, the rest as in `printable`."""
    text = raw.decode("utf-8", "surrogateescape")
    shown = "".join(f"<0x{ord(c) - 0xDC00:02X}>" if "\udc80" <= c <= "\udcff" else c for c in text)
    return printable(shown)


def reads_back(raw: bytes) -> bool:
    """Whether `printable_path` shows exactly these bytes, so that no hexadecimal form is needed beside it."""
    return printable_path(raw).encode("utf-8", "replace") == raw and b"<U+" not in raw and b"<0x" not in raw


def right_to_left(text: str) -> bool:
    """Whether the text holds letters of a script that runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


class Drawable(dict[int, str]):
    """A table for `str.translate`: characters that a font cannot draw become `<U+XXXX>`. Fills itself as it is used."""

    def __init__(self, glyphs: frozenset[int]) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, code: int) -> str:
        shown = _seen(chr(code))
        if code not in self._glyphs and len(shown) == 1:
            shown = code_point(shown)
        self[code] = shown
        return shown
