"""One item's facts as rows for the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.charting import DateSource
from forensicdesk.language import _, later, retold
from forensicdesk.language.fields import date_name, stage_name
from forensicdesk.model import CARVED_STEP, EMBEDDED_STEP, FILE_STEP, Origin, modified_text
from forensicdesk.session import issue_words, standing_of
from ui.words import (
    DATE_SOURCES,
    DIGEST_NAMES,
    ORIGINS,
    STATES,
    clock_text,
    counted,
    exact_size,
    list_text,
    location_text,
    printable,
    step_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forensicdesk.model import HashList, ItemRecord, StatedHash
    from hashing.values import DateFact

ZONE_UNKNOWN = _("zone unknown")
STEPS = {FILE_STEP: _("file"), EMBEDDED_STEP: _("inside it"), CARVED_STEP: _("carved from it")}
"""Steps of a location that are no container; containers are called by the names of their kinds, such as "zip"."""


def main_facts(record: ItemRecord) -> list[tuple[str, str]]:
    """Where it lies and what it is."""
    analysis = record.analysis
    facts = [
        (_("Number"), f"{record.id}"),
        (_("Exhibit"), printable(record.source.label)),
        (_("Location"), location_text(record.location)),
        (_("Size"), exact_size(record.size)),
    ]
    facts += [(_("Also at"), printable(name.decode("utf-8", "backslashreplace"))) for name in record.names]
    if record.origin is not Origin.LIVE:
        facts.append((_("Found"), ORIGINS[record.origin]))
    if record.parent_id is not None:
        facts.append((_("Found inside"), _("item {parent_id}").format(parent_id=record.parent_id)))
    facts += [(_("Stated {algorithm}").format(algorithm=said.algorithm), _stated(said)) for said in record.stated]
    if analysis is not None:
        facts.append((_("Type"), analysis.media_type))
        if analysis.embedded:
            facts.append(
                (
                    _("Holds"),
                    _("{embedded} of their own, listed as items").format(
                        embedded=counted(len(analysis.embedded), "{count} file", "{count} files")
                    ),
                )
            )
        if analysis.width is not None and analysis.height is not None:
            facts.append(
                (_("Pixels"), _("{width} by {height} as stored").format(width=analysis.width, height=analysis.height))
            )
        if analysis.film is not None:
            duration = analysis.film.duration_s
            facts.append(
                (
                    _("Duration"),
                    _("not declared")
                    if duration is None
                    else _("{clock_text} as declared").format(clock_text=clock_text(duration)),
                )
            )
            facts.append(
                (_("Frames"), counted(len(analysis.film.frames), "{count} frame compared", "{count} frames compared"))
            )
        facts += [(retold(view.name).capitalize(), retold(view.detail or view.kind.value)) for view in analysis.views]
    return facts


def _stated(said: StatedHash) -> str:
    """What the evidence states of a file's bytes, and whether it is so; of carried values only the start."""
    if said.algorithm not in ("md5", "sha1", "sha256"):
        return _("{hex}…, carried, not computed here; by {by}").format(hex=said.value[:8].hex(), by=printable(said.by))
    verdict = {True: _("the same as computed"), False: _("DIFFERS from the computed one"), None: _("not compared")}[
        said.agrees
    ]
    return _("{value}, by {by}: {verdict}").format(value=said.value.hex(), by=printable(said.by), verdict=verdict)


def way_in(record: ItemRecord) -> list[tuple[str, str]]:
    """The steps from the exhibit through containers to the item, outermost first; none for a plain file."""
    steps = record.location.steps
    if len(steps) == 1:
        return []
    kinds = [STEPS.get(step.kind, step.kind) for step in steps]
    return [(f"{at}. {kind}", step_text(step)) for at, (kind, step) in enumerate(zip(kinds, steps, strict=True), 1)]


def date_blocks(record: ItemRecord) -> list[tuple[str, list[tuple[str, str]]]]:
    """Dates in their four kinds, which are never mixed: what the kind is called, and the dates as found."""
    blocks: dict[DateSource | None, list[tuple[str, str]]] = {source: [] for source in (*DATE_SOURCES, None)}
    for date in (*(record.analysis.dates if record.analysis else ()), *record.dates):
        standing = standing_of(date.kind)
        blocks[standing[0] if standing else None].append(_date(date))
    if record.modified_ns is not None:
        told = _("{modified_text} (UTC, from the file system as seen here)").format(
            modified_text=modified_text(record.modified_ns)
        )
        blocks[DateSource.FILE].append((_("file modified"), told))
    names = DATE_SOURCES | {None: later("Other dates")}
    return [(_(names[source]), facts) for source, facts in blocks.items() if facts]


def _date(date: DateFact) -> tuple[str, str]:
    """What a date is, and its text as found; the name of its field stands behind what it is called here."""
    said, text = date_name(date.kind), printable(date.text)
    if not said:
        return date.kind, f"{text} ({_zone(date.zone)})"
    return said, f"{text} ({_zone(date.zone)}; {date.kind})"


def _zone(zone: str | None) -> str:
    return _("zone {zone}").format(zone=zone) if zone else ZONE_UNKNOWN


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
        quality = "" if found.quality is None else _(", quality {quality} of 100").format(quality=found.quality)
        remark = _("version {version}, {parameters}{quality}{value}").format(
            version=found.version, parameters=found.parameters, quality=quality, value=_(", weak") if found.weak else ""
        )
        rows.append((f"{name}, {retold(found.view)}" if found.view else name, found.value.hex(), remark))
    return rows


def nearest_facts(record: ItemRecord, lists: Mapping[str, HashList]) -> list[tuple[str, str]]:
    """The nearest entry of each list that has no match with the item, as far as it is known."""
    facts = []
    for near in record.nearest:
        known = lists.get(near.list_id)
        name = list_text(known) if known else near.list_id
        if near.distance is None:
            facts.append((name, retold(near.note)))
        else:
            told = _("nearest entry {entry} at {distance}, threshold {threshold}").format(
                entry=printable(near.entry), distance=near.distance, threshold=near.threshold
            )
            facts.append((name, f"{told}. {retold(near.note)}" if near.note else told))
    return facts


def issue_facts(record: ItemRecord) -> list[tuple[str, str]]:
    """What went wrong with this item, in words."""
    issues = list(record.analysis.issues) if record.analysis else []
    if record.issue is not None and record.issue not in issues:
        issues.insert(0, record.issue)
    text = _("{meaning}: {detail} (step: {value})")
    facts = [
        (
            issue.code.value,
            text.format(
                meaning=issue_words(issue.code),
                detail=printable(retold(issue.detail)),
                value=stage_name(issue.stage.value),
            ),
        )
        for issue in issues
    ]
    if facts:
        facts.insert(0, (_("State"), STATES[record.state]))
    return facts
