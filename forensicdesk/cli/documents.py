"""The JSON documents of the command-line contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forensicdesk.account import ledger_numbers
from forensicdesk.decisions import Judgement
from forensicdesk.evidence.files import to_json as location_json
from forensicdesk.matching.photodna import PHOTODNA, SHOWN_BYTES
from forensicdesk.model import modified_text
from forensicdesk.session import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.account import Ledger
    from forensicdesk.decisions import Sight
    from forensicdesk.model import Conflict, Dismissal, HashList, ItemRecord, Match, Nearest, Problem, StatedHash
    from forensicdesk.session import Chance, WrittenReport
    from forensicdesk.workers.files import Part
    from hashing.values import Analysis, Film, FrameHash, Issue, PerceptualHash, View

Document = dict[str, Any]


def issue_document(issue: Issue) -> Document:
    """One issue as stage, code and detail."""
    return {"stage": issue.stage.value, "code": issue.code.value, "detail": issue.detail}


def perceptual_document(value: PerceptualHash) -> Document:
    """One perceptual hash with what it takes to compare it."""
    return {
        "algorithm": value.algorithm,
        "version": value.version,
        "parameters": value.parameters,
        "hash": value.value.hex(),
        "quality": value.quality,
        "view": value.view,
        "weak": value.weak,
    }


def view_document(view: View) -> Document:
    """What was hashed beside the whole."""
    return {
        "name": view.name,
        "kind": view.kind.value,
        "detail": view.detail,
        "box": list(view.box) if view.box else None,
        "time_s": view.time_s,
    }


def frame_document(frame: FrameHash) -> Document:
    """One film frame; `count` is how many sampled frames in a row it stands for."""
    return {
        "time_s": round(frame.time_s, 3),
        "pdq": frame.pdq.hex(),
        "quality": frame.quality,
        "count": frame.count,
    }


def part_document(part: Part) -> Document:
    """A file that lies inside another, with all that `hash` says of a file."""
    inside = part.embedded
    place = None if inside is None else {"kind": inside.kind.value, "offset": inside.offset, "length": inside.length}
    said = analysis_document(part.analysis, part.analysis.size)
    return {"location": location_json(part.location)} | (place or {}) | said


def film_document(film: Film | None) -> Document | None:
    """A film's declared duration and the hashes of its sampled frames."""
    if film is None:
        return None
    return {
        "duration_s": film.duration_s,
        "frames": [frame_document(frame) for frame in film.frames],
        "inner_frames": [frame_document(frame) for frame in film.inner],
    }


def _dates(analysis: Analysis | None, modified_ns: int | None) -> list[Document]:
    """The dates that the file itself states, and the file system's."""
    stated = analysis.dates if analysis is not None else ()
    dates = [{"kind": date.kind, "text": date.text, "zone": date.zone} for date in stated]
    if modified_ns is not None:
        dates.append({"kind": "file:modified", "text": modified_text(modified_ns), "zone": "Z"})
    return dates


def analysis_document(analysis: Analysis | None, size: int, modified_ns: int | None = None) -> Document:
    """Everything about one item: the keys that `hash` and `items` share."""
    if analysis is None:
        return {
            "size": size,
            "type": None,
            "outcome": None,
            "digests": None,
            "perceptual": [],
            "views": [],
            "width": None,
            "height": None,
            "video": None,
            "metadata": {},
            "dates": _dates(None, modified_ns),
            "indicators": [],
            "issues": [],
        }
    digests = analysis.digests
    return {
        "size": analysis.size,
        "type": analysis.media_type,
        "outcome": analysis.outcome.value,
        "digests": None
        if digests is None
        else {"md5": digests.md5.hex(), "sha1": digests.sha1.hex(), "sha256": digests.sha256.hex()},
        "perceptual": [perceptual_document(value) for value in analysis.perceptual],
        "views": [view_document(view) for view in analysis.views],
        "width": analysis.width,
        "height": analysis.height,
        "video": film_document(analysis.film),
        "metadata": {group: dict(fields) for group, fields in analysis.metadata},
        "dates": _dates(analysis, modified_ns),
        "indicators": [{"code": indicator.code, "text": indicator.text} for indicator in analysis.indicators],
        "issues": [issue_document(issue) for issue in analysis.issues],
    }


