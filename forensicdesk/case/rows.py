"""From database rows back to the values of a case."""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from forensicdesk.account import Acquired, CheckResult
from forensicdesk.case import codec
from forensicdesk.errors import CaseError
from forensicdesk.language import sentence
from forensicdesk.model import (
    CarriedValue,
    Dismissal,
    HashList,
    Match,
    MatchKind,
    Nearest,
    Origin,
    Role,
    Source,
    State,
    StatedHash,
)
from forensicdesk.relations import LinkKind
from hashing.values import (
    PDQ_BYTES,
    Analysis,
    Digests,
    FrameHash,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Stage,
    View,
    ViewKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Row

    from forensicdesk.decisions import Sight
    from forensicdesk.model import Location
    from forensicdesk.relations import HashRow, Reason
    from hashing.values import DateFact, Embedded, Film, MetadataGroup, Recipe

    AnyRow = Row[Any]

Given = ParamSpec("Given")
Read = TypeVar("Read")


def undamaged(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """Say in one sentence that a row holds what this program never writes: it was damaged or changed from outside."""

    @wraps(read)
    def reading(*args: Given.args, **kwargs: Given.kwargs) -> Read:
        try:
            return read(*args, **kwargs)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            msg = sentence(
                "The case database holds a value that this program did not write ({error}). Restore case.db "
                "from a backup, or analyse the evidence again in a new case.",
                error=error,
            )
            raise CaseError(msg) from error

    return reading


@undamaged
def state_of(text: str) -> State:
    """An item's state."""
    return State(text)


@undamaged
def origin_of(text: str) -> Origin:
    """An item's origin."""
    return Origin(text)


@undamaged
def dates_of(text: str | None) -> tuple[DateFact, ...]:
    """An item's own dates."""
    return codec.decode_dates(text) if text else ()


@undamaged
def stated_of(row: AnyRow) -> StatedHash:
    """What evidence states of an item, from its row."""
    return StatedHash(row.algorithm, row.value, row.said_by, row.agrees)


@undamaged
def location_of(raw: bytes) -> Location:
    """An item's location."""
    return codec.decode_location(raw)


@undamaged
def recipe_of(text: str) -> Recipe:
    """A recipe."""
    return codec.decode_recipe(text)


@undamaged
def fields_of(text: str) -> tuple[tuple[str, str], ...]:
    """The case's further fields."""
    return codec.decode_pairs(text)


@undamaged
def source_of(row: AnyRow) -> Source:
    """A source from its row."""
    return Source(
        id=row.id,
        kind=row.kind,
        path=Path(os.fsdecode(row.path)),
        label=row.label,
        added_at=row.added_at,
        walked=row.walked,
        checked=row.checked_at is not None,
    )


@undamaged
def acquired_of(row: AnyRow) -> Acquired:
    """A check of an acquisition digest from its row."""
    return Acquired(
        source_id=row.source_id,
        location=location_of(row.location),
        algorithm=row.algorithm,
        stated=row.stated,
        computed=row.computed,
        said_by=row.said_by,
        result=CheckResult(row.result),
        reason=row.reason,
        checked_at=row.checked_at,
    )


@undamaged
def hash_list_of(row: AnyRow) -> HashList:
    """A list from its row."""
    return HashList(
        id=row.id,
        name=row.name,
        version=row.version,
        role=Role(row.role),
        role_stated=row.role_stated,
        format=row.format,
        sha256=row.sha256,
        imported_at=row.imported_at,
        entries=codec.decode_pairs(row.entries),
        refused=row.refused,
        duplicates=row.duplicates,
        refusals=codec.decode_pairs(row.refusals),
        issuer=row.issuer,
        issued_version=row.issued_version,
        issued_at=row.issued_at,
        importer_version=row.importer_version,
        file_size=row.file_size,
        withdrawn=row.withdrawn,
        check=row.checked,
    )


@undamaged
def match_of(row: AnyRow, dismissed: Dismissal | None = None, sight: Sight | None = None) -> Match:
    """A match from its row, with what an examiner said of it."""
    return Match(
        content_id=row.content_id,
        list_id=row.list_id,
        entry=row.entry,
        label=row.label,
        kind=MatchKind(row.kind),
        card=codec.decode_card(row.card),
        weak=row.weak,
        policy_id=row.policy_id or "",
        dismissed=dismissed,
        sight=sight,
    )


@undamaged
def dismissal_of(row: AnyRow) -> Dismissal:
    """What an examiner said of a match, from its row."""
    return Dismissal(
        content_id=row.content_id,
        list_id=row.list_id,
        entry=row.entry,
        examiner=row.examiner,
        said_at=row.said_at,
        reason=row.reason,
        revoked=row.revoked,
    )


@undamaged
def nearest_of(row: AnyRow) -> Nearest:
    """The nearest entry that is no match, from its row."""
    return Nearest(row.content_id, row.list_id, row.algorithm, row.distance, row.threshold, row.entry, row.note)


@undamaged
def carried_of(row: AnyRow) -> CarriedValue:
    """A carried value from its row."""
    return CarriedValue(row.content_id, row.algorithm, row.value, row.origin)


@undamaged
def perceptual_of(row: AnyRow) -> PerceptualHash:
    """A perceptual hash from its row."""
    orientations = row.orientations or b""
    return PerceptualHash(
        algorithm=row.algorithm,
        version=row.version,
        parameters=row.parameters,
        value=row.value,
        quality=row.quality,
        orientations=codec.split_hashes(orientations, len(row.value)) if orientations else (),
        view=row.view_name,
        weak=row.weak,
    )


HASH_COLUMNS = (
    "content_id", "position", "version", "parameters", "value", "quality", "orientations", "view_name", "weak",
)  # fmt: skip
"""The columns of a `HashRow`."""


@undamaged
def hash_row_of(row: AnyRow) -> HashRow:
    """A perceptual hash as it is stored, from `HASH_COLUMNS`."""
    found: HashRow = tuple(row)
    value, orientations = found[4], found[6]
    if orientations and (not value or len(orientations) % len(value)):
        codec.split_hashes(orientations, len(value))  # says what is wrong
    return found


@undamaged
def view_of(row: AnyRow) -> View:
    """A view from its row."""
    return View(
        name=row.name,
        kind=ViewKind(row.kind),
        detail=row.detail,
        box=codec.decode_box(row.box),
        time_s=row.time_s,
    )


@undamaged
def frame_of(row: AnyRow) -> FrameHash:
    """A film frame from its row; the blob holds the PDQ hash and behind it those of the orientations."""
    pdq, *orientations = codec.split_hashes(row.pdq, PDQ_BYTES)
    return FrameHash(
        time_s=row.time_s, pdq=pdq, quality=row.quality, orientations=tuple(orientations), count=row.stands_for
    )


@undamaged
def embedded_of(text: str | None) -> tuple[Embedded, ...]:
    """The files found inside an item."""
    return codec.decode_embedded(text)


@undamaged
def issue_of(row: AnyRow) -> Issue | None:
    """An item's main issue."""
    if row.issue_code is None:
        return None
    return Issue(Stage(row.issue_stage), IssueCode(row.issue_code), row.issue_detail)


@undamaged
def digests_of(row: AnyRow) -> Digests:
    """The digests of a content."""
    return Digests(md5=row.md5, sha1=row.sha1, sha256=row.sha256)


@undamaged
def content_analysis(
    row: AnyRow, perceptual: Sequence[PerceptualHash], views: Sequence[View], film: Film | None
) -> Analysis:
    """The analysis of an item that has a content; its issues are the item's own where they differ.

    Thumbnail and local features are not among it: few who ask for an item want them.
    """
    return Analysis(
        outcome=Outcome(row.outcome),
        media_type=row.media_type,
        size=row.content_size,
        digests=digests_of(row),
        width=row.width,
        height=row.height,
        perceptual=tuple(perceptual),
        film=film,
        metadata=codec.decode_metadata(row.metadata),
        dates=codec.decode_dates(row.dates),
        indicators=codec.decode_indicators(row.indicators),
        issues=codec.decode_issues(row.own_issues if row.own_issues is not None else row.issues),
        views=tuple(views),
        embedded=embedded_of(row.embedded),
    )


@undamaged
def bare_analysis(row: AnyRow) -> Analysis | None:
    """What is kept of an item without a content: outcome, type, size and issues; None if it was never analysed."""
    if row.own_media_type is None:
        return None
    issue = issue_of(row)
    issues = codec.decode_issues(row.own_issues) if row.own_issues is not None else ((issue,) if issue else ())
    return Analysis(
        outcome=Outcome(State(row.state).value), media_type=row.own_media_type, size=row.size, issues=issues
    )


@undamaged
def metadata_of(text: str) -> tuple[MetadataGroup, ...]:
    """The metadata of a content."""
    return codec.decode_metadata(text)


@undamaged
def reason_of(text: str) -> Reason:
    """Why a content is in a stack, or tied to another."""
    return codec.decode_reason(text)


@undamaged
def link_kind_of(text: str) -> LinkKind:
    """What ties two contents."""
    return LinkKind(text)
