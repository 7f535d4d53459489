"""The ReportModel: everything a report says, complete before anything is rendered.

All renderers take the same frozen model, so that PDF, HTML and JSON cannot disagree. Texts in the model are already
what people read (times formatted, raw path bytes made printable); bytes are pictures ready to embed.
"""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - `read_json` asks for the types
from dataclasses import dataclass, field
from enum import StrEnum

from reports.figures import Figures
from reports.left_out import LeftOut
from reports.unit import Amends, Authority, UnitText, ValidationStatus  # noqa: TC001 - `read_json` asks for the types


class Variant(StrEnum):
    """How much a report shows. `restricted` alone carries recognisable imagery, `statistics` no path and no digest."""

    RESTRICTED = "restricted"
    COURT = "court"
    DISCLOSURE = "disclosure"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The front page. `fields` are the unit's own (name, value) pairs."""

    number: str
    examiner: str
    created_at: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The account of one exhibit, or of all ("All exhibits").

    Of those seen, so many have a property (an item can have several): `embedded` lie inside other files, `duplicates`
    have the content of an earlier item, `deleted` and `carved` were found so, `containers` hold others, `differing`
    have a digest stated in the evidence that differs.
    """

    label: str
    seen: int
    not_media: int
    media: int
    analysed: int
    unsupported: int
    failed: int
    excluded: int
    encrypted: int
    pending: int
    embedded: int = 0
    duplicates: int = 0
    deleted: int = 0
    carved: int = 0
    containers: int = 0
    differing: int = 0


LEDGER_PROPERTIES = ("embedded", "duplicates", "deleted", "carved", "containers", "differing")
"""The properties of a `LedgerRow`, in the order in which they are named."""

LEDGER_COLUMNS = (
    "seen",
    "not_media",
    "media",
    "analysed",
    "unsupported",
    "failed",
    "excluded",
    "encrypted",
    "pending",
)
"""The numbers of a `LedgerRow`, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One source: its label and kind, when it was added; never a path of the workstation."""

    label: str
    kind: str
    added_at: str


@dataclass(frozen=True, slots=True)
class AcquiredDigest:
    """A digest stated when an exhibit was acquired, and what its check gave.

    Attributes:
        subject: the file, or the content of an image, that it is the digest of.
        stated, computed: in hex; `computed` is "" where nothing was.
        said_by: who states it.
        result: "ok", "differs", "skipped" or "unreadable"; `reason` says why it is one of the last two.
    """

    exhibit: str
    subject: str
    algorithm: str
    stated: str
    computed: str
    said_by: str
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What is known of the acquisition of the exhibits.

    Attributes:
        digests: every digest that was stated, by exhibit.
        accepted: why the report was made although some differ, "" if none does.
    """

    digests: tuple[AcquiredDigest, ...] = ()
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """Software that took part: name, version, licence."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class ListUsed:
    """One hash list the case was matched against, exactly this version.

    `complete` is False where items were analysed after the comparison, or matching was stopped: the report then makes
    no statement about those items and this list. `checks` tells of the check of near search at import: kind, distance,
    entries asked for, and pairs that the search and comparing everything both found.
    """

    name: str
    version: int
    role: str
    role_stated: bool
    format: str
    sha256: str
    imported_at: str
    entries: tuple[tuple[str, int], ...]
    refused: int
    matches: int
    complete: bool
    issued: str = ""
    checks: tuple[tuple[str, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """One setting that decides what counts as a match, and why it has this value."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class MatchCard:
    """The evidence card of one match, as text, plus the pairs a reader needs to repeat the comparison.

    `view` names the part of the item that was compared (a frame, the picture inside the picture), "" for the whole.
    `policy` is the id of the thresholds it was made under, `dismissed` what an examiner said against it, "" if nothing.
    `chance` says how many matches as close chance may bring, `confirmed` whether a person looked at
    both sides, who, when and what they found, in words; `by_eye` what that comes to: "yes", "no" (they looked, and both
    do not show the same), or "" where nobody looked.
    """

    kind: str
    list_name: str
    list_version: int
    role: str
    entry: str
    label: str
    algorithm: str
    algorithm_version: str
    query: str
    reference: str
    distance: int
    threshold: int
    quality: int | None
    reference_quality: int | None
    orientation: str | None
    query_percent: float | None
    reference_percent: float | None
    frames: str
    times: str
    weak: bool
    note: str
    view: str = ""
    policy: str = ""
    dismissed: str = ""
    chance: str = ""
    confirmed: str = ""
    by_eye: str = ""


