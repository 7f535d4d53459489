"""Where the bytes of a list are: in a file, or packed in one, without unpacking it by hand."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import shutil
import struct
import tempfile
import weakref
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from forensicdesk.errors import EnvironmentProblem, ListError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_RATIO = 200
"""A packed list may grow to so many times its size. Hash values barely shrink; a bomb shrinks a thousandfold."""

FREE_BYTES = 64 * 1024 * 1024
"""So much may come out of any archive, whatever its ratio."""

MAX_BYTES = 1 << 40
"""No more than this is ever unpacked: four times the largest list known."""

_CHUNK = 1 << 20
_PACKED = ((b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"))
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
    MemoryError,
)


def packing_of(head: bytes) -> str:
    """What a file with this beginning is packed with: "zip", "gzip", "bzip2", "xz", or "" for nothing."""
    return next((kind for magic, kind in _PACKED if head.startswith(magic)), "")


@dataclass(slots=True, weakref_slot=True)
class Content:
    """The bytes of one list.

    Attributes:
        path: the file on disk.
        packing: what it is packed with, "" for nothing.
        member: its name inside a zip archive.
    """

    path: Path
    packing: str = ""
    member: str = ""
    _unpacked: Path | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """For people: the file, and what in it."""
        return f"{self.member} in {self.path.name}" if self.member else self.path.name

    def open(self) -> BinaryIO:
        """The list's own bytes from the start, unpacked while they are read.

        Raises:
            ListError: here or while reading, where the archive is damaged, locked or a bomb.
            OSError: the file itself cannot be read.
        """
        if not self.packing:
            return self.path.open("rb")
        with _as_list_error(self.path.name):
            raw, packed = _open_packed(self.path, self.packing, self.member)
        return io.BufferedReader(_Guarded(raw, self.name, packed), _CHUNK)

    def on_disk(self) -> Path:
        """A file with the list's own bytes, for readers that cannot read a stream; unpacked once where it must be."""
        if not self.packing:
            return self.path
        if self._unpacked is None:
            folder = Path(tempfile.mkdtemp(prefix="forensicdesk-list-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            target = folder / "list"
            with self.open() as source, target.open("wb") as sink:
                while piece := source.read(_CHUNK):
                    if shutil.disk_usage(folder).free < 2 * _CHUNK:
                        msg = sentence(
                            "{name} does not fit into {parent} when it is unpacked; make room there.",
                            name=self.name,
                            parent=folder.parent,
                        )
                        raise EnvironmentProblem(msg)
                    sink.write(piece)
            self._unpacked = target
        return self._unpacked

    def beside(self, name: str) -> Content | None:
        """A file of this name in the same folder or archive, in any case of letters; None if there is none."""
        if self.packing == "zip":
            inside = PurePosixPath(self.member).parent
            for member in members(self.path):
                at = PurePosixPath(member)
                if at.parent == inside and at.name.casefold() == name.casefold():
                    return Content(self.path, "zip", member)
        for path in self.path.parent.iterdir():
            if path.name.casefold() == name.casefold() and path.is_file():
                return Content(path)
        return None


def members(path: Path) -> tuple[str, ...]:
    """The names of the files in a zip archive, without those that a desktop leaves there.

    Raises:
        ListError: the archive is damaged.
    """
    with _as_list_error(path.name), zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    return tuple(
        name for name in names if not name.startswith("__MACOSX/") and not PurePosixPath(name).name.startswith(".")
    )


def _open_packed(path: Path, packing: str, member: str) -> tuple[BinaryIO, int]:
    """The stream of unpacked bytes, and the size of what they come from."""
    if packing == "zip":
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(member)
            return cast("BinaryIO", archive.open(info)), info.compress_size
    size = path.stat().st_size
    if packing == "gzip":
        return cast("BinaryIO", gzip.open(path, "rb")), size
    if packing == "bzip2":
        return cast("BinaryIO", bz2.open(path, "rb")), size
    return cast("BinaryIO", lzma.open(path, "rb")), size


class _Guarded(io.RawIOBase):
    """A stream that turns damage into a sentence and stops when more comes out than any list could hold."""

    def __init__(self, raw: BinaryIO, name: str, packed: int) -> None:
        self._raw = raw
        self._name = name
        self._left = min(max(FREE_BYTES, packed * MAX_RATIO), MAX_BYTES)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with unpacked bytes."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        with _as_list_error(self._name):
            piece = self._raw.read(len(view))
        self._left -= len(piece)
        if self._left < 0:
            msg = sentence(
                "{name} grows to more than {max_ratio} times its packed size, as no hash list does; nothing "
                "was imported. If it is a list, unpack it and import what comes out.",
                name=self._name,
                max_ratio=MAX_RATIO,
            )
            raise ListError(msg)
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the archive, too."""
        if not self.closed:
            self._raw.close()
        super().close()


@contextmanager
def _as_list_error(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise ListError(_damaged(name, error)) from error
    except OSError as error:
        if error.errno in {None, errno.EINVAL}:  # damaged data for gzip and bz2; a place before its start for zip
            raise ListError(_damaged(name, error)) from error
        raise


def _damaged(name: str, error: Exception) -> str:
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return sentence("{name} is locked with a password; unpack it and import what comes out.", name=name)
    what = str(error.args[0]) if error.args else type(error).__name__
    what = "".join(char if char.isprintable() else "?" for char in what)[:120].rstrip(".")
    return sentence(
        "{name} is damaged or cut off, or packed in a way that cannot be read ({what}); nothing was imported.",
        name=name,
        what=what,
    )
