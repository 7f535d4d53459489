"""Backups that iTunes or Finder make of a phone: the manifest says what the stored files are; a password opens them.

Of a plain backup the stored files are items, and the manifest adds their paths and dates. Of an encrypted one the
decrypted files are items of their own, inside the manifest.
"""

from __future__ import annotations

import errno
import os
import plistlib
import re
import weakref
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers import itunes_db, itunes_mbdb
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, encrypted_backup
from forensicdesk.evidence.containers.indexes import is_beside, missing
from forensicdesk.evidence.containers.itunes_records import FOLDER, LINK, PLIST_ERRORS
from forensicdesk.evidence.containers.keybag import BLOCK, KeyBag, decrypt_in_place, decrypted, file_key
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.evidence.ranges import length_of
from forensicdesk.finding import Told
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.evidence.containers.itunes_records import BackupFile
    from forensicdesk.model import Step

_PROPERTIES = b"Manifest.plist"
_MAX_PROPERTIES = 1 << 24
_SCHEMA = re.compile(rb"CREATE TABLE [\"'`\[]?Files[\"'`\]]?\s*\(\s*[\"'`\[]?fileID[\"'`\]]?\s", re.IGNORECASE)
_PLACE = re.compile(rb"([0-9a-f/]{40,43}):(\d{1,10}):(\d{1,19}):((?:[0-9a-f]{2}){1,100})")
_STEP = 1 << 20
_RANDOM_VALUES = 200
"""So many different bytes do the first 4,096 of encrypted ones have, at the least."""

_MISSING = sentence("The manifest of the backup names this file, but the backup does not hold it.")
_NO_KEY = sentence("The key of this file is of a class that the backup's key bag does not hold.")


class Backup:
    """One backup, by its manifest."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._keys: dict[int, bytes] | None = None
        self._properties: dict[str, object] | None = None

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | None]:  # noqa: ARG002 - the same for all readers
        """What is said of each stored file; or, where the backup is encrypted, each decrypted file."""
        if self._is_encrypted():
            yield from self._unlock()
        for file in self._files():
            yield None if file is None or file.kind == FOLDER else self._entry(file)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one decrypted file."""
        place = _PLACE.fullmatch(step.place)
        if place is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        for _ in self._unlock():
            continue
        key = file_key(self._keys or {}, int(place[2]), bytes.fromhex(place[4].decode()))
        if key is None:
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, _NO_KEY)
        stored = self._around.beside.open(place[1])
        return cast("BinaryIO", _clear_stream(stored, key, int(place[3])))

    def _entry(self, file: BackupFile) -> Entry | Told:
        modified = None if file.modified_s is None else file.modified_s * 1_000_000_000
        if file.kind == LINK:
            issue = Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, sentence("A link; links are not followed."))
            return Entry(file.name, 0, modified, file.stored, state=State.EXCLUDED, issue=issue, dates=file.dates)
        if not is_beside(self._around.beside, file.stored):
            return missing(file.name, file.size, file.stored, dates=file.dates, detail=_MISSING)
        if self._keys is None or not file.wrapped:
            return Told(file.stored, dates=file.dates, names=(file.name,))
        place = b"%s:%d:%d:%s" % (file.stored, file.protection, max(0, file.size), file.wrapped.hex().encode())
        key = file_key(self._keys, file.protection, file.wrapped)
        if key is None:
            issue = Issue(Stage.READ, IssueCode.ENCRYPTED, _NO_KEY)
            return Entry(file.name, max(0, file.size), modified, place, state=State.ENCRYPTED, issue=issue)
        stored = self._around.beside.open(file.stored)
        size = _clear_stream(stored, key, max(0, file.size)).length
        return Entry(file.name, size, modified, place, dates=file.dates)

    def _files(self) -> Iterator[BackupFile | None]:
        stream = self._around.stream
        stream.seek(0)
        start = stream.read(len(itunes_db.MAGIC))
        if start.startswith(itunes_mbdb.MAGIC):
            stream.seek(len(itunes_mbdb.MAGIC))
            reader = BufferedReader(stream)  # type: ignore[type-var]  # streams of containers are raw
            try:
                yield from itunes_mbdb.backup_files(cast("BinaryIO", reader))
            finally:
                reader.detach()
            return
        if self._around.size > itunes_db.MAX_BYTES:
            text = sentence(
                "The manifest of the backup is longer than {max_bytes:,} bytes and was not read.",
                max_bytes=itunes_db.MAX_BYTES,
            )
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
        database = self._whole()
        if start != itunes_db.MAGIC:
            self._decrypt(database)
        yield from itunes_db.backup_files(database)

    def _whole(self) -> bytearray:
        """The bytes of the manifest, which are in memory once only."""
        data = bytearray(self._around.size)
        place = 0
        self._around.stream.seek(0)
        while piece := self._around.stream.read(min(_STEP, len(data) - place)):
            data[place : place + len(piece)] = piece
            place += len(piece)
        return data

    def _decrypt(self, database: bytearray) -> None:
        wrapped = self._read_properties().get("ManifestKey")
        if isinstance(wrapped, bytes) and self._keys:
            key = file_key(self._keys, int.from_bytes(wrapped[:4], "little"), wrapped[4:])
            if key is not None:
                decrypt_in_place(key, database)
                if database.startswith(itunes_db.MAGIC):
                    return
        text = sentence(
            "The manifest of the backup is encrypted with a key that its key bag does not hold, or is damaged."
        )
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    # --- the way in -------------------------------------------------------------------------------------------------

    def _is_encrypted(self) -> bool:
        said = self._read_properties().get("IsEncrypted")
        return said is True or (said is None and "ManifestKey" in self._read_properties())

    def _unlock(self) -> Generator[None, None, None]:
        """Find the password that opens the key bag; gives None after each one that does not."""
        if self._keys is not None:
            return
        raw = self._read_properties().get("BackupKeyBag")
        if not isinstance(raw, bytes):
            text = sentence("The backup is encrypted, and Manifest.plist holds no key bag: it cannot be opened.")
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        bag = KeyBag(raw)
        for password in self._around.passwords:
            self._keys = bag.open(password)
            if self._keys is not None:
                return
            yield None
        raise encrypted_backup(self._around.passwords)

    def _read_properties(self) -> dict[str, object]:
        """Manifest.plist; empty where it is not there or damaged, and the manifest is readable without it."""
        if self._properties is None:
            self._properties = self._loaded_properties()
        return self._properties

    def _loaded_properties(self) -> dict[str, object]:
        try:
            with self._around.beside.open(_PROPERTIES) as stream:
                document = plistlib.loads(stream.read(_MAX_PROPERTIES))
        except (*PLIST_ERRORS, OSError) as error:
            self._around.stream.seek(0)
            start = self._around.stream.read(len(itunes_db.MAGIC))
            if start == itunes_db.MAGIC or start.startswith(itunes_mbdb.MAGIC):
                return {}
            text = sentence(
                "It looks like the manifest of an encrypted backup, but no readable Manifest.plist lies beside it."
            )
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text) from error
        return document if isinstance(document, dict) else {}


