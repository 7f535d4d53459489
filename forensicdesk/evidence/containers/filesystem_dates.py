"""The times of files as a file system keeps them."""

from __future__ import annotations

import calendar
import os
import time
from typing import TYPE_CHECKING

from hashing.values import DateFact

if TYPE_CHECKING:
    import pytsk3

_FIELDS = (("modified", "mtime"), ("accessed", "atime"), ("created", "crtime"), ("changed", "ctime"))
_LOCAL = frozenset({"fat", "exfat", "iso9660"})
"""File systems that keep local time and do not say of which zone; of a disc The Sleuth Kit does not pass it on."""


def without_zone() -> None:
    """Keep The Sleuth Kit from moving local times by the zone of this machine, and its hours that do not exist."""
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):
        time.tzset()


def is_local(kind: str) -> bool:
    """Whether a kind of file system keeps times without a zone."""
    return kind in _LOCAL


def modified_of(meta: pytsk3.TSK_FS_META, kind: str) -> int | None:
    """Time of the last change in nanoseconds since 1970 UTC; None where there is none, or none with a zone."""
    if is_local(kind) or not meta.mtime:
        return None
    return int(meta.mtime) * 1_000_000_000 + int(meta.mtime_nano)


def dates_of(meta: pytsk3.TSK_FS_META, kind: str) -> tuple[DateFact, ...]:
    """All times that are set."""
    zone = None if is_local(kind) else "Z"
    found = []
    for name, field in _FIELDS:
        seconds = int(getattr(meta, field))
        if seconds:
            text = _text(seconds, int(getattr(meta, f"{field}_nano")), local=zone is None)
            found.append(DateFact(f"file:{name}", text, zone))
    return tuple(found)


def _text(seconds: int, nano: int, *, local: bool) -> str:
    if local:
        # It was made a number with the zone of this process: back the same way.
        try:
            seconds = calendar.timegm(time.localtime(seconds))
        except (OverflowError, OSError, ValueError):
            return f"{seconds} s since 1970"
    return utc_text(seconds, nano)


def utc_text(seconds: int, nano: int) -> str:
    """A time in seconds and nanoseconds since 1970 as text, without its zone."""
    try:
        parts = time.gmtime(seconds)
    except (OverflowError, OSError, ValueError):
        return f"{seconds} s since 1970"
    text = time.strftime("%Y-%m-%d %H:%M:%S", parts)
    return f"{text}.{nano:09d}".rstrip("0") if nano else text
