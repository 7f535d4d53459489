"""The list formats in the order in which they are tried. Recognition is by content, never by the file's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.lists.readers import (
    bsd,
    gnu,
    hashdeep,
    pdq_text,
    plain,
    signals,
    table_text,
    vics,
    vpdq_json,
    vpdq_text,
)
from forensicdesk.lists.readers.text import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions


@dataclass(frozen=True, slots=True)
class ListFormat:
    """One format.

    Attributes:
        name: the name stored with a list and shown to people.
        recognise: how well the beginning of a file fits, from 0 to 1.
        read: streams entries, frames and refusals; raises ListError where the file is damaged.
        unit: what positions count: "line" or "record".
    """

    name: str
    recognise: Callable[[Sample], float]
    read: Callable[[TextIO, Sample, ReadOptions], Iterator[Parsed]]
    unit: str = "line"


FORMATS = (
    ListFormat("vics-json", vics.recognise, vics.read, unit="record"),
    ListFormat("vpdq-json", vpdq_json.recognise, vpdq_json.read, unit="record"),
    ListFormat("hashdeep", hashdeep.recognise, hashdeep.read),
    ListFormat("bsd-digest", bsd.recognise, bsd.read),
    ListFormat("gnu-sum", gnu.recognise, gnu.read),
    ListFormat("vpdq-text", vpdq_text.recognise, vpdq_text.read),
    ListFormat("pdq-text", pdq_text.recognise, pdq_text.read),
    ListFormat("threatexchange", signals.recognise, signals.read),
    ListFormat("plain-text", plain.recognise, plain.read),
    ListFormat("csv", table_text.recognise, table_text.read),
)
"""Of formats that fit equally well, the first is taken: the more telling forms stand before the more general."""

ENOUGH = 0.1
"""At least a tenth of the sampled lines has to fit; the lines that do not are refused one by one."""


def choose(sample: Sample) -> ListFormat:
    """The format of a file.

    Raises:
        ListError: no format fits.
    """
    best, fit = None, 0.0
    for candidate in FORMATS:
        share = candidate.recognise(sample)
        if share > fit:
            best, fit = candidate, share
    if best is None or fit < ENOUGH:
        raise ListError(_unknown(sample))
    return best


def _unknown(sample: Sample) -> str:
    start = sample.text.lstrip(" \t\r\n")
    if start.startswith(("{", "[")):
        return f"{sample.file_name} is of no known kind: it is JSON, but neither a VICS hash set nor vPDQ."
    first = f"; the first line is: {shortened(sample.lines[0])}" if sample.lines else ""
    return f"{sample.file_name} is of no known kind: its lines hold no hash values that this version reads{first}"