def match_document(match: Match, lists: Mapping[str, HashList]) -> Document:
    """One match with its evidence card."""
    card, used = match.card, lists[match.list_id]
    return {
        "kind": match.kind.value,
        "list": used.name,
        "list_version": used.version,
        "role": used.role.value,
        "entry": match.entry,
        "entry_name": card.entry_name,
        "label": match.label,
        "algorithm": card.algorithm,
        "algorithm_version": card.version,
        "query": card.query,
        "reference": card.reference,
        "distance": card.distance,
        "threshold": card.threshold,
        "quality": card.quality,
        "reference_quality": card.reference_quality,
        "orientation": card.orientation,
        "view": card.view,
        "query_percent": card.query_percent,
        "reference_percent": card.reference_percent,
        "matched": card.frames_matched,
        "considered": card.frames_considered,
        "first_time_s": card.first_time_s,
        "last_time_s": card.last_time_s,
        "weak": match.weak,
        "note": card.note,
        "policy": match.policy_id,
        "dismissed": _dismissed(match, lists),
        "confirmed": _confirmed(match, lists),
    }


def _dismissed(match: Match, lists: Mapping[str, HashList]) -> Document | None:
    """What was said against a match; `carried_from` is null, or the earlier list version and entry it was said of."""
    said = match.dismissed
    if said is None:
        return None
    before = lists[said.list_id]
    carried = {"list": before.name, "list_version": before.version, "entry": said.entry}
    return dismissal_document(said) | {"carried_from": carried if said.list_id != match.list_id else None}


def _confirmed(match: Match, lists: Mapping[str, HashList]) -> Document | None:
    """Whether an examiner looked at both sides; `carried_from` as for what was said against it."""
    said = match.sight
    if said is None:
        return None
    before = lists[said.list_id]
    carried = {"list": before.name, "list_version": before.version, "entry": said.entry}
    return sight_document(said) | {"carried_from": carried if said.list_id != match.list_id else None}


def sight_document(said: Sight) -> Document:
    """That an examiner looked at both sides of a match."""
    return {"same": said.same, "by": said.examiner, "at": said.said_at, "note": said.note, "act": said.act}


def dismissal_document(said: Dismissal) -> Document:
    """What an examiner said of a match."""
    return {"by": said.examiner, "at": said.said_at, "reason": said.reason, "revoked": said.revoked}


def nearest_document(nearest: Nearest, lists: Mapping[str, HashList]) -> Document:
    """The nearest entry of a list that is no match."""
    used = lists[nearest.list_id]
    return {
        "list": used.name,
        "list_version": used.version,
        "algorithm": nearest.algorithm,
        "entry": nearest.entry,
        "distance": nearest.distance,
        "threshold": nearest.threshold,
        "note": nearest.note,
    }


def conflict_document(conflict: Conflict, lists: Mapping[str, HashList]) -> Document:
    """One content with the labels that lists give it."""
    said = [
        {"list": lists[met.list_id].name, "list_version": lists[met.list_id].version, "entry": met.entry}
        | {"label": met.label, "algorithm": met.card.algorithm, "weak": met.weak}
        for met in conflict.matches
    ]
    return {"sha256": conflict.sha256.hex(), "said": said}


def chance_document(chance: Chance | None) -> Document | None:
    """How many matches as close chance may bring; None where that was not calibrated."""
    if chance is None:
        return None
    return {
        "calibration": chance.calibration.name,
        "calibration_id": chance.calibration.id,
        "hashes": chance.hashes,
        "entries": chance.entries,
        "distance": chance.distance,
        "pairs_seen": chance.seen,
        "pairs": chance.calibration.pairs,
        "expected_by_share": chance.expected,
        "expected_at_most_95": chance.upper,
        "about": in_words(chance),
    }


