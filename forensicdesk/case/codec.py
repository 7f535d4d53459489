"""Between values and what a database column holds; every pair of functions here is lossless."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.model import RANGE_STEPS, EvidenceCard, Location, Step
from forensicdesk.relations import Reason
from hashing.values import DateFact, Embedded, EmbeddedKind, Indicator, Issue, IssueCode, Recipe, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hashing.values import MetadataGroup


def canonical_json(value: object) -> str:
    """JSON in one form only: sorted keys, no spaces, ASCII (everything else is escaped, lone surrogates too)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


# --- locations: netstrings, "4:file,12:a/b/photo.jpg," ------------------------------------------------------------


def encode_location(location: Location) -> bytes:
    """The chain of steps as netstrings: kind and path of each step in turn, as raw bytes.

    A place follows the path it belongs to and ends in ";" instead of ",": all entries of one path are neighbours.
    """
    return b"".join(map(_encode_step, location.steps))


def decode_location(raw: bytes) -> Location:
    """The location that `encode_location` made these bytes from.

    Raises:
        ValueError: the bytes are no chain of netstrings in their one valid form.
    """
    steps: list[Step] = []
    rest = memoryview(raw)
    while rest:
        kind, end, rest = _take_netstring(rest)
        path, end_of_path, rest = _take_netstring(rest)
        if end + end_of_path != b",,":
            msg = sentence("a location with half a step")
            raise ValueError(msg)
        place, end, after = _take_netstring(rest) if rest else (b"", b"", rest)
        if end != b";":
            steps.append(Step(kind.decode(), path))
        elif not place:
            msg = sentence("a location with an empty place")
            raise ValueError(msg)
        else:
            steps.append(Step(kind.decode(), path, place))
            rest = after
    return Location(tuple(steps))


def _encode_step(step: Step) -> bytes:
    place = b"%d:%b;" % (len(step.place), step.place) if step.place else b""
    return _netstring(step.kind.encode()) + _netstring(step.path) + place


def _netstring(value: bytes) -> bytes:
    return b"%d:%b," % (len(value), value)


def _take_netstring(rest: memoryview) -> tuple[bytes, bytes, memoryview]:
    """The value, the byte that ends it, and what follows."""
    head, colon, _ = bytes(rest[:24]).partition(b":")
    if not colon or not head.isdigit() or str(int(head)).encode() != head:
        msg = sentence("a location without a valid length")
        raise ValueError(msg)
    start, length = len(head) + 1, int(head)
    if len(rest) <= start + length or rest[start + length] not in b",;":
        msg = sentence("a location that ends early")
        raise ValueError(msg)
    end = start + length
    return bytes(rest[start:end]), bytes(rest[end : end + 1]), rest[end + 1 :]


def printable(raw: bytes) -> str:
    """Raw name bytes for people: UTF-8 where it is, every other byte and every control character escaped."""
    text = raw.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def display_name(location: Location) -> str:
    """The name of the file, for people; behind it what it is to that file, for a file inside."""
    names = [printable(step.path.rstrip(b"/").rpartition(b"/")[2] or step.path) for step in location.steps]
    inside = [name for name, step in zip(names, location.steps, strict=True) if step.kind in RANGE_STEPS]
    own = [name for name, step in zip(names, location.steps, strict=True) if step.kind not in RANGE_STEPS]
    return " > ".join((*own[-1:], *(name.partition("@")[0] for name in inside)))


def display_folder(location: Location) -> str:
    """Where the file lies, for people: the paths of all steps but its own name."""
    paths = [printable(step.path.rstrip(b"/")) for step in location.steps if step.kind not in RANGE_STEPS]
    own = paths.pop().rpartition("/")[0] if paths else ""
    return " > ".join([*paths, *([own] if own else [])])


# --- facts as JSON ------------------------------------------------------------------------------------------------


