"""ThreatExchange as JSON: indicators with their types, in an array or as the data of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_records import records
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.signals import KINDS
from forensicdesk.lists.readers.stated import Stated, entry, extra_of, plain_text
from forensicdesk.lists.readers.text import shortened
from forensicdesk.lists.records import Fact, Record, Refusal, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_PAIRS = (("td_raw_indicator", "td_indicator_type"), ("raw_indicator", "type"), ("indicator", "type"))
"""Names of a value and of its type, as the versions of the interface call them."""
_VALUE = re.compile(r"\"(?:td_raw_indicator|raw_indicator|indicator)\"\s*:\s*\"")
_TYPE = re.compile(r"\"(?:td_indicator_type|type)\"\s*:\s*\"(?:HASH_|PDQ|MD5|SHA|VIDEO_|TMK)", re.IGNORECASE)
_START = re.compile(r"\s*(?:\[\s*\{|\{)")


def recognise(sample: Sample) -> float:
    """Whether the document names indicators and types of hashes."""
    return float(all(form.search(sample.text) for form in (_VALUE, _TYPE)) and _START.match(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each indicator as an entry, streamed. Positions are numbers of records."""
    yield Fact("scheme", "ThreatExchange")
    for number, record in records(JsonStream(source, sample.file_name), around="data"):
        if isinstance(record, dict):
            yield from _indicator(number, record)
        else:
            yield Refusal(number, sentence("the record is no object"))


def _indicator(number: int, record: dict[str, Any]) -> Iterator[Parsed]:
    reference = plain_text(record.get("id"))
    if record.get("should_delete") is True:
        yield Withdrawal(number, reference) if reference else Refusal(number, sentence("a deletion without an id"))
        return
    names = next((pair for pair in _PAIRS if pair[0] in record and pair[1] in record), None)
    if names is None:
        yield Refusal(number, sentence("the record has no indicator with a type"))
        return
    value, said = (plain_text(record[name]) for name in names)
    rest = {key: content for key, content in record.items() if key not in {"id", names[0]}}
    yield from signalled(Record(number, reference), said, KINDS.get(said.lower()), value, rest)


def signalled(
    described: Record, said: str, kind: str | None, value: str, rest: dict[str, Any]
) -> Iterator[Record | Refusal]:
    """The entry of a value that stands beside the name of its signal type, and what was refused of it.

    Args:
        described: position and reference.
        said: the type as the list names it.
        kind: what is meant; None if values of it are not used.
        value: as the list writes it.
        rest: what else the record says.
    """
    if kind is None:
        yield Refusal(described.position, sentence("the signal type {title} is not used", title=shortened(said)))
        return
    stated = Stated()
    stated.add(kind, value)
    try:
        extra = extra_of(rest)
    except RecursionError:
        yield Refusal(described.position, sentence("brackets are nested too deeply"))
        return
    yield from entry(described._replace(extra=extra), stated)
