"""Hashes of the imagehash library as JSON: one object for a picture, or an array of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_records import records
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.stated import entry, extra_of, gathered, kind_named, plain_text
from forensicdesk.lists.records import Fact, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_SHAPE = re.compile(
    r"\s*(?:\[\s*)?\{[^{}\[\]]{0,4000}?\"(?:phash|dhash|ahash|average_hash|whash|colorhash)\"\s*:\s*\"", re.IGNORECASE
)
_VERSION = re.compile(r"\"imagehash_version\"\s*:\s*\"([\w.+-]{1,40})\"")
_NAMES = ("file", "filename", "file_name", "name", "path")


def recognise(sample: Sample) -> float:
    """Whether the first object has a hash of this library."""
    return float(_SHAPE.match(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each picture as an entry, streamed. Positions are numbers of records."""
    version = _VERSION.search(sample.text)
    yield Fact("scheme", f"imagehash {version[1]}" if version else "imagehash")
    for number, record in records(JsonStream(source, sample.file_name)):
        if isinstance(record, dict):
            yield from _picture(number, record)
        else:
            yield Refusal(number, sentence("the record is no object"))


def _picture(number: int, record: dict[str, Any]) -> Iterator[Parsed]:
    pairs = [(key, plain_text(value)) for key, value in record.items() if kind_named(key) is not None]
    named = next((key for key in record if key.lower() in _NAMES and plain_text(record[key])), "")
    rest = {key: value for key, value in record.items() if key != named and kind_named(key) is None}
    try:
        extra = extra_of(rest)
    except RecursionError:
        yield Refusal(number, sentence("brackets are nested too deeply"))
        return
    described = Record(number, name=plain_text(record[named]) if named else "", extra=extra)
    yield from entry(described, gathered(pairs))
