"""The beginning of a list file, by which its format is recognised. The file's name plays no part."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SAMPLE_BYTES = 65_536
SAMPLE_LINES = 400

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SQLITE_MAGIC = b"SQLite format 3\x00"
ENCASE_MAGIC = b"HASH\r\n\xff\x00"
TMK_MAGIC = b"TMK1FVECPDQF"
_BINARY = (SQLITE_MAGIC, ENCASE_MAGIC, TMK_MAGIC)
_FOREIGN = (
    (b"PK\x05\x06", sentence("a ZIP archive with nothing in it")),
    (b"PK\x03\x04", sentence("an archive inside an archive; unpack it first")),
    (b"\x1f\x8b", sentence("a gzip archive inside an archive; unpack it first")),
    (b"BZh", sentence("a bzip2 archive inside an archive; unpack it first")),
    (b"\xfd7zXZ\x00", sentence("an xz archive inside an archive; unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", sentence("a 7-Zip archive; unpack it first")),
    (b"%PDF-", sentence("a PDF document")),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|[a-z])", re.IGNORECASE)
XML_LIST = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.*?-->\s*)*<(?:!DOCTYPE\s+)?(?:[\w.-]{1,60}:)?queryResult\b", re.DOTALL
)
"""The beginning of an XML document that is a hash list: its root is the answer of NCMEC's Hash Sharing."""


class NoListError(ListError):
    """The file is no list that this version reads; in an archive, another file may be one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a list file: as text, or what a file that is no text is recognised by.

    Attributes:
        file_name: for error sentences only.
        encoding: of the whole file.
        text: what was decoded.
        lines: complete lines that are neither blank nor comments.
        comments: the comment lines.
        head: the first bytes, where the file is no text; then there are no lines.
        tables: of an SQLite database, the columns of each table; names in lower case.
    """

    file_name: str
    encoding: str
    text: str
    lines: tuple[str, ...]
    comments: tuple[str, ...]
    head: bytes = b""
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def share(self, fits: Callable[[str], object]) -> float:
        """The share of the sampled lines that fit."""
        return sum(bool(fits(line)) for line in self.lines) / len(self.lines) if self.lines else 0.0


def is_comment(line: str) -> bool:
    """Whether a line is blank or a comment."""
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def take_sample(file_name: str, head: bytes, *, whole: bool) -> Sample:
    """Make a sample from the first bytes of a list, unpacked; `whole` says that these are all.

    Raises:
        NoListError: the file is empty, binary, or of a known kind that is no list.
    """
    if not head:
        msg = sentence("{file_name} is empty, so there is no list in it.", file_name=file_name)
        raise NoListError(msg)
    for magic, kind in _FOREIGN:
        if head.startswith(magic):
            msg = sentence(
                "{file_name} cannot be imported: it is {kind}, not a hash list that this version reads.",
                file_name=file_name,
                kind=kind,
            )
            raise NoListError(msg)
    if head.startswith(_BINARY):
        return Sample(file_name, "", "", (), (), head)
    encoding = _encoding(head)
    text = _decode(head, encoding)
    _refuse_binary(file_name, text)
    found = text.splitlines() if encoding.startswith("utf-16") else io.StringIO(text, newline=None).read().split("\n")
    if not whole and len(found) > 1:
        found.pop()
    lines = [line for line in found if not is_comment(line)]
    comments = [line for line in found if line.lstrip().startswith("#")]
    return Sample(file_name, encoding, text, tuple(lines[:SAMPLE_LINES]), tuple(comments))


def _encoding(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    even, odd = head[0:2000:2], head[1:2000:2]
    if odd and odd.count(0) > 0.8 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if odd and even.count(0) > 0.8 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return "utf-8-sig"


def _decode(head: bytes, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)(errors="backslashreplace")
    return decoder.decode(head)


def _refuse_binary(file_name: str, text: str) -> None:
    control = _CONTROL.search(text)
    escaped = text.count("\\x")
    if control or escaped > len(text) // 8:
        where = sentence(" (first at character {at})", at=control.start()) if control else ""
        msg = sentence(
            "{file_name} is of no known kind: it holds binary data{where}, not a list of hashes as text.",
            file_name=file_name,
            where=where,
        )
        raise NoListError(msg)
    if _MARKUP.match(text) and not XML_LIST.match(text):
        msg = sentence(
            "{file_name} is of no known kind: it is XML or HTML, which this version does not read as a hash list.",
            file_name=file_name,
        )
        raise NoListError(msg)
