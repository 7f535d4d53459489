"""Reading the members of a huge JSON array one at a time, with bounded memory.

The text is parsed piece by piece by the standard library's scanner, which answers hostile input (100,000 brackets,
numbers of many thousand digits) with an exception; the C backend of ijson, which was tried, ends the process instead.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

CHUNK = 1 << 18
MAX_VALUE = 1 << 26
"""A single record may have so many characters; more is refused as damaged."""

_BLANK = re.compile(r"[ \t\r\n]*")
_SCALAR_TAIL = 32


class JsonDamagedError(Exception):
    """The document is damaged or cut off; the text says how and where."""


class JsonStream:
    """A cursor over JSON text that reads more of it as needed.

    Attributes:
        values: how many array members have been read so far, for error sentences.
    """

    def __init__(self, text: TextIO) -> None:
        self.values = 0
        self._text = text
        self._buffer = ""
        self._at = 0
        self._dropped = 0
        self._ended = False
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no blank, "" at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, expected: str) -> None:
        """Step over one character that has to come next."""
        found = self.peek()
        if found != expected:
            self.fail(f"{expected!r} was expected and {found!r} found" if found else "the file ends too early")
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401 - whatever the JSON holds
        """The next whole value."""
        return self.given()[0]

    def given(self) -> tuple[Any, str]:
        """The next whole value, and its text as it stands."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more():
                    self.fail(self._complaint(error), at=error.pos)
                continue
            except (RecursionError, ValueError) as error:
                msg = sentence("brackets are nested too deeply") if isinstance(error, RecursionError) else str(error)
                self.fail(msg)
            if end == len(self._buffer) and self._more():
                continue
            text, self._at = self._buffer[self._at : end], end
            return value, text

    def members(self) -> Iterator[None]:
        """Step through an array: at each step the next member is ready to be read by the caller."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield
            if self.peek() == ",":
                self.take(",")
                continue
            self.take("]")
            return

    def names(self) -> Iterator[str]:
        """Step through an object: at each step the key's value is ready to be read by the caller."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            if self.peek() != '"':
                self.fail("a name in quotes was expected" if self.peek() else "the file ends too early")
            key = str(self.value())
            self.take(":")
            yield key
            if self.peek() == ",":
                self.take(",")
                continue
            self.take("}")
            return

    def finish(self) -> None:
        """Make sure that nothing stands after the document."""
        if self.peek():
            self.fail("something stands after the end of the document")

    def fail(self, what: str, *, at: int | None = None) -> NoReturn:
        """Say what broke and where.

        Raises:
            JsonDamagedError: always; readers that have an error of their own raise that.
        """
        msg = f"{what}, {self.place(at)}"
        raise JsonDamagedError(msg)

    def place(self, at: int | None = None) -> str:
        """Where something broke, in words: at which character, after how many members."""
        where = self._dropped + (self._at if at is None else at)
        records = f"{self.values:,} complete record{'' if self.values == 1 else 's'}"
        return f"at character {where:,}, after {records}"

    def _more(self) -> bool:
        """Read on; False at the end of the text."""
        if self._ended:
            return False
        if self._at > CHUNK:
            self._dropped += self._at
            self._buffer, self._at = self._buffer[self._at :], 0
        if len(self._buffer) - self._at > MAX_VALUE:
            self.fail(f"a single value has more than {MAX_VALUE:,} characters")
        piece = self._text.read(max(CHUNK, len(self._buffer) - self._at))
        self._ended = not piece
        self._buffer += piece
        return bool(piece)

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether reading on may cure an error: it lies at the end of what was read, or in an open string."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._buffer) - _SCALAR_TAIL

    def _complaint(self, error: json.JSONDecodeError) -> str:
        return "the file ends too early" if self._ended and self._may_be_cut(error) else error.msg.lower()
