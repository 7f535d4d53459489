"""Dates as found, turned into numbers: which field of a kind counts, and what moment its text says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from forensicdesk.charting import DateSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hashing.values import DateFact

NO_DATE = np.iinfo(np.int64).min
"""Stands for a date that there is not, or that is none."""

_PREFIXES = {
    "file": DateSource.FILE,
    "original": DateSource.CONTAINER,
    "container": DateSource.CONTAINER,
    "application": DateSource.APPLICATION,
    "exif": DateSource.EXIF,
    "xmp": DateSource.EXIF,
    "iptc": DateSource.EXIF,
    "png": DateSource.EXIF,
}
_BEST = (
    "DateTimeOriginal", "creationdate", "creation_time", "file:modified", "DateTimeDigitized", "DateCreated",
    "CreateDate", "file:created", "Creation Time", "ModifyDate", "exif:DateTime",
)  # fmt: skip
"""How fields end that say best when something was made; of other fields the first counts."""
_LAST = ("GPS", "Thumbnail", "track ")
"""What stands in fields that count only where there is no other."""
_MOMENT = re.compile(r"\s*(\d{4})[-:/.](\d\d)[-:/.](\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?)?")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)\Z")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - texts without a zone are counted from here, too
_WIDTH = 19
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
_LEAP_SECOND = 60


@lru_cache(maxsize=4096)
def standing_of(field: str) -> tuple[DateSource, int] | None:
    """Whose date a field is and how late it counts; None for a field of no known origin."""
    source = _PREFIXES.get(field.partition(":")[0])
    if source is None:
        return None
    rank = next((at for at, ending in enumerate(_BEST) if field.endswith(ending)), len(_BEST))
    late = any(part in field for part in _LAST)
    return source, rank + len(_BEST) * (1 + late) if late else rank


@lru_cache(maxsize=4096)
def offset_of(zone: str | None) -> int | None:
    """Seconds by which a stated zone is ahead of UTC; None where there is no zone, or none that can be read."""
    if zone is None:
        return None
    if zone.strip().upper() in {"Z", "UTC", "GMT"}:
        return 0
    found = _ZONE.match(zone.strip())
    if found is None:
        return None
    ahead = int(found[2]) * 3600 + int(found[3]) * 60
    return ahead if found[1] == "+" else -ahead


def seconds_of(text: str) -> int | None:
    """Seconds from 1970 to what a date says, whatever its zone; None for what is no date."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - see above
    except ValueError:
        return None
    if second > _LEAP_SECOND:
        return None
    return int((moment - _EPOCH) / timedelta(seconds=1)) + second - min(second, 59)


def moments_by_origin(dates: Iterable[DateFact]) -> dict[DateSource, int]:
    """What counts among dates as found, by origin: of the fields that can be read, the one that counts first.

    Returns:
        seconds since 1970, in UTC where a zone is stated, else as written; no place for an origin without a date.
    """
    standing = [(*found, date) for date in dates if (found := standing_of(date.kind)) is not None]
    standing.sort(key=lambda one: one[1])
    moments: dict[DateSource, int] = {}
    for source, _, date in standing:
        if source not in moments and (seconds := seconds_of(date.text)) is not None:
            moments[source] = seconds - (offset_of(date.zone) or 0)
    return moments


def has_others(dates: str | None) -> bool:
    """Whether these dates, as JSON, have one that is not the file system's; quotes within texts are escaped there."""
    return dates is not None and dates.count('["') != dates.count('["file:')


def all_seconds(texts: Sequence[str]) -> NDArray[np.int64]:
    """`seconds_of` for many texts at once; NO_DATE for what is no date.

    Texts of the common form are read together, as numbers; the others one by one.
    """
    found = np.full(len(texts), NO_DATE, np.int64)
    if not texts:
        return found
    raw = np.array([text.encode("ascii", "replace")[:_WIDTH] for text in texts], f"S{_WIDTH}")
    letters = np.frombuffer(raw.tobytes(), np.uint8).reshape(len(texts), _WIDTH)
    digits = letters[:, _DIGITS].astype(np.int64) - ord("0")
    plain = ((digits >= 0) & (digits <= 9)).all(axis=1)  # noqa: PLR2004 - a digit
    plain &= np.isin(letters[:, [4, 7]], np.frombuffer(b"-:/.", np.uint8)).all(axis=1)
    plain &= np.isin(letters[:, 10], np.frombuffer(b"T ", np.uint8)) & (letters[:, [13, 16]] == ord(":")).all(axis=1)
    plain &= _real(digits)
    found[plain] = _seconds(digits[plain])
    for at in np.flatnonzero(~plain).tolist():
        one = seconds_of(texts[at])
        if one is not None:
            found[at] = one
    return found


def _pair(digits: NDArray[np.int64], at: int) -> NDArray[np.int64]:
    whole: NDArray[np.int64] = digits[:, at] * 10 + digits[:, at + 1]
    return whole


def _real(digits: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether numbers are surely those of a date: years from 1 on, no day behind the 28th (those are looked at)."""
    year, month, day = _pair(digits, 0) * 100 + _pair(digits, 2), _pair(digits, 4), _pair(digits, 6)
    hour, minute, second = _pair(digits, 8), _pair(digits, 10), _pair(digits, 12)
    in_year = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)  # noqa: PLR2004 - a calendar's
    safe = (day <= 28) | np.isin(month, (1, 3, 5, 7, 8, 10, 12)) | ((day <= 30) & (month != 2))  # noqa: PLR2004
    kept: NDArray[np.bool_] = in_year & safe & (hour < 24) & (minute < 60) & (second < 60)  # noqa: PLR2004 - a clock's
    return kept


def _seconds(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    years: NDArray[Any] = (_pair(digits, 0) * 100 + _pair(digits, 2) - 1970).astype("datetime64[Y]")
    months: NDArray[Any] = years.astype("datetime64[M]") + (_pair(digits, 4) - 1)
    days: NDArray[np.int64] = months.astype("datetime64[D]").astype(np.int64) + _pair(digits, 6) - 1
    whole: NDArray[np.int64] = ((days * 24 + _pair(digits, 8)) * 60 + _pair(digits, 10)) * 60 + _pair(digits, 12)
    return whole
