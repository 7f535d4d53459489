"""The system's libarchive, where it is installed, for RAR archives only: read-only, from a stream at hand."""

from __future__ import annotations

import ctypes
import errno
import io
import sys
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_long, c_size_t, c_ssize_t, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {
    "win32": ("archiveint.dll", "archive.dll", "libarchive-13.dll"),
    "darwin": ("libarchive.dylib", "/usr/lib/libarchive.2.dylib", "/opt/homebrew/opt/libarchive/lib/libarchive.dylib"),
}.get(sys.platform, ("libarchive.so.13", "libarchive.so"))
_OK, _END, _WARN, _FATAL = 0, 1, -20, -30
_BLOCK_BYTES = 256 * 1024
_FORMAT_RAR4 = 0xD0000
_KIND_MASK = 0o170000

_ReadCallback = CFUNCTYPE(c_ssize_t, c_void_p, c_void_p, POINTER(c_void_p))
_SkipCallback = CFUNCTYPE(c_int64, c_void_p, c_void_p, c_int64)
_SeekCallback = CFUNCTYPE(c_int64, c_void_p, c_void_p, c_int64, c_int)

# Name: what it gives, what it takes.
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "archive_read_new": (c_void_p, ()),
    "archive_read_free": (c_int, (c_void_p,)),
    "archive_read_support_format_rar": (c_int, (c_void_p,)),
    "archive_read_support_format_rar5": (c_int, (c_void_p,)),
    "archive_read_set_read_callback": (c_int, (c_void_p, _ReadCallback)),
    "archive_read_set_skip_callback": (c_int, (c_void_p, _SkipCallback)),
    "archive_read_set_seek_callback": (c_int, (c_void_p, _SeekCallback)),
    "archive_read_set_callback_data": (c_int, (c_void_p, c_void_p)),
    "archive_read_open1": (c_int, (c_void_p,)),
    "archive_read_next_header": (c_int, (c_void_p, POINTER(c_void_p))),
    "archive_read_data": (c_ssize_t, (c_void_p, c_void_p, c_size_t)),
    "archive_error_string": (c_char_p, (c_void_p,)),
    "archive_format": (c_int, (c_void_p,)),
    "archive_entry_pathname": (c_char_p, (c_void_p,)),
    "archive_entry_pathname_utf8": (c_char_p, (c_void_p,)),
    "archive_entry_size": (c_int64, (c_void_p,)),
    "archive_entry_filetype": (c_int, (c_void_p,)),
    "archive_entry_mtime": (c_long, (c_void_p,)),
    "archive_entry_mtime_nsec": (c_long, (c_void_p,)),
    "archive_entry_mtime_is_set": (c_int, (c_void_p,)),
    "archive_entry_is_encrypted": (c_int, (c_void_p,)),
    "archive_read_has_encrypted_entries": (c_int, (c_void_p,)),
}


class RarError(Exception):
    """The library cannot go on; the text is its own.

    Attributes:
        is_encrypted: whether it met encryption before.
    """

    def __init__(self, text: str, *, is_encrypted: bool = False) -> None:
        super().__init__(text)
        self.is_encrypted = is_encrypted


@dataclass(frozen=True, slots=True)
class RarHeader:
    """One entry: name in UTF-8, size, kind as in a file mode, time of change in ns since 1970, whether encrypted.

    `is_local` tells that the time was stated without a zone and taken for the workstation's.
    """

    name: bytes
    size: int
    kind: int
    modified_ns: int | None
    is_local: bool
    is_encrypted: bool


@cache
def library() -> ctypes.CDLL | None:
    """The library; None if it is not installed, or is too old."""
    for name in _NAMES:
        try:
            found = ctypes.CDLL(name)
            for function, (gives, takes) in _FUNCTIONS.items():
                entry: Callable[..., Any] = getattr(found, function)
                entry.restype, entry.argtypes = gives, takes  # type: ignore[attr-defined]
        except (OSError, AttributeError):
            continue
        return found
    return None


