"""PDQ as ThreatExchange's tools print it: `hex,quality` or `hex,quality,name`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import lines_of, parse_quality, parse_value
from forensicdesk.lists.readers.sixtyfour import settle
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

LINE = re.compile(r"\s*([0-9A-Fa-f]{64})\s*,\s*(\d{1,3})\s*(?:,(.*))?")


def recognise(sample: Sample) -> float:
    """The share of lines with 64 digits and a quality."""
    return sample.share(LINE.fullmatch)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each line as an entry. The quality beside the value is what says PDQ."""
    settle(sample, stated="pdq", asked=options.hash_type)
    yield from lines_of(source, LINE, _entry)


def _entry(number: int, found: re.Match[str]) -> Record | Refusal:
    value, quality = parse_value("pdq", found[1]), parse_quality(found[2])
    if isinstance(value, str):
        return Refusal(number, value)
    if quality is None:
        return Refusal(number, sentence("the quality {quality} is not between 0 and 100", quality=found[2]))
    return Record(number, name=printable((found[3] or "").strip()), pdq=value, quality=quality)
