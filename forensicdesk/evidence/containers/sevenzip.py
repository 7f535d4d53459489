"""7z archives: the index is read by py7zr, the packed blocks are unpacked front to back and kept in part."""

from __future__ import annotations

import errno
import io
import os
import stat
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.dates import utc_facts
from forensicdesk.evidence.containers.streams import InnerStream, memory_stream, read_range, unpacked_stream
from forensicdesk.evidence.containers.unpacking import UnpackError
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.evidence.containers.sevenzip_folders import Block
    from forensicdesk.model import Step

MAGIC = b"7z\xbc\xaf\x27\x1c"
MEMORY_BYTES = 32 * 1024 * 1024
_HEADER_BYTES = 32
_FILETIME_EPOCH = 116_444_736_000_000_000
_FOLDER, _UNIX = 0x10, 0x8000


@dataclass(frozen=True, slots=True)
class _Member:
    """One file of the index: where its bytes lie in which block; no block for an empty one."""

    name: bytes
    size: int
    block: Block | None
    offset: int
    crc: int | None
    attributes: int
    times: tuple[int | None, int | None, int | None]

    @property
    def mode(self) -> int:
        return self.attributes >> 16 if self.attributes & _UNIX else 0


class SevenZipContainer:
    """One 7z archive."""

    def __init__(self, around: Around) -> None:
        # Imported here: few exhibits have such archives, and the library brings many along.
        from forensicdesk.evidence.containers import sevenzip_folders

        self._around = around
        self._blocks = sevenzip_folders.Blocks(around.stream, around.passwords)
        try:
            self._members = list(_members(_header(around)))
        except sevenzip_folders.SEVENZIP_ERRORS as error:
            text = sentence("The archive's index is damaged, or lies in another file of a split archive.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every file, in the order of the index."""
        for number, member in enumerate(self._members):
            yield None
            state, issue = self._state(member)
            changed, accessed, created = member.times
            dates = utc_facts(("file:accessed", accessed), ("file:created", created))
            yield Entry(member.name, member.size, changed, b"%d" % number, state=state, issue=issue, dates=dates)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        member = self._member(step)
        if member.block is None:
            return cast("BinaryIO", memory_stream(b"", self._around.stream))
        if text := member.block.why_unreadable():
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
        try:
            unpacker = self._blocks.unpacker(member.block)
        except UnpackError as error:
            text = sentence("The block of the archive that the file lies in is damaged.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
        if unpacker is None:
            text = sentence("It is encrypted, and no password given opens it.")
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        stream = InnerStream(
            member.size, lambda offset, count: unpacker.read_at(member.offset + offset, count), self._around.stream
        )
        return cast("BinaryIO", stream if member.size > MEMORY_BYTES else self._in_memory(stream, member))

    def _in_memory(self, stream: InnerStream, member: _Member) -> InnerStream:
        data = read_range(cast("BinaryIO", stream), 0, member.size)
        whole = unpacked_stream(data, member.size, self._around.stream)
        if not whole.remarks and member.crc is not None and zlib.crc32(data) != member.crc:
            text = sentence("The file's content does not fit its check sum in the archive.")
            whole.remarks.append(Issue(Stage.READ, IssueCode.CONTAINER_DAMAGED, text))
        return whole

    def _member(self, step: Step) -> _Member:
        if step.place.isdigit() and len(step.place) < 10 and int(step.place) < len(self._members):  # noqa: PLR2004
            return self._members[int(step.place)]
        for member in () if step.place else self._members:
            if member.name == step.path:
                return member
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _state(self, member: _Member) -> tuple[State, Issue | None]:
        kind = stat.S_IFMT(member.mode)
        if kind == stat.S_IFLNK:
            text = sentence("A link; links are not followed.")
            return State.EXCLUDED, Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, text)
        if kind not in {0, stat.S_IFREG}:
            return State.EXCLUDED, Issue(Stage.READ, IssueCode.NOT_A_FILE, sentence("A special entry, not a file."))
        if member.block is None:
            return State.PENDING, None
        if text := member.block.why_unreadable():
            return State.UNSUPPORTED, Issue(Stage.READ, IssueCode.CONTAINER_UNSUPPORTED, text)
        if not self._blocks.can_open(member.block):
            text = sentence("It is encrypted, and no password given opens it.")
            return State.ENCRYPTED, Issue(Stage.READ, IssueCode.ENCRYPTED, text)
        return State.PENDING, None


def _header(around: Around) -> Any:  # noqa: ANN401 - py7zr gives its parts no types
    """The index, decrypted by the first password that fits.

    Raises:
        ContainerError: no password fits.
        SEVENZIP_ERRORS: it is damaged.
    """
    from py7zr.archiveinfo import Header, SignatureHeader
    from py7zr.exceptions import PasswordRequired

    from forensicdesk.evidence.containers.sevenzip_folders import SEVENZIP_ERRORS

    start = SignatureHeader.retrieve(around.stream)
    raw = read_range(around.stream, _HEADER_BYTES + start.nextheaderofs, start.nextheadersize)
    if len(raw) != start.nextheadersize or zlib.crc32(raw) != start.nextheadercrc:
        msg = sentence("the index is not there, or damaged")
        raise ValueError(msg)
    read = partial(Header.retrieve, around.stream, start_pos=_HEADER_BYTES)
    try:
        return read(buffer=io.BytesIO(raw))
    except PasswordRequired:
        for password in around.passwords:
            try:
                return read(buffer=io.BytesIO(raw), password=password)
            except SEVENZIP_ERRORS:  # of a wrong password comes nothing that could be an index
                continue
    text = sentence("The archive's index is encrypted, and no password given opens it.")
    raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)


