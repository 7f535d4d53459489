"""APFS: the volumes of a container and their live files, read by libfsapfs."""

from __future__ import annotations

import errno
import os
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import pyfsapfs

from forensicdesk.evidence.containers.apfs_walk import RESOURCE_FORK, VolumeWalk
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.filesystem_kinds import volume_of
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.evidence.containers.library_stream import Remembering
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.model import Step

KIND = "apfs"
_PLACE = re.compile(rb"(\d{1,3})-(\d{1,20})(-rsrc)?")
_RECOVERY_KEY = re.compile(r"[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){5}")
_NOT_OPENED = sentence("The APFS container cannot be opened")
_MOST_VOLUMES = 100
"""The format's own limit."""


class Apfs:
    """One APFS container. A file's place is the number of its volume, and that of the file in it.

    Raises:
        ContainerError: it cannot be opened.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._stream = Remembering(around.stream, around.size)
        self._container = pyfsapfs.container()
        self._volumes: dict[int, pyfsapfs.volume] = {}
        try:
            self._container.open_file_object(self._stream)
            self._count = min(int(self._container.number_of_volumes), _MOST_VOLUMES)
            self._names = _names([self._container.get_volume(number).name for number in range(self._count)])
        except OSError as error:
            raise self._damaged(_NOT_OPENED) from error

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """The live files of every volume that is open; then what was carved from bytes that none of them has.

        Raises:
            ContainerError: a volume is encrypted and no password opens it, or could not be listed.
        """
        used = Used(self._around.size)
        troubles: list[ContainerError] = []
        for number, name in enumerate(self._names):
            yield None
            try:
                volume = self._volume(number)
                yield from VolumeWalk(volume, number, name, self._around.size, used if wanted.carve else None).entries()
            except ContainerError as error:
                troubles.append(error)
            except OSError:
                troubles.append(
                    self._damaged(sentence("Volume {number} of the APFS container cannot be listed", number=number + 1))
                )
        if wanted.carve:
            yield from carved(partial(read_fully, self._around.stream), used.free())
        if troubles:
            # What a password would open comes first: then the ledger asks for one.
            raise min(troubles, key=lambda one: one.state is not State.ENCRYPTED)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        found = _PLACE.fullmatch(step.place) if step.place else None
        if step.place and not found:
            raise OSError(errno.EINVAL, sentence("the location names no place in the container"))
        try:
            file = self._at(found) if found else self._named(step.path)
        except OSError as error:
            raise self._unreadable() from error
        if file is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        size = int(file.size)

        def read_at(offset: int, count: int) -> bytes:
            self._stream.take_trouble()
            try:
                data: bytes = file.read_buffer_at_offset(count, offset)
            except OSError as error:
                raise self._unreadable() from error
            if not data:
                raise OSError(errno.EIO, sentence("the file system gives fewer bytes than the file has"))
            return data

        return cast("BinaryIO", InnerStream(size, read_at, self._around.stream))

    def _at(self, place: re.Match[bytes]) -> pyfsapfs.file_entry | pyfsapfs.extended_attribute | None:
        if int(place[1]) >= self._count:
            return None
        file = self._volume(int(place[1])).get_file_entry_by_identifier(int(place[2]))
        return file.get_extended_attribute_by_name(RESOURCE_FORK) if place[3] and file else file

    def _named(self, path: bytes) -> pyfsapfs.file_entry | None:
        """The file at a path, whose first name is that of a volume."""
        wanted, _, inside = path.partition(b"/")
        if wanted not in self._names:
            return None
        volume = self._volume(self._names.index(wanted))
        return volume.get_file_entry_by_path("/" + inside.decode("utf-8", "replace"))

    def _volume(self, number: int) -> pyfsapfs.volume:
        """A volume that can be read; the library ends the process if one that is locked is asked for its files.

        Raises:
            ContainerError: it is encrypted, and no password that was given opens it.
            OSError: it is damaged.
        """
        if number not in self._volumes:
            volume = self._container.get_volume(number)
            if volume.is_locked() and not any(_opens(volume, password) for password in self._around.passwords):
                name = self._names[number].decode("utf-8", "backslashreplace")
                rest = (
                    sentence(", and no password that was given opens it")
                    if self._around.passwords
                    else sentence("; give its password")
                )
                text = sentence("The APFS volume {name} is encrypted{more}.", name=name, more=rest)
                raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
            self._volumes[number] = volume
        return self._volumes[number]

    def _unreadable(self) -> OSError:
        """Why something could not be read; never in the words of the library."""
        return self._stream.take_trouble() or OSError(errno.EIO, sentence("the file system cannot be read there"))

    def _damaged(self, what: str) -> ContainerError:
        """The error for what the library cannot read, with the reason where the bytes around it are to blame."""
        trouble = self._stream.take_trouble()
        text = f"{what}: {(trouble.strerror or 'reading failed') if trouble else 'its structures are damaged'}."
        return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)


def _opens(volume: pyfsapfs.volume, password: str) -> bool:
    """Whether a password, or a recovery key, opens a volume."""
    volume.set_password(password)
    if volume.unlock():
        return True
    if not _RECOVERY_KEY.fullmatch(password):
        return False
    volume.set_recovery_password(password)
    return bool(volume.unlock())


def _names(given: list[str | None]) -> list[bytes]:
    """What the paths in each volume begin with: its name, with its number behind it where that is needed."""
    names: list[bytes] = []
    for number, text in enumerate(given, 1):
        name = (text or "").encode("utf-8", "surrogatepass").replace(b"/", b":") or b"volume"
        names.append(b"%s (%d)" % (name, number) if name in names else name)
    return names


def _is_apfs(head: Head) -> bool:
    volume = volume_of(head)
    return volume is not None and volume.kind == KIND


def _open(around: Around) -> Container:
    return Apfs(around)


APFS = ContainerFormat(KIND, "APFS file systems", "application/octet-stream", _is_apfs, _open)
