"""STIX 2.1 bundles: digests of file objects, and indicators whose patterns compare digests of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_records import members_of
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.stated import entry, extra_of, gathered, kind_named, plain_text
from forensicdesk.lists.readers.text import shortened
from forensicdesk.lists.records import Fact, Record, Refusal, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_IS_BUNDLE = re.compile(r"\s*\{.{0,4000}?\"type\"\s*:\s*\"bundle\"", re.DOTALL)
_OBJECTS = re.compile(r"\"objects\"\s*:\s*\[")
_COMPARISON = r"file:hashes\s*\.\s*(?:'([\w-]{1,40})'|([\w-]{1,40}))\s*=\s*'([^'\\]{1,2000})'"
_ONE = re.compile(_COMPARISON)
_INSIDE = re.compile(rf"\s*{_COMPARISON}(?:\s+(AND|OR)\s+{_COMPARISON})*\s*")
_OBSERVATION = re.compile(r"\s*\[([^\[\]]*)\]\s*")
_JOINED = re.compile(r"\bAND\b")
_MOST_REPEATED = 1 << 26
"""Characters that stand beside all alternatives of one indicator together."""
_FOREIGN = sentence("the pattern is none that only compares digests of files")


def recognise(sample: Sample) -> float:
    """Whether the document is a bundle with objects."""
    return float(_IS_BUNDLE.match(sample.text) is not None and _OBJECTS.search(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each file object as an entry, each indicator as one or several, streamed. Positions are numbers of objects."""
    yield Fact("scheme", "STIX 2.1")
    for number, found in members_of(JsonStream(source, sample.file_name), "objects"):
        yield from _object(number, found)


def _object(number: int, found: Any) -> Iterator[Parsed]:  # noqa: ANN401 - whatever the JSON holds
    kind = found.get("type") if isinstance(found, dict) else None
    if not isinstance(kind, str):
        yield Refusal(number, sentence("the object has no type"))
    elif kind not in {"file", "indicator"}:
        yield Refusal(number, sentence("objects of the type {kind} hold no digests of files", kind=shortened(kind)))
    else:
        try:
            yield from _file(number, found) if kind == "file" else _indicator(number, found)
        except RecursionError:
            yield Refusal(number, sentence("brackets are nested too deeply"))


def _file(number: int, found: dict[str, Any]) -> Iterator[Parsed]:
    hashes = found.get("hashes")
    pairs = [(key, plain_text(value)) for key, value in hashes.items()] if isinstance(hashes, dict) else []
    further = {key: value for key, value in pairs if kind_named(key) is None}
    rest = {key: value for key, value in found.items() if key not in {"hashes", "id", "name"}}
    if further:
        rest["hashes"] = further
    described = Record(number, plain_text(found.get("id")), plain_text(found.get("name")), extra=extra_of(rest))
    yield from entry(described, gathered(pairs))


def _indicator(number: int, found: dict[str, Any]) -> Iterator[Parsed]:
    """A pattern of alternatives gives an entry each; digests that hold together are one entry."""
    reference = plain_text(found.get("id"))
    if found.get("revoked") is True:
        yield (
            Withdrawal(number, reference)
            if reference
            else Refusal(number, sentence("a revoked indicator without an id"))
        )
        return
    alternatives = _alternatives(plain_text(found.get("pattern")))
    if isinstance(alternatives, str):
        yield Refusal(number, alternatives)
        return
    kept_elsewhere = {"id", "name"} if len(alternatives) == 1 else {"id", "name", "pattern"}
    extra = extra_of({key: value for key, value in found.items() if key not in kept_elsewhere})
    if len(extra) * len(alternatives) > _MOST_REPEATED:
        yield Refusal(
            number,
            sentence(
                "{count:,} alternatives, each with {count_2:,} characters beside it",
                count=len(alternatives),
                count_2=len(extra),
            ),
        )
        return
    described = Record(number, reference=reference, name=plain_text(found.get("name")), extra=extra)
    for pairs in alternatives:
        foreign = [name for name, _ in pairs if kind_named(name) is None]
        if foreign:
            yield Refusal(
                number, sentence("the pattern compares {foreign}, which is not used", foreign=shortened(foreign[0]))
            )
        else:
            yield from entry(described, gathered(pairs))


def _alternatives(pattern: str) -> list[list[tuple[str, str]]] | str:
    """The (kind, value) pairs that a pattern compares, for each alternative; the reason if it is another pattern."""
    found: list[list[tuple[str, str]]] = []
    at = 0
    while observation := _OBSERVATION.match(pattern, at):
        inside = observation[1]
        if not _INSIDE.fullmatch(inside):
            return f"{_FOREIGN}: {shortened(pattern)}"
        pairs = [(quoted or bare, value) for quoted, bare, value in _ONE.findall(inside)]
        together = _JOINED.search(_ONE.sub("", inside)) is not None
        if together and re.search(r"\bOR\b", _ONE.sub("", inside)):
            return sentence("the pattern mixes AND with OR, which is not read")
        found.extend([pairs] if together else [[pair] for pair in pairs])
        at = observation.end()
        if at == len(pattern):
            return found
        if not pattern.startswith("OR", at):
            break
        at += len("OR")
    return f"{_FOREIGN}: {shortened(pattern)}"