@dataclass(frozen=True, slots=True)
class IssueNote:
    """Trouble met with one item: its code, and one phrase of detail."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item with at least one match, or that an examiner put into a category.

    Attributes:
        number: the item's number in the case, the same in every variant and format.
        location_bytes: the raw path in hex where `location` cannot show it exactly, else "".
        picture: PNG or JPEG bytes to embed, None in the disclosure variant or where no thumbnail exists.
        picture_type: "image/png" or "image/jpeg"; "" with no picture.
        dates: (kind, text, zone as stated or "" where none is) triples, kept apart.
        perceptual: (algorithm, version, hex, quality or None, view): of the whole, and of the views that matched.
        indicators: (code, text) pairs an examiner may want to know; never conclusions.
        decision: the category in force, by whom and when, in words; "" where no examiner has decided.
        remarks: notes, tags and comparisons of examiners: ("note", "tag", "same" or "different", text).
        origin: "live", "deleted" or "carved": the state in which it was found.
        names: other paths of the same stored file, such as those that a report inside an extraction tells.
        stated: (algorithm, hex, who says so, "agrees", "differs" or "" where it was not compared) of each value that
            the evidence states of it.
    """

    number: int
    exhibit: str
    location: str
    location_bytes: str
    media_type: str
    size: int
    dimensions: str
    duration: str
    md5: str
    sha1: str
    sha256: str
    perceptual: tuple[tuple[str, str, str, int | None, str], ...]
    dates: tuple[tuple[str, str, str], ...]
    metadata: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    indicators: tuple[tuple[str, str], ...]
    issues: tuple[IssueNote, ...]
    matches: tuple[MatchCard, ...]
    picture: bytes | None
    picture_type: str
    decision: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    origin: str = "live"
    names: tuple[str, ...] = ()
    stated: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """One category of the case's scheme, and how many items an examiner put into it."""

    code: str
    label: str
    items: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What examiners decided in the case as a whole.

    Attributes:
        scheme: title and source of the scheme of categories in force, "" if none was chosen.
        categories: of that scheme, and any that items have from an earlier one.
        undecided: pictures and films without a category.
        disputed: items on which two examiners differ and no supervisor has settled it.
        agreement: in words, how far a second examiner agrees; "" if there was none.
    """

    scheme: str = ""
    categories: tuple[CategoryCount, ...] = ()
    undecided: int = 0
    disputed: int = 0
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class NotExamined:
    """One item that was seen and not analysed (or not in full), with its cause or causes."""

    number: int
    exhibit: str
    location: str
    location_bytes: str
    state: str
    issues: tuple[IssueNote, ...]


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last record of the audit log that changed the case: its number, and the SHA-256 of its line."""

    records: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SharedPair:
    """What two exhibits have in common: pictures and films by equal bytes (exact) and in another form (near)."""

    first: str
    second: str
    exact: int
    near: int
    exact_films: int
    near_films: int
    cameras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedExhibits:
    """What the exhibits have in common.

    Attributes:
        things: number of different pictures and films that at least two exhibits hold.
        pairs: every two exhibits that have something in common.
        near: other forms were looked for; False where only equal bytes were compared.
    """

    things: int = 0
    pairs: tuple[SharedPair, ...] = ()
    near: bool = True


@dataclass(frozen=True, slots=True)
class ReportModel:
    """A whole report.

    Its sequences are tuples, or lists of `reports.packed`, which change as little.

    Attributes:
        report_id: derived from the content, so that equal reports carry equal ids.
        made_at: given time, ISO 8601 with zone.
        settings: (name, value) pairs of the recipe. The number of workers changes no result and is not named.
        contents: number of different contents (distinct bytes) among the pictures and films that could be read.
        match_counts: (kind, number of pairs of item and list entry).
        items: items with matches, ordered by exact before near before video, then by number.
        decided_items: items without a match that an examiner put into a category, but for those whose scheme says that
            they do not belong to the case; by number.
        negative: one sentence per list: what was checked against what, and that nothing matched.
        not_examined: every item that was seen and not analysed.
        named_like_media: files whose name suggests media and whose content was not recognised.
        analysed_with_issues: items that were analysed and carry issues (truncated, …), as NotExamined values.
        conflicts: one sentence for each content that lists label differently.
        limits: sentences on what the report does not say.
        shared: what the exhibits have in common; said only where there are at least two.
        chances: how many near matches chance may bring, by list; () where that was not kept.
        decided: what examiners decided.
        acquisition: the digests stated when the exhibits were acquired.
        content_sha256: see `reports.variants.content_hash`; the same in all variants.
        unit: what the unit adds in its own words.
        figures: the numbers behind the plots.
        validation: the latest validation of this installation, None where none is on record.
        amends: the report that this one replaces.
        certificate: a draft of a certificate is to be added.
        examined: when the first exhibit was added, and when the last act changed the case; () before any exhibit.
        authority: who stamps the report with the time, None where nobody is asked.
        left_out: what was left out because the report was asked to.
    """

    report_id: str
    variant: Variant
    language: str
    made_at: str
    program: str
    case: CaseHeader
    exhibits: tuple[Exhibit, ...]
    ledger: tuple[LedgerRow, ...]
    contents: int
    match_counts: tuple[tuple[str, int], ...]
    items: Sequence[ReportItem]
    lists: tuple[ListUsed, ...]
    thresholds: tuple[Threshold, ...]
    method: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    tools: tuple[Tool, ...]
    negative: tuple[str, ...]
    not_examined: Sequence[NotExamined]
    named_like_media: Sequence[NotExamined]
    analysed_with_issues: Sequence[NotExamined]
    limits: tuple[str, ...]
    audit: AuditHead
    conflicts: tuple[str, ...] = ()
    shared: SharedExhibits = SharedExhibits()
    chances: tuple[str, ...] = ()
    decided: Decided = Decided()
    acquisition: Acquisition = Acquisition()
    content_sha256: str = ""
    unit: UnitText = field(default_factory=UnitText)
    figures: Figures = field(default_factory=Figures)
    validation: ValidationStatus | None = None
    amends: Amends | None = None
    certificate: bool = False
    authority: Authority | None = None
    examined: tuple[str, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    decided_items: Sequence[ReportItem] = ()


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """One finished file: its name, bytes, media type and SHA-256 (hex)."""

    format: str
    file_name: str
    content: bytes
    media_type: str
    sha256: str
