"""ThreatExchange file feed: `<signal type> <value>` a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import foreign_reason, parse_value
from forensicdesk.lists.readers.gnu import make_record
from forensicdesk.lists.readers.text import numbered_lines, printable
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]*)[ \t]+([0-9A-Fa-f]{16,})\s*")
KINDS = {
    "pdq": "pdq",
    "hash_pdq": "pdq",
    "md5": "md5",
    "hash_md5": "md5",
    "video_md5": "md5",
    "hash_video_md5": "md5",
    "sha1": "sha1",
    "hash_sha1": "sha1",
    "sha256": "sha256",
    "hash_sha256": "sha256",
}
"""What a signal type means, in lower case."""


def recognise(sample: Sample) -> float:
    """The share of lines with a signal type and a value."""
    return sample.share(LINE.fullmatch)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each line as an entry; the line itself names its kind."""
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        found = LINE.fullmatch(text)
        kind = KINDS.get(found[1].lower()) if found else None
        if found is None:
            yield Refusal(number, foreign_reason(text))
        elif kind is None:
            yield Refusal(number, sentence("the signal type {title} is not used", title=printable(found[1])[:40]))
        else:
            value = parse_value(kind, found[2])
            yield Refusal(number, value) if isinstance(value, str) else make_record(number, kind, value)
