"""Decoders of packed bytes, all driven alike: so many bytes in, at most so many out."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from typing import TYPE_CHECKING, Protocol

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

DEFLATE, DEFLATE64, BZIP2, LZMA, ZSTD, XZ = "deflate", "deflate64", "bzip2", "lzma", "zstd", "xz"

_MEMORY_BYTES = 512 * 1024 * 1024
_ZSTD_WINDOW_LOG = 29
"""512 MiB: what `zstd --long` makes of large files."""

_INFLATE64_STEP = 128
"""Bytes given to the deflate64 decoder at a time: it has no limit on what it gives, at most 256 KiB for each byte."""


class UnpackError(Exception):
    """The packed bytes are damaged."""


class Decoder(Protocol):
    """One decoder in the middle of its work."""

    @property
    def is_done(self) -> bool:
        """Whether the packed bytes have come to their own end."""

    @property
    def is_hungry(self) -> bool:
        """Whether it needs further packed bytes before it can give anything."""

    @property
    def rest(self) -> bytes:
        """What was taken in and lies behind the end of the packed bytes."""

    def decode(self, data: bytes, limit: int) -> bytes:
        """Take in packed bytes, give at most `limit` unpacked ones.

        Raises:
            UnpackError: the bytes are damaged.
        """

    def copy(self) -> Decoder | None:
        """A second decoder in the same state; None where that cannot be had."""


class Inflater:
    """Deflate: raw, or in the wrapping that `wbits` of zlib stands for."""

    def __init__(self, wbits: int = -zlib.MAX_WBITS) -> None:
        self._inner = zlib.decompressobj(wbits)

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._inner.eof

    @property
    def is_hungry(self) -> bool:
        """See `Decoder`."""
        return not self._inner.unconsumed_tail

    @property
    def rest(self) -> bytes:
        """See `Decoder`."""
        return self._inner.unused_data

    def decode(self, data: bytes, limit: int) -> bytes:
        """See `Decoder`."""
        held = self._inner.unconsumed_tail
        try:
            return self._inner.decompress(held + data if held else data, limit)
        except zlib.error as error:
            raise UnpackError(str(error)) from error

    def copy(self) -> Inflater:
        """See `Decoder`."""
        other = Inflater.__new__(Inflater)
        other._inner = self._inner.copy()  # noqa: SLF001 - of its own class
        return other


class _Library(Protocol):
    """What the decompressors of bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class LibraryDecoder:
    """A decompressor of the standard library's kind."""

    def __init__(self, inner: _Library, errors: tuple[type[Exception], ...]) -> None:
        self._inner = inner
        self._errors = errors

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._inner.eof

    @property
    def is_hungry(self) -> bool:
        """See `Decoder`."""
        return self._inner.needs_input

    @property
    def rest(self) -> bytes:
        """See `Decoder`."""
        return self._inner.unused_data

    def decode(self, data: bytes, limit: int) -> bytes:
        """See `Decoder`."""
        try:
            return self._inner.decompress(data, limit)
        except self._errors as error:
            raise UnpackError(str(error)) from error

    def copy(self) -> None:
        """See `Decoder`: these cannot."""
        return


class Inflater64:
    """Deflate64, as Windows writes it for files of more than 2 GiB."""

    def __init__(self) -> None:
        import inflate64  # here, since few archives need it

        self._inner = inflate64.Inflater()
        self._in = b""
        self._out = b""
        self.rest = b""

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._inner.eof and not self._out

    @property
    def is_hungry(self) -> bool:
        """See `Decoder`."""
        return not self._in and not self._out

    def decode(self, data: bytes, limit: int) -> bytes:
        """See `Decoder`."""
        self._in += data
        while len(self._out) < limit and self._in and not self._inner.eof:
            step, self._in = self._in[:_INFLATE64_STEP], self._in[_INFLATE64_STEP:]
            try:
                self._out += self._inner.inflate(step)
            except (ValueError, RuntimeError, MemoryError) as error:
                raise UnpackError(str(error)) from error
        given, self._out = self._out[:limit], self._out[limit:]
        return given

    def copy(self) -> None:
        """See `Decoder`: this cannot."""
        return


