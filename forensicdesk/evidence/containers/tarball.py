"""Tar archives, not compressed: files are read where they lie, one after the other."""

from __future__ import annotations

import errno
import os
import re
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.android import Mounts, are_one, same_bytes
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, Wanted
from forensicdesk.evidence.containers.sparse import sparse_stream
from forensicdesk.evidence.containers.streams import part_of, read_range
from forensicdesk.evidence.containers.tar_members import TAR_ERRORS, member_at, members
from forensicdesk.evidence.files import printable
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Generator, Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head
    from forensicdesk.model import Step

_BLOCK = 512
_CHECKSUM = slice(148, 156)
_PLAIN = re.compile(rb"(\d{1,19})\+(\d{1,19})")
_SPARSE = re.compile(rb"sparse@(\d{1,19})")
_DATES = {"atime": "file:accessed", "ctime": "file:metadata-changed"}


class TarContainer:
    """One tar archive."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every file, in the order of the archive; a hard link is a further name of the file that it leads to."""
        mounts = Mounts()
        met: dict[int, int] = {}
        try:
            for member in members(self._around.stream, self._around.size):
                if member is None:
                    yield None
                elif member.islnk():
                    yield self._linked(member, met.get(hash(member.linkname)))
                elif not member.isdir():
                    met[hash(member.name)] = member.offset
                    first = yield from self._known(member, mounts)
                    yield _entry(member) if first is None else first
        except TAR_ERRORS as error:
            text = sentence("The archive is damaged; what lies behind the last file that is listed is not known.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        place = step.place or self._find(step.path)
        if plain := _PLAIN.fullmatch(place):
            return cast("BinaryIO", part_of(self._around.stream, int(plain[1]), int(plain[2])))
        if sparse := _SPARSE.fullmatch(place):
            return self._open_sparse(int(sparse[1]))
        raise OSError(errno.EINVAL, sentence("the location names no place in the archive"))

    def _open_sparse(self, offset: int) -> BinaryIO:
        member = self._member_at(offset)
        if member is None or not member.sparse:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        pieces = cast("list[tuple[int, int]]", member.sparse)
        return cast("BinaryIO", sparse_stream(self._around.stream, member.offset_data, member.size, pieces))

    def _member_at(self, offset: int) -> tarfile.TarInfo | None:
        try:
            return member_at(self._around.stream, offset)
        except TAR_ERRORS:
            return None

    def _linked(self, link: tarfile.TarInfo, offset: int | None) -> Entry:
        """The file that a hard link leads to, with one more name."""
        first = None if offset is None else self._member_at(offset)
        if first is not None and first.name == link.linkname:
            return _entry(first, (_raw(link.name),))
        text = sentence("A hard link to a file that the archive does not hold before it.")
        issue = Issue(Stage.READ, IssueCode.CONTENT_MISSING, text)
        return Entry(_raw(link.name), 0, _time(link), state=State.FAILED, issue=issue)

    def _known(self, member: tarfile.TarInfo, mounts: Mounts) -> Generator[None, None, Entry | None]:
        """Gives, in the end, an earlier file of which this one is a copy under another mount, with one more name."""
        path = _raw(member.name)
        if not member.isreg() or member.sparse:
            return None
        place = mounts.known(path, member.size, 0, member.offset)
        first = None if place is None else self._member_at(place)
        if first is None or first.size != member.size or not are_one(path, _raw(first.name)):
            return None
        peek = partial(read_range, self._around.stream)
        same = yield from same_bytes(peek, first.offset_data, member.offset_data, member.size)
        return _entry(first, (path,)) if same else None

    def _find(self, path: bytes) -> bytes:
        for entry in self.entries(Wanted()):
            if entry is not None and entry.path == path and entry.place:
                return entry.place
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _entry(member: tarfile.TarInfo, names: tuple[bytes, ...] = ()) -> Entry:
    path, modified, dates = _raw(member.name), _time(member), _dates(member)
    if member.isreg():
        place = b"sparse@%d" % member.offset if member.sparse else b"%d+%d" % (member.offset_data, member.size)
        return Entry(path, member.size, modified, place, dates=dates, names=names)
    target = _raw(member.linkname)
    code, text = IssueCode.NOT_A_FILE, sentence("A special entry, not a file.")
    if member.issym():
        code, text = (
            IssueCode.SYMBOLIC_LINK,
            sentence("A symbolic link to {target}; links are not followed.", target=printable(target)),
        )
    return Entry(path, 0, modified, state=State.EXCLUDED, issue=Issue(Stage.READ, code, text), dates=dates)


def _raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _time(member: tarfile.TarInfo) -> int | None:
    """Time of change in ns; from the text of an extended header, where there is one, without rounding."""
    text = member.pax_headers.get("mtime")
    try:
        value = int(Decimal(text) * 1_000_000_000) if text else int(member.mtime) * 1_000_000_000
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return value if -(2**63) <= value < 2**63 else None


def _dates(member: tarfile.TarInfo) -> tuple[DateFact, ...]:
    """Further dates of an extended header: seconds since 1970 UTC, as written."""
    found = ((kind, member.pax_headers.get(key)) for key, kind in _DATES.items())
    return tuple(DateFact(kind, text, "Z") for kind, text in found if text)


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
