"""BSD layout, also `md5sum --tag`: `MD5 (name) = digest`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import lines_of, parse_value
from forensicdesk.lists.readers.gnu import make_record, unescape
from forensicdesk.lists.readers.text import printable
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions, Record

LINE = re.compile(r"(\\?)(MD5|SHA-?1|SHA-?256|SHA-?224|SHA-?384|SHA-?512|BLAKE2b) ?\((.*)\) ?= ([0-9A-Fa-f]+)\s*")
_KINDS = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256"}


def recognise(sample: Sample) -> float:
    """The share of lines in BSD layout."""
    return sample.share(LINE.fullmatch)


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each line as an entry; the line itself names its algorithm."""
    yield from lines_of(source, LINE, _entry)


def _entry(number: int, found: re.Match[str]) -> Record | Refusal:
    escaped, algorithm, name, digest = found.groups()
    kind = _KINDS.get(algorithm.replace("-", ""))
    value = parse_value(kind, digest) if kind else sentence("{algorithm} is not used", algorithm=algorithm)
    if kind is None or isinstance(value, str):
        return Refusal(number, str(value))
    return make_record(number, kind, value, printable(unescape(name) if escaped else name))
