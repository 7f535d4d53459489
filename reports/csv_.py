"""Every picture and film as a table for spreadsheets (RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it).

A cell that a spreadsheet would take for a formula is led by an apostrophe, as OWASP's page on CSV injection advises;
the column "safe" says in which rows that happened, so that nothing is changed in silence.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reports.left_out import empty_columns
from reports.media import match_sentence

if TYPE_CHECKING:
    from typing import BinaryIO

    from reports.media import Media, MediaLine
    from reports.model import ReportModel

COLUMNS = (
    "report", "item", "parent", "exhibit", "location", "location_bytes", "name", "state", "origin", "type", "size",
    "width", "height", "duration_s", "md5", "sha1", "sha256", "pdq", "pdq_quality", "phash", "dhash", "film_frames",
    "file_created", "file_modified", "file_accessed", "file_changed", "media_dates", "camera_make", "camera_model",
    "metadata", "indicators", "issues", "match_count", "match_kinds", "match_lists", "match_labels", "match_distance",
    "matches", "category", "category_label", "decided_by", "decided_at", "tags", "notes", "safe",
)  # fmt: skip
"""The titles, in order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_JOINER = "; "

LEFT_OUT = "(left out)"
"""Stands in every cell of a column that was left out on request."""


def write_csv(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """The table; equal cases give equal bytes."""
    text = io.TextIOWrapper(out, "utf-8-sig", "backslashreplace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in media():
        cells = [str(cell) for cell in cells_of(model, line)]
        safe = [harmless(cell) for cell in cells]
        writer.writerow([*safe, "" if safe == cells else "'"])
    text.detach()  # which puts everything into `out` and leaves it open


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def cells_of(model: ReportModel, line: MediaLine) -> tuple[object, ...]:
    """The cells of one row but for the last, in the order of `COLUMNS`; those left out on request say so."""
    empty = empty_columns(model.left_out)
    cells = _cells(model.report_id, line)
    return tuple(LEFT_OUT if name in empty else cell for name, cell in zip(COLUMNS, cells, strict=False))


def _cells(report_id: str, line: MediaLine) -> tuple[object, ...]:
    hashes = {name: (value, quality) for name, _, value, quality in reversed(line.perceptual)}
    pdq, quality = hashes.get("pdq", ("", None))
    files = {date.kind: date.text + date.zone for date in line.file_dates}
    kinds = dict.fromkeys(match.kind for match in line.matches)
    lists = dict.fromkeys(f"{match.list_name}@{match.list_version}" for match in line.matches)
    labels = dict.fromkeys(match.label for match in line.matches if match.label)
    exact = all(raw == text.encode("utf-8", "replace") for raw, text in zip(line.path_bytes, line.path, strict=True))
    return (
        report_id,
        line.number,
        _text(line.parent),
        line.exhibit,
        " > ".join(line.path),
        "" if exact else " > ".join(raw.hex() for raw in line.path_bytes),
        line.name,
        line.state,
        line.origin,
        line.media_type,
        line.size,
        _text(line.width),
        _text(line.height),
        "" if line.duration_s is None else f"{line.duration_s:.3f}",
        line.md5,
        line.sha1,
        line.sha256,
        pdq,
        _text(quality),
        hashes.get("phash", ("", None))[0],
        hashes.get("dhash", ("", None))[0],
        line.frames or "",
        *(files.get(kind, "") for kind in ("created", "modified", "accessed", "changed")),
        _JOINER.join(f"{kind} {text}{' ' + zone if zone else ''}" for kind, text, zone in line.dates),
        dict(_summary(line)).get("Make", ""),
        dict(_summary(line)).get("Model", ""),
        _JOINER.join(f"{name}={value}" for name, value in _summary(line)),
        _JOINER.join(f"{code}: {text}" for code, text in line.indicators),
        _JOINER.join(f"{code}: {text}" for code, text in line.issues),
        len(line.matches),
        _JOINER.join(kinds),
        _JOINER.join(lists),
        _JOINER.join(labels),
        _text(min((match.distance for match in line.matches), default=None)),
        _JOINER.join(match_sentence(match) for match in line.matches),
        line.category,
        line.category_label,
        line.decided_by,
        line.decided_at,
        _JOINER.join(line.tags),
        _JOINER.join(line.notes),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _summary(line: MediaLine) -> tuple[tuple[str, str], ...]:
    """The few fields that every reader of metadata agrees on; all of them stand in the JSON of `items`."""
    return next((pairs for group, pairs in line.metadata if group == "summary"), ())
