"""The case as a Project VIC style JSON document ("VICS" 2.0, a case with its media records).

The data model itself is not public; the fields are those that programs are known to write and read. A category is null
for every item that no examiner has graded: lists' labels stand in `Comments` and `Tags`, never in `Category`.
`RelativeFilePath` names the copy of a media file beside the document where copies were asked for, else it is null.
What came with media from a case of another program stands in the records again: see `vics_imported`.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from typing import TYPE_CHECKING, Any

from reports.left_out import sentence
from reports.media import MediaWithRecords, match_sentence
from reports.vics_groups import grouped, place_of, without_content
from reports.vics_imported import IMPORTED, imported_cases, numbered_from, with_imported
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from reports.media import Media, MediaLine
    from reports.model import ReportModel
    from reports.vics_groups import Groups, Place

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/CUSTOM/$metadata#Cases"
"""Names the model; an identifier, which nobody opens."""

_NAMESPACE = uuid.UUID("6d0f2f4e-6f0e-5c58-9f1c-2f5d1d0a7a11")
_NUMBER = re.compile(r"0|[1-9]\d{0,8}")
_EXIF_GROUPS = frozenset({"EXIF", "GPS", "Image", "Thumbnail"})

Record = dict[str, Any]


def write_vics(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """The document: UTF-8 without a byte order mark, real numbers and booleans, digests in capitals.

    All lines are read twice; what is held of them is said in `vics_groups`.
    """
    said_of = media if isinstance(media, MediaWithRecords) else MediaWithRecords(media)
    groups = grouped(said_of)
    case = _case(model, len(groups.contents) + groups.named + sum(1 for _ in said_of.of_no_item()))
    if said := imported_cases(said_of.of_cases(), model.variant):
        case[IMPORTED] = said
    head = json.dumps({"@odata.context": CONTEXT}, ensure_ascii=True)[:-1]
    before = json.dumps(case, ensure_ascii=True)[:-1]
    out.write(f'{head}, "value": [\n{before}, "Media": [\n'.encode("ascii"))
    between = b""
    for record in _records(model, said_of, groups):
        out.write(between + json.dumps(record).encode("ascii"))
        between = b",\n"
    out.write(b"\n]}\n]}\n")


def _records(model: ReportModel, media: MediaWithRecords, groups: Groups) -> Iterator[Record]:
    """Each media record: of the contents, of files that only another program knows, of media without a file."""
    for line in media():
        places = groups.of(line)
        if places is not None:
            said = (one for place in places for one in media.of_item(place.number))
            yield with_imported(_record(line, places), said, model.variant)
    for line in without_content(media, groups):
        places = [place_of(line)]
        own: Record = {"MediaID": line.number, "Category": _category(places), "RelativeFilePath": None}
        own["Comments"] = "\n".join(_remarks(places)) or None
        yield with_imported(own, media.of_item(line.number), model.variant)
    for number, one in numbered_from(groups.last, media.of_no_item()):
        own = {"MediaID": number, "Category": None, "RelativeFilePath": None}
        yield with_imported(own, (one,), model.variant)


def case_id(model: ReportModel) -> str:
    """The same identifier for the same case, whenever it is exported."""
    return str(uuid.uuid5(_NAMESPACE, f"{model.case.number}\n{model.case.created_at}"))


def _case(model: ReportModel, count: int) -> Record:
    fields = {name.lower(): value for name, value in model.case.fields}
    identifier = case_id(model)
    said = (("ReportID", model.report_id), ("MadeAt", model.made_at), ("CaseCreated", model.case.created_at))
    left_out = (("LeftOut", sentence(model.left_out, wording("en"))),) if model.left_out else ()
    exhibits = (("Exhibit", exhibit.label) for exhibit in model.exhibits)
    return {
        "CaseID": identifier,
        "CaseNumber": model.case.number,
        "ContactOrganization": fields.get("organization", fields.get("unit", "")),
        "ContactName": model.case.examiner,
        "ContactPhone": fields.get("phone", ""),
        "ContactEmail": fields.get("email", ""),
        "ContactTitle": fields.get("title", ""),
        "SourceApplicationName": model.program.partition(" ")[0],
        "SourceApplicationVersion": model.program.partition(" ")[2],
        "TotalMediaFiles": count,
        "TotalPrecategorized": 0,
        "CaseMetadata": [
            {"CaseID": identifier, "PropertyName": name, "PropertyValue": value}
            for name, value in (*said, *left_out, *model.case.fields, *exhibits)
        ],
    }


def _record(first: MediaLine, places: Sequence[Place]) -> Record:
    """One distinct content with all places where it was found."""
    md5 = first.md5.upper()
    carried = dict(first.carried)
    comments = [match_sentence(match) for match in first.matches]
    comments += _remarks(places)
    comments += [f"Not copied: {first.not_copied}"] if first.not_copied else []
    labels = dict.fromkeys(match.label for match in first.matches if match.label and not match.dismissed)
    record: Record = {
        "MediaID": first.number,
        "Category": _category(places),
        "MD5": md5,
        "SHA1": first.sha1.upper(),
        "MediaSize": first.size,
        "MimeType": first.media_type,
        "RelativeFilePath": first.copy or None,
        "VictimIdentified": None,
        "OffenderIdentified": None,
        "IsDistributed": None,
        "IsPrecategorized": False,
        "IsSuspected": None,
        "SelfGenerated": None,
        "Series": None,
        "Tags": "; ".join((*labels, *dict.fromkeys(tag for place in places for tag in place.tags))) or None,
        "Comments": "\n".join(comments) or None,
        "MediaFiles": [json.loads(place.file) for place in places],
        "Exifs": list(_exifs(first, md5)),
        "AlternativeHashes": list(_hashes(first, md5)),
    }
    if "photodna" in carried:
        record["PhotoDNA"] = base64.b64encode(carried["photodna"]).decode("ascii")
    return record


def _remarks(places: Sequence[Place]) -> list[str]:
    """What examiners noted and decided."""
    notes = [note for place in places for note in place.notes]
    return notes + [place.decision for place in places if place.decision]


def _category(places: Sequence[Place]) -> int | None:
    """The number that an examiner set, where all decided copies have the same one; else null, and `Comments` tells."""
    codes = {place.category for place in places if place.category}
    code = codes.pop() if len(codes) == 1 else ""
    return int(code) if _NUMBER.fullmatch(code) else None


def _exifs(line: MediaLine, md5: str) -> Iterator[Record]:
    for group, pairs in line.metadata:
        if group in _EXIF_GROUPS:
            for name, value in pairs:
                yield {"MD5": md5, "PropertyName": f"{group} {name}", "PropertyValue": value}


def _hashes(line: MediaLine, md5: str) -> Iterator[Record]:
    yield {"MD5": md5, "HashName": "SHA256", "HashValue": line.sha256.upper()}
    for name, version, value, _ in line.perceptual:
        yield {"MD5": md5, "HashName": name.upper(), "HashValue": value.upper(), "Version": version}
