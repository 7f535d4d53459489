"""Looking at a list file before it is loaded; called off the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.session import preview_list

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session import ImportSettings, ListPreview

BY_LINES = frozenset(
    {
        *("csv", "plain-text", "gnu-sum", "bsd-digest", "hashdeep", "pdq-text", "vpdq-text", "threatexchange"),
        *("hashkeeper", "ilook-v1", "ilook-v3", "ilook-v4", "led-csv", "icse-csv", "nsrl-rds2"),
    }
)
"""Formats with an entry on each line."""

PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
MOST_COUNTED = 512 * 1024 * 1024
"""The lines of a file larger than this are not counted beforehand."""

_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would be read as, how large it is, and how many lines it has where lines are entries."""

    preview: ListPreview
    size: int
    lines: int | None


def look_at_list(path: Path, stated: ImportSettings) -> Looked:
    """Look at a file.

    Raises:
        UsageError, ListError, EnvironmentProblem: as `preview_list`.
    """
    seen = preview_list(path, stated)
    size = path.stat().st_size
    return Looked(seen, size, count_lines(path) if seen.format in BY_LINES and size <= MOST_COUNTED else None)


def count_lines(path: Path) -> int | None:
    """How many lines a file of plain text has, the last one too if it has no end; None where it is packed."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while piece := stream.read(_AT_ONCE):
            if not count and piece.startswith(PACKED):
                return None
            count += piece.count(b"\n")
            last = piece[-1:]
    return count if last == b"\n" else count + 1
