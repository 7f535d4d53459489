"""What items can be chosen by: columns, and conditions on them. Values only; the case answers them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """A fact by which items are chosen: some are certain values (`CHOICES`), some are numbers (`NUMBERS`).

    Dates are seconds since 1970: in UTC where the zone is known, else as they are written.
    """

    CATEGORY = "category"
    LIST = "list"
    MATCH = "match"
    SOURCE = "source"
    MEDIA = "media"
    TYPE = "type"
    ORIGIN = "origin"
    STATE = "state"
    CAMERA = "camera"
    GPS = "gps"
    ISSUE = "issue"
    SEEN = "seen"
    DECIDED_BY = "decided-by"
    DISTANCE = "distance"
    SIZE = "size"
    PIXELS = "pixels"
    DURATION = "duration"
    TAKEN = "taken"
    CREATED = "created"
    MODIFIED = "modified"
    ACCESSED = "accessed"
    CHANGED = "changed"


DATES = (Column.TAKEN, Column.CREATED, Column.MODIFIED, Column.ACCESSED, Column.CHANGED)
NUMBERS = (Column.DISTANCE, Column.SIZE, Column.PIXELS, Column.DURATION, *DATES)
CHOICES = tuple(column for column in Column if column not in NUMBERS)
OF_READINGS = (Column.CATEGORY, Column.DECIDED_BY)
"""What a second examiner is not to see of others."""
YES, NO = "yes", "no"
NONE = ""
"""The value of an item that has none: no match, no category, no camera; seen by nobody."""


@dataclass(frozen=True, slots=True)
class Among:
    """Items with one of these values, or with `excluded` those that have none of them.

    Attributes:
        column: one of `CHOICES`.
        values: codes of categories, ids of lists, numbers of exhibits, names of examiners and so on, as text.
    """

    column: Column
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Items whose number lies between two, both included; None for no limit. Items without the number do not pass.

    Attributes:
        column: one of `NUMBERS`. Sizes are in bytes, pixels are width by height, durations and dates in seconds.
    """

    column: Column
    low: float | None = None
    high: float | None = None


Condition = Among | Between


class Grouping(StrEnum):
    """By what a gallery groups items."""

    NOTHING = "nothing"
    FOLDER = "folder"
    SOURCE = "source"
    DAY = "day"
    CAMERA = "camera"
    LIST = "list"
    CATEGORY = "category"
