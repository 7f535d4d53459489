"""What a manifest of an iTunes or Finder backup says of one file, whichever of its two forms it has."""

from __future__ import annotations

import plistlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from forensicdesk.evidence.containers.indexes import ACCESSED, CHANGED, CREATED, MODIFIED
from hashing.values import DateFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLIST_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
    ExpatError,
)
"""What Python's reader of property lists raises for damaged ones."""

FILE, FOLDER, LINK = 1, 2, 4
"""What a record is: the flags of a manifest."""

_MOST_SECONDS = 1 << 36
_DATES = {"Birth": CREATED, "LastModified": MODIFIED, "LastAccessed": ACCESSED, "LastStatusChange": CHANGED}


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One record.

    Attributes:
        name: domain and path on the phone, joined by "/"; raw bytes.
        stored: where the content is stored, from the folder of the manifest.
        kind: `FILE`, `FOLDER` or `LINK`.
        size: as stated, in bytes; -1 where nothing is stated.
        modified_s: seconds since 1970 UTC; None where none are stated.
        protection, wrapped: class and wrapped key of an encrypted file; b"" where it has none.
    """

    name: bytes
    stored: bytes
    kind: int
    size: int = -1
    modified_s: int | None = None
    dates: tuple[DateFact, ...] = ()
    protection: int = 0
    wrapped: bytes = b""


def described(blob: object) -> dict[str, Any]:
    """What a record's own property list (MBFile) says; nothing where it is damaged."""
    if not isinstance(blob, bytes):
        return {}
    try:
        document = plistlib.loads(blob, fmt=plistlib.FMT_BINARY)
        objects: Sequence[Any] = document["$objects"]
        fields = objects[document["$top"]["root"].data]
        return {key: _resolved(objects, value) for key, value in fields.items() if isinstance(key, str)}
    except PLIST_ERRORS:
        return {}


def number(value: object, least: int = 0) -> int | None:
    """A whole number that is no truth value and fits 63 bits; else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and least <= value < 1 << 63 else None


def encryption_key(value: object) -> tuple[int, bytes]:
    """Class and wrapped key; 0 and b"" where there is none."""
    data = value.get("NS.data") if isinstance(value, dict) else value
    if not isinstance(data, bytes) or len(data) <= 4:  # noqa: PLR2004 - bytes of the class
        return 0, b""
    return int.from_bytes(data[:4], "little"), data[4:]


def dates_of(fields: dict[str, Any]) -> tuple[DateFact, ...]:
    """The dates among the fields."""
    return tuple(_dates(fields))


def _dates(fields: dict[str, Any]) -> Iterator[DateFact]:
    for name, kind in _DATES.items():
        seconds = number(fields.get(name), 1)
        if seconds is not None and seconds < _MOST_SECONDS:
            yield DateFact(kind, datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "Z")


def _resolved(objects: Sequence[Any], value: object) -> object:
    return objects[value.data] if isinstance(value, plistlib.UID) else value
