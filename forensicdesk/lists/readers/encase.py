"""EnCase hash sets: a fixed header, then records of 18 bytes with one MD5 each."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import Figure, sentence
from forensicdesk.lists.readers.digests import EMPTY_FILE, EMPTY_REASON
from forensicdesk.lists.readers.sample import ENCASE_MAGIC
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Fact, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

RECORDS_AT = 1152
RECORD_BYTES = 18
_COUNT = struct.Struct("<I")
_COUNT_AT = 16
_NAME = slice(1032, 1032 + 78)
_MD5_BYTES = 16
_RECORDS_AT_ONCE = 4096


def recognise(sample: Sample) -> float:
    """Whether the file starts with the mark of an EnCase hash set."""
    return float(sample.head.startswith(ENCASE_MAGIC))


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each record as an entry.

    Raises:
        ListError: the file ends in its header, or holds more or fewer records than its header says.
    """
    with content.open() as stream:
        header = stream.read(RECORDS_AT)
        if len(header) < RECORDS_AT:
            msg = sentence(
                "{name} is cut off: an EnCase hash set has {records_at:,} bytes before its first record.",
                name=content.name,
                records_at=RECORDS_AT,
            )
            raise ListError(msg)
        name = printable(header[_NAME].decode("utf-16-le", "replace").split("\x00")[0]).strip()
        if name:
            yield Fact("scheme", f"EnCase hash set {name}")
        yield from _records(stream, content.name, _COUNT.unpack_from(header, _COUNT_AT)[0])


def _records(stream: BinaryIO, name: str, count: int) -> Iterator[Record | Refusal]:
    number = size = 0
    while piece := stream.read(RECORD_BYTES * _RECORDS_AT_ONCE):
        size += len(piece)
        if size > count * RECORD_BYTES:
            while piece := stream.read(RECORD_BYTES * _RECORDS_AT_ONCE):
                size += len(piece)
            break
        for at in range(0, len(piece) - RECORD_BYTES + 1, RECORD_BYTES):
            number += 1
            md5 = piece[at : at + _MD5_BYTES]
            if md5 in EMPTY_FILE:
                yield Refusal(number, EMPTY_REASON)
            else:
                yield Record(number, md5=md5)
    if size != count * RECORD_BYTES:
        held = f"{size / RECORD_BYTES:,.4g}" if size % RECORD_BYTES else f"{size // RECORD_BYTES:,}"
        msg = sentence(
            "{name} is damaged or cut off: its header says {count:,} records and there is room for "
            "{held:g} after it; nothing was imported.",
            name=name,
            count=count,
            held=Figure(held),
        )
        raise ListError(msg)