class ZipLzma:
    """LZMA in a zip archive: version and length of the properties, the properties, then the bytes."""

    rest = b""

    def __init__(self) -> None:
        self._held = b""
        self._inner: lzma.LZMADecompressor | None = None

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._inner is not None and self._inner.eof

    @property
    def is_hungry(self) -> bool:
        """See `Decoder`."""
        return self._inner is None or self._inner.needs_input

    def decode(self, data: bytes, limit: int) -> bytes:
        """See `Decoder`."""
        if self._inner is None:
            self._held += data
            if len(self._held) < 9:  # noqa: PLR2004 - bytes of the header
                return b""
            data, self._inner = self._held[9:], _zip_lzma(self._held[:9])
        try:
            return self._inner.decompress(data, limit)
        except lzma.LZMAError as error:
            raise UnpackError(str(error)) from error

    def copy(self) -> None:
        """See `Decoder`: this cannot."""
        return


def _zip_lzma(header: bytes) -> lzma.LZMADecompressor:
    _, length, packed, dictionary = struct.unpack("<HHBI", header)
    if length != 5 or packed >= 225 or dictionary > _MEMORY_BYTES:  # noqa: PLR2004 - 9 * 5 * 5 settings in a byte
        msg = sentence("properties that LZMA does not have")
        raise UnpackError(msg)
    settings = {"id": lzma.FILTER_LZMA1, "lc": packed % 9, "lp": packed // 9 % 5, "pb": packed // 45}
    try:
        filters = [settings | {"dict_size": max(dictionary, 4096)}]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    except (lzma.LZMAError, ValueError) as error:
        raise UnpackError(str(error)) from error


class Chain:
    """Packed streams one behind the other, as gzip, bzip2, xz and Zstandard allow; zeros between them are padding.

    What is no such stream ends the chain: `rest` then holds it, as far as it was taken in.
    """

    def __init__(self, begin: Callable[[], Decoder], marks: tuple[bytes, ...]) -> None:
        self.is_done = False
        self.rest = b""
        self._begin = begin
        self._marks = marks
        self._inner: Decoder | None = begin()

    @property
    def is_hungry(self) -> bool:
        """See `Decoder`."""
        if self._inner is not None and not self._inner.is_done:
            return self._inner.is_hungry
        return not self.is_done and not self._begins(self._between())

    def decode(self, data: bytes, limit: int) -> bytes:
        """See `Decoder`."""
        if self._inner is None or self._inner.is_done:
            self.rest, self._inner = (self._between() + data).lstrip(b"\0"), None
            if self._begins(self.rest):
                data, self.rest, self._inner = self.rest, b"", self._begin()
            else:
                self.is_done = not data or len(self.rest) >= max(map(len, self._marks))
                return b""
        return self._inner.decode(data, limit)

    def copy(self) -> Chain | None:
        """See `Decoder`: between two streams always, else where the decoder inside can be copied."""
        other = Chain(self._begin, self._marks)
        if self._inner is None or self._inner.is_done:
            other.rest, other._inner = self._between(), None
            return other
        inner = self._inner.copy()
        if inner is None:
            return None
        other._inner = inner
        return other

    def _between(self) -> bytes:
        """What was taken in and lies behind the last stream."""
        return (self.rest if self._inner is None else self._inner.rest).lstrip(b"\0")

    def _begins(self, data: bytes) -> bool:
        return any(data.startswith(mark) for mark in self._marks)


def _bzip2() -> Decoder:
    return LibraryDecoder(bz2.BZ2Decompressor(), (OSError, ValueError, EOFError))


def _xz() -> Decoder:
    return LibraryDecoder(lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=_MEMORY_BYTES), (lzma.LZMAError, EOFError))


def _zstd() -> Decoder:
    from backports import zstd  # here, since few archives need it

    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    return LibraryDecoder(zstd.ZstdDecompressor(options=options), (zstd.ZstdError, EOFError))


DECODERS: dict[str, Callable[[], Decoder]] = {
    DEFLATE: Inflater,
    DEFLATE64: Inflater64,
    BZIP2: _bzip2,
    LZMA: ZipLzma,
    ZSTD: _zstd,
    XZ: _xz,
}
"""Every way of packing that this program can undo, by name."""
