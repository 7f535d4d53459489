"""Single files packed with gzip, bzip2, xz or Zstandard: containers of one file, which can seek."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers import unpacking
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.streams import InnerStream, read_range
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.evidence.containers.unpacking import DECODERS, Chain, Inflater
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.evidence.containers.unpacking import Decoder
    from forensicdesk.model import Step

_GZIP = b"\x1f\x8b\x08"
_NAME_BYTES = 1024
_GZIP_EXTRA, _GZIP_NAME, _GZIP_RESERVED = 4, 8, 0xE0
_TAR_ENDINGS = (b".tgz", b".taz", b".tbz", b".tbz2", b".txz", b".tzst")
_ENDINGS = dict.fromkeys(_TAR_ENDINGS, b".tar") | {
    b".svgz": b".svg", b".gz": b"", b".bz2": b"", b".xz": b"", b".zst": b"", b".z": b""
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packing:
    """One way of packing: how a decoder for a stream of it is made, and what each stream begins with."""

    begin: Callable[[], Decoder]
    marks: tuple[bytes, ...]


class CompressedContainer:
    """One packed file. All streams of it share what was unpacked last."""

    def __init__(self, packing: Packing, around: Around) -> None:
        self._around = around
        chain = partial(Chain, packing.begin, packing.marks)
        self._unpacker = Unpacker(chain, partial(read_range, around.stream))

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """The one file; its length is known only when all of it was unpacked once."""
        length = 0
        while (further := self._unpacker.advance()) is not None:
            length = further
            yield None
        trouble = self._unpacker.trouble
        if length or not trouble:
            path, modified_ns = _name_and_time(self._around)
            yield Entry(path, length, modified_ns, b"%d" % length)
        if trouble:
            text = sentence("Only {length} bytes of the file in it came: {trouble}.", length=length, trouble=trouble)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
        behind = self._around.size - self._unpacker.consumed
        if behind:
            text = sentence(
                "Behind the packed file lie {behind} bytes that do not belong to it; they were not looked at.",
                behind=behind,
            )
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of the file."""
        length = int(step.place) if step.place.isdigit() and len(step.place) < 20 else self._length()  # noqa: PLR2004
        return cast("BinaryIO", InnerStream(length, self._unpacker.read_at, self._around.stream))

    def _length(self) -> int:
        while self._unpacker.advance() is not None:
            pass
        return self._unpacker.end or 0


def _name_and_time(around: Around) -> tuple[bytes, int | None]:
    """The name of the file inside, and its time of change where gzip states it."""
    head = read_range(around.stream, 0, 12 + 0xFFFF + _NAME_BYTES)
    name, seconds = b"", 0
    if head.startswith(_GZIP) and len(head) >= 10:  # noqa: PLR2004 - bytes of the fixed header
        seconds = int.from_bytes(head[4:8], "little")
        name = _gzip_name(head)
    return name or _own_name(around.name), seconds * 1_000_000_000 or None


def _gzip_name(head: bytes) -> bytes:
    if not head[3] & _GZIP_NAME:
        return b""
    start = 10
    if head[3] & _GZIP_EXTRA:
        start += 2 + int.from_bytes(head[10:12], "little")
    end = head.find(b"\0", start)
    return head[start:end] if 0 <= end - start <= _NAME_BYTES else b""


def _own_name(name: bytes) -> bytes:
    """The name of the container without the ending that says how it is packed."""
    lower = name.lower()
    for ending, instead in _ENDINGS.items():
        if lower.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)] + instead
    return name or b"content"


def _is_gzip(head: Head) -> bool:
    start = head.start
    return start.startswith(_GZIP) and len(start) >= 18 and not start[3] & _GZIP_RESERVED  # noqa: PLR2004 - the least


def _is_bzip2(head: Head) -> bool:
    start = head.start
    return start[:3] == b"BZh" and start[3:4] in b"123456789" and start[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}


_ZSTD_FRAMES = (b"\x28\xb5\x2f\xfd", *(bytes([0x50 + number]) + b"\x2a\x4d\x18" for number in range(16)))
_XZ = b"\xfd7zXZ\0"


def _format(
    kind: str, title: str, media_type: str, recognise: Callable[[Head], bool], packing: Packing
) -> ContainerFormat:
    return ContainerFormat(kind, title, media_type, recognise, partial(CompressedContainer, packing))


GZIP = _format(
    "gzip", "gzip file", "application/gzip", _is_gzip, Packing(partial(Inflater, 16 + zlib.MAX_WBITS), (_GZIP,))
)
BZIP2 = _format("bzip2", "bzip2 file", "application/x-bzip2", _is_bzip2, Packing(DECODERS[unpacking.BZIP2], (b"BZh",)))
XZ = _format(
    "xz",
    "xz file",
    "application/x-xz",
    lambda head: head.start.startswith(_XZ),
    Packing(DECODERS[unpacking.XZ], (_XZ,)),
)
ZSTD = _format(
    "zstd", "Zstandard file", "application/zstd", lambda head: head.start.startswith(_ZSTD_FRAMES[0]),
    Packing(DECODERS[unpacking.ZSTD], _ZSTD_FRAMES),
)  # fmt: skip
COMPRESSED = (GZIP, BZIP2, XZ, ZSTD)
