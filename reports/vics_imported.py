"""What came with media from a VICS case of another program, in the VICS form of this case: names and values as given.

A field that this program says nothing of stands under its own name; lists (places, Exif, further hashes) are joined.
What cannot stand there, because the record says something else under that name, stands in the record's `Imported`:
the number of a medium, its path beside the document, the category that the other program gave it. So a category is
never taken over, and nothing that came is lost.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from reports.model import Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.media import ImportedRecord

Record = dict[str, Any]

IMPORTED = "Imported"
_NEVER_TAKEN = frozenset({"category", "mediaid", "relativefilepath", "imported"})
"""Fields of which the record says itself what holds in this case, null included."""

_PICTURES = ("/9j/", "iVBORw0KGgo", "R0lGOD", "UklGR", "SUkqA", "TU0AK", "data:image/")
"""How pictures begin in base64: JPEG, PNG, GIF, WebP, TIFF; and as an address that holds its data."""
_SHORTEST_PICTURE = 200


def with_imported(record: Record, imported: Iterable[ImportedRecord], variant: Variant) -> Record:
    """A media record with all that came with it."""
    together, apart = dict(record), []
    names = {name.lower(): name for name in record}
    for one in imported:
        kept: Record = {}
        for name, value in fields_of(one, variant).items():
            known = names.setdefault(name.lower(), name)
            if known != name or name.lower() in _NEVER_TAKEN or not _joins(together, name, value):
                kept[name] = value
        apart.append(_said(one, kept))
    return together | ({IMPORTED: apart} if apart else {})


def imported_cases(imported: Iterable[ImportedRecord], variant: Variant) -> list[Record]:
    """What the documents and their cases said of themselves."""
    return [_said(one, fields_of(one, variant)) for one in imported]


def fields_of(record: ImportedRecord, variant: Variant) -> Record:
    """The fields as given; a number that JSON cannot hold again is its text, a picture is left out where none may be.

    Variants but the restricted one carry no imagery, so not in a field of another program either.
    """
    found: Record = json.loads(record.text, parse_float=_number, parse_constant=str)
    return found if variant is Variant.RESTRICTED else _without_pictures(found, variant)


def _said(one: ImportedRecord, fields: Record) -> Record:
    case = {"Case": one.part} if one.part else {}
    return {"Document": "\\".join(step.replace("/", "\\") for step in one.document), **case, "Fields": fields}


def _joins(record: Record, name: str, value: object) -> bool:
    """Put a field into a record; False if something else stands there."""
    there = record.get(name)
    if isinstance(there, list) and isinstance(value, list):
        known = {json.dumps(member, sort_keys=True) for member in there}
        record[name] = [*there, *(member for member in value if json.dumps(member, sort_keys=True) not in known)]
        return True
    if there is None:
        record[name] = value
        return True
    return type(there) is type(value) and there == value


def _number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _without_pictures(value: Any, variant: Variant) -> Any:  # noqa: ANN401 - whatever the JSON holds
    if isinstance(value, dict):
        return {name: _without_pictures(one, variant) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_pictures(one, variant) for one in value]
    if isinstance(value, str) and len(value) >= _SHORTEST_PICTURE and value.lstrip().startswith(_PICTURES):
        return f"A picture of {len(value)} characters, which the variant {variant.value} leaves out."
    return value


def numbered_from(last: int, imported: Iterable[ImportedRecord]) -> Iterator[tuple[int, ImportedRecord]]:
    """Numbers for media that the case has no item of: those behind the items."""
    yield from enumerate(imported, last + 1)
