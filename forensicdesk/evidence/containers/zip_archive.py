"""Zip archives, and what is one under another name (docx, odt, jar, apk, ufdr): listed from the directory at their end.

One entry of the directory is in memory at a time. A file's place is where its header lies and where its entry in the
directory does, so that opening it needs no listing.
"""

from __future__ import annotations

import errno
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers import zip_records
from forensicdesk.evidence.containers.android import Mounts, are_one, same_bytes
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.streams import read_range
from forensicdesk.evidence.containers.zip_content import Content
from forensicdesk.evidence.containers.zip_entry import entry_of, is_folder
from forensicdesk.evidence.containers.zip_local import local_members
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.evidence.containers.zip_records import Directory, Member
    from forensicdesk.model import Step

_LISTED = re.compile(rb"(\d{1,19})/(\d{1,19})")
_MEASURED = re.compile(rb"(\d{1,19}):(\d{1,19}):(\d{1,19}):(-1|\d{1,10})")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
"""What stands before an archive that unpacks itself."""


class ZipContainer:
    """One zip archive."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._content = Content(around)
        self._directory = zip_records.find_directory(self._peek, around.size)
        self._records: dict[bytes, int] | None = None

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """Every file, in the order of the directory; then, if that is wanted, those that it does not have."""
        if self._directory is None:
            yield from self._without_directory()
            return
        if self._directory.disks:
            text = sentence(
                "It is the last part of an archive split into several files; join them, and add the result."
            )
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
        if not self._directory.count and zip_records.local_at(self._peek, 0) is not None:
            yield from self._without_directory()
        mounts = Mounts()
        count = 0
        lengths: dict[int, int] = {}
        for member in zip_records.members(self._peek, self._directory):
            count += 1
            if wanted.carve:
                lengths[member.local] = member.packed
            if is_folder(member):
                continue
            entry = entry_of(member, self._content, place_of(member))
            known = None
            if entry.state is State.PENDING:
                known = mounts.known(member.name, member.size, member.crc, member.record)
            first = None if known is None else (yield from self._same(known, member))
            yield entry if first is None else first
        if wanted.carve:
            yield from self._by_headers(self._directory.offset, lengths, Origin.DELETED)
        _check(self._directory, count)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        return cast("BinaryIO", self._content.open(self._member(step)))

    def has(self, path: bytes) -> bool:
        """See `base.KnowsPaths`."""
        return self._find(path) is not None

    def _peek(self, offset: int, count: int) -> bytes:
        return read_range(self._around.stream, offset, count)

    def _member(self, step: Step) -> Member:
        if measured := _MEASURED.fullmatch(step.place):
            local, packed, size, crc = (int(number) for number in measured.groups())
            header = zip_records.local_at(self._peek, local)
            if header is not None:
                return zip_records.measured(header, packed, size, crc)
        place = _LISTED.fullmatch(step.place)
        record = int(place[2]) if place else None if step.place else self._find(step.path)
        if record is not None and self._directory is not None:
            member = zip_records.member_at(self._peek, self._directory, record)
            if member is not None and (place is None or member.local == int(place[1])):
                return member
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _find(self, path: bytes) -> int | None:
        """Where the first entry of this name lies."""
        if self._records is None:
            found: dict[bytes, int] = {}
            if self._directory is not None:
                for member in zip_records.members(self._peek, self._directory):
                    found.setdefault(member.name, member.record)
            self._records = found
        return self._records.get(path)

    def _same(self, record: int, member: Member) -> Generator[None, None, Entry | None]:
        """Gives, in the end, the entry, with one more name, of an earlier file of which this one is a copy."""
        directory = self._directory
        first = None if directory is None else zip_records.member_at(self._peek, directory, record)
        if first is None or not are_one(first.name, member.name):
            return None
        if (first.packed, first.method, first.flags) != (member.packed, member.method, member.flags):
            return None
        try:
            starts = self._content.start(first), self._content.start(member)
        except ContainerError:  # opening the file says so again
            return None
        same = yield from same_bytes(self._peek, *starts, member.packed)
        return entry_of(first, self._content, place_of(first), (member.name,)) if same else None

    def _without_directory(self) -> Iterator[Entry | None]:
        yield from self._by_headers(self._around.size, {}, Origin.LIVE)
        text = sentence("The archive has no directory; its files are listed as far as their own headers tell.")
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def _by_headers(self, end: int, known: dict[int, int], origin: Origin) -> Iterator[Entry | None]:
        """The files before `end` that are not known, by their own headers."""
        for member in local_members(self._peek, end, known):
            if member is None:
                yield None
            elif not is_folder(member):
                place = b"%d:%d:%d:%d" % (member.local, member.packed, member.size, member.crc)
                yield replace(entry_of(member, self._content, place), origin=origin)


def place_of(member: Member) -> bytes:
    """Where a file of the directory is kept."""
    return b"%d/%d" % (member.local, member.record)


def _check(directory: Directory, count: int) -> None:
    stated = directory.count
    if count == stated or (directory.count_is_short and count & 0xFFFF == stated):
        return
    text = sentence(
        "The archive's directory is damaged: it states {stated} entries, and {count} can be read.",
        stated=stated,
        count=count,
    )
    raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)


def _is_zip(head: Head) -> bool:
    """Its first header; or, behind a program or the like, the end of a directory that is there."""
    start = head.start[:4]
    if start in {zip_records.LOCAL, zip_records.END}:
        return True
    if start == zip_records.DESCRIPTOR:  # the mark of an archive that was meant to be split
        return head.start[4:8] == zip_records.LOCAL
    if zip_records.END not in head.end and not head.start.startswith(_PROGRAMS):
        return False
    return zip_records.find_directory(head.peek, head.size) is not None


def _open(around: Around) -> Container:
    return ZipContainer(around)


ZIP = ContainerFormat("zip", "zip archive", "application/zip", _is_zip, _open)