def _members(header: Any) -> Iterator[_Member]:  # noqa: ANN401 - see _header
    """Every file but folders."""
    if header.files_info is None:
        return
    places = _places(header.main_streams) if header.main_streams is not None else iter(())
    empty_files = iter(header.files_info.emptyfiles)
    for info in header.files_info.files:
        attributes = info.get("attributes") or 0
        name = info.get("filename", "").encode("utf-8", "surrogatepass")
        times = _ns(info.get("lastwritetime")), _ns(info.get("lastaccesstime")), _ns(info.get("creationtime"))
        if not info["emptystream"]:
            block, offset, size, crc = next(places)
            yield _Member(name, size, block if size else None, offset, crc, attributes, times)
        elif next(empty_files, False) and not attributes & _FOLDER:
            yield _Member(name, 0, None, 0, None, attributes, times)


def _places(streams: Any) -> Iterator[tuple[Block, int, int, int | None]]:  # noqa: ANN401 - see _header
    """For each file with content: its block, place in it, size, CRC."""
    from forensicdesk.evidence.containers.sevenzip_folders import Block

    folders, packed = streams.unpackinfo.folders, streams.packinfo
    sub = streams.substreamsinfo
    counts = [1] * len(folders) if sub is None else sub.num_unpackstreams_folders
    sizes = iter([folder.unpacksizes[-1] for folder in folders] if not (sub and sub.unpacksizes) else sub.unpacksizes)
    crcs = iter([(folder.digestdefined, folder.crc) for folder in folders] if sub is None
                else zip(sub.digestsdefined, sub.digests, strict=True))  # fmt: skip
    place, stream = _HEADER_BYTES + packed.packpos, 0
    for folder, count in zip(folders, counts, strict=True):
        length = sum(packed.packsizes[stream : stream + len(folder.packed_indices)])
        stream += len(folder.packed_indices)
        files = [(next(sizes), *next(crcs)) for _ in range(count)]
        if files:
            first_size, has_crc, first_crc = files[0]
            block = Block(folder.coders, place, length, folder.unpacksizes, first_size, first_crc if has_crc else None)
            offset = 0
            for size, has_crc, crc in files:
                if size < 0:
                    msg = sentence("a file of less than no bytes")
                    raise ValueError(msg)
                yield block, offset, size, crc if has_crc else None
                offset += size
        place += length


def _ns(filetime: int | None) -> int | None:
    """Nanoseconds since 1970 UTC of a time of Windows."""
    value = (int(filetime) - _FILETIME_EPOCH) * 100 if filetime else None
    return value if value is not None and -(2**63) <= value < 2**63 else None


def _is_sevenzip(head: Head) -> bool:
    return head.start.startswith(MAGIC) and head.size >= _HEADER_BYTES


def _open(around: Around) -> Container:
    return SevenZipContainer(around)


SEVENZIP = ContainerFormat("7z", "7z archive", "application/x-7z-compressed", _is_sevenzip, _open)
