"""The values of a case. Frozen; a change is a new value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.decisions import Judgement, Sight
    from forensicdesk.facets import Condition
    from forensicdesk.relations import StackPlace
    from hashing.values import Analysis, DateFact, Embedded, Issue


class Role(StrEnum):
    """What a hash list is for. Declared at import, never guessed."""

    NOTABLE = "notable"
    IGNORABLE = "ignorable"
    NEUTRAL = "neutral"


CLOSED_CASE = "closed-case"
"""The format of lists that say in which closed case something was seen, and what was decided of it."""


class State(StrEnum):
    """The ledger's account of one file seen in a source."""

    PENDING = "pending"
    NOT_MEDIA = "not_media"
    ANALYSED = "analysed"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    EXCLUDED = "excluded"
    ENCRYPTED = "encrypted"


class Origin(StrEnum):
    """In which state a file was when it was found."""

    LIVE = "live"
    DELETED = "deleted"
    CARVED = "carved"


@dataclass(frozen=True, slots=True)
class StatedHash:
    """A digest or hash value that evidence states of a file: algorithm in lower case, raw value, and who says so.

    `agrees` tells whether the value computed here is the same; None where it was not computed, or not yet.
    """

    algorithm: str
    value: bytes
    by: str
    agrees: bool | None = None