def encode_pairs(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Pairs as a JSON list, so that their order and repeated names stay."""
    return canonical_json([list(pair) for pair in pairs])


def decode_pairs(text: str) -> tuple[tuple[Any, Any], ...]:
    """The pairs that `encode_pairs` wrote."""
    return tuple((first, second) for first, second in json.loads(text))


def encode_metadata(groups: tuple[MetadataGroup, ...]) -> str:
    """Metadata groups as [[name, [[field, value], …]], …]."""
    return canonical_json(groups)


def decode_metadata(text: str) -> tuple[MetadataGroup, ...]:
    """The groups that `encode_metadata` wrote."""
    return tuple((name, tuple((key, value) for key, value in pairs)) for name, pairs in json.loads(text))


def encode_dates(dates: tuple[DateFact, ...]) -> str:
    """Dates as [[kind, text, zone], …]."""
    return canonical_json([[date.kind, date.text, date.zone] for date in dates])


def decode_dates(text: str) -> tuple[DateFact, ...]:
    """The dates that `encode_dates` wrote."""
    return tuple(DateFact(*row) for row in json.loads(text))


def encode_indicators(indicators: tuple[Indicator, ...]) -> str:
    """Indicators as [[code, text], …]."""
    return canonical_json([[indicator.code, indicator.text] for indicator in indicators])


def decode_indicators(text: str) -> tuple[Indicator, ...]:
    """The indicators that `encode_indicators` wrote."""
    return tuple(Indicator(*row) for row in json.loads(text))


def encode_issues(issues: tuple[Issue, ...]) -> str:
    """Issues as [[stage, code, detail], …]."""
    return canonical_json([[issue.stage, issue.code, issue.detail] for issue in issues])


def decode_issues(text: str) -> tuple[Issue, ...]:
    """The issues that `encode_issues` wrote."""
    return tuple(Issue(Stage(stage), IssueCode(code), detail) for stage, code, detail in json.loads(text))


def encode_embedded(embedded: tuple[Embedded, ...]) -> str | None:
    """Files inside as [[kind, offset, length], …]; None where there are none."""
    return canonical_json([[part.kind, part.offset, part.length] for part in embedded]) if embedded else None


def decode_embedded(text: str | None) -> tuple[Embedded, ...]:
    """The files inside that `encode_embedded` wrote."""
    return tuple(Embedded(EmbeddedKind(kind), offset, length) for kind, offset, length in json.loads(text or "[]"))


def encode_box(box: tuple[int, int, int, int] | None) -> str | None:
    """Left, top, width and height as a JSON list."""
    return None if box is None else canonical_json(box)


def decode_box(text: str | None) -> tuple[int, int, int, int] | None:
    """The box that `encode_box` wrote."""
    if text is None:
        return None
    left, top, width, height = json.loads(text)
    return left, top, width, height


def encode_recipe(recipe: Recipe) -> str:
    """A recipe as a JSON object."""
    return canonical_json(asdict(recipe))


def decode_recipe(text: str) -> Recipe:
    """The recipe that `encode_recipe` wrote."""
    values = json.loads(text)
    return Recipe(**(values | {"perceptual": tuple(values["perceptual"])}))


def encode_card(card: EvidenceCard) -> str:
    """An evidence card as a JSON object; fields that say nothing are left out."""
    said = {entry.name: getattr(card, entry.name) for entry in fields(card)}
    return canonical_json({name: value for name, value in said.items() if value is not None and value != ""})


def decode_card(text: str) -> EvidenceCard:
    """The card that `encode_card` wrote."""
    empty = {"algorithm": "", "version": "", "query": "", "reference": ""}
    return EvidenceCard(**(empty | json.loads(text)))


def encode_reason(reason: Reason) -> str:
    """Why a content is in a stack, as a JSON object; fields that say nothing are left out."""
    said = {entry.name: getattr(reason, entry.name) for entry in fields(reason)}
    return canonical_json({name: value for name, value in said.items() if value not in {None, "", ()}})


def decode_reason(text: str) -> Reason:
    """The reason that `encode_reason` wrote."""
    said = json.loads(text)
    return Reason(**(said | {"transform": tuple(tuple(row) for row in said.get("transform", ()))}))


# --- hashes of the eight orientations, one behind the other ---------------------------------------------------------


def join_hashes(first: bytes, others: tuple[bytes, ...]) -> bytes:
    """Hashes of one length as one blob.

    Raises:
        ValueError: a hash is longer or shorter than the first.
    """
    if any(len(other) != len(first) for other in others):
        msg = sentence("the hashes of one picture's orientations have different lengths")
        raise ValueError(msg)
    return first + b"".join(others)


def split_hashes(blob: bytes, length: int) -> tuple[bytes, ...]:
    """The hashes of `length` bytes that lie in a blob.

    Raises:
        ValueError: the blob holds no whole number of them.
    """
    if not length or len(blob) % length:
        msg = sentence("{blob} bytes are no whole number of hashes of {length} bytes", blob=len(blob), length=length)
        raise ValueError(msg)
    return tuple(blob[at : at + length] for at in range(0, len(blob), length))
