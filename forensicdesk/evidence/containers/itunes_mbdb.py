"""Manifest.mbdb, the list of files of backups made before iOS 10: records one after the other, contents beside it."""

from __future__ import annotations

import hashlib
import stat
import struct
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.indexes import MAX_PATH
from forensicdesk.evidence.containers.itunes_records import FILE, FOLDER, LINK, BackupFile, dates_of, encryption_key
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"mbdb\x05\x00"

_NONE = 0xFFFF
_FIXED = struct.Struct(">HQIIIIIQBB")


def backup_files(stream: BinaryIO) -> Iterator[BackupFile]:
    """Every record, in order; the stream stands behind the magic bytes.

    Raises:
        ContainerError: the list is damaged or cut off.
        OSError: it cannot be read.
    """
    count = 0
    while start := stream.read(2):
        try:
            record = _record(stream, start)
        except EOFError as error:
            text = sentence("The manifest of the backup is cut off or damaged behind {count:,} files.", count=count)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
        count += 1
        yield record


def _record(stream: BinaryIO, start: bytes) -> BackupFile:
    domain, path = _rest_of_text(stream, start), _text(stream)
    _link, _digest, key = _text(stream), _text(stream), _text(stream)
    mode, _inode, _user, _group, changed, accessed, born, size, protection, count = _FIXED.unpack(
        _exactly(stream, _FIXED.size)
    )
    for _ in range(2 * count):
        _text(stream)
    _, wrapped = encryption_key(key)
    fields = {"LastModified": changed, "LastAccessed": accessed, "Birth": born}
    stored = hashlib.sha1(domain + b"-" + path, usedforsecurity=False).hexdigest()
    return BackupFile(
        name=b"/".join(part for part in (domain, path) if part)[:MAX_PATH] or stored.encode(),
        stored=stored.encode(),
        kind=LINK if stat.S_ISLNK(mode) else FOLDER if stat.S_ISDIR(mode) else FILE,
        size=min(size, (1 << 63) - 1),
        modified_s=changed or None,
        dates=dates_of(fields),
        protection=int.from_bytes(key[:4], "little") if wrapped else protection,
        wrapped=wrapped,
    )


def _text(stream: BinaryIO) -> bytes:
    return _rest_of_text(stream, _exactly(stream, 2))


def _rest_of_text(stream: BinaryIO, start: bytes) -> bytes:
    if len(start) < 2:  # noqa: PLR2004 - bytes of the length
        raise EOFError
    length = int.from_bytes(start, "big")
    return b"" if length == _NONE else _exactly(stream, length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
