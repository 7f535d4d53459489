"""The `file` nodes of a report inside an extraction, one at a time, from XML that may be dirty and of any size.

Reports of real phones hold characters that XML forbids (control characters in names of files, "&" in passwords). They
are replaced before a strict parser sees them. A declaration of a document type ends the reading: nothing is unfolded,
nothing is fetched. Memory holds one node at a time.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NoReturn
from xml.parsers import expat

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 18
MAX_NODE = 1 << 20
"""So many characters of one node are kept; further ones are left out."""
MAX_TOKEN = 1 << 24
"""So many characters may stand between two marks of the document; more is refused as damaged."""

MAX_DEPTH = 200
"""Elements may be nested so deep."""

_HELD = 12
"""A reference or a mark may be cut between two pieces: so many characters at the end wait for the next one."""

_MARKS = re.compile(r"(<!\[CDATA\[|\]\]>)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)?")
_ENCODING = re.compile(r"(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_REPLACEMENT = "\ufffd"
_LIST, _FILE = "taggedFiles", "file"


class XmlDamagedError(Exception):
    """The document cannot be read on; the text says what and where."""


@dataclass(slots=True)
class FileNode:
    """One `file` node: its attributes, and the texts inside it by their "name", such as "Local Path" or "MD5"."""

    attributes: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)


def file_nodes(stream: BinaryIO) -> Iterator[FileNode | None]:
    """The nodes in the list of files, in order; None for each piece of the document that was read.

    Reading ends where that list does: what stands behind it (chats, contacts) lists no files.

    Raises:
        XmlDamagedError: the document is damaged, cut off, or declares a document type.
        OSError: it cannot be read.
    """
    reader, cleaner = _Nodes(), _Cleaner()
    decoder, start = None, stream.read(CHUNK)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            decoder, start = codecs.getincrementaldecoder(encoding)("replace"), start[len(bom) :]
    decoder = decoder or codecs.getincrementaldecoder(_guessed(start))("replace")
    piece, first = start, True
    while not reader.is_done:
        text = cleaner.clean(decoder.decode(piece, final=not piece), last=not piece)
        reader.feed(_ENCODING.sub(r"\1", text, count=1) if first else text, last=not piece)
        first = False
        yield from reader.ready
        reader.ready.clear()
        yield None
        if not piece:
            return
        piece = stream.read(CHUNK)


def _guessed(start: bytes) -> str:
    """The encoding of a document without a mark in front: UTF-16 shows in its zero bytes."""
    if start[:4] == b"<\0?\0":
        return "utf-16-le"
    return "utf-16-be" if start[:4] == b"\0<\0?" else "utf-8"


class _Cleaner:
    """Makes XML of text that almost is."""

    def __init__(self) -> None:
        self._held = ""
        self._raw = False

    def clean(self, text: str, *, last: bool) -> str:
        """The text so far that is complete, with what XML forbids replaced."""
        text = self._held + text
        cut = len(text) if last else _safe_end(text)
        text, self._held = _ILLEGAL.sub(_REPLACEMENT, text[:cut]), text[cut:]
        return "".join(map(self._part, _MARKS.split(text)))

    def _part(self, part: str) -> str:
        if part == "<![CDATA[":
            self._raw = True
        elif part == "]]>":
            self._raw = False
        elif not self._raw:
            return _REFERENCE.sub(_reference, part)
        return part


def _safe_end(text: str) -> int:
    """Where to cut so that no reference and no mark is cut in two."""
    start = max(0, len(text) - _HELD)
    return min((at for at in (text.find(mark, start) for mark in "&<]") if at >= 0), default=len(text))


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if not name.startswith("#"):
        return found[0]
    code = int("0" + name[1:], base=0) if name[1] == "x" else int(name[1:])
    legal = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004 - what XML allows
    return found[0] if legal else _REPLACEMENT


class _Nodes:
    """Expat's handlers: they collect one node and forget it."""

    def __init__(self) -> None:
        self.ready: list[FileNode] = []
        self.is_done = False
        self._node: FileNode | None = None
        self._depth = self._around = 0
        self._name = ""
        self._text: list[str] = []
        self._size = 0
        self._fed = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, text: str, *, last: bool) -> None:
        """Parse on."""
        data = text.encode()
        self._fed += len(data)
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            if not self.is_done:
                self._fail(expat.ErrorString(error.code) or sentence("no XML"), (error.lineno, error.offset))
        if self._fed - max(0, self._parser.CurrentByteIndex) > MAX_TOKEN and not self.is_done:
            self._fail(sentence("a single mark or text has more than {max_token:,} bytes", max_token=MAX_TOKEN))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth + self._around > MAX_DEPTH:
            self._fail(sentence("elements are nested too deeply"))
        if self._node is None:
            if tag.rpartition(":")[2] != _FILE:
                self._around += 1
            else:
                self._node, self._depth, self._size = FileNode(_bounded(attributes)), 1, 0
                self._parser.CharacterDataHandler = self._characters
            return
        self._depth += 1
        self._name = attributes.get("name", "")[:100]
        self._text = []

    def _end(self, tag: str) -> None:
        if self._node is None:
            if tag.rpartition(":")[2] == _LIST:
                self.is_done = True
                self._parser.StartElementHandler = self._parser.EndElementHandler = None
            self._around -= 1
            return
        self._depth -= 1
        if self._depth == 0:
            self.ready.append(self._node)
            self._node = None
            self._parser.CharacterDataHandler = None
        elif self._name:
            self._node.texts.setdefault(self._name, "".join(self._text).strip())
            self._name = ""

    def _characters(self, text: str) -> None:
        self._size += len(text)
        if self._name and self._size <= MAX_NODE:
            self._text.append(text)

    def _doctype(self, *_: object) -> NoReturn:
        self._fail(sentence("it declares a document type, which no report needs and this version does not read"))

    def _fail(self, what: str, where: tuple[int, int] | None = None) -> NoReturn:
        line, column = where or (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)
        msg = sentence("{what}, at line {line:,}, column {column:,}", what=what, line=line, column=column + 1)
        raise XmlDamagedError(msg)


def _bounded(attributes: dict[str, str]) -> dict[str, str]:
    return {key.rpartition(":")[2]: value[:MAX_NODE] for key, value in attributes.items()}
