"""Reading the records of a huge XML document one at a time, with bounded memory.

Expat is fed piece by piece. Document type declarations, and with them entities that unfold or reach for other files,
are refused before anything in them counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn
from xml.parsers import expat

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 1 << 16
MAX_TOKEN = 1 << 24
"""So many bytes may stand between two marks of the document; more is refused as damaged."""
MAX_RECORD = 1 << 20
"""So many characters may a record hold."""
MAX_DEPTH = 60

_BETWEEN = " "


class Element(NamedTuple):
    """A record, or the beginning of an element around records.

    Attributes:
        path: local names from the root to the element.
        fields: ("path/inside", text) and ("path/inside@attribute", value) pairs in order; blank texts are left out.
    """

    path: tuple[str, ...]
    fields: list[tuple[str, str]]


class XmlStream:
    """The records of a document, those elements that lie so deep.

    Attributes:
        records: how many were read so far, for error sentences.
    """

    def __init__(self, stream: BinaryIO, name: str, depth: int) -> None:
        self.records = 0
        self._stream = stream
        self._name = name
        self._depth = depth
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._fields: list[tuple[str, str]] = []
        self._size = 0
        self._ready: list[Element] = []
        self._parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def elements(self) -> Iterator[Element]:
        """Each record when it is complete, and each element around records when it begins.

        Raises:
            ListError: the document is damaged, cut off, or declares a document type.
        """
        fed = 0
        while True:
            piece = self._stream.read(CHUNK)
            fed += len(piece)
            try:
                self._parser.Parse(piece, not piece)
            except expat.ExpatError as error:
                self.fail(expat.ErrorString(error.code) or sentence("no XML"), (error.lineno, error.offset))
            except (LookupError, ValueError):
                self.fail(sentence("its encoding is not known"))
            yield from self._ready
            self._ready.clear()
            if not piece:
                return
            if fed - self._parser.CurrentByteIndex > MAX_TOKEN:
                self.fail(sentence("a single mark or text has more than {max_token:,} bytes", max_token=MAX_TOKEN))

    def fail(self, what: str, where: tuple[int, int] | None = None) -> NoReturn:
        """Say what broke and where."""
        line, column = where or (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)
        one = self.records == 1
        records = sentence("1 complete record") if one else sentence("{count:,} complete records", count=self.records)
        place = sentence(
            "at line {line:,}, column {column:,}, after {what}", line=line, column=column + 1, what=records
        )
        msg = sentence(
            "{name} is damaged or cut off: {what}, {place}; nothing imported.", name=self._name, what=what, place=place
        )
        raise ListError(msg)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(printable(tag.rpartition(_BETWEEN)[2]))
        self._texts.append([])
        if len(self._path) > MAX_DEPTH:
            self.fail(sentence("elements are nested too deeply"))
        if len(self._path) <= self._depth:
            self._fields, self._size = [], 0
        for key, value in attributes.items():
            self._add(f"@{key.rpartition(_BETWEEN)[2]}", value)
        if len(self._path) < self._depth:
            self._ready.append(Element(tuple(self._path), self._fields))

    def _end(self, tag: str) -> None:  # noqa: ARG002 - expat's signature
        text = "".join(self._texts.pop()).strip()
        if len(self._path) >= self._depth and text:
            self._add("", text)
        if len(self._path) == self._depth:
            self.records += 1
            self._ready.append(Element(tuple(self._path), self._fields))
        self._path.pop()

    def _text(self, text: str) -> None:
        if len(self._path) >= self._depth:
            self._grow(len(text))
            self._texts[-1].append(text)

    def _add(self, suffix: str, text: str) -> None:
        inside = "/".join(self._path[self._depth :])
        self._grow(len(inside) + len(text))
        self._fields.append((printable(inside + suffix), printable(text)))

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > MAX_RECORD:
            self.fail(sentence("a single record has more than {max_record:,} characters", max_record=MAX_RECORD))

    def _doctype(self, *_: object) -> None:
        self.fail(sentence("it declares a document type, which no hash list needs and this version does not read"))
