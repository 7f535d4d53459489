"""Lines of text with their numbers, however the file is encoded and however its lines end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

MAX_LINE = 1_048_576
"""Longer lines are refused: no entry needs that much, and memory stays bounded."""


def open_text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The stream as text. Bytes that are no text in this encoding appear as escapes: no line is ever lost."""
    return io.TextIOWrapper(stream, encoding=encoding, errors="backslashreplace", newline=None)


def numbered_lines(text: TextIO) -> Iterator[tuple[int, str] | Refusal]:
    """Each line that is neither blank nor a comment with its number, from 1; lines that are too long as refusals."""
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith("\n"):
            _skip_rest(text)
            yield Refusal(number, sentence("the line is longer than {max_line:,} characters", max_line=MAX_LINE))
            continue
        line = line.rstrip("\n")
        if line and not line.isspace() and not line.lstrip().startswith("#"):
            yield number, line


def printable(text: str) -> str:
    """Text that can be stored as UTF-8, whatever the list contained."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(text: str) -> str:
    """A piece of a refused line for its reason: at most 40 characters, control characters made visible."""
    piece = printable(text.strip()[:41])
    piece = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in piece)
    return f"{piece[:40]}…" if len(piece) > 40 else piece  # noqa: PLR2004 - as the docstring says


def _skip_rest(text: TextIO) -> None:
    while (rest := text.readline(MAX_LINE)) and not rest.endswith("\n"):
        pass
