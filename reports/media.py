"""One picture or film as exchange formats write it: every one of the case, matched or not.

The report for people tells of the items that matched; the files for other programs (CSV, VICS, CASE/UCO) list them all.
They come one by one, so that a case of any size passes through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One match in short.

    Attributes:
        kind: "exact", "near" or "video".
        list_name, list_version, role: which list.
        entry, label: the entry and what its list calls it.
        algorithm, distance, threshold: how close it is.
        weak: it is to be looked at with doubt.
        dismissed: an examiner said that it is none.
        by_eye: what an examiner said who looked at both sides: "yes" or "no", by whom and when; "" where nobody did.
    """

    kind: str
    list_name: str
    list_version: int
    role: str
    entry: str
    label: str
    algorithm: str
    distance: int
    threshold: int
    weak: bool
    dismissed: bool
    by_eye: str = ""


@dataclass(frozen=True, slots=True)
class FileDate:
    """A date of file system or container: "created", "modified", "accessed" or "changed"; ISO 8601 text; zone or ""."""

    kind: str
    text: str
    zone: str


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One picture or film; all texts are printable.

    Attributes:
        number: the item's number, the same in every report.
        parent: number of the item that it lies in, None for a file of the exhibit's own.
        exhibit: label of the exhibit.
        path: where it lies in the exhibit, from the outside in; each step a path.
        path_bytes: the raw bytes of the same steps.
        name: the file's own name.
        state, origin: words of the ledger; "live", "deleted" or "carved".
        offset: of a carved item, where it begins in the volume; None for others.
        size: in bytes.
        width, height, duration_s: None where unknown or not applicable.
        md5, sha1, sha256: lower-case hex, "" where unknown.
        perceptual: (algorithm, version, hex, quality or None) of the whole picture.
        frames: of a film, how many frames have a hash.
        file_dates: see `FileDate`.
        dates: (kind, text, zone or "") of the media itself.
        metadata: groups of (field, value) pairs.
        indicators: (code, text) pairs.
        issues: (code, phrase) pairs.
        carried: hash values that came with the evidence: (algorithm, raw value).
        matches: the matches of its content.
        category, category_label, decided_by, decided_at: what an examiner decided; "" where nobody has.
        tags, notes: of examiners.
        copy: name of a copy of the file beside the report, "" if there is none; `not_copied` says why one is missing.
    """

    number: int
    parent: int | None
    exhibit: str
    path: tuple[str, ...]
    path_bytes: tuple[bytes, ...]
    name: str
    state: str
    origin: str
    offset: int | None
    media_type: str
    size: int
    width: int | None
    height: int | None
    duration_s: float | None
    md5: str
    sha1: str
    sha256: str
    perceptual: tuple[tuple[str, str, str, int | None], ...] = ()
    frames: int = 0
    file_dates: tuple[FileDate, ...] = ()
    dates: tuple[tuple[str, str, str], ...] = ()
    metadata: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    indicators: tuple[tuple[str, str], ...] = ()
    issues: tuple[tuple[str, str], ...] = ()
    carried: tuple[tuple[str, bytes], ...] = ()
    matches: tuple[MatchLine, ...] = ()
    category: str = ""
    category_label: str = ""
    decided_by: str = ""
    decided_at: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copy: str = ""
    not_copied: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """What a document of another program in the evidence said, word for word.

    Attributes:
        document: where that document lies: exhibit, then the steps to it.
        part: which case of the document, from 1; 0 for the document itself.
        text: a JSON object.
    """

    document: tuple[str, ...]
    part: int
    text: str


Media = Callable[[], Iterator[MediaLine]]
"""Every picture and film of the case, in the order of their numbers; each call begins anew."""


@dataclass(frozen=True, slots=True)
class MediaWithRecords:
    """`Media`, and what documents of other programs said of them.

    Attributes:
        lines: every picture and film.
        of_item: the records that speak of the item with a number.
        of_no_item: the records of media of which the case has no item.
        of_cases: the records of documents and their cases as a whole.
    """

    lines: Media
    of_item: Callable[[int], tuple[ImportedRecord, ...]] = lambda _number: ()
    of_no_item: Callable[[], Iterator[ImportedRecord]] = lambda: iter(())
    of_cases: Callable[[], Iterator[ImportedRecord]] = lambda: iter(())

    def __call__(self) -> Iterator[MediaLine]:
        """All lines, from the first."""
        return self.lines()


def no_media() -> Iterator[MediaLine]:
    """None at all: for formats that list none."""
    return iter(())


def match_sentence(match: MatchLine) -> str:
    """A match in one line, for a field of text: always a lead, never a finding."""
    how = f"{match.algorithm} {match.distance} of at most {match.threshold}" if match.threshold else match.algorithm
    label = f', labelled "{match.label}" there' if match.label else ""
    doubt = ", weak" if match.weak else ""
    said = ", dismissed by an examiner" if match.dismissed else ""
    seen = f", confirmed by eye: {match.by_eye or 'not looked at'}"
    where = f"{match.list_name}@{match.list_version} ({match.role})"
    return f"{match.kind} match with {where}, entry {match.entry}{label}: {how}{doubt}{said}{seen}"
