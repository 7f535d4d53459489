"""Descriptions of an extraction by Cellebrite UFED (.ufd, .ufdx): which files belong to it, and their digests."""

from __future__ import annotations

import codecs
import errno
import os
import re
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.indexes import digest, found_beside, missing, raw_name, stored_path
from forensicdesk.finding import Told
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.model import StatedHash, Step

MAX_BYTES = 1 << 22
"""A description has a few kilobytes."""

_SECTION = re.compile(r"\[([^\]\r\n]{1,100})\]\s*")
_FIRST = re.compile(r"\s*(?:;[^\n]*\n\s*)*\[[A-Za-z][\w .]{0,60}\]")
_SURE = re.compile(r"^(?:\[Dumps\]|UfdVer\s*=|\[ExtractionStatus\])", re.MULTILINE | re.IGNORECASE)
_COLLECTION = re.compile(r"<EvidenceCollection[\s>]")
_DIGESTS = {"sha256": "sha256", "sha1": "sha1", "md5": "md5"}
_DUMPS = "dumps"


class _Index:
    """What the two kinds have in common: small texts that name files."""

    def __init__(self, around: Around) -> None:
        if around.size > MAX_BYTES:
            text = sentence(
                "It is longer than {max_bytes:,} bytes, which no description of an extraction is.", max_bytes=MAX_BYTES
            )
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
        self._around = around

    def open(self, step: Step) -> NoReturn:  # noqa: ARG002 - the same for all readers
        """It holds no file itself."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _text(self) -> str:
        self._around.stream.seek(0)
        return _decoded(self._around.stream.read(MAX_BYTES))

    def _said(self, named: str, stated: tuple[StatedHash, ...]) -> Entry | Told | None:
        """What is said of one file; an entry where it is not there, None where the name leads out of the folder."""
        path = stored_path(named)
        there = found_beside(self._around.beside, path, loosely=True) if path else None
        if there is not None:
            return Told(there, stated=stated) if stated else None
        return missing(path or raw_name(named), 0, stated=stated)


class UfdIndex(_Index):
    """A .ufd: sections of KEY=VALUE lines, where a key may stand several times."""

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | None]:  # noqa: ARG002 - the same for all readers
        """The files named as parts of the extraction, with the digests that are stated of them."""
        files: dict[str, list[StatedHash]] = {}
        for section, key, value in _lines(self._text()):
            if section in _DIGESTS:
                files.setdefault(key, []).extend(digest(_DIGESTS[section], value, f"[{section.upper()}] in the .ufd"))
            elif section == _DUMPS and "." in re.split(r"[/\\]", value)[-1]:
                files.setdefault(value, [])  # what has no ending may be a folder
        for name, stated in files.items():
            yield self._said(name, tuple(dict.fromkeys(stated)))


class UfdxIndex(_Index):
    """A .ufdx: a collection of extractions, each with the path of its .ufd."""

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | None]:  # noqa: ARG002 - the same for all readers
        """The descriptions that it names and that are not there; it says nothing else of files."""
        for path in dict.fromkeys(_extractions(self._text())):
            yield self._said(path, ())


def _decoded(raw: bytes) -> str:
    """Text with or without a byte order mark; UTF-16 without one shows in its zero bytes. What is no text is kept."""
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    if raw[1:2] == b"\0":
        return raw.decode("utf-16-le", "replace")
    return raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-8", "replace")


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """(section in lower case, key, value) of each line that has a key."""
    section = ""
    for line in text.splitlines():
        heading = _SECTION.fullmatch(line.strip())
        if heading:
            section = heading[1].strip().lower().replace("-", "")
            continue
        key, equals, value = line.partition("=")
        if equals and key.strip() and not key.lstrip().startswith((";", "#")):
            yield section, key.strip(), value.strip()


def _extractions(text: str) -> list[str]:
    paths: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Extraction" and attributes.get("Path"):
            paths.append(attributes["Path"])

    def doctype(*_: object) -> NoReturn:
        text = sentence("It declares a document type, which no collection of extractions needs.")
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        said = sentence(
            "The collection of extractions is damaged at line {lineno:,}; further extractions are not known.",
            lineno=error.lineno,
        )
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, said) from error
    return paths


def _is_ufd(head: Head) -> bool:
    if head.size > MAX_BYTES or head.start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] not in {b"[", b";"}:
        return False
    text = _decoded(head.start)
    return _FIRST.match(text) is not None and _SURE.search(text) is not None


def _is_ufdx(head: Head) -> bool:
    if head.size > MAX_BYTES or b"E" not in head.start[:4096]:
        return False
    text = _decoded(head.start[:4096])
    return text.lstrip().startswith("<") and _COLLECTION.search(text) is not None


def _open_ufd(around: Around) -> Container:
    return UfdIndex(around)


def _open_ufdx(around: Around) -> Container:
    return UfdxIndex(around)


UFD = ContainerFormat(
    "ufd", "description of a Cellebrite extraction", "text/plain", _is_ufd, _open_ufd, acquisition=True
)
UFDX = ContainerFormat(
    "ufdx", "collection of Cellebrite extractions", "application/xml", _is_ufdx, _open_ufdx, acquisition=True
)
