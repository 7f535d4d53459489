"""vPDQ of one film as JSON: a list of "hash,quality,seconds", or the older object of frames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.json_stream import JsonStream
from forensicdesk.lists.readers.sixtyfour import settle
from forensicdesk.lists.readers.text import shortened
from forensicdesk.lists.readers.vpdq_text import NEW, OLD, frame
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import FrameRecord, Parsed, ReadOptions

_LIST = re.compile(r"\s*\[\s*\"\s*(?:\d{1,9}\s*,\s*\d{1,3}\s*,\s*)?[0-9A-Fa-f]{64}\s*[,\"]")
_OBJECT = re.compile(r"\s*\{\s*\"\d{1,9}\"\s*:\s*\{\s*\"(?:frame|quality|hash|timestamp)\"", re.IGNORECASE)


def recognise(sample: Sample) -> float:
    """Whether the document starts as one of the two forms."""
    return float(_LIST.match(sample.text) is not None or _OBJECT.match(sample.text) is not None)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each member as a frame; the whole file is one film, named after the list."""
    settle(sample, stated="pdq", asked=options.hash_type)
    cursor = JsonStream(source, sample.file_name)
    steps = cursor.members() if cursor.peek() == "[" else cursor.names()
    for _ in steps:
        member = cursor.value()
        cursor.values += 1
        yield _frame(cursor.values, member, options.title)
    cursor.finish()


def _frame(number: int, member: Any, film: str) -> FrameRecord | Refusal:  # noqa: ANN401 - whatever the JSON holds
    if isinstance(member, str):
        found = OLD.fullmatch(member) or NEW.fullmatch(member)
        if found:
            return frame(number, film, found["pdq"], found["quality"], found["time"])
        return Refusal(number, sentence("no film frame: {text}", text=shortened(member)))
    if isinstance(member, dict) and isinstance(member.get("hash"), str):
        time = member.get("timestamp", "")
        return frame(number, film, member["hash"], str(member.get("quality", "")), str(time))
    return Refusal(number, sentence("no film frame with a hash"))
