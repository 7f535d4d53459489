"""ThreatExchange file feed: `<signal type> <value>` a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import lines_of, parse_value
from forensicdesk.lists.readers.gnu import make_record
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions, Record

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
    yield from lines_of(source, LINE, _entry)


def _entry(number: int, found: re.Match[str]) -> Record | Refusal:
    kind = KINDS.get(found[1].lower())
    if kind is None:
        return Refusal(number, sentence("the signal type {title} is not used", title=printable(found[1])[:40]))
    value = parse_value(kind, found[2])
    return Refusal(number, value) if isinstance(value, str) else make_record(number, kind, value)
