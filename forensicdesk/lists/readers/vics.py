"""Project VIC style JSON ("VICS"): 2.0 and 1.x, hash sets (#Media) and the media of cases (#Cases)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_records import members
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.stated import entry, extra_of, gathered, plain_text
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Fact, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_CONTEXT = re.compile(r"DataModels/\d+\.\d+\.xml(?:/[^/\"]+/\$metadata)?(?:#(?:Cases|Media))?", re.IGNORECASE)
_BY_SHAPE = re.compile(
    r"\s*\{.{0,4000}?\"value\"\s*:\s*\[.{0,40000}?\"(?:MD5|SHA1|Media)\"\s*:", re.IGNORECASE | re.DOTALL
)
_SCHEME = re.compile(r"DataModels/(\d{1,3}\.\d{1,3})\.xml(?:/([^/\"]{1,40})/\$metadata)?", re.IGNORECASE)
_OWN_VALUES = ("md5", "sha1", "sha256", "photodna")
_TAKEN = frozenset({"mediaid", "md5", "sha1", "sha256"})


def recognise(sample: Sample) -> float:
    """Whether the document names the model, or has its shape."""
    start = sample.text.lstrip(" \t\r\n")
    if not start.startswith("{"):
        return 0.0
    return float(_CONTEXT.search(sample.text) is not None or _BY_SHAPE.match(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each Media record as an entry, streamed. Positions are numbers of records."""
    cursor = JsonStream(source, sample.file_name)
    cases = re.search(r"#cases", sample.text, re.IGNORECASE) is not None
    scheme = _SCHEME.search(sample.text)
    if scheme:
        yield Fact("scheme", printable(f"VICS {scheme[1]}" + (f", {scheme[2]}" if scheme[2] else "")))
    found = False
    for key in cursor.names():
        if key.lower() == "value" and cursor.peek() == "[":
            found = True
            yield from _records(cursor, cases=cases)
        else:
            cursor.value()
    if not found:
        cursor.fail(sentence('there is no array "value" in it'))
    cursor.finish()


def _records(cursor: JsonStream, *, cases: bool) -> Iterator[Parsed]:
    for _ in cursor.members():
        if cases and cursor.peek() == "{":
            yield from _media_of_case(cursor)
            continue
        value = cursor.value()
        media = _folded(value).get("media") if isinstance(value, dict) else None
        for record in media if isinstance(media, list) else (value,):
            cursor.values += 1
            yield from _entry(cursor.values, record)


def _media_of_case(cursor: JsonStream) -> Iterator[Parsed]:
    for key in cursor.names():
        if key.lower() != "media" or cursor.peek() != "[":
            cursor.value()
            continue
        for number, record in members(cursor):
            yield from _entry(number, record)


def _entry(number: int, record: Any) -> Iterator[Parsed]:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(record, dict):
        yield Refusal(number, sentence("the record is no object"))
        return
    fields = _folded(record)
    media_id = fields.get("mediaid")
    stated = gathered(_stated(fields))
    try:
        extra = _extra(record, _TAKEN | {kind for kind, _ in stated.more})
    except RecursionError:
        yield Refusal(number, sentence("brackets are nested too deeply"))
        return
    described = Record(
        number,
        reference=printable(f"MediaID {media_id}") if isinstance(media_id, str | int) and media_id != "" else "",
        name=_name(fields),
        category=plain_text(fields.get("category")),
        extra=extra,
    )
    yield from entry(described, stated)


def _stated(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The values of a record with the names of their kinds, from its own fields and from AlternativeHashes."""
    for kind in _OWN_VALUES:
        yield kind, plain_text(fields.get(kind))
    alternative = fields.get("alternativehashes")
    for other in alternative if isinstance(alternative, list) else ():
        if isinstance(other, dict):
            folded = _folded(other)
            yield plain_text(folded.get("hashname")), plain_text(folded.get("hashvalue"))


def _name(fields: dict[str, Any]) -> str:
    """The first file name of a record."""
    files = fields.get("mediafiles")
    for file in files if isinstance(files, list) else ():
        name = plain_text(_folded(file).get("filename")) if isinstance(file, dict) else ""
        if name:
            return printable(name)
    return printable(plain_text(fields.get("name")))


def _extra(record: dict[str, Any], taken: frozenset[str]) -> str:
    """Everything that is not kept elsewhere, unchanged: absent, null, false and "false" stay four things."""
    return extra_of({key: value for key, value in record.items() if key.lower() not in taken})


def _folded(record: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in record.items()}
