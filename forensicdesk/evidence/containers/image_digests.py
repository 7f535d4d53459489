"""Digests of a whole disk, for comparison with those that its image states."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PIECE = 1 << 20


def digests_of(
    stream: BinaryIO, algorithms: Iterable[str], tell: Callable[[int], None] | None = None
) -> dict[str, bytes]:
    """Digests of everything that a stream gives, by algorithm; the next piece is unpacked while one is hashed.

    Args:
        stream: the disk of an image.
        algorithms: names such as "md5"; see `forensicdesk.model.StatedHash`.
        tell: is told after each piece how many bytes are done; may raise to stop.

    Raises:
        OSError: a part of the image is damaged or missing.
    """
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    done = 0
    with ThreadPoolExecutor(max_workers=1) as ahead:
        coming = ahead.submit(stream.read, _PIECE)
        while data := coming.result():
            coming = ahead.submit(stream.read, _PIECE)
            for one in hashes.values():
                one.update(data)
            done += len(data)
            if tell is not None:
                tell(done)
    return {name: one.digest() for name, one in hashes.items()}
