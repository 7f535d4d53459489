"""What readers give: entries, film frames, and what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from forensicdesk.model import Role


class Record(NamedTuple):
    """One entry as read. A named tuple, because lists have millions of them.

    Attributes:
        position: line number, or number of the record where the format has records.
        reference: how the list names the entry, "" where the line number is all there is.
        category: the list's category number or name, as text; its meaning is the list's own.
        more: values of further kinds, such as ("photodna", 144 bytes) or ("phash", 8 bytes).
    """

    position: int
    reference: str = ""
    name: str = ""
    category: str = ""
    label: str = ""
    md5: bytes | None = None
    sha1: bytes | None = None
    sha256: bytes | None = None
    pdq: bytes | None = None
    quality: int | None = None
    extra: str = ""
    more: tuple[tuple[str, bytes], ...] = ()


class FrameRecord(NamedTuple):
    """One frame of a listed film. `time_s` is None where the list gives only a frame number."""

    position: int
    film: str
    label: str
    time_s: float | None
    pdq: bytes
    quality: int | None


class Refusal(NamedTuple):
    """A line, record or value that is no entry, and why."""

    position: int
    reason: str


class Remark(NamedTuple):
    """A sentence about the list as a whole: kept beside the refusals under position 0, and not counted as one."""

    text: str


class Withdrawal(NamedTuple):
    """An entry that the issuer took back: those of the list with this reference do not count any more."""

    position: int
    reference: str


class Fact(NamedTuple):
    """Something that a list file says about itself.

    Attributes:
        key: "issuer", "issued_version", "issued_at" or "scheme".
    """

    key: str
    value: str


Parsed = Record | FrameRecord | Refusal | Remark | Withdrawal | Fact


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """All that the person importing a list said.

    Attributes:
        role: what the list is for; None makes it neutral and records that nobody said so.
        name: name of the list; None takes the file's name without its suffix.
        hash_type: "sha256" or "pdq" for values of 64 hexadecimal digits that the file does not explain; "phash",
            "dhash", "ahash" or "whash" for such values of 16.
        undecided: what to do with 64 digits that nobody explains: "ask" refuses the file with the question, "both"
            takes them in both senses.
        categories: TOML file with labels of the list's category numbers.
        columns: (title or number of a column, kind of value) pairs that were confirmed.
        issuer: who issued the list; goes before what the file says of itself, as do the next two.
        issued_version: the issuer's own name of this version.
        issued_at: date of issue in the issuer's own words.
        as_format: name of the file's format; None to recognise it.
        base: the list that a delta changes, as the library finds lists; the result is a list of its own.
    """

    role: Role | None
    name: str | None = None
    hash_type: str | None = None
    categories: Path | None = None
    columns: tuple[tuple[str, str], ...] = ()
    issuer: str = ""
    issued_version: str = ""
    issued_at: str = ""
    as_format: str | None = None
    base: str | None = None
    undecided: str = "both"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person importing said.

    Attributes:
        title: name for what the file does not name, such as the film of a vPDQ text.
        hash_type: "sha256" or "pdq" for values of 64 hexadecimal digits that the file does not explain; "phash",
            "dhash", "ahash" or "whash" for such values of 16.
        undecided: what to do with 64 digits that nobody explains: "ask" refuses the file with the question, "both"
            takes them in both senses.
        base: gives the entries of the list that a delta changes; None if the person named none.
        columns: (title or number of a column, what it holds) pairs that a person confirmed; () to tell by content.
        base_release: the issuer's name of the version that the base is, "" if it states none.
    """

    title: str
    hash_type: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    base: Callable[[], Iterable[Record]] | None = None
    undecided: str = "both"
    base_release: str = ""
