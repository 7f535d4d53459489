"""Equal contents put together without holding them: all lines are read twice, and little is kept of each.

The first reading counts, and keeps what the copies of a content add to its record; the second gives the records in the
order in which their contents were first met. What is kept of a line is its digest and number, or a copy's own words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.media import MediaLine, MediaWithRecords

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """What one item adds to the record of its content.

    Attributes:
        number: the item's number.
        category: what an examiner decided, "" if nobody has.
        decision: the same in words, "" likewise.
        notes: of examiners, in words.
        tags: of examiners.
        file: where it lies, as JSON.
    """

    number: int
    category: str
    decision: str
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    file: str


def place_of(line: MediaLine) -> Place:
    """What one line adds."""
    decided = f"category {line.category} ({line.category_label}) by {line.decided_by}, {line.decided_at}"
    decision = f"Item {line.number}: {decided}" if line.category else ""
    notes = tuple(f"Item {line.number}: {note}" for note in line.notes)
    return Place(line.number, line.category, decision, notes, line.tags, json.dumps(_file(line)))


@dataclass(slots=True)
class Groups:
    """What the first reading found.

    Attributes:
        contents: of each distinct content that could be read, by its SHA-256, the number of its first item.
        copies: what all further items with a content add, in order.
        named: how many items without a digest another program says something of.
        last: the highest number of an item.
    """

    contents: dict[bytes, int] = field(default_factory=dict)
    copies: dict[bytes, list[Place]] = field(default_factory=dict)
    named: int = 0
    last: int = 0

    def of(self, line: MediaLine) -> list[Place] | None:
        """What every item with this content adds, if the line is the first of them; else None."""
        digest = bytes.fromhex(line.sha256)
        if not line.md5 or self.contents[digest] != line.number:
            return None
        return [place_of(line), *self.copies.get(digest, ())]


def grouped(media: MediaWithRecords) -> Groups:
    """Read all lines once."""
    groups = Groups()
    for line in media():
        groups.last = max(groups.last, line.number)
        if not line.md5:
            groups.named += bool(media.of_item(line.number))
            continue
        digest = bytes.fromhex(line.sha256)
        if digest in groups.contents:
            groups.copies.setdefault(digest, []).append(place_of(line))
        else:
            groups.contents[digest] = line.number
    return groups


def without_content(media: MediaWithRecords, groups: Groups) -> Iterator[MediaLine]:
    """The items without a digest of which another program says something; read anew only if there are any."""
    for line in media() if groups.named else ():
        if not line.md5 and media.of_item(line.number):
            yield line


def _file(line: MediaLine) -> Record:
    dates = {date.kind: date.text + date.zone for date in line.file_dates}
    steps = [step.replace("/", "\\") for step in line.path]
    found: Record = {
        "MD5": line.md5.upper(),
        "FileName": line.name,
        "FilePath": "\\".join((line.exhibit, *steps)),
        "Created": dates.get("created"),
        "Written": dates.get("modified"),
        "Accessed": dates.get("accessed"),
        "Change": dates.get("changed"),
        "Unallocated": line.origin == "carved",
        "Deleted": line.origin != "live",
        "PhysicalLocation": line.offset,
        "SourceID": line.exhibit,
    }
    if len(line.path) > 1:
        parent = "\\".join((line.exhibit, *steps[:-1]))
        found |= {"ParentFileName": parent.rpartition("\\")[2], "ParentFilePath": parent}
    return found
