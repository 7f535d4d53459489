"""The report inside a Cellebrite extraction (UFDR): what it says of the files that lie beside it in the archive."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, NoReturn

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.indexes import (
    ACCESSED,
    CHANGED,
    CREATED,
    MODIFIED,
    date,
    digest,
    found_beside,
    missing,
    raw_name,
    stored_path,
    whole_number,
)
from forensicdesk.evidence.containers.ufdr_xml import XmlDamagedError, file_nodes
from forensicdesk.finding import Told
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.evidence.containers.ufdr_xml import FileNode
    from forensicdesk.model import StatedHash, Step
    from hashing.values import DateFact

_ENCRYPTED = b"\x2d\x06\x52\x6d"
_ROOT = re.compile(r"<project\b[^>]{0,4000}(?:reportVersion\s*=|pa\.cellebrite\.com/report)")
_DATES = {"CreationTime": CREATED, "ModifyTime": MODIFIED, "AccessTime": ACCESSED, "ChangeTime": CHANGED}
_DIGESTS = {"MD5": "md5", "SHA1": "sha1", "SHA-1": "sha1", "SHA256": "sha256", "SHA-256": "sha256"}
_BY = "report of the extraction"
_NOT_STORED = sentence("The report of the extraction names this file, but its content is not in the extraction.")


class UfdrReport:
    """One report."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._live: set[int] = set()

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | None]:  # noqa: ARG002 - the same for all readers
        """What is said of each stored file, and the files that are named and not stored."""
        self._around.stream.seek(0)
        if self._around.stream.read(len(_ENCRYPTED)) == _ENCRYPTED:
            text = sentence(
                "The report is encrypted by the program that made it; ask for an extraction without encryption."
            )
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        self._around.stream.seek(0)
        self._live.clear()
        count = 0
        try:
            for node in file_nodes(self._around.stream):
                if node is None:
                    yield None
                else:
                    count += 1
                    yield self._said(node, count)
        except XmlDamagedError as error:
            text = sentence(
                "The report is damaged: {error}; what it says of files behind the first {count:,} is not known.",
                error=error,
                count=count,
            )
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error

    def open(self, step: Step) -> NoReturn:  # noqa: ARG002 - the same for all readers
        """The report holds no file itself."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _said(self, node: FileNode, number: int) -> Entry | Told:
        logical, local = node.attributes.get("path", ""), node.texts.get("Local Path", "")
        dates, stated = _dates(node), _digests(node)
        path = stored_path(local) if local else None
        there = found_beside(self._around.beside, path) if path else None
        if there is None:
            known = raw_name(logical or local) or b"without a name"
            place = raw_name(node.attributes.get("id", "")) or b"%d" % number
            size = whole_number(node.attributes.get("size"))
            origin = Origin.DELETED if _deleted(node) == "deleted" else Origin.LIVE
            return missing(known, size, place, dates=dates, stated=stated, origin=origin, detail=_NOT_STORED)
        names = (raw_name(logical),) if logical else ()
        return Told(there, self._origin(node, there), dates, names, stated)

    def _origin(self, node: FileNode, stored: bytes) -> Origin | None:
        """The state of a stored file: live where any node of several says so, in whatever order they stand."""
        said, key = _deleted(node), hash(stored)
        if said == "intact":
            self._live.add(key)
            return Origin.LIVE
        return Origin.DELETED if said == "deleted" and key not in self._live else None


def _deleted(node: FileNode) -> str:
    return node.attributes.get("deleted", "").lower()


def _dates(node: FileNode) -> tuple[DateFact, ...]:
    return tuple(fact for name, kind in _DATES.items() for fact in date(kind, node.texts.get(name)))


def _digests(node: FileNode) -> tuple[StatedHash, ...]:
    found = (fact for name, kind in _DIGESTS.items() for fact in digest(kind, node.texts.get(name), _BY))
    return tuple(dict.fromkeys(found))


def _is_report(head: Head) -> bool:
    if head.start.startswith(_ENCRYPTED):
        return head.name.lower().endswith((b".xml", b".ufdr"))
    start = head.start[: 16 * 1024]
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return b"p" in start and _ROOT.search(start.decode(encoding, "replace")) is not None


def _open(around: Around) -> Container:
    return UfdrReport(around)


UFDR_REPORT = ContainerFormat("ufdr-report", "report of a Cellebrite extraction", "application/xml", _is_report, _open)
