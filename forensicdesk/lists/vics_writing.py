"""Entries as Media records of a Project VIC style JSON document ("VICS" 2.0)."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from forensicdesk.lists.readers.columns import kind_of_title

if TYPE_CHECKING:
    from forensicdesk.lists.values import Entry

START = (
    '{"@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/CUSTOM/$metadata#Media",\n'
    ' "value": [\n'
)
END = "\n]}\n"

VICS = "vics-json"
"""The format of lists whose further fields are fields of VICS records."""

OWN_KEY = "ForensicDesk"
"""Holds what a list of another format says of an entry and VICS has no field for."""

_MEDIA_ID = "MediaID "
_NUMBER = re.compile(r"-?\d{1,9}")
_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,17}")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_TOP = ("md5", "sha1")


def record_of(entry: Entry, source_format: str) -> dict[str, Any]:
    """One entry as a record: hex in capitals, real numbers, fields of an imported VICS record as they were."""
    return _returned(entry) if source_format == VICS else _made(entry)


def as_text(record: dict[str, Any]) -> str:
    """A record as one line of JSON, in ASCII so that no text is lost."""
    return json.dumps(record, separators=(",", ":"))


def _returned(entry: Entry) -> dict[str, Any]:
    """A record that came as one: absent, null, false and "false" stay four things."""
    rest: dict[str, Any] = json.loads(entry.extra) if entry.extra else {}
    record: dict[str, Any] = {}
    if entry.entry.startswith(_MEDIA_ID):
        number = entry.entry.removeprefix(_MEDIA_ID)
        record["MediaID"] = int(number) if _PLAIN_NUMBER.fullmatch(number) else number
    record |= {kind.upper(): value.hex().upper() for kind, value in _values(entry) if kind in _TOP}
    stated = _stated(rest)
    record |= {_key(kind): _text(kind, value) for kind, value in _values(entry) if kind not in {*_TOP, *stated}}
    return record | rest


def _made(entry: Entry) -> dict[str, Any]:
    """A record for an entry of a list of another format."""
    fields: dict[str, Any] = json.loads(entry.extra) if entry.extra else {}
    record: dict[str, Any] = {"MediaID": entry.number}
    category = _category(fields)
    if category is not None:
        record["Category"] = category
    record |= {kind.upper(): value.hex().upper() for kind, value in _values(entry) if kind in _TOP}
    about = {"MD5": record["MD5"]} if "MD5" in record else {}
    if entry.name:
        record["MediaFiles"] = [about | {"FileName": entry.name, "FilePath": ""}]
    others = [
        about | {"HashName": _key(kind), "HashValue": _text(kind, value)}
        for kind, value in _values(entry)
        if kind not in _TOP
    ]
    if others:
        record["AlternativeHashes"] = others
    said = {"Entry": entry.entry, "Label": entry.label, "PDQQuality": entry.quality, "Fields": fields}
    record[OWN_KEY] = {key: value for key, value in said.items() if value is not None and value not in ("", {})}
    return record


def _category(fields: dict[str, Any]) -> int | None:
    """The category as a number, where the list has a column of that meaning and a number in it."""
    for title, value in fields.items():
        if kind_of_title(title) == "category" and _NUMBER.fullmatch(str(value)):
            return int(value)
    return None


def _values(entry: Entry) -> list[tuple[str, bytes]]:
    own = (("md5", entry.md5), ("sha1", entry.sha1), ("sha256", entry.sha256), ("pdq", entry.pdq))
    return [*((kind, value) for kind, value in own if value is not None), *entry.more]


def _stated(rest: dict[str, Any]) -> set[str]:
    """Kinds of values that the record's own fields and its AlternativeHashes already state."""
    found = {_NOT_LETTERS.sub("", key.lower()) for key in rest}
    for key, others in rest.items():
        if key.lower() == "alternativehashes" and isinstance(others, list):
            names = (field for other in others if isinstance(other, dict) for field in other.items())
            found |= {_NOT_LETTERS.sub("", str(name).lower()) for key, name in names if key.lower() == "hashname"}
    return found


def _key(kind: str) -> str:
    return "PhotoDNA" if kind == "photodna" else kind.upper()


def _text(kind: str, value: bytes) -> str:
    return base64.b64encode(value).decode("ascii") if kind == "photodna" else value.hex().upper()
