"""What items can be chosen by: columns, and conditions on them. Values only; the case answers them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forensicdesk.charting import DateSource


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
    EXIF_DATE = "exif-date"
    CONTAINER_DATE = "container-date"
    APPLICATION_DATE = "application-date"
    CREATED = "created"
    MODIFIED = "modified"
    ACCESSED = "accessed"
    CHANGED = "changed"


OF_ORIGIN = {
    Column.EXIF_DATE: DateSource.EXIF,
    Column.CONTAINER_DATE: DateSource.CONTAINER,
    Column.APPLICATION_DATE: DateSource.APPLICATION,
}
"""Dates as the timeline has them: of several fields of one origin, the one that counts there."""
DATES = (Column.TAKEN, *OF_ORIGIN, Column.CREATED, Column.MODIFIED, Column.ACCESSED, Column.CHANGED)
NUMBERS = (Column.DISTANCE, Column.SIZE, Column.PIXELS, Column.DURATION, *DATES)
CHOICES = tuple(column for column in Column if column not in NUMBERS)
SEVERAL = (Column.LIST, Column.MATCH, Column.SEEN)
"""Columns of which an item can have several values."""
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


@dataclass(frozen=True, slots=True)
class Span:
    """Which numbers of a column there are.

    Attributes:
        items: how many items have the number.
        least: the smallest, as `Between` has it.
        most: the largest.
    """

    items: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Hide:
    """What a gallery leaves out until it is asked for.

    Attributes:
        decided: items that have a category.
        harmless: items that equal an entry of an ignorable list and match no list of another role.
    """

    decided: bool = False
    harmless: bool = False


class Grouping(StrEnum):
    """By what a gallery groups items."""

    NOTHING = "nothing"
    STACK = "stack"
    FOLDER = "folder"
    SOURCE = "source"
    DAY = "day"
    CAMERA = "camera"
    LIST = "list"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Showing:
    """How a gallery shows the items that pass a filter.

    Attributes:
        stacked: what belongs together stands once; where it is grouped by stack, every item stands in its group.
        opened: what is shown whole all the same: stacks by number, equal bytes by that of their content, negative.
        grouping: by what; groups with the highest share of hits come first.
        hide: what is left out and only counted.
    """

    stacked: bool = False
    opened: frozenset[int] = frozenset()
    grouping: Grouping = Grouping.NOTHING
    hide: Hide = Hide()
