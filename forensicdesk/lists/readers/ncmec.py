"""NCMEC Hash Sharing version 2: the XML answer to a query for entries, with images, videos and deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.sample import XML_LIST
from forensicdesk.lists.readers.stated import Stated, entry, extra_of, kind_named
from forensicdesk.lists.readers.xml_stream import XmlStream
from forensicdesk.lists.records import Fact, Record, Refusal, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.readers.xml_stream import Element
    from forensicdesk.lists.records import Parsed, ReadOptions

_DEPTH = 3
"""queryResult / images / image."""
_ENTRIES = frozenset({"image", "video"})
_DELETIONS = frozenset({"deletedImage", "deletedVideo"})
_FINGERPRINTS = "fingerprints/"


def recognise(sample: Sample) -> float:
    """Whether the root of the document is the answer to a query."""
    return float(XML_LIST.match(sample.text) is not None)


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each image and video as an entry, each deletion as a withdrawal, streamed. Positions are numbers of records."""
    newest = ""
    yield Fact("scheme", "NCMEC Hash Sharing v2")
    with content.open() as stream:
        document = XmlStream(stream, sample.file_name, _DEPTH)
        for position, element in _numbered(document):
            if len(element.path) < _DEPTH:
                newest = max(newest, dict(element.fields).get("@maxTimestamp", ""))
            else:
                yield from _record(position, element)
    if newest:
        yield Fact("issued_at", newest)


def _numbered(document: XmlStream) -> Iterator[tuple[int, Element]]:
    """Elements with the number of the record; what belongs to paging is no record."""
    position = 0
    for element in document.elements():
        if element.path[1:2] == ("paging",):
            continue
        position += len(element.path) == _DEPTH
        yield position, element


def _record(position: int, element: Element) -> Iterator[Parsed]:
    kind = element.path[-1]
    reference = dict(element.fields).get("id", "")
    if kind in _ENTRIES:
        yield from _entry(position, kind, reference, element.fields)
    elif kind not in _DELETIONS:
        yield Refusal(
            position, sentence("an element that is no image, no video and no deletion: {kind}", kind=kind[:40])
        )
    elif reference:
        yield Withdrawal(position, reference)
    else:
        yield Refusal(position, sentence("a deletion without the id of what is deleted"))


def _entry(position: int, kind: str, reference: str, fields: list[tuple[str, str]]) -> Iterator[Parsed]:
    stated, category = Stated(), ""
    rest: dict[str, str | list[str]] = {"entry": kind}
    for path, text in fields:
        used = kind_named(path.removeprefix(_FINGERPRINTS)) if path.startswith(_FINGERPRINTS) else None
        if used is not None:
            stated.add(used, text)
        elif path == "classification":
            category = text
        elif path != "id":
            before = rest.get(path)
            rest[path] = text if before is None else [*([before] if isinstance(before, str) else before), text]
    described = Record(position, reference=reference, category=category, extra=extra_of(rest))
    yield from entry(described, stated)
