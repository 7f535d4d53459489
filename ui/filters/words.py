"""Columns, values and conditions as words, and what people type as numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from forensicdesk.facets import DATES, NO, NONE, YES, Among, Column, Grouping
from forensicdesk.language import _, later
from forensicdesk.model import MatchKind, Origin, State
from ui.words import KIND_BADGES, ORIGINS, STATES, number, printable, short_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forensicdesk.facets import Between, Condition

COLUMNS = {
    Column.CATEGORY: later("Category"),
    Column.LIST: later("List"),
    Column.MATCH: later("Kind of match"),
    Column.DISTANCE: later("Distance"),
    Column.SOURCE: later("Exhibit"),
    Column.MEDIA: later("Picture or film"),
    Column.TYPE: later("File type"),
    Column.SIZE: later("File size"),
    Column.TAKEN: later("Taken"),
    Column.EXIF_DATE: later("Date in EXIF, XMP, IPTC"),
    Column.CONTAINER_DATE: later("Date of the film container"),
    Column.APPLICATION_DATE: later("Date set by a program"),
    Column.CREATED: later("File created"),
    Column.MODIFIED: later("File modified"),
    Column.ACCESSED: later("File accessed"),
    Column.CHANGED: later("File record changed"),
    Column.CAMERA: later("Camera"),
    Column.GPS: later("Has a place"),
    Column.ORIGIN: later("Deleted or carved"),
    Column.PIXELS: later("Resolution"),
    Column.DURATION: later("Duration"),
    Column.ISSUE: later("Issue"),
    Column.STATE: later("State"),
    Column.SEEN: later("Seen by"),
    Column.DECIDED_BY: later("Decided by"),
}
"""In the order in which they are offered."""

GROUPINGS = {
    Grouping.NOTHING: later("Not grouped"),
    Grouping.STACK: later("By stack"),
    Grouping.FOLDER: later("By folder"),
    Grouping.SOURCE: later("By exhibit"),
    Grouping.DAY: later("By day"),
    Grouping.CAMERA: later("By camera"),
    Grouping.LIST: later("By list"),
    Grouping.CATEGORY: later("By category"),
}

UNITS = {
    Column.SIZE: (later("MB"), 1_000_000.0),
    Column.PIXELS: (later("megapixels"), 1_000_000.0),
    Column.DURATION: (later("seconds"), 1.0),
    Column.DISTANCE: (later("bits"), 1.0),
}
"""The unit in which people say a number, and how many of the column's it has."""

_NOTHING = {
    Column.CATEGORY: later("undecided"),
    Column.LIST: later("on no list"),
    Column.MATCH: later("no match"),
    Column.MEDIA: later("neither"),
    Column.CAMERA: later("no camera named"),
    Column.ISSUE: later("no issue"),
    Column.SEEN: later("nobody"),
    Column.DECIDED_BY: later("nobody"),
    Column.TYPE: later("unknown"),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_VALUES = 3


@dataclass(frozen=True, slots=True)
class Names:
    """What lists, exhibits and categories are called: by id, by number as text, and by code."""

    lists: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)


def value_text(column: Column, value: str, names: Names) -> str:
    """A value for people."""
    if value == NONE:
        return _(_NOTHING.get(column, later("none")))
    if column is Column.LIST:
        return printable(names.lists.get(value, value))
    if column is Column.SOURCE:
        return printable(names.sources.get(value, value))
    if column is Column.CATEGORY:
        return printable(f"{value} {names.categories.get(value, '')}".strip())
    fixed = _fixed(column, value)
    return fixed if fixed is not None else printable(value)


def _fixed(column: Column, value: str) -> str | None:
    """A value that the program itself names."""
    if column is Column.MATCH:
        return _(KIND_BADGES[MatchKind(value)])
    if column is Column.STATE:
        return _(STATES[State(value)])
    if column is Column.ORIGIN:
        return _(ORIGINS[Origin(value)])
    if column is Column.GPS:
        return {YES: _("yes"), NO: _("no")}[value]
    if column is Column.MEDIA:
        return {"picture": _("picture"), "film": _("film")}.get(value)
    return None


def condition_text(condition: Condition, names: Names) -> str:
    """A condition for people, such as "Camera: Kamera K-100"."""
    name = _(COLUMNS[condition.column])
    if isinstance(condition, Among):
        values = [value_text(condition.column, value, names) for value in condition.values]
        more = len(values) - _MOST_VALUES
        said = ", ".join(values[:_MOST_VALUES])
        if more > 0:
            said = _("{values} and {count} more").format(values=said, count=more)
        if condition.excluded:
            return _("{column}: not {values}").format(column=name, values=said)
        return _("{column}: {values}").format(column=name, values=said)
    return _("{column}: {values}").format(column=name, values=_range_text(condition))


def _range_text(condition: Between) -> str:
    low, high = number_text(condition.column, condition.low), number_text(condition.column, condition.high)
    unit = "" if condition.column in DATES else f" {_(UNITS[condition.column][0])}"
    if low and high:
        return _("{low} to {high}").format(low=low, high=high) + unit
    if high:
        return _("to {high}").format(high=high) + unit
    return _("from {low}").format(low=low or "?") + unit


def number_text(column: Column, value: float | None, *, digits: int = 10) -> str:
    """A number as people type it, with so many digits that count; "" for none."""
    if value is None:
        return ""
    if column in DATES:
        try:
            return (_EPOCH + timedelta(seconds=value)).date().isoformat()
        except OverflowError:
            return f"{value:g}"
    return short_number(float(f"{value / UNITS[column][1]:.{digits}g}"))


def number_of(column: Column, text: str, *, last: bool = False) -> float | None:
    """What was typed as a number of the column; for a date the first second of the day, or with `last` its last.

    Raises:
        ValueError: it is neither a number nor a date.
    """
    said = text.strip()
    if not said:
        return None
    if column not in DATES:
        return float(said.replace(",", ".")) * UNITS[column][1]
    moment = datetime.combine(date.fromisoformat(said), time.max if last else time.min, tzinfo=UTC)
    return float((moment - _EPOCH) // timedelta(seconds=1))


def group_text(grouping: Grouping, value: str, names: Names) -> str:
    """The title of a group."""
    columns = {
        Grouping.SOURCE: Column.SOURCE,
        Grouping.CAMERA: Column.CAMERA,
        Grouping.LIST: Column.LIST,
        Grouping.CATEGORY: Column.CATEGORY,
    }
    if grouping is Grouping.DAY:
        if value == NONE:
            return _("no date")
        try:
            return (_EPOCH + timedelta(days=int(value))).date().isoformat()
        except OverflowError:
            return _("a date outside the calendar")
    if grouping is Grouping.STACK:
        return _stack_text(value)
    if grouping is Grouping.FOLDER:
        return printable(value) if value else _("top folder")
    return value_text(columns[grouping], value, names)


def _stack_text(value: str) -> str:
    """A stack by its number; negative numbers are those of contents that several items share."""
    if value == NONE:
        return _("in no stack")
    return _("equal bytes") if value.startswith("-") else _("Stack {id}").format(id=value)


def with_count(text: str, count: int | None) -> str:
    """A text and how many items it means."""
    return text if count is None else f"{text} · {number(count)}"
