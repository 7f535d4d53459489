"""Backups that `adb backup` makes of an Android phone (.ab): a few lines, then a tar archive, packed and encrypted."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.androidbackup_key import locked, unlocked
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, encrypted_backup
from forensicdesk.evidence.containers.keybag import BLOCK, decrypted
from forensicdesk.evidence.containers.streams import InnerStream, part_of, read_range
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.evidence.containers.unpacking import Inflater
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.androidbackup_key import Locked, MasterKey
    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.model import Step

    ReadAt = Callable[[int, int], bytes]

_MAGIC = b"ANDROID BACKUP\n"
_HEADER_BYTES = 8192
_VERSIONS = frozenset(range(1, 6))
_START = re.compile(rb"ANDROID BACKUP\n(\d{1,3})\n([01])\n([\w-]{1,20})\n")
_ENCRYPTED_LINES = 5
_MAX_TAR = 1 << 43
_STEP = 1 << 20
_TAR = b"backup.tar"


class AndroidBackup:
    """One backup."""

    def __init__(self, around: Around) -> None:
        self._around = around
        around.stream.seek(0)
        head = around.stream.read(_HEADER_BYTES)
        found = _START.match(head)
        if found is None or int(found[1]) not in _VERSIONS or found[3] not in {b"none", b"AES-256"}:
            text = sentence(
                "It is an Android backup of a version or with an encryption that this version does not know."
            )
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
        self._is_packed = found[2] == b"1"
        self._locked: Locked | None = None
        self._start = found.end()
        if found[3] != b"none":
            self._read_lock(int(found[1]), head)
        self._unpacker: Unpacker | None = None

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """The one tar archive that it holds; it is unpacked once to know how long it is."""
        read_at, length = self._clear()
        if not self._is_packed:
            yield Entry(_TAR, length, place=b"%d" % length)
            return
        unpacker = self._unpacked(read_at)
        place = 0
        while (reached := unpacker.advance()) is not None:
            place = reached
            yield None
            if place > _MAX_TAR:
                text = sentence(
                    "What is packed in it is longer than {max_tar:,} bytes; it was not looked at.", max_tar=_MAX_TAR
                )
                raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
        yield Entry(_TAR, place, place=b"%d" % place)
        if unpacker.trouble:
            text = sentence(
                "The backup is cut off or damaged: {trouble}; what came before is kept.", trouble=unpacker.trouble
            )
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def open(self, step: Step) -> BinaryIO:
        """The tar archive; its length is its place."""
        if not step.place.isdigit() or len(step.place) > 15:  # noqa: PLR2004 - digits of _MAX_TAR and more
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        read_at, _ = self._clear()
        if self._is_packed:
            read_at = self._unpacked(read_at).read_at
        return cast("BinaryIO", InnerStream(int(step.place), read_at, self._around.stream))

    def _unpacked(self, read_at: ReadAt) -> Unpacker:
        if self._unpacker is None:
            self._unpacker = Unpacker(lambda: Inflater(15), read_at)
        return self._unpacker

    def _clear(self) -> tuple[ReadAt, int]:
        """The data behind the header, decrypted, and their length.

        Raises:
            ContainerError: they are encrypted, and no password fits.
        """
        length = max(0, self._around.size - self._start)
        if self._locked is None:
            return lambda offset, count: read_range(self._around.stream, self._start + offset, count), length
        for password in self._around.passwords:
            key = unlocked(self._locked, password)
            if key is not None:
                return _decrypting(part_of(self._around.stream, self._start, length), key)
        raise encrypted_backup(self._around.passwords)

    def _read_lock(self, version: int, head: bytes) -> None:
        lines = head[self._start :].split(b"\n", _ENCRYPTED_LINES)
        header = locked(version, lines[:_ENCRYPTED_LINES]) if len(lines) > _ENCRYPTED_LINES else None
        if header is None:
            text = sentence("The header of the encrypted backup is damaged.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
        self._locked = header
        self._start += sum(len(line) + 1 for line in lines[:_ENCRYPTED_LINES])


def _decrypting(stored: InnerStream, key: MasterKey) -> tuple[ReadAt, int]:
    """Reads at any place of the decrypted data, and their length without the padding at their end."""
    whole = stored.length // BLOCK * BLOCK

    def read_at(offset: int, count: int) -> bytes:
        if offset >= whole:
            return b""
        start = offset // BLOCK * BLOCK
        until = min(whole, -(-(offset + min(count, _STEP)) // BLOCK) * BLOCK)
        before = max(0, start - BLOCK)
        raw = read_range(cast("BinaryIO", stored), before, until - before)
        vector, data = (raw[:BLOCK], raw[BLOCK:]) if start else (key.vector, raw)
        return decrypted(key.key, vector, data)[offset - start :][:count]

    padding = read_at(whole - 1, 1)[0] if whole else 0
    length = whole - padding if stored.length == whole and 0 < padding <= BLOCK else whole
    return lambda offset, count: read_at(offset, max(0, min(count, length - offset))), length


def _is_backup(head: Head) -> bool:
    return head.start.startswith(_MAGIC)


def _open(around: Around) -> Container:
    return AndroidBackup(around)


ANDROID_BACKUP = ContainerFormat("android-backup", "Android backup", "application/x-android-backup", _is_backup, _open)
