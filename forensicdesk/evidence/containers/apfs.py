"""APFS: the volumes of a container, their live files and those of earlier states, read by libfsapfs."""

from __future__ import annotations

import errno
import os
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.apfs_checkpoints import earlier, seen_at
from forensicdesk.evidence.containers.apfs_volumes import Volumes
from forensicdesk.evidence.containers.apfs_walk import Earlier, Live, VolumeWalk
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.filesystem_kinds import volume_of
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.language import sentence
from forensicdesk.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.apfs_checkpoints import Checkpoint
    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.model import Step

KIND = "apfs"
_PLACE = re.compile(rb"(?:(\d{1,20}):)?(\d{1,3})-(\d{1,20})(-rsrc)?")
_OPEN_STATES = 3


class Apfs:
    """One APFS container. A file's place is the number of its volume, and that of the file in it.

    Before these stands the transaction of the state that the file is of, if it is not the last one.

    Raises:
        ContainerError: it cannot be opened.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._live = Volumes(around.stream, around.size, around.passwords)
        self._states: dict[int, Volumes] = {}

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """The live files of every volume that is open.

        Where carving is wanted, files of earlier states follow, and what was carved from bytes that no live file has.

        Raises:
            ContainerError: a volume is encrypted and no password opens it, or could not be listed.
        """
        live = Live(self._around.size) if wanted.carve else None
        troubles: list[ContainerError] = []
        for number, name in enumerate(self._live.names):
            yield None
            try:
                volume = self._live.volume(number)
                yield from VolumeWalk(volume, number, name, self._around.size, live).entries()
            except ContainerError as error:
                troubles.append(error)
            except OSError:
                troubles.append(
                    self._live.damaged(
                        sentence("Volume {number} of the APFS container cannot be listed", number=number + 1)
                    )
                )
        if live is not None:
            past = Earlier(live)
            yield from self._earlier(past)
            yield from carved(partial(read_fully, self._around.stream), live.used.free(), past.known)
        if troubles:
            # What a password would open comes first: then the ledger asks for one.
            raise min(troubles, key=lambda one: one.state is not State.ENCRYPTED)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        found = _PLACE.fullmatch(step.place) if step.place else None
        if step.place and not found:
            raise OSError(errno.EINVAL, sentence("the location names no place in the container"))
        volumes = self._at(int(found[1])) if found and found[1] else self._live
        try:
            file = volumes.at(int(found[2]), int(found[3]), fork=bool(found[4])) if found else volumes.named(step.path)
        except OSError as error:
            raise volumes.unreadable() from error
        if file is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

        def read_at(offset: int, count: int) -> bytes:
            volumes.forget_trouble()
            try:
                data: bytes = file.read_buffer_at_offset(count, offset)
            except OSError as error:
                raise volumes.unreadable() from error
            if not data:
                raise OSError(errno.EIO, sentence("the file system gives fewer bytes than the file has"))
            return data

        return cast("BinaryIO", InnerStream(int(file.size), read_at, self._around.stream))

    def _earlier(self, past: Earlier) -> Iterator[Entry | None]:
        """Files of earlier states that are in none of those looked at before."""
        try:
            checkpoints = earlier(self._around.stream, self._around.size)
        except OSError:
            # The live files have said what cannot be read.
            return
        for checkpoint in checkpoints:
            yield None
            try:
                volumes = self._opened(checkpoint)
                names = volumes.names
            except (ContainerError, OSError):
                # Blocks that this state needs hold something else by now.
                continue
            for number, name in enumerate(names):
                try:
                    volume = volumes.volume(number)
                    walk = VolumeWalk(volume, number, name, self._around.size, past, checkpoint.transaction)
                    yield from walk.entries()
                except (ContainerError, OSError):
                    continue

    def _at(self, transaction: int) -> Volumes:
        if transaction not in self._states:
            for checkpoint in earlier(self._around.stream, self._around.size):
                if checkpoint.transaction == transaction:
                    return self._opened(checkpoint)
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return self._states[transaction]

    def _opened(self, checkpoint: Checkpoint) -> Volumes:
        stream = seen_at(checkpoint, self._around.stream, self._around.size)
        while len(self._states) >= _OPEN_STATES:
            self._states.pop(next(iter(self._states)))
        opened = Volumes(stream, self._around.size, self._around.passwords)
        self._states[checkpoint.transaction] = opened
        return opened


def _is_apfs(head: Head) -> bool:
    volume = volume_of(head)
    return volume is not None and volume.kind == KIND


def _open(around: Around) -> Container:
    return Apfs(around)


APFS = ContainerFormat(KIND, "APFS file systems", "application/octet-stream", _is_apfs, _open)
