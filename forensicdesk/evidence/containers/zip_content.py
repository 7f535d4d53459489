"""The content of one file in a zip archive: decrypted, unpacked, compared with its check sum."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NoReturn

from forensicdesk.evidence.containers import unpacking, zip_crypto, zip_records
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.streams import InnerStream, memory_stream, read_range
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.base import Around
    from forensicdesk.evidence.containers.zip_records import Member

    ReadAt = Callable[[int, int], bytes]

MEMORY_BYTES = 32 * 1024 * 1024
"""Packed files up to this size are unpacked at once; larger ones as they are read."""

NO_CRC = -1
"""Stands for a CRC that is not known."""

STORED = 0
METHODS = {
    8: unpacking.DEFLATE,
    9: unpacking.DEFLATE64,
    12: unpacking.BZIP2,
    14: unpacking.LZMA,
    20: unpacking.ZSTD,
    93: unpacking.ZSTD,
    95: unpacking.XZ,
}
_OTHERS = {1: "shrink", 2: "reduce", 3: "reduce", 4: "reduce", 5: "reduce", 6: "implode", 96: sentence("JPEG variant"),
           97: "WavPack", 98: "PPMd"}  # fmt: skip
_STRONG = 1 << 6
_MOST_FOLD = {8: 1100, 9: 300_000, 12: 1_200_000, 14: 30_000, 20: 50_000, 93: 50_000, 95: 30_000}
"""More bytes than these nothing packed in that way gives for one; what is stored gives one."""


def method_of(member: Member) -> int:
    """How the content is packed, below its encryption."""
    facts = zip_crypto.aes_facts(member) if member.method == zip_crypto.AES_METHOD else None
    return facts.method if facts else member.method


def why_unreadable(member: Member) -> str:
    """What keeps this program from unpacking a file whoever has the password, in one sentence; "" if nothing does."""
    method = method_of(member)
    if method == STORED or method in METHODS:
        return ""
    name = sentence("method {method}", method=method) + (f", {_OTHERS[method]}" if method in _OTHERS else "")
    return sentence("It is packed in a way that this program cannot undo ({name}).", name=name)


def believable_size(member: Member) -> int:
    """The stated size, or less where its packed bytes cannot give so much: a lie must cost neither time nor room."""
    method = method_of(member)
    return min(member.size, member.packed * _MOST_FOLD.get(method, 1))


class Content:
    """Opens the files of one archive."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def open(self, member: Member) -> InnerStream:
        """The content of a file.

        Raises:
            ContainerError: it is encrypted and no password fits, cannot be unpacked by this program, or is not there.
        """
        if text := why_unreadable(member):
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
        start = self.start(member)
        if not member.is_encrypted:
            length = min(member.packed, max(0, self._around.size - start))
            return self._stream(member, self._packed_at(start, length), length, has_crc=True)
        for packed_at, length, has_crc in self._decrypted(member, start):
            stream = self._stream(member, packed_at, length, has_crc=has_crc)
            if not stream.remarks:
                return stream
        return _no_password(member)

    def can_open(self, member: Member) -> bool:
        """Whether a password seems to fit an encrypted file; reads a few bytes only."""
        try:
            return next(self._decrypted(member, self.start(member)), None) is not None
        except ContainerError:
            return False

    def start(self, member: Member) -> int:
        """Where a file's packed bytes begin.

        Raises:
            ContainerError: the directory is wrong about it.
        """
        local = zip_records.local_at(self._peek, member.local)
        if local is None:
            text = sentence("No file begins where the directory of the archive says.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
        return local.local + local.record_length

    def _peek(self, offset: int, count: int) -> bytes:
        return read_range(self._around.stream, offset, count)

    def _packed_at(self, start: int, length: int) -> ReadAt:
        def read_at(offset: int, count: int) -> bytes:
            count = min(count, length - offset)
            return self._peek(start + offset, count) if count > 0 else b""

        return read_at

    def _decrypted(self, member: Member, start: int) -> Iterator[tuple[ReadAt, int, bool]]:
        """For each password that may fit: the packed bytes in the clear, how many, whether their CRC is stated."""
        if member.flags & _STRONG:
            return
        facts = zip_crypto.aes_facts(member) if member.method == zip_crypto.AES_METHOD else None
        if facts is not None:
            before = facts.salt + 2
            head = self._peek(start, before)
            length = max(0, member.packed - before - zip_crypto.CODE_BYTES)
            for password in self._around.passwords:
                keys = zip_crypto.aes_keys(password, head, facts)
                if keys is not None and self._is_authentic(keys[1], start + before, length):
                    inner = self._packed_at(start + before, length)
                    yield zip_crypto.aes_reader(keys[0], inner), length, facts.has_crc
            return
        before = zip_crypto.OLD_HEADER_BYTES
        head = self._peek(start, before)
        length = max(0, member.packed - before)
        for password in self._around.passwords:
            if zip_crypto.old_cipher(password, head, member) is not None:

                def begin(password: str = password) -> zip_crypto.OldCipher:
                    cipher = zip_crypto.OldCipher(password.encode())
                    cipher.decrypt(head)
                    return cipher

                yield zip_crypto.old_reader(begin, self._packed_at(start + before, length)), length, True

    def _is_authentic(self, key: bytes, start: int, length: int) -> bool:
        """Whether the code behind the bytes fits; large ones are not read for it."""
        if length > MEMORY_BYTES:
            return True
        secret = self._peek(start, length)
        return zip_crypto.aes_agrees(key, secret, self._peek(start + length, zip_crypto.CODE_BYTES))

    def _stream(self, member: Member, packed_at: ReadAt, packed: int, *, has_crc: bool) -> InnerStream:
        method = method_of(member)
        has_crc = has_crc and member.crc != NO_CRC
        if method == STORED:
            return self._stored(member, packed_at, packed, has_crc=has_crc)
        unpacker = Unpacker(unpacking.DECODERS[METHODS[method]], packed_at)
        size = believable_size(member)
        if size > MEMORY_BYTES:
            return _checked(member, unpacker, self._around, has_crc=has_crc)
        data = _whole(unpacker, size)
        stream = memory_stream(data, self._around.stream)
        if has_crc and len(data) == member.size and zlib.crc32(data) != member.crc:
            stream.remarks.append(_remark(sentence("The file's content does not fit its check sum in the archive.")))
        stream.remarks.extend(_lies(unpacker, len(data), member.size))
        return stream

    def _stored(self, member: Member, packed_at: ReadAt, packed: int, *, has_crc: bool) -> InnerStream:
        length = min(member.size, packed)
        watch = CrcWatch(packed_at, length, member.crc if has_crc and length == member.size else None)
        stream = InnerStream(length, watch.read_at, self._around.stream)
        watch.remarks = stream.remarks
        if length < member.size:
            text = sentence(
                "Of the file's {size} bytes the archive holds {length} at most.", size=member.size, length=length
            )
            stream.remarks.append(_remark(text))
        return stream


class CrcWatch:
    """Compares a check sum with bytes that are read from start to end anyway."""

    def __init__(self, read_at: ReadAt, length: int, crc: int | None) -> None:
        self.remarks: list[Issue] = []
        self._read_at = read_at
        self._length = length
        self._crc = crc
        self._sum = self._place = 0

    def read_at(self, offset: int, count: int) -> bytes:
        """The bytes."""
        data = self._read_at(offset, count)
        if offset == self._place and self._crc is not None:
            self._sum = zlib.crc32(data, self._sum)
            self._place += len(data)
            if self._place == self._length and self._sum != self._crc:
                self.remarks.append(_remark(sentence("The file's content does not fit its check sum in the archive.")))
                self._crc = None
        return data


def _whole(unpacker: Unpacker, size: int) -> bytes:
    pieces: list[bytes] = []
    place = 0
    while place < size and (piece := unpacker.read_at(place, size - place)):
        pieces.append(piece)
        place += len(piece)
    return b"".join(pieces)


def _lies(unpacker: Unpacker, came: int, size: int) -> Iterator[Issue]:
    """What is wrong with the stated size of a file of which everything up to that size was unpacked."""
    if came < size:
        why = unpacker.trouble or sentence("its packed bytes end there")
        yield _remark(sentence("Of the file's {size} bytes {came} came: {why}.", size=size, came=came, why=why))
    elif unpacker.read_at(size, 1):
        yield _remark(
            sentence(
                "The file holds more than the {size} bytes that the archive states; the rest was not read.", size=size
            )
        )


def _checked(member: Member, unpacker: Unpacker, around: Around, *, has_crc: bool) -> InnerStream:
    """A large file, unpacked as it is read."""

    def read_at(offset: int, count: int) -> bytes:
        data = unpacker.read_at(offset, count)
        if not data and not stream.remarks:
            stream.remarks.extend(_lies(unpacker, offset if unpacker.end is None else unpacker.end, member.size))
        return data

    size = believable_size(member)
    watch = CrcWatch(read_at, size, member.crc if has_crc else None)
    stream = InnerStream(size, watch.read_at, around.stream)
    watch.remarks = stream.remarks
    return stream


def _remark(text: str) -> Issue:
    return Issue(Stage.READ, IssueCode.CONTAINER_DAMAGED, text)


def _no_password(member: Member) -> NoReturn:
    text = sentence("It is encrypted, and none of the passwords given opens it.")
    if member.flags & _STRONG:
        text = sentence("It is encrypted in a way that this program cannot undo.")
    raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
