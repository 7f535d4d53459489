"""What a directory entry of a zip archive says of its file: kind, dates, stated digest."""

from __future__ import annotations

import stat
import struct
from datetime import datetime
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers import zip_records
from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.dates import utc_facts
from forensicdesk.evidence.containers.zip_content import believable_size, why_unreadable
from forensicdesk.language import sentence
from forensicdesk.model import State, StatedHash
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.zip_content import Content
    from forensicdesk.evidence.containers.zip_records import Member

_UNIX, _MACOS = 3, 19
_DOS_FOLDER = 0x10
_EXTENDED_TIMES, _NTFS, _SHA256 = 0x5455, 0x000A, 0x3253
_GRAYKEY = "the archive (GrayKey)"
_DOS_NONE = frozenset({0, 0x0021_0000})
"""What writers put who know no date: nothing, or the first second of 1980."""

_FILETIME_EPOCH = 116_444_736_000_000_000
_KINDS = ("file:modified", "file:accessed", "file:created")


def is_folder(member: Member) -> bool:
    """Whether it is a folder: one by name or mark, without content."""
    if member.size:
        return False
    if member.name.endswith((b"/", b"\\")):
        return True
    return bool(stat.S_ISDIR(_mode(member)) or member.attributes & _DOS_FOLDER)


def entry_of(member: Member, content: Content, place: bytes, names: tuple[bytes, ...] = ()) -> Entry:
    """The entry for a file."""
    modified_ns, dates, stated = _facts(member)
    state, issue = _state(member, content)
    size = believable_size(member)
    return Entry(
        member.name, size, modified_ns, place, state=state, issue=issue, dates=dates, names=names, stated=stated
    )


def _mode(member: Member) -> int:
    return member.attributes >> 16 if member.system in {_UNIX, _MACOS} else 0


def _state(member: Member, content: Content) -> tuple[State, Issue | None]:
    kind = stat.S_IFMT(_mode(member))
    if kind == stat.S_IFLNK:
        text = sentence("A link; links are not followed.")
        return State.EXCLUDED, Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, text)
    if kind in {stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFBLK, stat.S_IFCHR}:
        return State.EXCLUDED, Issue(Stage.READ, IssueCode.NOT_A_FILE, sentence("A special entry, not a file."))
    if text := why_unreadable(member):
        return State.UNSUPPORTED, Issue(Stage.READ, IssueCode.CONTAINER_UNSUPPORTED, text)
    if member.is_encrypted and not content.can_open(member):
        text = sentence("It is encrypted, and no password given opens it.")
        return State.ENCRYPTED, Issue(Stage.READ, IssueCode.ENCRYPTED, text)
    return State.PENDING, None


def _facts(member: Member) -> tuple[int | None, tuple[DateFact, ...], tuple[StatedHash, ...]]:
    """Time of change, further dates, stated digests."""
    stated: tuple[StatedHash, ...] = ()
    times: list[int | None] = []
    for kind, data in zip_records.extras_of(member.extra):
        if kind == _EXTENDED_TIMES:
            times = _extended(data)
        elif kind == _NTFS and not times:
            times = _ntfs(data)
        elif kind == _SHA256 and len(data) == 32:  # noqa: PLR2004 - bytes of a SHA-256
            stated = (StatedHash("sha256", data, _GRAYKEY),)
    if times and times[0] is not None:
        return times[0], utc_facts(*zip(_KINDS[1:], times[1:], strict=False)), stated
    text = _dos(member.dos)
    return None, (DateFact(_KINDS[0], text, None),) if text else (), stated


def _extended(data: bytes) -> list[int | None]:
    """Changed, accessed, created in ns since 1970 UTC, as far as they are there."""
    if not data:
        return []
    times: list[int | None] = [None, None, None]
    place = 1
    for index in range(3):
        if data[0] >> index & 1 and place + 4 <= len(data):
            times[index] = struct.unpack_from("<i", data, place)[0] * 1_000_000_000
            place += 4
    return times


def _ntfs(data: bytes) -> list[int | None]:
    """The same from the field of NTFS: a reserved number, then tagged attributes, of which the first has the times."""
    if len(data) < 32 or data[4:8] != b"\1\0\x18\0":  # noqa: PLR2004 - tag 1, 24 bytes
        return []
    return [(value - _FILETIME_EPOCH) * 100 if value else None for value in struct.unpack_from("<QQQ", data, 8)]


def _dos(value: int) -> str:
    """The date as text; "" where there is none, or none that a calendar has."""
    if value in _DOS_NONE:
        return ""
    date, time = value >> 16, value & 0xFFFF
    try:
        when = datetime(  # noqa: DTZ001 - the archive states no zone
            1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, min((time & 31) * 2, 59)
        )
    except ValueError:
        return ""
    return when.strftime("%Y-%m-%d %H:%M:%S")