def _shown(said: StatedHash) -> str:
    """A stated value in hex; of PhotoDNA, from which something of the picture can be told, the first bytes only."""
    return (said.value[:SHOWN_BYTES] if said.algorithm == PHOTODNA else said.value).hex()


def item_document(item: ItemRecord, lists: Mapping[str, HashList]) -> Document:
    """One line of `items`."""
    document: Document = {
        "item": item.id,
        "source": item.source.label,
        "source_id": item.source.id,
        "location": location_json(item.location),
        "state": item.state.value,
        "parent": item.parent_id,
        "modified_ns": item.modified_ns,
        "origin": item.origin.value,
        "container": item.container or None,
        "names": [name.decode("utf-8", "backslashreplace") for name in item.names],
        "stated": [
            {"algorithm": said.algorithm, "value": _shown(said), "by": said.by, "agrees": said.agrees}
            for said in item.stated
        ],
    }
    document |= analysis_document(item.analysis, item.size, item.modified_ns)
    document["dates"] += [{"kind": date.kind, "text": date.text, "zone": date.zone} for date in item.dates]
    if item.issue is not None and issue_document(item.issue) not in document["issues"]:
        document["issues"] = [issue_document(item.issue), *document["issues"]]
    document["matches"] = [match_document(match, lists) for match in item.matches]
    document["nearest"] = [nearest_document(one, lists) for one in item.nearest]
    document["stack"] = None if item.stack is None else {"id": item.stack.id, "size": item.stack.size}
    document |= judgement_document(item.judgement)
    return document


def judgement_document(said: Judgement | None) -> Document:
    """What examiners decided and noted of one item."""
    said = said or Judgement()
    made = said.decision
    return {
        "decision": made
        and {
            "category": made.code,
            "label": made.label,
            "examiner": made.examiner,
            "said_at": made.said_at,
            "reading": made.reading.value,
            "act": made.act,
            "disputed": said.disputed,
        },
        "notes": [{"text": note.text, "examiner": note.examiner, "said_at": note.said_at} for note in said.notes],
        "tags": [tag.text for tag in said.tags],
        "beside": [
            {
                "item": one.other,
                "same": one.same,
                "reason": one.reason,
                "examiner": one.examiner,
                "said_at": one.said_at,
            }
            for one in said.pairs
        ],
    }


def list_document(used: HashList) -> Document:
    """One hash list, as `list import` and `list ls` print it."""
    return {
        "id": used.id,
        "name": used.name,
        "version": used.version,
        "role": used.role.value,
        "role_stated": used.role_stated,
        "format": used.format,
        "sha256": used.sha256,
        "imported_at": used.imported_at,
        "entries": dict(used.entries),
        "refused": used.refused,
        "duplicates": used.duplicates,
        "withdrawn": used.withdrawn,
        "issuer": used.issuer,
        "issued_version": used.issued_version,
        "issued_at": used.issued_at,
        "importer_version": used.importer_version,
        "file_size": used.file_size,
        "check": [_check_document(part) for part in used.check.split(";") if part],
        "refusals": [{"line": line, "reason": reason} for line, reason in used.refusals],
    }


def _check_document(part: str) -> Document:
    kind, radius, asked, pairs = part.split()
    return {"kind": kind, "distance": int(radius), "asked": int(asked), "pairs": int(pairs), "missing": 0}


def ledger_document(ledger: Ledger) -> dict[str, int]:
    """The ledger by the names of the contract."""
    return dict(ledger_numbers(ledger))


def problems_document(problems: Sequence[Problem]) -> Document:
    """The outcome of a check."""
    return {
        "intact": not problems,
        "problems": [{"what": problem.what, "where": problem.where} for problem in problems],
    }


def report_document(report: WrittenReport) -> Document:
    """One written report file."""
    return {"format": report.format, "path": str(report.path), "sha256": report.sha256}
