"""Tar archives, not compressed: files are read where they lie, one after the other."""

from __future__ import annotations

import errno
import os
import tarfile
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, Wanted
from forensicdesk.evidence.containers.streams import part_of
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head
    from forensicdesk.model import Step

_BLOCK = 512
_CHECKSUM = slice(148, 156)


class TarContainer:
    """One tar archive."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry]:  # noqa: ARG002 - the same for all readers
        """Every file, in the order of the archive."""
        self._around.stream.seek(0)
        try:
            with tarfile.open(fileobj=self._around.stream, mode="r:", errorlevel=1) as archive:
                while (member := archive.next()) is not None:
                    # Without this, tarfile remembers every member.
                    archive.members = []  # type: ignore[attr-defined]
                    if not member.isdir():
                        yield _entry(member)
        except (tarfile.TarError, EOFError, OverflowError, ValueError) as error:
            text = "The archive is damaged; what lies behind the last file that is listed is not known."
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        place = step.place or self._find(step.path)
        offset, plus, length = place.partition(b"+")
        if not plus or not offset.isdigit() or not length.isdigit():
            raise OSError(errno.EINVAL, "the location names no place in the archive")
        return part_of(self._around.stream, int(offset), int(length))  # type: ignore[return-value]

    def _find(self, path: bytes) -> bytes:
        for entry in self.entries(Wanted()):
            if entry.path == path and entry.place:
                return entry.place
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _entry(member: tarfile.TarInfo) -> Entry:
    path = member.name.encode("utf-8", "surrogateescape")
    modified = int(member.mtime * 1_000_000_000)
    if member.isreg() and not member.sparse:
        return Entry(path, member.size, modified, b"%d+%d" % (member.offset_data, member.size))
    text = "A link; links are not followed." if member.issym() or member.islnk() else "A special entry, not a file."
    code = IssueCode.SYMBOLIC_LINK if member.issym() or member.islnk() else IssueCode.NOT_A_FILE
    return Entry(path, 0, modified, state=State.EXCLUDED, issue=Issue(Stage.READ, code, text))


def _is_tar(head: Head) -> bool:
    """A first block whose checksum is right."""
    block = head.start[:_BLOCK]
    if len(block) < _BLOCK or not block[0]:
        return False
    stated = block[_CHECKSUM].split(b"\0")[0].strip()
    plain = sum(block) - sum(block[_CHECKSUM]) + 8 * ord(" ")
    return bool(stated) and stated.isdigit() and set(stated) <= set(b"01234567") and int(stated, 8) == plain


def _open(around: Around) -> Container:
    return TarContainer(around)


TAR = ContainerFormat("tar", "tar archive", "application/x-tar", _is_tar, _open)
