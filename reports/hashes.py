"""What examiners decided as a hash list: a table that this program and others import.

One row for each content and category, in the order of the first item; items without a category and without digests are
left out. The category is the examiner's, and the list says nothing of matches.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reports.csv_ import harmless

if TYPE_CHECKING:
    from typing import BinaryIO

    from reports.media import Media
    from reports.model import ReportModel

SMALL = ("phash", "dhash")
"""Hashes of 64 bits: alone they say little, together they find copies that PDQ does not (`docs/matching.md`)."""

COLUMNS = ("id", "md5", "sha1", "sha256", "pdq", "quality", *SMALL, "category", "label", "comment")


def write_hashes(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """The table: UTF-8, comma-separated."""
    text = io.TextIOWrapper(out, "utf-8", "backslashreplace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    seen: set[tuple[str, str]] = set()
    for line in media():
        key = (line.sha256, line.category)
        if not line.category or not line.sha256 or key in seen:
            continue
        seen.add(key)
        hashes = {name: (value, quality) for name, _, value, quality in reversed(line.perceptual)}
        pdq, quality = hashes.get("pdq", ("", None))
        said = f"{model.case.number}, {model.report_id}, item {line.number}"
        near = (pdq, "" if quality is None else str(quality), *(hashes.get(name, ("",))[0] for name in SMALL))
        cells = (str(line.number), line.md5, line.sha1, line.sha256, *near, line.category, line.category_label, said)
        writer.writerow([harmless(cell) for cell in cells])
    text.detach()
