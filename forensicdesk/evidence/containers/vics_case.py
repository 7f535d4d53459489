"""A Project VIC style case that another program made: JSON beside a folder of media. Its words are kept with the media.

A hash list in the same model may lie in evidence by chance. It is no case and is left alone.
"""

from __future__ import annotations

import errno
import io
import os
import re
from typing import TYPE_CHECKING, Any, NoReturn

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.indexes import (
    ACCESSED,
    CHANGED,
    CREATED,
    MODIFIED,
    date,
    digest,
    found_beside,
    missing,
    raw_name,
    stored_path,
    whole_number,
)
from forensicdesk.evidence.containers.vics_records import PartReader
from forensicdesk.exchange.json_stream import JsonDamagedError, JsonStream
from forensicdesk.exchange.photodna import parse_photodna
from forensicdesk.finding import Record, RecordLevel, Told
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State, StatedHash
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.evidence.containers.vics_records import Part
    from forensicdesk.model import Step
    from hashing.values import DateFact

    Fields = dict[str, Any]

MAX_FILES = 1000
"""So many paths of one record are kept; as many as 116 were seen."""

_MODEL = re.compile(r"DataModels/\d+\.\d+\.xml(?:/[^/\"]{1,100}/\$metadata)?(?:#(Cases|Media))?", re.IGNORECASE)
_WITH_MEDIA = re.compile(r"\"Media\"\s*:\s*\[")
_DATES = {"created": CREATED, "written": MODIFIED, "accessed": ACCESSED, "change": CHANGED}
_DIGESTS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256"}
_PHOTODNA = "photodna"
_NOT_THERE = sentence("The case of another program names this file, but it does not lie beside it.")


class VicsCase:
    """One JSON document."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._by = f"VICS case {around.name.decode('utf-8', 'backslashreplace')}"

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | Record | None]:  # noqa: ARG002 - the same for all readers
        """What is said of each medium; an entry for each that it names and that is not there."""
        self._around.stream.seek(0)
        raw = io.BufferedReader(self._around.stream)  # type: ignore[type-var]  # streams of containers are raw
        cursor = JsonStream(io.TextIOWrapper(raw, "utf-8-sig", "replace"))
        try:
            for part in PartReader(cursor).parts():
                yield from self._of_part(part, cursor.values)
        except JsonDamagedError as error:
            text = sentence("The case is damaged: {error}; what it says of further media is not known.", error=error)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
        finally:
            raw.detach()

    def open(self, step: Step) -> NoReturn:  # noqa: ARG002 - the same for all readers
        """It holds no file itself."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _of_part(self, part: Part, number: int) -> Iterator[Entry | Told | Record | None]:
        """What a part says of a file, and the part itself, word for word."""
        about: Entry | Told | None = None
        if part.level is RecordLevel.MEDIUM:
            if not isinstance(part.value, dict):
                yield None
                return
            about = self._said(part.value, number)
            yield about
        path = about.path if about else b""
        place = about.place if isinstance(about, Entry) else b""
        yield Record(part.number, part.level, part.part, part.packed(), path, place)

    def _said(self, record: Fields, number: int) -> Entry | Told | None:
        fields = _folded(record)
        named = _text(fields.get("relativefilepath"))
        if not named:
            return None
        files = [_folded(file) for file in _list(fields.get("mediafiles"))[:MAX_FILES] if isinstance(file, dict)]
        dates, names = tuple(_dates(files)), tuple(dict.fromkeys(filter(None, map(_path, files))))
        stated, carried = self._hashes(fields)
        path = stored_path(named)
        there = found_beside(self._around.beside, path, loosely=True) if path else None
        if there is not None:
            return Told(there, _origin(files), dates, names, stated, carried)
        size, place = whole_number(_text(fields.get("mediasize"))), b"%d" % number
        return missing(path or raw_name(named), size, place, dates=dates, stated=stated, detail=_NOT_THERE)

    def _hashes(self, fields: Fields) -> tuple[tuple[StatedHash, ...], tuple[StatedHash, ...]]:
        """Digests, which are compared with the bytes, and PhotoDNA, which is carried."""
        said = [(kind, _text(fields.get(kind))) for kind in (*_DIGESTS, _PHOTODNA)]
        for other in _list(fields.get("alternativehashes"))[:MAX_FILES]:
            if isinstance(other, dict):
                folded = _folded(other)
                said.append((_text(folded.get("hashname")).lower().replace("-", ""), _text(folded.get("hashvalue"))))
        stated = (fact for kind, text in said if kind in _DIGESTS for fact in digest(kind, text, self._by))
        values = (parse_photodna(text) for kind, text in said if kind == _PHOTODNA and text)
        carried = (StatedHash(_PHOTODNA, value, self._by) for value in values if isinstance(value, bytes))
        return tuple(dict.fromkeys(stated)), tuple(dict.fromkeys(carried))


def _origin(files: list[Fields]) -> Origin | None:
    """Live where any of several places is; deleted where all that say anything say so."""
    said = [_truth(file.get("deleted")) or _truth(file.get("unallocated")) for file in files]
    known = [gone for gone, file in zip(said, files, strict=True) if {"deleted", "unallocated"} & file.keys()]
    if not known:
        return None
    return Origin.DELETED if all(known) else Origin.LIVE


def _dates(files: list[Fields]) -> Iterator[DateFact]:
    for file in files:
        for name, kind in _DATES.items():
            yield from date(kind, _text(file.get(name)))


def _path(file: Fields) -> bytes:
    """Folder and name as given; some programs put the name into the folder, too."""
    folder, name = _text(file.get("filepath")), _text(file.get("filename"))
    if name and not folder.replace("\\", "/").endswith("/" + name) and folder != name:
        separator = "/" if "/" in folder and "\\" not in folder else "\\"
        folder = folder.rstrip("\\/") + separator + name if folder else name
    return raw_name(folder)


def _truth(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _text(value: object) -> str:
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        if isinstance(value, str)
        else ""
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _folded(record: Fields) -> Fields:
    return {key.lower(): value for key, value in record.items()}


def _is_case(head: Head) -> bool:
    start = head.start[: 16 * 1024].lstrip(b"\xef\xbb\xbf \t\r\n").decode("utf-8", "replace")
    model = _MODEL.search(start) if start.startswith("{") else None
    if model is None:
        return False
    return model[1].lower() == "cases" if model[1] else _WITH_MEDIA.search(start) is not None


def _open(around: Around) -> Container:
    return VicsCase(around)


VICS_CASE = ContainerFormat("vics", "VICS case of another program", "application/json", _is_case, _open)
