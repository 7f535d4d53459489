"""The volumes of one APFS container as libfsapfs gives them, at one of its states."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, BinaryIO

import pyfsapfs

from forensicdesk.evidence.containers.apfs_walk import RESOURCE_FORK
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.library_stream import Remembering
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECOVERY_KEY = re.compile(r"[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){5}")
_NOT_OPENED = sentence("The APFS container cannot be opened")
_MOST_VOLUMES = 100
"""The format's own limit."""


class Volumes:
    """The volumes, opened as they are needed.

    Raises:
        ContainerError: the container cannot be opened.
    """

    def __init__(self, stream: BinaryIO, size: int, passwords: Sequence[str]) -> None:
        self._stream = Remembering(stream, size)
        self._passwords = passwords
        self._container = pyfsapfs.container()
        self._volumes: dict[int, pyfsapfs.volume] = {}
        try:
            self._container.open_file_object(self._stream)
            count = min(int(self._container.number_of_volumes), _MOST_VOLUMES)
            self.names = _names([self._container.get_volume(number).name for number in range(count)])
        except OSError as error:
            raise self.damaged(_NOT_OPENED) from error

    def volume(self, number: int) -> pyfsapfs.volume:
        """A volume that can be read; the library ends the process if one that is locked is asked for its files.

        Raises:
            ContainerError: it is encrypted, and no password that was given opens it.
            OSError: it is damaged.
        """
        if number not in self._volumes:
            volume = self._container.get_volume(number)
            if volume.is_locked() and not any(_opens(volume, password) for password in self._passwords):
                name = self.names[number].decode("utf-8", "backslashreplace")
                rest = (
                    sentence(", and no password that was given opens it")
                    if self._passwords
                    else sentence("; give its password")
                )
                text = sentence("The APFS volume {name} is encrypted{more}.", name=name, more=rest)
                raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
            self._volumes[number] = volume
        return self._volumes[number]

    def at(
        self, number: int, identifier: int, *, fork: bool
    ) -> pyfsapfs.file_entry | pyfsapfs.extended_attribute | None:
        """The file, or its resource fork, by its number in a volume; None if there is no such volume.

        Raises:
            ContainerError, OSError: as `volume`.
        """
        if number >= len(self.names):
            return None
        file = self.volume(number).get_file_entry_by_identifier(identifier)
        return file.get_extended_attribute_by_name(RESOURCE_FORK) if fork and file else file

    def named(self, path: bytes) -> pyfsapfs.file_entry | None:
        """The file at a path, whose first name is that of a volume.

        Raises:
            ContainerError, OSError: as `volume`.
        """
        wanted, _, inside = path.partition(b"/")
        if wanted not in self.names:
            return None
        return self.volume(self.names.index(wanted)).get_file_entry_by_path("/" + inside.decode("utf-8", "replace"))

    def unreadable(self) -> OSError:
        """Why something could not be read; never in the words of the library."""
        return self._stream.take_trouble() or OSError(errno.EIO, sentence("the file system cannot be read there"))

    def forget_trouble(self) -> None:
        """Whatever went wrong from here on has other reasons than what went wrong before."""
        self._stream.take_trouble()

    def damaged(self, what: str) -> ContainerError:
        """The error for what the library cannot read, with the reason where the bytes around it are to blame."""
        trouble = self._stream.take_trouble()
        reason = (trouble.strerror or sentence("reading failed")) if trouble else sentence("its structures are damaged")
        return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, f"{what}: {reason}.")


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
