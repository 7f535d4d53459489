"""Digests of a file and, where it is not too large, its bytes, from one read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

from hashing.values import Digests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK_BYTES = 1 << 20


def digest(chunks: Iterable[bytes]) -> Digests:
    """MD5, SHA-1 and SHA-256 of the chunks together."""
    md5, sha1, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256()
    for chunk in chunks:
        md5.update(chunk)
        sha1.update(chunk)
        sha256.update(chunk)
    return Digests(md5.digest(), sha1.digest(), sha256.digest())


def read_up_to(stream: BinaryIO, count: int) -> bytes:
    """The next `count` bytes, fewer only at the end, even from streams that return less than they are asked for."""
    pieces = [stream.read(count)]
    missing = count - len(pieces[0])
    while missing > 0 and pieces[-1]:
        pieces.append(stream.read(missing))
        missing -= len(pieces[-1])
    return b"".join(pieces) if len(pieces) > 1 else pieces[0]


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """A stream in pieces, from where it stands to its end."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
