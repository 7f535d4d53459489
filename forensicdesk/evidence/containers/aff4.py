"""AFF4 logical images: zip archives with a description of each file. Files stored as one zip member each are read."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.aff4_turtle import TurtleError, subjects
from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, KnowsPaths
from forensicdesk.evidence.containers.indexes import (
    ACCESSED,
    CHANGED,
    CREATED,
    MODIFIED,
    date,
    digest,
    raw_name,
    whole_number,
)
from forensicdesk.evidence.containers.zip_archive import ZIP
from forensicdesk.evidence.containers.zip_records import END
from forensicdesk.language import sentence
from forensicdesk.model import State, Step
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.aff4_turtle import Subject
    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.model import StatedHash
    from hashing.values import DateFact

_END_BYTES = 22
"""Of the record at the end of an archive; the archive's comment follows."""

MAX_DESCRIPTION = 1 << 27
"""A description takes about a kilobyte for each file."""

_DESCRIPTION, _VOLUME = b"information.turtle", b"container.description"
_SCHEMA = "http://aff4.org/Schema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DATES = {"birthTime": CREATED, "lastWritten": MODIFIED, "lastAccessed": ACCESSED, "recordChanged": CHANGED}
_STREAMS = frozenset({"ImageStream", "Map", "DiskImage", "ContiguousImage", "DiscontiguousImage"})
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_BY = "description in the AFF4 image"
_STREAM = sentence(
    "It is stored in pieces (aff4:ImageStream or a map of them), which this version does not put together."
)


@dataclass(frozen=True, slots=True)
class _Described:
    """What the description says of one file."""

    name: bytes
    types: frozenset[str]
    size: int
    dates: tuple[DateFact, ...]
    stated: tuple[StatedHash, ...]

    @property
    def is_in_pieces(self) -> bool:
        return bool(self.types & _STREAMS) and "zip_segment" not in self.types


class Aff4Container:
    """One volume. Its members are listed and opened as those of the zip archive that it is."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._zip = ZIP.open(around)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """Every member with what the description says of it, then the files that are stored in pieces."""
        described, trouble = self._described()
        yield None
        pieces = {name for name, facts in described.items() if facts.is_in_pieces}
        for entry in self._zip.entries(wanted):
            if not isinstance(entry, Entry):
                yield None
                continue
            name = _plain(entry.path)
            facts = described.get(name)
            if not pieces or not _is_below(name, pieces):
                yield entry if facts is None else _merged(entry, facts)
        for name in sorted(pieces):
            yield _in_pieces(name, described[name])
        if trouble:
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, trouble)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one member."""
        return self._zip.open(step)

    def has(self, path: bytes) -> bool:
        """See `base.KnowsPaths`."""
        return isinstance(self._zip, KnowsPaths) and self._zip.has(path)

    def _described(self) -> tuple[dict[bytes, _Described], str]:
        """What is said of each member, by its name; and what is wrong with the description, "" if nothing is."""
        found: dict[bytes, _Described] = {}
        volume = self._read(_VOLUME, 4096).strip().rstrip(b"\0").decode("utf-8", "replace") or "aff4://"
        raw = self._read(_DESCRIPTION, MAX_DESCRIPTION + 1)
        if len(raw) > MAX_DESCRIPTION:
            return found, sentence(
                "The image's description is longer than {max_description:,} bytes and was not read.",
                max_description=MAX_DESCRIPTION,
            )
        try:
            for subject in subjects(raw.decode("utf-8", "replace")):
                if subject.iri.startswith(volume + "/"):
                    name = _plain(raw_name(subject.iri[len(volume) + 1 :]))
                    found[name] = _facts(subject)
        except TurtleError as error:
            return found, sentence(
                "The image's description is damaged: {error}; what it says of further files is not known.", error=error
            )
        return found, ""

    def _read(self, name: bytes, most: int) -> bytes:
        """A member, empty where it is not there."""
        with suppress(FileNotFoundError), self._zip.open(Step(ZIP.kind, name)) as stream:
            data = b""
            while len(data) < most and (piece := stream.read(most - len(data))):
                data += piece
            return data
        return b""


def _facts(subject: Subject) -> _Described:
    said: dict[str, list[tuple[str, str]]] = {}
    for predicate, value, datatype in subject.values:
        said.setdefault(predicate.removeprefix(_SCHEMA), []).append((value, datatype.removeprefix(_SCHEMA)))
    dates = (fact for name, kind in _DATES.items() for value, _ in said.get(name, ()) for fact in date(kind, value))
    hashes = (fact for value, kind in said.get("hash", ()) for fact in digest(kind.lower(), value, _BY))
    names, sizes = said.get("originalFileName", ()), said.get("size", ())
    return _Described(
        name=raw_name(names[0][0]) if names else b"",
        types=frozenset(value.removeprefix(_SCHEMA) for value, _ in said.get(_TYPE, ())),
        size=whole_number(sizes[0][0]) if sizes else 0,
        dates=tuple(dates),
        stated=tuple(dict.fromkeys(hashes)),
    )


def _in_pieces(name: bytes, facts: _Described) -> Entry:
    issue = Issue(Stage.READ, IssueCode.CONTAINER_UNSUPPORTED, _STREAM)
    return Entry(
        facts.name or name,
        facts.size,
        place=b"in pieces",
        state=State.UNSUPPORTED,
        issue=issue,
        dates=facts.dates,
        stated=facts.stated,
    )


def _merged(entry: Entry, facts: _Described) -> Entry:
    """An entry of the archive with what the description says of it; its dates are better than those of the archive."""
    names = (*entry.names, *({facts.name} - {entry.path, b""}))
    modified = next((_nanoseconds(fact) for fact in facts.dates if fact.kind == MODIFIED), None)
    return replace(
        entry,
        modified_ns=entry.modified_ns if modified is None else modified,
        dates=facts.dates or entry.dates,
        names=names,
        stated=(*entry.stated, *facts.stated),
    )


def _nanoseconds(fact: DateFact) -> int | None:
    """The moment that a date with a zone names; None where it names none."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(fact.text)
        return int(moment.timestamp()) * 1_000_000_000 if moment.tzinfo is not None else None
    return None


def _is_below(name: bytes, pieces: set[bytes]) -> bool:
    """Whether a member is one of the pieces of a file: they lie below its name."""
    while b"/" in name:
        name = name.rpartition(b"/")[0]
        if name in pieces:
            return True
    return False


def _plain(name: bytes) -> bytes:
    """A name without the percent signs that an IRI may have in place of characters."""
    return _PERCENT.sub(lambda found: bytes([int(found[1], 16)]), name)


def _is_aff4(head: Head) -> bool:
    """A zip archive that has an AFF4 volume's name as its comment, or as its member."""
    if not ZIP.recognise(head):
        return False
    comment = head.end[head.end.rfind(END) + _END_BYTES :]
    return comment.startswith(b"aff4://") or (_VOLUME in head.end and _DESCRIPTION in head.end)


def _open(around: Around) -> Container:
    return Aff4Container(around)


AFF4 = ContainerFormat("aff4", "AFF4 logical image", "application/x-aff4", _is_aff4, _open)
