"""What walking a source and listing a container give: entries, and what an index says of entries beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from forensicdesk.model import Origin, State

if TYPE_CHECKING:
    from forensicdesk.model import Location, StatedHash
    from hashing.values import DateFact, Issue


@dataclass(frozen=True, slots=True)
class Found:
    """One entry met on the way through a source or a container.

    Attributes:
        location: where it lies.
        size: in bytes, as the file system or container states it.
        modified_ns: nanoseconds since 1970 UTC; None where unknown, or known without a zone (then it is in `dates`).
        state: PENDING for what is to be analysed; anything else enters the ledger at once, and `issue` says why.
        issue: see `state`.
        origin: live, deleted, or carved from bytes that no file has.
        dates: further dates of the file system or container, each as found, kinds such as "file:created".
        names: other paths under which the same stored file can be reached, raw bytes.
        stated: digests that the container states of the file; they are compared with the computed ones.
    """

    location: Location
    size: int
    modified_ns: int | None
    state: State = State.PENDING
    issue: Issue | None = None
    origin: Origin = Origin.LIVE
    dates: tuple[DateFact, ...] = ()
    names: tuple[bytes, ...] = ()
    stated: tuple[StatedHash, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What an index (a report inside an extraction, a manifest) says of a file that lies beside it.

    Attributes:
        path: path of the last step of that file's location, in the same folder or container as the index.
        origin: the state it names; None leaves what is known.
        dates, names, stated: as in `Found`; they are added to what is known.
        carried: hash values of other programs.
    """

    path: bytes
    origin: Origin | None = None
    dates: tuple[DateFact, ...] = ()
    names: tuple[bytes, ...] = ()
    stated: tuple[StatedHash, ...] = ()
    carried: tuple[StatedHash, ...] = ()


class RecordLevel(StrEnum):
    """What a `Record` speaks of."""

    DOCUMENT = "document"
    CASE = "case"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Record:
    """What a document of another program says, word for word, so that an export can give it back.

    Attributes:
        number: counts the records of one document, from 1.
        level: what it speaks of; of a document and a case it has the fields but those that hold further records.
        part: which case of the document, from 1; 0 for the document itself.
        value: a JSON object as UTF-8, compressed by zlib.
        path: of the file that it speaks of, as in `Told`; b"" where it speaks of none.
        place: where that file is an entry of the document, the entry's place; else b"".
    """

    number: int
    level: RecordLevel
    part: int
    value: bytes
    path: bytes = b""
    place: bytes = b""


@dataclass(frozen=True, slots=True)
class Statement:
    """A digest that was stated when evidence was acquired: of what, and who says so."""

    location: Location
    algorithm: str
    value: bytes
    by: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What states digests of an exhibit.

    Attributes:
        found: what is stated, in the order of the evidence.
        trouble: one sentence for each side file or image that could not be read for it.
    """

    found: tuple[Statement, ...] = ()
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hashed:
    """What hashing one file gave.

    Attributes:
        number: as in the order for it.
        digests: algorithm and value, as many as were asked for; empty where there is trouble.
        trouble: what is the matter with the file, to be put behind its name, such as "is missing".
    """

    number: int
    digests: tuple[tuple[str, bytes], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class HashedPage:
    """Files that were hashed since the last page, in order, and how many bytes were read for them and the next."""

    hashed: tuple[Hashed, ...]
    read: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what listing a container gives; the last one says how it ended.

    Attributes:
        entries: what was found, in order.
        done: there is no further page.
        state, issue: set where the rest could not be listed: what the ledger is to say of the container, and why.
    """

    entries: tuple[Found | Told | Record, ...]
    done: bool = False
    state: State | None = None
    issue: Issue | None = None
