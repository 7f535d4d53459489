"""TMK film signatures: recognised, checked for being whole, and carried; this program does not compare them."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.sample import TMK_MAGIC
from forensicdesk.lists.records import Fact, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_HEADER = struct.Struct("<12s5i")
_MOST = 1 << 16
NOTE = sentence("TMK film signature: carried by the SHA-256 of the signature, never compared")


def recognise(sample: Sample) -> float:
    """Whether the file starts as a TMK signature made with PDQ features."""
    return float(sample.head.startswith(TMK_MAGIC))


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """One entry: the SHA-256 of the signature as ("tmk", ...), and what the header says of it.

    Raises:
        ListError: the size is not what the header's numbers ask for.
    """
    header = sample.head[: _HEADER.size]
    if len(header) < _HEADER.size:
        msg = sentence(
            "{name} is cut off: a TMK signature has {size} bytes of header.", name=content.name, size=_HEADER.size
        )
        raise ListError(msg)
    _, rate, periods, coefficients, dimension, frames = _HEADER.unpack(header)
    if min(rate, periods, coefficients, dimension, frames) < 0 or max(periods, coefficients, dimension) > _MOST:
        msg = sentence(
            "{name} is damaged: the numbers in the header of this TMK signature cannot be right.", name=content.name
        )
        raise ListError(msg)
    floats = periods + coefficients + dimension + 2 * periods * coefficients * dimension
    expected = _HEADER.size + 4 * floats
    digest, size = hashlib.sha256(), 0
    with content.open() as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    if size != expected:
        msg = sentence(
            "{name} is damaged or cut off: its header asks for {expected:,} bytes and it has {size:,}.",
            name=content.name,
            expected=expected,
            size=size,
        )
        raise ListError(msg)
    yield Fact("scheme", "TMK+PDQF")
    extra = json.dumps({"note": NOTE, "frames": frames, "frames_per_second": rate})
    yield Record(1, name=options.title, more=(("tmk", digest.digest()),), extra=extra)
