"""Times and names as people read them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reports.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def show_time(seconds: float) -> str:
    """A time in a film, "1:02" or "1:00:02", rounded down to whole seconds."""
    minutes, rest = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def show_moment(nanoseconds: int) -> str:
    """A time of a file system in UTC; one that no calendar can hold is given as the number it is."""
    try:
        moment = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return f"{nanoseconds} ns after 1970-01-01"
    return moment.isoformat(timespec="seconds")


def distinct(names: Mapping[int, str]) -> dict[int, str]:
    """The names by number, with the number added to each name that more than one has."""
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    return {number: f"{name} (#{number})" if name in shared else name for number, name in names.items()}


def exhibit_labels(sources: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A name for each exhibit that no other has; a folder's own name where the label would be a path."""
    return distinct({number: printable(Path(label).name or label) for number, label in sources})
