"""StopNCII: the JSON answer with hash records. Intimate pictures of adults, so a list of its own role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_records import members_of
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.signals_json import signalled
from forensicdesk.lists.readers.stated import plain_text
from forensicdesk.lists.records import Fact, Record, Refusal, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_SHAPE = re.compile(r"\s*\{.{0,4000}?\"hashRecords\"\s*:\s*\[", re.DOTALL)
_RECORDS = "hashRecords"
_SIGNALS = {"imagepdq": "pdq", "imagemd5": "md5", "videomd5": "md5"}
_TAKEN_BACK = frozenset({"withdrawn", "deleted"})


def recognise(sample: Sample) -> float:
    """Whether the document is an object with hash records."""
    return float(_SHAPE.match(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each hash record as an entry or as a withdrawal, streamed. Positions are numbers of records."""
    yield Fact("scheme", "StopNCII")
    for number, record in members_of(JsonStream(source, sample.file_name), _RECORDS):
        yield from _record(number, record)


def _record(number: int, record: Any) -> Iterator[Parsed]:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(record, dict):
        yield Refusal(number, sentence("the record is no object"))
        return
    signal, value = plain_text(record.get("signalType")), plain_text(record.get("hashValue")).strip().lower()
    reference = f"{signal} {value}"
    if plain_text(record.get("hashStatus")).lower() in _TAKEN_BACK:
        yield Withdrawal(number, reference)
        return
    rest = {key: content for key, content in record.items() if key != "hashValue"}
    yield from signalled(Record(number, reference), signal, _SIGNALS.get(signal.lower()), value, rest)
