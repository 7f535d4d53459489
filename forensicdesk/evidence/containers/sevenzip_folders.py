"""The packed blocks of a 7z archive ("folders"): each is unpacked once, front to back, for all files in it."""

from __future__ import annotations

import lzma
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from backports.zstd import ZstdError
from py7zr.compressor import SevenZipDecompressor, SupportedMethods
from py7zr.exceptions import ArchiveError, PasswordRequired

from forensicdesk.evidence.containers.streams import part_of
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.evidence.containers.unpacking import UnpackError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

SEVENZIP_ERRORS = (
    ArchiveError, PasswordRequired, UnpackError, lzma.LZMAError, zlib.error, struct.error, ZstdError, EOFError,
    ValueError, TypeError, LookupError, ArithmeticError, AssertionError, AttributeError, RuntimeError,
)  # fmt: skip
"""What py7zr ends in when an archive is damaged, or was made to do harm."""

_AES = b"\x06\xf1\x07\x01"
_TRIAL_BYTES = 1024 * 1024
_CHECKED_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Block:
    """One packed block.

    Attributes:
        coders: how it is packed, in the words of py7zr.
        offset: of its packed bytes in the archive.
        packed: how many those are.
        sizes: of what each coder gives.
        first: size of the first file in it.
        first_crc: its CRC, None where none is stated.
    """

    coders: Sequence[dict[str, Any]]
    offset: int
    packed: int
    sizes: Sequence[int]
    first: int
    first_crc: int | None

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return any(coder["method"] == _AES for coder in self.coders)

    def why_unreadable(self) -> str:
        """What keeps this program from unpacking it whoever has the password, in one sentence; "" if nothing does."""
        if any(coder["numinstreams"] != 1 or coder["numoutstreams"] != 1 for coder in self.coders):
            return sentence("It is packed by a method with several streams (BCJ2), which this program cannot undo.")
        try:
            # None for a method that py7zr knows by name only.
            known = [SupportedMethods.get_filter_id(coder) for coder in self.coders]  # type: ignore[no-untyped-call]
        except SEVENZIP_ERRORS:
            known = [None]
        return sentence("It is packed in a way that this program cannot undo.") if None in known else ""


class Unfolding:
    """A block in the middle of being unpacked, as a decoder that fetches its packed bytes itself."""

    is_hungry = False
    rest = b""

    def __init__(self, block: Block, stream: BinaryIO, password: str | None) -> None:
        self._packed = part_of(stream, block.offset, block.packed)
        self._left = block.sizes[-1]
        try:
            self._inner = SevenZipDecompressor(
                list(block.coders), block.packed, list(block.sizes), None, password, 64 * 1024
            )
        except SEVENZIP_ERRORS as error:
            raise UnpackError(str(error)) from error

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._left <= 0

    def decode(self, data: bytes, limit: int) -> bytes:  # noqa: ARG002 - see `Decoder`
        """See `Decoder`."""
        piece = None
        while piece is None:
            piece = self._piece(limit)
        return piece

    def _piece(self, limit: int) -> bytes | None:
        """The next bytes; None if there may be some next time."""
        before = self._inner.consumed
        try:
            piece = bytes(self._inner.decompress(self._packed, min(limit, self._left)))
        except (*SEVENZIP_ERRORS, OSError) as error:
            raise UnpackError(str(error)) from error
        if not piece and self._inner.consumed == before:
            msg = sentence("the packed bytes end too early")
            raise UnpackError(msg)
        self._left -= len(piece)
        return piece or None

    def copy(self) -> None:
        """See `Decoder`: this cannot."""
        return


class Blocks:
    """Unpacks the blocks of one archive; the last one used is kept."""

    def __init__(self, stream: BinaryIO, passwords: Sequence[str]) -> None:
        self._stream = stream
        self._passwords = list(passwords)
        self._last: tuple[Block, Unpacker] | None = None
        self._fits: dict[int, bool] = {}

    def unpacker(self, block: Block) -> Unpacker | None:
        """The bytes of a block; None if it is encrypted and no password fits.

        Raises:
            UnpackError: the block is damaged from its start.
        """
        if self._last is None or self._last[0] is not block:
            made = self._begin(block)
            if made is None:
                return None
            self._last = block, made
        return self._last[1]

    def can_open(self, block: Block) -> bool:
        """Whether it is not encrypted, or a password fits."""
        if not block.is_encrypted:
            return True
        if block.offset not in self._fits:
            try:
                self._fits[block.offset] = self.unpacker(block) is not None
            except UnpackError:
                self._fits[block.offset] = False
        return self._fits[block.offset]

    def _begin(self, block: Block) -> Unpacker | None:
        if not block.is_encrypted:
            return self._with(block, None)
        for password in self._passwords:
            if self._fits_to(block, password):
                # The others of the archive have the same, as a rule: asking costs half a second each time.
                self._passwords.remove(password)
                self._passwords.insert(0, password)
                return self._with(block, password)
        return None

    def _with(self, block: Block, password: str | None) -> Unpacker:
        return Unpacker(lambda: Unfolding(block, self._stream, password), lambda _offset, _count: b"")

    def _fits_to(self, block: Block, password: str) -> bool:
        """Whether the first file comes out as its CRC says; of a large one, whether its start comes out."""
        try:
            trial = self._with(block, password)
        except UnpackError:
            return False
        wanted = min(block.first, block.sizes[-1])
        crc = place = 0
        while place < wanted and (piece := trial.read_at(place, wanted - place)):
            crc = zlib.crc32(piece, crc)
            place += len(piece)
            if place >= _TRIAL_BYTES and (block.first_crc is None or wanted > _CHECKED_BYTES):
                return True
        return place == wanted and block.first_crc in {None, crc}
