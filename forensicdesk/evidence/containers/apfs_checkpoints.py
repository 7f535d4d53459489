"""Earlier states of an APFS container: its last few superblocks stand in a ring, each with the trees it refers to.

A state is read by showing the library a container in which every later superblock is missing. Blocks that were freed
since may hold something else now, so what an earlier state gives is a lead.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np

from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.evidence.containers.streams import InnerStream

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 16
"""So many earlier states are read at most: the oldest, and then the latest. A ring can hold hundreds."""

_MAGIC = b"NXSB"
_OBJECT = struct.Struct("<QQQ8x4sI")
"""Check sum, number and transaction of a superblock; its mark; the length of blocks."""
_RING = struct.Struct("<104xI4xQ")
"""How many blocks the ring has, and where it begins."""
_LEAST_BLOCK, _MOST_BLOCK = 4_096, 65_536
_MOST_RING = 4_096
_MODULUS = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One earlier state.

    Attributes:
        transaction: its number; later states have larger ones.
        patches: what stands in the container instead, by offset, for a reader that is to see this state.
    """

    transaction: int
    patches: Mapping[int, bytes]


def earlier(stream: BinaryIO, size: int) -> tuple[Checkpoint, ...]:
    """The earlier states whose superblocks are whole: the oldest first, then from the latest on, at most `MOST`.

    Raises:
        OSError: the ring cannot be read.
    """
    head = read_fully(stream, 0, min(size, _LEAST_BLOCK))
    if len(head) < _LEAST_BLOCK:
        return ()
    _, _, _, magic, length = _OBJECT.unpack_from(head)
    blocks, start = _RING.unpack_from(head)
    # The highest bit of the number says that the ring lies in pieces, which a tree lists.
    if magic != _MAGIC or length not in range(_LEAST_BLOCK, _MOST_BLOCK + 1) or not 0 < blocks <= _MOST_RING:
        return ()
    found: dict[int, tuple[int, bytes]] = {}
    for number in range(blocks):
        offset = (start + number) * length
        if offset + length > size:
            return ()
        block = read_fully(stream, offset, length)
        if (transaction := _transaction(block)) is not None:
            found[offset] = transaction, block
    known = sorted({transaction for transaction, _ in found.values()})[:-1]
    chosen = [*known[:1], *reversed(known[1:])][:MOST]
    return tuple(Checkpoint(transaction, _patches(found, transaction, length)) for transaction in chosen)


def seen_at(checkpoint: Checkpoint, stream: BinaryIO, size: int) -> BinaryIO:
    """The container as it was at an earlier state, but for blocks that were written since."""
    return cast("BinaryIO", InnerStream(size, partial(_patched, checkpoint.patches, stream), stream))


def checksum(block: bytes) -> int:
    """The check sum that a block of APFS begins with: Fletcher's, of 64 bits, over the rest of it."""
    words = np.frombuffer(block, "<u4", offset=8).astype(np.uint64)
    behind = np.arange(len(words), 0, -1, dtype=np.uint64)
    plain, weighed = int(words.sum()) % _MODULUS, int((words * behind % _MODULUS).sum()) % _MODULUS
    low = _MODULUS - (plain + weighed) % _MODULUS
    return (_MODULUS - (plain + low) % _MODULUS) << 32 | low


def _transaction(block: bytes) -> int | None:
    """The transaction of a superblock that is whole; None for any other block."""
    stated, _, transaction, magic, _ = _OBJECT.unpack_from(block)
    return int(transaction) if magic == _MAGIC and checksum(block) == stated else None


def _patches(found: Mapping[int, tuple[int, bytes]], transaction: int, length: int) -> dict[int, bytes]:
    patches = {offset: bytes(length) for offset, (later, _) in found.items() if later > transaction}
    patches[0] = next(block for at, block in found.values() if at == transaction)
    return patches


def _patched(patches: Mapping[int, bytes], stream: BinaryIO, offset: int, count: int) -> bytes:
    data = bytearray(read_fully(stream, offset, count))
    for start, block in patches.items():
        low, high = max(start, offset), min(start + len(block), offset + len(data))
        if low < high:
            data[low - offset : high - offset] = block[low - start : high - start]
    return bytes(data)
