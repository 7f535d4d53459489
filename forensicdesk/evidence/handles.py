"""Open folders of evidence, in the two ways that systems offer.

`DescriptorFolder` addresses entries relative to an open descriptor: any depth, any name, links never followed.
`PathFolder` uses plain paths, for systems without such calls (Windows). Both read only.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOATIME = getattr(os, "O_NOATIME", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_PATH_ONLY = getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_RDONLY | _NOFOLLOW | _CLOEXEC | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_JUNCTION = 0xA0000003
_NOT_REGULAR = sentence("not a regular file")

Identity = tuple[int, int]
"""Device and inode number: the same folder, by whatever path it was reached."""


class Folder(Protocol):
    """One open folder. Names are raw bytes; every method raises OSError where the system refuses."""

    def identity(self) -> Identity:
        """Which folder this is."""

    def names(self) -> Iterator[bytes]:
        """The names of its entries, in no order."""

    def stat(self, name: bytes) -> os.stat_result:
        """Facts about an entry itself, a link not followed."""

    def target(self, name: bytes) -> bytes:
        """Where a symbolic link points."""

    def enter(self, name: bytes, *, to_list: bool) -> Folder:
        """Open a folder below this one, a link refused. Without `to_list` it serves only to reach what is below."""

    def open_file(self, name: bytes) -> BinaryIO:
        """Open a regular file for reading; anything else is refused without being touched."""

    def close(self) -> None:
        """Give the folder back to the system."""


def is_link(info: os.stat_result) -> bool:
    """True for symbolic links, and for what Windows calls a junction."""
    return stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == _JUNCTION


def open_folder(path: bytes) -> Folder:
    """Open the top folder of a source; the path itself may lead through links, as the examiner gave it."""
    if CAN_USE_DESCRIPTORS:
        return DescriptorFolder(_open_quietly(path, os.O_RDONLY | _CLOEXEC | _DIRECTORY, None))
    return PathFolder(os.fsdecode(path))


class DescriptorFolder:
    """A folder behind an open descriptor."""

    __slots__ = ("_descriptor",)

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def identity(self) -> Identity:
        """Which folder this is."""
        info = os.fstat(self._descriptor)
        return info.st_dev, info.st_ino

    def names(self) -> Iterator[bytes]:
        """The names of its entries, in no order."""
        with os.scandir(self._descriptor) as entries:
            for entry in entries:
                yield os.fsencode(entry.name)

    def stat(self, name: bytes) -> os.stat_result:
        """Facts about an entry itself, a link not followed."""
        return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)

    def target(self, name: bytes) -> bytes:
        """Where a symbolic link points."""
        return os.readlink(name, dir_fd=self._descriptor)

    def enter(self, name: bytes, *, to_list: bool) -> Folder:
        """Open a folder below this one; a path-only descriptor needs no right to read the folder."""
        flags = _CLOEXEC | _DIRECTORY | _NOFOLLOW
        if to_list:
            return DescriptorFolder(_open_quietly(name, flags | os.O_RDONLY, self._descriptor))
        return DescriptorFolder(os.open(name, flags | _PATH_ONLY, dir_fd=self._descriptor))

    def open_file(self, name: bytes) -> BinaryIO:
        """Open a regular file for reading; anything else is refused without being touched."""
        _require_regular(self.stat(name))
        return _regular_stream(_open_quietly(name, _FILE, self._descriptor))

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._descriptor)


class PathFolder:
    """A folder known by its path."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = _long_form(path)

    def identity(self) -> Identity:
        """Which folder this is."""
        info = Path(self._path).stat()
        return info.st_dev, info.st_ino

    def names(self) -> Iterator[bytes]:
        """The names of its entries, in no order."""
        with os.scandir(self._path) as entries:
            for entry in entries:
                yield os.fsencode(entry.name)

    def stat(self, name: bytes) -> os.stat_result:
        """Facts about an entry itself, a link not followed."""
        return Path(self._below(name)).lstat()

    def target(self, name: bytes) -> bytes:
        """Where a symbolic link points."""
        return os.fsencode(Path(self._below(name)).readlink())

    def enter(self, name: bytes, *, to_list: bool) -> Folder:  # noqa: ARG002 - one way to enter here
        """Open a folder below this one, a link refused."""
        info = self.stat(name)
        if is_link(info) or not stat.S_ISDIR(info.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        return PathFolder(self._below(name))

    def open_file(self, name: bytes) -> BinaryIO:
        """Open a regular file for reading; anything else is refused without being touched."""
        info = self.stat(name)
        if is_link(info):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        _require_regular(info)
        return _regular_stream(os.open(self._below(name), _FILE | _BINARY))

    def close(self) -> None:
        """Nothing is held."""

    def _below(self, name: bytes) -> str:
        return os.path.join(self._path, os.fsdecode(name))  # noqa: PTH118 - names are exact, never normalised


CAN_USE_DESCRIPTORS = (
    {os.open, os.stat, os.readlink} <= os.supports_dir_fd and os.scandir in os.supports_fd and _NOFOLLOW != 0
)
"""True where the system has calls relative to an open folder."""


def open_chosen_file(path: bytes) -> BinaryIO:
    """Open a file that the examiner named, links followed; anything but a regular file is refused."""
    _require_regular(Path(os.fsdecode(path)).stat())
    return _regular_stream(_open_quietly(path, (_FILE & ~_NOFOLLOW) | _BINARY, None))


def _open_quietly(path: bytes, flags: int, folder: int | None) -> int:
    """Open without touching the access time, where the system allows that to us."""
    if _NOATIME:
        try:
            return os.open(path, flags | _NOATIME, dir_fd=folder)
        except PermissionError as error:
            if error.errno != errno.EPERM:
                raise
    return os.open(path, flags, dir_fd=folder)


def _require_regular(info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise OSError(errno.EINVAL, _NOT_REGULAR)


def _regular_stream(descriptor: int) -> BinaryIO:
    """A stream over a descriptor, closed again if it is no regular file after all."""
    try:
        _require_regular(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise


def _long_form(path: str) -> str:
    r"""The path in the `\\?\` form that lifts the length limit of Windows; unchanged elsewhere."""
    if os.name != "nt" or path.startswith("\\\\?\\"):
        return path
    absolute = str(Path(path).absolute())
    return "\\\\?\\UNC" + absolute[1:] if absolute.startswith("\\\\") else "\\\\?\\" + absolute
