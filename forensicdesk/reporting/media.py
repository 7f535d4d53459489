"""Every picture and film of a case as exchange formats write it, read page by page while it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from forensicdesk.decisions import Judgement
from forensicdesk.model import CARVED_STEP, ItemFilter, embedded_range, modified_text
from hashing.values import UNKNOWN_TYPE
from reports.escaping import printable, printable_path
from reports.media import FileDate, ImportedRecord, MatchLine, MediaLine, MediaWithRecords
from reports.showing import exhibit_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forensicdesk.case.imported import KeptRecord
    from forensicdesk.case.store import CaseStore
    from forensicdesk.decisions import Sight
    from forensicdesk.model import HashList, ItemRecord, Match
    from reports.media import Media


def media_of(
    store: CaseStore, copied: Mapping[str, str] | None = None, trouble: Mapping[str, str] | None = None
) -> Media:
    """Every picture and film of the case; each call reads them anew.

    Args:
        store: the case.
        copied: names of copies beside the report, by the SHA-256 of their content.
        trouble: why others were not copied.
    """
    names, reasons = copied or {}, trouble or {}
    labels = exhibit_labels((source.id, source.label) for source in store.reader.sources())
    lists = {used.id: used for used in store.reader.lists_used()}

    def lines() -> Iterator[MediaLine]:
        for record in store.reader.items(ItemFilter()):
            line = media_line(record, labels[record.source.id], lists)
            copy, reason = names.get(line.sha256, ""), reasons.get(line.sha256, "")
            yield replace(line, copy=copy, not_copied=reason) if copy or reason else line

    return _with_imported(store, labels, lines) if store.reader.imported.has_any() else lines


def _with_imported(store: CaseStore, labels: Mapping[int, str], lines: Media) -> Media:
    imported = store.reader.imported
    documents = {
        number: (labels[source_id], *(printable_path(step.path) for step in location.steps))
        for number, (source_id, location) in imported.documents().items()
    }

    def said(kept: KeptRecord) -> ImportedRecord:
        return ImportedRecord(documents[kept.document], kept.part, kept.text)

    return MediaWithRecords(
        lines,
        lambda number: tuple(map(said, imported.of_item(number))),
        lambda: map(said, imported.of_no_item()),
        lambda: map(said, imported.of_cases()),
    )


def media_line(record: ItemRecord, exhibit: str, lists: dict[str, HashList]) -> MediaLine:
    """One item, all its texts printable."""
    analysis = record.analysis
    digests = analysis.digests if analysis else None
    film = analysis.film if analysis else None
    steps = record.location.steps
    return MediaLine(
        number=record.id,
        parent=record.parent_id,
        exhibit=exhibit,
        path=tuple(printable_path(step.path) for step in steps),
        path_bytes=tuple(step.path for step in steps),
        name=printable_path(steps[-1].path.rpartition(b"/")[2]),
        state=record.state.value,
        origin=record.origin.value,
        offset=embedded_range(steps[-1])[1] if steps[-1].kind == CARVED_STEP else None,
        media_type=printable(analysis.media_type) if analysis else UNKNOWN_TYPE,
        size=record.size,
        width=analysis.width if analysis else None,
        height=analysis.height if analysis else None,
        duration_s=film.duration_s if film else None,
        md5=digests.md5.hex() if digests else "",
        sha1=digests.sha1.hex() if digests else "",
        sha256=digests.sha256.hex() if digests else "",
        perceptual=tuple(
            (value.algorithm, value.version, value.value.hex(), value.quality)
            for value in (analysis.perceptual if analysis else ())
            if not value.view
        ),
        frames=len(film.frames) if film else 0,
        file_dates=tuple(_file_dates(record)),
        dates=tuple(
            (printable(date.kind), printable(date.text), printable(date.zone or ""))
            for date in (analysis.dates if analysis else ())
        ),
        metadata=tuple(
            (printable(group), tuple((printable(name), printable(value)) for name, value in pairs))
            for group, pairs in (analysis.metadata if analysis else ())
        ),
        indicators=tuple((found.code, printable(found.text)) for found in (analysis.indicators if analysis else ())),
        issues=tuple(_issues(record)),
        carried=tuple((said.algorithm, said.value) for said in record.stated if said.algorithm == "photodna"),
        matches=tuple(_match(match, lists[match.list_id]) for match in record.matches),
        **_judgement(record),
    )


def _judgement(record: ItemRecord) -> dict[str, Any]:
    said = record.judgement or Judgement()
    made = said.decision
    return {
        "category": printable(made.code) if made else "",
        "category_label": printable(made.label) if made else "",
        "decided_by": printable(made.examiner) if made else "",
        "decided_at": made.said_at if made else "",
        "tags": tuple(printable(tag.text) for tag in said.tags),
        "notes": tuple(printable(note.text) for note in said.notes),
    }


def _file_dates(record: ItemRecord) -> Iterator[FileDate]:
    if record.modified_ns is not None:
        text = modified_text(record.modified_ns)
        yield (
            FileDate("modified", text.replace(" ", "T", 1), "Z")
            if text[:4].isdigit()
            else FileDate("modified", text, "")
        )
    for date in record.dates:
        text = printable(date.text).replace(" ", "T", 1)
        yield FileDate(date.kind.rpartition(":")[2], text, printable(date.zone or ""))


def _issues(record: ItemRecord) -> Iterator[tuple[str, str]]:
    found = [record.issue] if record.issue else []
    found += record.analysis.issues if record.analysis else ()
    yield from dict.fromkeys((issue.code.value, printable(issue.detail)) for issue in found)


def _match(match: Match, used: HashList) -> MatchLine:
    return MatchLine(
        kind=match.kind.value,
        list_name=printable(used.name),
        list_version=used.version,
        role=used.role.value,
        entry=printable(match.entry),
        label=printable(match.label),
        algorithm=match.card.algorithm,
        distance=match.card.distance,
        threshold=match.card.threshold,
        weak=match.weak,
        dismissed=match.dismissed is not None,
        by_eye=_by_eye(match.sight),
    )


def _by_eye(said: Sight | None) -> str:
    return "" if said is None else f"{'yes' if said.same else 'no'}, {printable(said.examiner)}, {said.said_at}"
