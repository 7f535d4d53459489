"""The list formats in the order in which they are tried. Recognition is by content, never by the file's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists.readers import (
    bsd,
    closed_case,
    collection,
    encase,
    gnu,
    hashdeep,
    imagehash_json,
    iped_db,
    kdb,
    ncmec,
    nsrl_db,
    nsrl_delta,
    nsrl_text,
    pdq_text,
    plain,
    signals,
    signals_json,
    stix,
    stopncii,
    table_text,
    tmk,
    tsk_index,
    vics,
    vpdq_json,
    vpdq_text,
)
from forensicdesk.lists.readers.sample import NoListError
from forensicdesk.lists.readers.text import open_text, shortened
from forensicdesk.lists.readers.tool_tables import HASHKEEPER, ICSE, ILOOK_V1, ILOOK_V3, ILOOK_V4, LED
from forensicdesk.model import CLOSED_CASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A format that is text.

    Attributes:
        name: the name stored with a list and shown to people.
        recognise: how well the beginning of a file fits, from 0 to 1.
        read: streams entries, frames and refusals; raises ListError where the file is damaged.
        unit: what positions count: "line" or "record".
        leads: in an archive, the other files are parts of the same release and no lists of their own.
    """

    name: str
    recognise: Callable[[Sample], float]
    read: Callable[[TextIO, Sample, ReadOptions], Iterator[Parsed]]
    unit: str = "line"
    leads: bool = False

    def parsed(self, content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
        """What stands in a list of this format.

        Raises:
            ListError: columns were named, but only the general table has columns that can be.
        """
        if options.columns and self.name != "csv":
            msg = sentence(
                "{file_name} is read as {name}, whose columns are known; --map needs --as csv.",
                file_name=sample.file_name,
                name=self.name,
            )
            raise ListError(msg)
        with content.open() as stream, open_text(stream, sample.encoding) as lines:
            yield from self.read(lines, sample, options)


@dataclass(frozen=True, slots=True)
class ContentFormat:
    """A format whose reader opens the content itself: binary files, databases, lists with further files beside them."""

    name: str
    recognise: Callable[[Sample], float]
    read: Callable[[Content, Sample, ReadOptions], Iterator[Parsed]]
    unit: str = "record"
    leads: bool = False

    def parsed(self, content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
        """What stands in a list of this format.

        Raises:
            ListError: columns were named, but only the general table has columns that can be.
        """
        if options.columns:
            msg = sentence(
                "{file_name} is read as {name}, which is no table; leave --map out.",
                file_name=sample.file_name,
                name=self.name,
            )
            raise ListError(msg)
        return self.read(content, sample, options)


AnyFormat = ListFormat | ContentFormat

FORMATS: tuple[AnyFormat, ...] = (
    ListFormat("collection", collection.recognise, collection.read, unit="record"),
    ListFormat(CLOSED_CASE, closed_case.recognise, closed_case.read, unit="record"),
    ContentFormat("nsrl-rds3-minimal", nsrl_db.recognise_minimal, nsrl_db.read_minimal, leads=True),
    ContentFormat("nsrl-rds3-full", nsrl_db.recognise_full, nsrl_db.read_full, leads=True),
    ContentFormat("nsrl-rds2", nsrl_text.recognise, nsrl_text.read, unit="line", leads=True),
    ContentFormat("nsrl-rds3-delta", nsrl_delta.recognise, nsrl_delta.read, unit="line", leads=True),
    ContentFormat("tsk-kdb", kdb.recognise, kdb.read),
    ContentFormat("iped-sqlite", iped_db.recognise, iped_db.read),
    ContentFormat("encase-hash", encase.recognise, encase.read),
    ContentFormat("tmk", tmk.recognise, tmk.read),
    ContentFormat("ncmec-xml", ncmec.recognise, ncmec.read),
    ListFormat("hashkeeper", HASHKEEPER.recognise, HASHKEEPER.read),
    ListFormat("ilook-v1", ILOOK_V1.recognise, ILOOK_V1.read),
    ListFormat("ilook-v3", ILOOK_V3.recognise, ILOOK_V3.read),
    ListFormat("ilook-v4", ILOOK_V4.recognise, ILOOK_V4.read),
    ListFormat("led-csv", LED.recognise, LED.read),
    ListFormat("icse-csv", ICSE.recognise, ICSE.read),
    ListFormat("vics-json", vics.recognise, vics.read, unit="record"),
    ListFormat("vpdq-json", vpdq_json.recognise, vpdq_json.read, unit="record"),
    ListFormat("stix-bundle", stix.recognise, stix.read, unit="record"),
    ListFormat("stopncii-json", stopncii.recognise, stopncii.read, unit="record"),
    ListFormat("threatexchange-json", signals_json.recognise, signals_json.read, unit="record"),
    ListFormat("imagehash-json", imagehash_json.recognise, imagehash_json.read, unit="record"),
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


def choose(sample: Sample, wanted: str | None = None) -> AnyFormat:
    """The format of a file.

    Args:
        sample: its beginning.
        wanted: the name of the format, where a person said it.

    Raises:
        UsageError: no format has this name.
        ListError: no format fits, the wanted one does not, or a database is laid out as two formats at once.
    """
    shares = [(candidate, candidate.recognise(sample)) for candidate in FORMATS]
    fitting = [(candidate, share) for candidate, share in shares if share >= ENOUGH]
    index = tsk_index.refusal(sample)
    if index:
        raise NoListError(index)
    if wanted is not None:
        return _wanted(sample, wanted, fitting)
    if not fitting:
        raise NoListError(_unknown(sample))
    best = max(share for _, share in fitting)
    first, *rivals = [candidate for candidate, share in fitting if share == best]
    if rivals and sample.head:
        names = ", ".join(candidate.name for candidate in (first, *rivals))
        msg = sentence(
            "{file_name} is laid out as several formats at once ({names}); say which with --as.",
            file_name=sample.file_name,
            names=names,
        )
        raise ListError(msg)
    return first


def _wanted(sample: Sample, wanted: str, fitting: Sequence[tuple[AnyFormat, float]]) -> AnyFormat:
    by_name = {candidate.name: candidate for candidate, _ in fitting}
    if wanted in by_name:
        return by_name[wanted]
    if wanted not in {candidate.name for candidate in FORMATS}:
        msg = sentence(
            "No format is called {wanted}; there are: {choices}.",
            wanted=wanted,
            choices=", ".join(candidate.name for candidate in FORMATS),
        )
        raise UsageError(msg)
    there = (
        sentence("it can be read as {formats}", formats=", ".join(by_name))
        if by_name
        else sentence("it is of no known kind")
    )
    msg = sentence(
        "{file_name} cannot be read as {wanted}: {there}.", file_name=sample.file_name, wanted=wanted, there=there
    )
    raise NoListError(msg)


def _unknown(sample: Sample) -> str:
    if sample.head:
        if not sample.tables:
            return sentence("{name} is of no known kind: it is binary data.", name=sample.file_name)
        return sentence(
            "{name} is of no known kind: it is an SQLite database with the tables of none that this version reads "
            "(it has: {tables}).",
            name=sample.file_name,
            tables=", ".join(shortened(name) for name in list(sample.tables)[:8]),
        )
    start = sample.text.lstrip(" \t\r\n")
    if start.startswith(("{", "[")):
        return sentence(
            "{name} is of no known kind: it is JSON, but of none of the layouts that this version reads.",
            name=sample.file_name,
        )
    if not sample.lines:
        return sentence(
            "{name} is of no known kind: its lines hold no hash values that this version reads", name=sample.file_name
        )
    return sentence(
        "{name} is of no known kind: its lines hold no hash values that this version reads; the first line is: {first}",
        name=sample.file_name,
        first=shortened(sample.lines[0]),
    )