class RarReading:
    """One pass through an archive, front to back."""

    def __init__(self, found: ctypes.CDLL, stream: BinaryIO) -> None:
        self._library = found
        self._stream = stream
        self._place = 0
        self._size = stream.seek(0, io.SEEK_END)
        self._is_cut = False
        self._block: ctypes.Array[ctypes.c_char] | None = None
        self._entry = c_void_p()
        self._handle: int | None = found.archive_read_new()
        # Kept here: the library calls them as long as the handle lives.
        self._callbacks = _ReadCallback(self._read), _SkipCallback(self._skip), _SeekCallback(self._seek)
        found.archive_read_support_format_rar(self._handle)
        found.archive_read_support_format_rar5(self._handle)
        found.archive_read_set_read_callback(self._handle, self._callbacks[0])
        found.archive_read_set_skip_callback(self._handle, self._callbacks[1])
        found.archive_read_set_seek_callback(self._handle, self._callbacks[2])
        found.archive_read_set_callback_data(self._handle, None)
        self._check(found.archive_read_open1(self._handle))

    def close(self) -> None:
        """Give the library its memory back."""
        if self._handle is not None:
            self._library.archive_read_free(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.close()

    def next(self) -> RarHeader | None:
        """The next entry; None at the end.

        Raises:
            RarError: the rest cannot be read.
        """
        result = self._library.archive_read_next_header(self._handle, ctypes.byref(self._entry))
        if result == _END:
            if self._is_cut:
                msg = sentence("it ends in the middle of a file")
                raise RarError(msg)
            return None
        self._check(result)
        ask, entry = self._library, self._entry
        name = ask.archive_entry_pathname_utf8(entry) or ask.archive_entry_pathname(entry) or b""
        modified = None
        if ask.archive_entry_mtime_is_set(entry):
            modified = ask.archive_entry_mtime(entry) * 1_000_000_000 + ask.archive_entry_mtime_nsec(entry)
        return RarHeader(
            name, ask.archive_entry_size(entry), ask.archive_entry_filetype(entry) & _KIND_MASK, modified,
            ask.archive_format(self._handle) == _FORMAT_RAR4, bool(ask.archive_entry_is_encrypted(entry)),
        )  # fmt: skip

    def read(self, count: int) -> bytes:
        """At most so many bytes of the entry; none at its end.

        Raises:
            RarError: they cannot be unpacked.
        """
        buffer = ctypes.create_string_buffer(count)
        got = self._library.archive_read_data(self._handle, buffer, count)
        self._check(min(got, 0))
        return buffer.raw[:got] if got > 0 else b""

    def _check(self, result: int) -> None:
        if result in {_OK, _WARN}:
            return
        text = self._library.archive_error_string(self._handle) or b"no reason given"
        is_encrypted = self._library.archive_read_has_encrypted_entries(self._handle) == 1 or b"ncrypt" in text
        raise RarError(text.decode("utf-8", "replace"), is_encrypted=is_encrypted)

    def _read(self, _handle: int, _data: int, buffer: Any) -> int:  # noqa: ANN401 - a pointer of ctypes
        try:
            self._stream.seek(self._place)
            data = self._stream.read(_BLOCK_BYTES)
        except OSError:
            return _FATAL
        self._block = ctypes.create_string_buffer(data, max(1, len(data)))
        buffer[0] = ctypes.addressof(self._block)
        self._place += len(data)
        return len(data)

    def _skip(self, _handle: int, _data: int, count: int) -> int:
        self._place += count
        self._is_cut = self._place > self._size
        return count

    def _seek(self, _handle: int, _data: int, offset: int, whence: int) -> int:
        try:
            base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        except KeyError:
            return _FATAL
        if base + offset < 0:
            return -errno.EINVAL
        self._place = base + offset
        return self._place