class MatchKind(StrEnum):
    """How a match was found."""

    EXACT = "exact"
    NEAR = "near"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a location: `kind` is "file", "embedded", "carved" or the kind of a container, such as "zip".

    Attributes:
        kind: what the step goes through.
        path: raw bytes: for a file its path below the source, separated by "/"; for a file in a container its path
            there; for an embedded or carved file what `range_step` makes of it.
        place: where the container keeps the file, in the reader's own words, such as an offset; tells two entries of
            one name apart, and spares a search. b"" where the path says it all.
    """

    kind: str
    path: bytes
    place: bytes = b""


FILE_STEP = "file"
"""The kind of step that names a file by its path below the source."""

EMBEDDED_STEP = "embedded"
"""The kind of step that names a range of the bytes reached so far: a file that lies in them without a gap."""

CARVED_STEP = "carved"
"""The kind of step that names a range of the bytes reached so far, found there by its structure alone."""

RANGE_STEPS = frozenset({EMBEDDED_STEP, CARVED_STEP})

_RANGE = re.compile(rb"([a-z-]+)@(0|[1-9]\d{0,18})\+([1-9]\d{0,18})")


def embedded_step(embedded: Embedded) -> Step:
    """The step to a file inside a file, such as "exif-thumbnail@318+7421": what it is, its offset, its length."""
    return range_step(EMBEDDED_STEP, embedded.kind, embedded.offset, embedded.length)


def range_step(kind: str, what: str, offset: int, length: int) -> Step:
    """The step to a range of bytes: `kind` is one of `RANGE_STEPS`, `what` says in lower-case letters what it is."""
    return Step(kind, b"%s@%d+%d" % (what.encode("ascii"), offset, length))


def embedded_range(step: Step) -> tuple[str, int, int]:
    """What the file inside is, its offset and its length.

    Raises:
        ValueError: the step does not name a range.
    """
    found = _RANGE.fullmatch(step.path) if step.kind in RANGE_STEPS else None
    if found is None:
        msg = sentence("a step that names no range of bytes")
        raise ValueError(msg)
    return found[1].decode("ascii"), int(found[2]), int(found[3])


@dataclass(frozen=True, slots=True)
class Location:
    """Where an item lies inside its source, as a chain of steps from the outside in."""

    steps: tuple[Step, ...]


def modified_text(modified_ns: int) -> str:
    """A file system's time in UTC, to the second; one that no calendar holds stays a number."""
    try:
        moment = datetime.fromtimestamp(modified_ns // 1_000_000_000, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return f"{modified_ns} ns since 1970"
    return moment.strftime("%Y-%m-%d %H:%M:%S")


MEDIA_STATES = (State.ANALYSED, State.UNSUPPORTED, State.FAILED, State.EXCLUDED, State.ENCRYPTED)
"""The states that make up "media" in the ledger."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items to show. Conditions are joined by "and"; the default is every picture and film.

    Attributes:
        states: states to show.
        matched: True for items with a match, False for items without, None for both.
        match_kind: only items with a match of this kind.
        list_id: only items with a match in this list.
        source_id: only items of this source.
        media: "picture" or "film", None for both.
        sha256: only the items with these bytes.
        embedded: True for files found inside other files, False for files of their own, None for both.
        stack: only the items of the stack with this number.
        category: only items with this category in force; "" for items without one.
        tag: only items with this tag.
        origin: only items in this state when they were found.
        duplicate: True for items whose content an earlier item has, False for the first of each content.
        container: True for containers, False for everything else.
        inside: only what lies immediately inside the item with this number.
        differs: True for items of which the evidence states a digest that differs from the computed one.
        conditions: further conditions on columns.
        text: words that path, metadata, camera or the beginning of a digest must have, each of them.
        ids: only these items, None for no such limit.
    """

    states: tuple[State, ...] = MEDIA_STATES
    matched: bool | None = None
    match_kind: MatchKind | None = None
    list_id: str | None = None
    source_id: int | None = None
    media: str | None = None
    sha256: bytes | None = None
    embedded: bool | None = None
    stack: int | None = None
    category: str | None = None
    tag: str | None = None
    origin: Origin | None = None
    duplicate: bool | None = None
    container: bool | None = None
    inside: int | None = None
    differs: bool | None = None
    conditions: tuple[Condition, ...] = ()
    text: str = ""
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One exhibit as received."""

    id: int
    kind: str
    path: Path
    label: str
    added_at: str
    walked: bool
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One item on its way to a child process.

    Attributes:
        source_root: the raw bytes of the source's absolute path.
        digest: compute its digests even if it is no picture or film, because the evidence states some of it.
    """

    item_id: int
    source_root: bytes
    location: Location
    size: int
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for one job: always an analysis; a killed or hung child gives one with outcome FAILED."""

    item_id: int
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a case says about itself. `fields` are further (key, value) pairs given at creation."""

    path: Path
    number: str
    examiner: str
    created_at: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HashList:
    """One immutable version of one imported hash list.

    Attributes:
        id: stable identifier: the first 16 hex digits of SHA-256 over (file's SHA-256, role, name).
        version: counts up from 1 for every new content under the same name.
        sha256: of the list file, lower-case hex.
        entries: (digest or hash type, count) pairs: md5, sha1, sha256, pdq, vpdq (films), vpdq_frames.
        refused: number of lines or records refused; the first are kept with line number and reason.
        duplicates: number of entries left out because an earlier one says the same.
        issuer: who issued the list, as the file or the person importing says; "" if unknown.
        issued_version: the issuer's own name of this version, "" if unknown.
        issued_at: date of issue in the issuer's own words, "" if unknown.
        importer_version: version of ForensicDesk that imported the list, "" if it was not recorded.
        file_size: of the list file in bytes, 0 if it was not recorded.
        withdrawn: number of entries left out because the issuer took them back in the same file.
        check: of the near search against comparing everything, at import: for each kind "kind distance asked pairs",
            joined by ";"; "" if there was none. A list whose check fails is not imported.
    """

    id: str
    name: str
    version: int
    role: Role
    role_stated: bool
    format: str
    sha256: str
    imported_at: str
    entries: tuple[tuple[str, int], ...]
    refused: int
    refusals: tuple[tuple[int, str], ...]
    duplicates: int = 0
    issuer: str = ""
    issued_version: str = ""
    issued_at: str = ""
    importer_version: str = ""
    file_size: int = 0
    withdrawn: int = 0
    check: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """All that makes a match checkable by somebody else.

    `query` and `reference` are lower-case hex of the two compared values (digest or PDQ). For films they are those of
    the closest pair of frames, and the percentages and frame counts say the rest. `entry_name` is the file name that
    the list gives for the entry, "" if none: text of unknown origin, for display only.
    """

    algorithm: str
    version: str
    query: str
    reference: str
    distance: int
    threshold: int
    quality: int | None = None
    reference_quality: int | None = None
    orientation: str | None = None
    query_percent: float | None = None
    reference_percent: float | None = None
    frames_matched: int | None = None
    frames_considered: int | None = None
    reference_frames_matched: int | None = None
    reference_frames_considered: int | None = None
    first_time_s: float | None = None
    last_time_s: float | None = None
    note: str = ""
    entry_name: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """What an examiner said of one match: "not a match", and why; or that this no longer holds.

    Attributes:
        list_id, entry: the list entry that it is about, as `Match` names it. With a match of another list id it was
            carried over: it was said of an earlier version of that list, whose entry has the same value.
        said_at: time, UTC.
        revoked: True where an earlier dismissal was taken back.
    """

    content_id: int
    list_id: str
    entry: str
    examiner: str
    said_at: str
    reason: str
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """The best entry of a list that was compared with a content and is no match.

    Attributes:
        distance: None where nothing was within reach, or nothing was compared: the note says which.
        entry: the closest entry, "" if none is known.
    """

    content_id: int
    list_id: str
    algorithm: str
    distance: int | None
    threshold: int
    entry: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CarriedValue:
    """A hash value that came with a case from another program and was not computed here, such as PhotoDNA.

    `origin` says where it came from. Values are sensitive: logs and reports show only their first 8 bytes.
    """

    content_id: int
    algorithm: str
    value: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One content that lists, or entries of one list, label differently. Nothing is merged or preferred."""

    content_id: int
    sha256: bytes
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One content of the case against one list entry: a lead, never an identity.

    Attributes:
        content_id: the content (distinct bytes) that matched; every item with these bytes has the match.
        list_id: `HashList.id`.
        entry: the entry's name in its list: line number, MediaID, film name, as text.
        label: the list's own category or label for the entry, "" if none.
        weak: True where quality or agreement is poor (only MD5, PDQ quality near the gate, digests contradict,
            crowded).
        policy_id: the policy it was made under, "" for matches made before policies were kept.
        dismissed: set where an examiner said that it is no match, and did not take that back.
        sight: set where an examiner said that they looked at both sides, and did not undo that.
    """

    content_id: int
    list_id: str
    entry: str
    label: str
    kind: MatchKind
    card: EvidenceCard
    weak: bool = False
    policy_id: str = ""
    dismissed: Dismissal | None = None
    sight: Sight | None = None


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One item with everything the case knows about it, for inspector, `items --json` and reports.

    Attributes:
        parent_id: the item inside which this one was found, None for a file of the exhibit's own.
        stack: the stack of its content, None where it is in none.
        origin: live, deleted or carved.
        dates: dates of the file system or container beside `modified_ns`, each as found.
        names: other paths of the same stored file, raw bytes.
        stated: what the evidence itself states of the file's digests.
        container: the kind of container that it is, "" if none; what it holds are items whose `parent_id` is this one.
        judgement: what examiners decided and noted, None where nothing was said.
    """

    id: int
    source: Source
    location: Location
    size: int
    modified_ns: int | None
    state: State
    issue: Issue | None
    content_id: int | None
    analysis: Analysis | None
    matches: tuple[Match, ...]
    parent_id: int | None = None
    nearest: tuple[Nearest, ...] = ()
    stack: StackPlace | None = None
    origin: Origin = Origin.LIVE
    dates: tuple[DateFact, ...] = ()
    names: tuple[bytes, ...] = ()
    stated: tuple[StatedHash, ...] = ()
    container: str = ""
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class ItemCard:
    """The few facts of one item that a gallery draws.

    Attributes:
        labels: what lists call the entries that it matches.
        folder: where it lies, for people.
        modified_s, taken_s: dates in seconds since 1970, as `facets.Column` has them.
    """

    id: int
    name: str
    state: State
    content_id: int | None
    media_type: str
    size: int
    duration_s: float | None
    match_kinds: tuple[MatchKind, ...]
    labels: tuple[str, ...] = ()
    folder: str = ""
    modified_s: int | None = None
    taken_s: int | None = None
    camera: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One act on record, as read back from the log.

    `case` is the SHA-256 of the log's first line (64 zeros in that line), `build` that of the program that wrote the
    record; both are "" in the records of older programs.
    """

    sequence: int
    time: str
    actor: str
    action: str
    detail: tuple[tuple[str, str], ...]
    previous: str
    case: str = ""
    build: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A difference that a check found: what, and where."""

    what: str
    where: str
