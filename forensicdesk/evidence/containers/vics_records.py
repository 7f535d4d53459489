"""The parts of a VICS case one by one, each with its text as it stands, so that an export can give it back."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forensicdesk.finding import RecordLevel
from forensicdesk.language import sentence
from forensicdesk.settings import RECORD_CHARACTERS, RECORD_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.exchange.json_stream import JsonStream


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the document.

    Attributes:
        number, level, part: as in `forensicdesk.finding.Record`.
        value: what a medium is, parsed; None for the fields of a document or a case.
        text: the part as a JSON object, word for word.
    """

    number: int
    level: RecordLevel
    part: int
    value: Any
    text: str

    def packed(self) -> bytes:
        """What is kept of it; of one that is too long or too deep a sentence that says so."""
        return zlib.compress((self._not_kept() or self.text).encode("utf-8", "replace"))

    def _not_kept(self) -> str:
        if len(self.text) > RECORD_CHARACTERS:
            why = sentence(
                "{count} characters; more than {record_characters} are not kept",
                count=len(self.text),
                record_characters=RECORD_CHARACTERS,
            )
        elif _depth(json.loads(self.text) if self.value is None else self.value) > RECORD_DEPTH:
            why = sentence(
                "brackets within brackets; more than {record_depth} deep they are not kept", record_depth=RECORD_DEPTH
            )
        else:
            return ""
        return json.dumps({"NotKept": sentence("This record has {why}.", why=why)})


class PartReader:
    """Goes through a document once."""

    def __init__(self, cursor: JsonStream) -> None:
        self._cursor = cursor
        self._number = 0

    def parts(self) -> Iterator[Part]:
        """Every part in its order; the fields of a document or case are given before what it holds, and those behind.

        Raises:
            JsonDamagedError: the document is damaged; what came before was given.
        """
        case = 0
        for fields, is_inside in self._fields("value"):
            if fields:
                yield self._part(RecordLevel.DOCUMENT, 0, None, fields)
            if is_inside:
                for _ in self._cursor.members():
                    if self._cursor.peek() == "{":
                        case += 1
                        yield from self._case(case)
                    else:
                        self._cursor.value()
        self._cursor.finish()

    def _case(self, case: int) -> Iterator[Part]:
        for fields, is_inside in self._fields("media"):
            if fields:
                yield self._part(RecordLevel.CASE, case, None, fields)
            if is_inside:
                for _ in self._cursor.members():
                    value, text = self._cursor.given()
                    self._cursor.values += 1
                    yield self._part(RecordLevel.MEDIUM, case, value, text)

    def _fields(self, holder: str) -> Iterator[tuple[str, bool]]:
        """The object's fields as one text: up to each array that holds further records, which is read by the caller."""
        pairs: list[str] = []
        for key in self._cursor.names():
            if key.lower() == holder and self._cursor.peek() == "[":
                yield _object(pairs), True
                pairs = []
            else:
                pairs.append(f"{json.dumps(key)}:{self._cursor.given()[1]}")
        yield _object(pairs), False

    def _part(self, level: RecordLevel, case: int, value: object, text: str) -> Part:
        self._number += 1
        return Part(self._number, level, case, value, text)


def _object(pairs: list[str]) -> str:
    return "{" + ",".join(pairs) + "}" if pairs else ""


def _depth(value: object) -> int:
    """How deep arrays and objects lie in each other; without recursion, since the document may be made to be deep."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(each, depth + 1) for each in inner]
    return deepest
