"""QCOW2 images, read by their published layout; numbers are big-endian.

The library at hand gives wrong bytes for compressed clusters of version 3 without saying so; hence this reader.
"""

from __future__ import annotations

import errno
import struct
import zlib
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.disk import DiskContainer
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container
    from forensicdesk.model import StatedHash

_MAGIC = b"QFI\xfb"
_HEADER = struct.Struct(">4sIQIIQIIQQIIQ")
_VERSIONS = (2, 3)
_DIRTY = 1
_CLUSTER_BITS = range(9, 22)
_COMPRESSED = 1 << 62
_OFFSET = 0x00FF_FFFF_FFFF_FE00
_ZERO = 1
_SECTOR = 512
_RAW_DEFLATE = -12
_MOST_L1 = 32 << 20
_TABLES = 64
_CLUSTERS_BYTES = 16 << 20


class Qcow2Image:
    """The disk in a QCOW2 image.

    Raises:
        ContainerError: it has a feature that is not read, such as a backing file.
    """

    stated: tuple[StatedHash, ...] = ()

    def __init__(self, around: Around) -> None:
        self._around = around
        raw = read_fully(around.stream, 0, 104)
        if len(raw) < _HEADER.size:
            raise _damaged()
        fields = _HEADER.unpack_from(raw)
        self._version, backing, _, bits, self.size, encryption, l1_size, l1_offset = fields[1:9]
        features = int.from_bytes(raw[72:80], "big") if self._version > _VERSIONS[0] else 0
        _refuse(self._version, backing, encryption, fields[11], features)
        if bits not in _CLUSTER_BITS or 8 * l1_size > _MOST_L1:
            raise _damaged()
        self._bits = bits
        self._cluster = 1 << bits
        if l1_size << (2 * bits - 3) < self.size:
            raise _damaged()
        self._l1 = _numbers(read_fully(around.stream, l1_offset, 8 * l1_size))
        if len(self._l1) < l1_size:
            raise _damaged()
        self._l2: OrderedDict[int, array[int]] = OrderedDict()
        self._inflated: OrderedDict[int, bytes] = OrderedDict()

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk."""
        end = min(offset + count, self.size)
        pieces = []
        while offset < end:
            number, skip = offset >> self._bits, offset & (self._cluster - 1)
            length = min(self._cluster - skip, end - offset)
            entry = self._entry(number)
            if not entry & _COMPRESSED and not self._is_empty(entry):
                # As far as clusters lie one after the other they are read at once.
                while offset + length < end and self._entry(number + 1) == entry + self._cluster:
                    number, entry = number + 1, entry + self._cluster
                    length = min(length + self._cluster, end - offset)
                first = (self._entry(offset >> self._bits) & _OFFSET) + skip
                pieces.append(self._stored(first, length))
            elif entry & _COMPRESSED:
                pieces.append(self._compressed(entry)[skip : skip + length])
            else:
                pieces.append(bytes(length))
            offset += length
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def damage(self) -> Iterator[str | None]:
        """Nothing: the format keeps no checksums."""
        return iter(())

    def _entry(self, number: int) -> int:
        """The entry of the second table for a cluster; 0 if it has none."""
        at, index = number >> (self._bits - 3), number & ((1 << (self._bits - 3)) - 1)
        place = int(self._l1[at]) & _OFFSET
        if not place:
            return 0
        table = self._l2.get(place)
        if table is None:
            table = self._l2[place] = _numbers(self._stored(place, self._cluster))
            if len(self._l2) > _TABLES:
                self._l2.popitem(last=False)
        return int(table[index])

    def _is_empty(self, entry: int) -> bool:
        return not entry & _OFFSET or (self._version > _VERSIONS[0] and bool(entry & _ZERO))

    def _stored(self, offset: int, count: int) -> bytes:
        data = read_fully(self._around.stream, offset, count)
        if len(data) < count:
            raise OSError(errno.EIO, sentence("the image ends before a cluster that it names"))
        return data

    def _compressed(self, entry: int) -> bytes:
        known = self._inflated.get(entry)
        if known is not None:
            return known
        split = 62 - (self._bits - 8)
        offset = entry & ((1 << split) - 1)
        sectors = ((entry & (_COMPRESSED - 1)) >> split) + 1
        packed = read_fully(self._around.stream, offset, sectors * _SECTOR - (offset & (_SECTOR - 1)))
        try:
            data = zlib.decompressobj(_RAW_DEFLATE).decompress(packed, self._cluster)
        except zlib.error as error:
            raise OSError(errno.EIO, sentence("a compressed cluster of the image is damaged")) from error
        if len(data) < self._cluster:
            raise OSError(errno.EIO, sentence("a compressed cluster of the image is damaged"))
        self._inflated[entry] = data
        if len(self._inflated) * self._cluster > _CLUSTERS_BYTES:
            self._inflated.popitem(last=False)
        return data


def _refuse(version: int, backing: int, encryption: int, snapshots: int, features: int) -> None:
    if encryption:
        text = sentence("An encrypted QCOW2 image. Decrypt it with the program that made it, and add what it holds.")
        raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
    found = (
        (version not in _VERSIONS, sentence("of version {version}", version=version)),
        (backing, sentence("with a backing file, without which it is not complete")),
        (snapshots, sentence("with snapshots, of which only one state would be seen")),
        (features & ~_DIRTY, sentence("with features that this version does not know")),
    )
    for is_so, what in found:
        if is_so:
            text = sentence(
                "A QCOW2 image {what}; convert it to a raw image with the program that made it, and add that.",
                what=what,
            )
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)


def _damaged() -> ContainerError:
    text = sentence("The header of the image is damaged: it does not say where its clusters lie.")
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)


def _numbers(data: bytes) -> array[int]:
    numbers = array("Q", data[: len(data) // 8 * 8])
    if struct.pack("=H", 1) != struct.pack(">H", 1):
        numbers.byteswap()
    return numbers


def _open(around: Around) -> Container:
    return DiskContainer(Qcow2Image(around), around)


QCOW2 = ContainerFormat(
    "qcow2", "QCOW2 image of a disk", "application/x-qemu-disk", lambda head: head.start[:4] == _MAGIC, _open
)