def _clear_stream(stored: BinaryIO, key: bytes, size: int) -> InnerStream:
    """The decrypted bytes of a stored file; it is closed with them."""
    whole = length_of(stored) // BLOCK * BLOCK

    def read_at(offset: int, count: int) -> bytes:
        start = offset // BLOCK * BLOCK
        until = min(whole, -(-(offset + min(count, _STEP)) // BLOCK) * BLOCK)
        stored.seek(max(0, start - BLOCK))
        raw = b""
        while len(raw) < until - max(0, start - BLOCK):
            piece = stored.read(until - max(0, start - BLOCK) - len(raw))
            if not piece:
                raise OSError(errno.EIO, sentence("the stored file ends early"))
            raw += piece
        vector, data = (raw[:BLOCK], raw[BLOCK:]) if start else (bytes(BLOCK), raw)
        return decrypted(key, vector, data)[offset - start :][:count]

    length = size
    if not whole - BLOCK <= size <= whole:
        padding = read_at(whole - 1, 1)[0] if whole else 0
        length = whole - padding if padding <= BLOCK else whole
    stream = InnerStream(length, read_at, stored)
    weakref.finalize(stream, stored.close)
    return stream


def _is_manifest(head: Head) -> bool:
    if head.start.startswith(itunes_mbdb.MAGIC):
        return True
    if head.start.startswith(itunes_db.MAGIC):
        return _SCHEMA.search(head.start) is not None
    is_random = len(set(head.start[:4096])) >= _RANDOM_VALUES
    return head.name == b"Manifest.db" and head.size % BLOCK == 0 and is_random


def _open(around: Around) -> Container:
    return Backup(around)


ITUNES = ContainerFormat("itunes", "iTunes or Finder backup", "application/vnd.sqlite3", _is_manifest, _open)
