"""What indexes have in common: paths, dates and digests as other programs write them, and files that are not there."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State, StatedHash
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forensicdesk.evidence.containers.base import Beside

CREATED, MODIFIED, ACCESSED, CHANGED = "file:created", "file:modified", "file:accessed", "file:changed"
"""Kinds of dates of a file system."""

DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32}
"""Digests that are computed of every picture and film, and so can be compared with what is stated."""

MAX_PATH = 4096
"""A path of more bytes is cut: no file system has one, but an index may claim it."""

_ZONE = re.compile(r":\d\d(?:[.,]\d+)?\s*\(?(Z|(?:UTC)?[+-]\d{1,2}(?::?\d\d)?)\)?$")
_NOT_THERE = sentence("The index names this file, but what was seized does not hold it.")


def stored_path(text: str) -> bytes | None:
    """Where an index says that a file is stored, from the index's own folder; None if that leads elsewhere.

    Backslashes separate folders, too. A path that begins with a separator or a drive, or goes upwards, is not taken.
    """
    raw = text.replace("\\", "/").encode("utf-8", "surrogateescape" if _is_bytes(text) else "replace")
    names = [name for name in raw.split(b"/") if name != b"."]
    if (
        not raw
        or len(raw) > MAX_PATH
        or b"\0" in raw
        or any(name in {b"", b".."} for name in names)
        or b":" in names[0]
    ):
        return None
    return b"/".join(names)


def found_beside(beside: Beside, path: bytes, *, loosely: bool = False) -> bytes | None:
    """The path under which a file is beside the index, None if it is not.

    Names may have lost their outer spaces, or be composed or coded otherwise, as archives do with what is not ASCII;
    with `loosely` they may be in other letters, too.
    """
    return next((known for known in dict.fromkeys(_spellings(path, loosely)) if is_beside(beside, known)), None)


def _spellings(path: bytes, loosely: bool) -> Iterator[bytes]:  # noqa: FBT001 - of one caller
    yield path
    yield b"/".join(name.strip() for name in path.split(b"/"))
    if not path.isascii():
        text = path.decode("utf-8", "surrogateescape")
        for form in ("NFC", "NFD"):
            yield unicodedata.normalize(form, text).encode("utf-8", "surrogateescape")
        with suppress(UnicodeEncodeError):
            yield text.encode("cp437")
    if loosely:
        folder, slash, name = path.rpartition(b"/")
        yield from (folder + slash + name.lower(), folder + slash + name.upper(), path.lower())


def is_beside(beside: Beside, path: bytes) -> bool:
    """Whether there is such a file; one that is encrypted is there, too."""
    try:
        return beside.has(path)
    except ContainerError:
        return True


def raw_name(text: str) -> bytes:
    """A path that an index tells, as raw bytes of a name; shortened where it is longer than any path."""
    return text.encode("utf-8", "surrogateescape" if _is_bytes(text) else "replace")[:MAX_PATH]


def date(kind: str, text: str | None) -> tuple[DateFact, ...]:
    """A date as the index writes it, with its zone where one stands at its end; nothing for a blank one."""
    kept = (text or "").strip()[:100]
    if not kept:
        return ()
    zone = _ZONE.search(kept)
    return (DateFact(kind, kept, zone[1] if zone else None),)


def digest(algorithm: str, text: str | None, by: str) -> tuple[StatedHash, ...]:
    """A digest in hexadecimal; nothing where it is blank or none."""
    try:
        value = bytes.fromhex((text or "").strip())
    except ValueError:
        return ()
    return (StatedHash(algorithm, value, by),) if len(value) == DIGEST_BYTES.get(algorithm) else ()


def missing(  # noqa: PLR0913 - the fields of an entry
    path: bytes,
    size: int,
    place: bytes = b"",
    *,
    dates: Iterable[DateFact] = (),
    stated: Iterable[StatedHash] = (),
    origin: Origin = Origin.LIVE,
    detail: str = _NOT_THERE,
) -> Entry:
    """An entry for a file that an index names and that is not there."""
    return Entry(
        path,
        max(0, size),
        place=place,
        state=State.EXCLUDED,
        issue=Issue(Stage.READ, IssueCode.CONTENT_MISSING, detail),
        origin=origin,
        dates=tuple(dates),
        stated=tuple(stated),
    )


def whole_number(text: str | None) -> int:
    """A size as text; 0 where it is none, or none that a file can have."""
    kept = (text or "").strip()
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 19 else 0  # noqa: PLR2004 - digits of 2**63


def _is_bytes(text: str) -> bool:
    """Whether lone surrogates in it stand for bytes, as Python writes names that are no UTF-8."""
    return not any("\ud800" <= character <= "\udfff" and not "\udc80" <= character <= "\udcff" for character in text)
