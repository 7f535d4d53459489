"""What a report leaves out because it was asked to: parts of what it says of each item, and plots.

Item numbers, exhibits, locations, digests and hashes, what the evidence states of them, matches with their distances,
decisions, issues, the ledger and the limits are in every report; there is no name by which they could be left out.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from reports.each_item import with_items
from reports.figures import Figures
from reports.media import MediaWithRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.media import Media, MediaLine
    from reports.model import ReportItem, ReportModel
    from reports.wording import Wording

PICTURES, NAMES, DATES, METADATA = "pictures", "names", "dates", "metadata"
INDICATORS, NOTES, CARDS = "indicators", "notes", "cards"
ITEM_PARTS = (PICTURES, NAMES, DATES, METADATA, INDICATORS, NOTES, CARDS)
"""What is said of an item beside what every report says."""

PLOTS = ("categories", "time", "cameras", "network", "distances")
PLOT = "plot:"
PARTS = (*ITEM_PARTS, *(f"{PLOT}{name}" for name in PLOTS))
"""Everything that can be left out."""

GROUP = "metadata:"
"""What stands before the name of one group of metadata, where only some are shown."""

COLUMNS = {
    DATES: ("file_created", "file_modified", "file_accessed", "file_changed", "media_dates"),
    METADATA: ("camera_make", "camera_model", "metadata"),
    INDICATORS: ("indicators",),
    NOTES: ("tags", "notes"),
}
"""The columns of tables that a part fills."""

_FIGURES = {
    "categories": ("categories", "by_category"),
    "time": ("months", "undated"),
    "cameras": ("cameras", "unnamed"),
    "distances": ("distances",),
}


class UnknownPartError(ValueError):
    """A part that there is not."""


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOut:
    """What was left out on request.

    Attributes:
        parts: names out of `PARTS`, in their order.
        groups: groups of metadata that are shown although `metadata` is among the parts.
    """

    parts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was."""
        return bool(self.parts)


def all_but(shown: Iterable[str]) -> LeftOut:
    """What is left out where only these parts are shown; "plots" stands for every plot, "none" for nothing.

    Raises:
        UnknownPartError: naming the parts there are.
    """
    wanted, groups = set[str](), []
    for name in shown:
        if name.startswith(GROUP) and name != GROUP:
            groups.append(name.removeprefix(GROUP))
        elif name == "plots":
            wanted |= {part for part in PARTS if part.startswith(PLOT)}
        elif name in PARTS:
            wanted.add(name)
        elif name != "none":
            known = ", ".join((*PARTS, "plots", f"{GROUP}GROUP", "none"))
            msg = f"There is no part {name!r} of a report to choose; choose from: {known}."
            raise UnknownPartError(msg)
    kept = () if METADATA in wanted else tuple(dict.fromkeys(groups))
    return LeftOut(tuple(part for part in PARTS if part not in wanted), kept)


def without(model: ReportModel, left_out: LeftOut) -> ReportModel:
    """The model without these parts; it says itself what they are."""
    if not left_out:
        return model
    blank = Figures()
    gone = [name for plot, names in _FIGURES.items() if PLOT + plot in left_out.parts for name in names]
    figures = dataclasses.replace(model.figures, **{name: getattr(blank, name) for name in gone})
    fewer = with_items(model, lambda item: _item(item, left_out))
    return dataclasses.replace(fewer, figures=figures, left_out=left_out)


def media_without(media: Media, left_out: LeftOut) -> Media:
    """Pictures and films for tables and exchange formats, without these parts."""
    if not left_out:
        return media
    lines = media.lines if isinstance(media, MediaWithRecords) else media

    def fewer() -> Iterator[MediaLine]:
        return (_line(line, left_out) for line in lines())

    return dataclasses.replace(media, lines=fewer) if isinstance(media, MediaWithRecords) else fewer


def empty_columns(left_out: LeftOut) -> frozenset[str]:
    """The columns of tables in which nothing stands because it was left out."""
    parts = [part for part in left_out.parts if part != METADATA or not left_out.groups]
    return frozenset(name for part in parts for name in COLUMNS.get(part, ()))


def sentence(left_out: LeftOut, words: Wording) -> str:
    """What was left out, in the report's language; "" where nothing was."""
    if not left_out:
        return ""
    names = [words(f"left_out.{part}") for part in left_out.parts]
    if left_out.groups:
        at = left_out.parts.index(METADATA)
        names[at] = words("left_out.metadata.but", groups=", ".join(left_out.groups))
    return words("left_out", parts=", ".join(names))


def _item(item: ReportItem, left_out: LeftOut) -> ReportItem:
    parts = left_out.parts
    changes: dict[str, object] = {}
    if PICTURES in parts:
        changes |= {"picture": None, "picture_type": ""}
    if METADATA in parts:
        changes["metadata"] = tuple(group for group in item.metadata if group[0] in left_out.groups)
    if CARDS in parts:
        changes["matches"] = tuple(
            dataclasses.replace(card, frames="", times="", note="", policy="") for card in item.matches
        )
    fields = {NAMES: "names", DATES: "dates", INDICATORS: "indicators", NOTES: "remarks"}
    changes |= {name: () for part, name in fields.items() if part in parts}
    return dataclasses.replace(item, **changes)  # type: ignore[arg-type]  # each of the type of its field


def _line(line: MediaLine, left_out: LeftOut) -> MediaLine:
    changes: dict[str, object] = {}
    if METADATA in left_out.parts:
        changes["metadata"] = tuple(group for group in line.metadata if group[0] in left_out.groups)
    fields = {DATES: ("file_dates", "dates"), INDICATORS: ("indicators",), NOTES: ("tags", "notes")}
    changes |= {name: () for part, names in fields.items() if part in left_out.parts for name in names}
    return dataclasses.replace(line, **changes)  # type: ignore[arg-type]  # each of the type of its field
