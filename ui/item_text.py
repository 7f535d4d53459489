"""One item's facts as rows for the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.model import Origin, modified_text
from ui.words import DIGEST_NAMES, ORIGINS, STATES, clock_text, counted, exact_size, list_text, location_text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forensicdesk.model import HashList, ItemRecord, StatedHash

ZONE_UNKNOWN = "zone unknown"


def main_facts(record: ItemRecord) -> list[tuple[str, str]]:
    """Where it lies and what it is."""
    analysis = record.analysis
    facts = [
        ("Number", f"{record.id}"),
        ("Exhibit", printable(record.source.label)),
        ("Location", location_text(record.location)),
        ("Size", exact_size(record.size)),
    ]
    facts += [("Also at", printable(name.decode("utf-8", "backslashreplace"))) for name in record.names]
    if record.origin is not Origin.LIVE:
        facts.append(("Found", ORIGINS[record.origin]))
    if record.parent_id is not None:
        facts.append(("Found inside", f"item {record.parent_id}"))
    facts += [(f"Stated {said.algorithm}", _stated(said)) for said in record.stated]
    if analysis is not None:
        facts.append(("Type", analysis.media_type))
        if analysis.embedded:
            facts.append(("Holds", f"{counted(len(analysis.embedded), 'file')} of their own, listed as items"))
        if analysis.width is not None and analysis.height is not None:
            facts.append(("Pixels", f"{analysis.width} by {analysis.height} as stored"))
        if analysis.film is not None:
            duration = analysis.film.duration_s
            facts.append(("Duration", "not declared" if duration is None else f"{clock_text(duration)} as declared"))
            facts.append(("Frames", f"{counted(len(analysis.film.frames), 'frame')} compared"))
        facts += [(view.name.capitalize(), view.detail or view.kind.value) for view in analysis.views]
    return facts


def _stated(said: StatedHash) -> str:
    """What the evidence states of a file's bytes, and whether it is so; of carried values only the start."""
    if said.algorithm not in ("md5", "sha1", "sha256"):
        return f"{said.value[:8].hex()}…, carried, not computed here; by {printable(said.by)}"
    verdict = {True: "the same as computed", False: "DIFFERS from the computed one", None: "not compared"}[said.agrees]
    return f"{said.value.hex()}, by {printable(said.by)}: {verdict}"


def date_facts(record: ItemRecord) -> list[tuple[str, str]]:
    """Dates as found, each with its zone or the word that there is none."""
    dates = (*(record.analysis.dates if record.analysis else ()), *record.dates)
    facts = [
        (date.kind, f"{printable(date.text)} ({f'zone {date.zone}' if date.zone else ZONE_UNKNOWN})") for date in dates
    ]
    if record.modified_ns is not None:
        facts.append(("file modified", f"{modified_text(record.modified_ns)} (UTC, from the file system as seen here)"))
    return facts


def hash_rows(record: ItemRecord) -> list[tuple[str, str, str]]:
    """(name, hexadecimal value, remark) of digests, then perceptual hashes."""
    analysis = record.analysis
    if analysis is None:
        return []
    rows = []
    if analysis.digests is not None:
        digests = analysis.digests
        for name, value in (("sha256", digests.sha256), ("sha1", digests.sha1), ("md5", digests.md5)):
            rows.append((DIGEST_NAMES[name], value.hex(), ""))
    for found in analysis.perceptual:
        name = DIGEST_NAMES.get(found.algorithm, found.algorithm)
        quality = "" if found.quality is None else f", quality {found.quality} of 100"
        remark = f"version {found.version}, {found.parameters}{quality}{', weak' if found.weak else ''}"
        rows.append((f"{name}, {found.view}" if found.view else name, found.value.hex(), remark))
    return rows


def nearest_facts(record: ItemRecord, lists: Mapping[str, HashList]) -> list[tuple[str, str]]:
    """The nearest entry of each list that has no match with the item, as far as it is known."""
    facts = []
    for near in record.nearest:
        known = lists.get(near.list_id)
        name = list_text(known) if known else near.list_id
        if near.distance is None:
            facts.append((name, near.note))
        else:
            told = f"nearest entry {printable(near.entry)} at {near.distance}, threshold {near.threshold}"
            facts.append((name, f"{told}. {near.note}" if near.note else told))
    return facts


def issue_facts(record: ItemRecord) -> list[tuple[str, str]]:
    """What went wrong with this item, in words."""
    issues = list(record.analysis.issues) if record.analysis else []
    if record.issue is not None and record.issue not in issues:
        issues.insert(0, record.issue)
    facts = [(issue.code.value, f"{printable(issue.detail)} (step: {issue.stage.value})") for issue in issues]
    if facts:
        facts.insert(0, ("State", STATES[record.state]))
    return facts
