"""vPDQ of one film as text: `frame,quality,hash,seconds`, or the older `hash,quality,seconds`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import foreign_reason, parse_quality, parse_value
from forensicdesk.lists.readers.sixtyfour import settle
from forensicdesk.lists.readers.table_text import seconds
from forensicdesk.lists.readers.text import numbered_lines, shortened
from forensicdesk.lists.records import FrameRecord, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

NEW = re.compile(
    r"\s*(?P<frame>\d{1,9})\s*,\s*(?P<quality>\d{1,3})\s*,\s*(?P<pdq>[0-9A-Fa-f]{64})\s*(?:,\s*(?P<time>[\d.]+)\s*)?"
)
OLD = re.compile(r"\s*(?P<pdq>[0-9A-Fa-f]{64})\s*,\s*(?P<quality>\d{1,3})\s*,\s*(?P<time>\d+\.\d+)\s*")


def recognise(sample: Sample) -> float:
    """The share of lines that are film frames in the newer or older form."""
    return sample.share(lambda line: NEW.fullmatch(line) or OLD.fullmatch(line))


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each line as a frame; the whole file is one film, named after the list."""
    settle(sample, stated="pdq", asked=options.hash_type)
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        found = NEW.fullmatch(text) or OLD.fullmatch(text)
        if found is None:
            yield Refusal(
                number, sentence("no film frame: {text}", text=shortened(text)) if "," in text else foreign_reason(text)
            )
        else:
            yield frame(number, options.title, found["pdq"], found["quality"], found["time"])


def frame(number: int, film: str, pdq: str, quality: str, time: str | None) -> FrameRecord | Refusal:
    """One frame from its texts."""
    value, good = parse_value("pdq", pdq), parse_quality(quality)
    if isinstance(value, str):
        return Refusal(number, value)
    if good is None:
        return Refusal(number, sentence("the quality {quality} is not between 0 and 100", quality=shortened(quality)))
    return FrameRecord(number, film, "", seconds(time or ""), value, good)
