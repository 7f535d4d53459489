"""Facts made of a few values, and what they mean one item at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.deriving import BY_ORIGIN
from forensicdesk.case.facts.columns import (
    CONTENT_TYPES,
    ITEM_TYPES,
    KINDS,
    MEDIA,
    MISSING,
    NO_DISTANCE,
    ORIGINS,
    STATES,
    Facts,
    Spoken,
    Vocabulary,
)
from forensicdesk.case.facts.paths import PathText, part_of
from forensicdesk.decisions import Reading
from forensicdesk.model import Origin, State

if TYPE_CHECKING:
    from forensicdesk.model import MatchKind


@dataclass(frozen=True, slots=True)
class One:
    """One item with a content of its own; None and "" where it has nothing."""

    id: int
    stack: int = 0
    kinds: tuple[MatchKind, ...] = ()
    lists: tuple[str, ...] = ()
    distance: int | None = None
    source: int = 1
    state: State = State.ANALYSED
    media: str = "picture"
    type: str = "image/jpeg"
    size: int = 10
    taken: int | None = None
    created: int | None = None
    begun: int | None = None
    own_begun: int | None = None
    camera: str = ""
    gps: bool = False
    origin: Origin = Origin.LIVE
    width: int = 0
    height: int = 0
    duration: float | None = None
    issue: str = ""
    category: str = ""
    judge: str = ""
    seen: tuple[str, ...] = ()
    path: str = "a/b.jpg"


def facts_of(ones: list[One]) -> Facts:
    """These items as facts; an item's content has the item's number."""
    known = sorted(ones, key=lambda one: one.id)
    size = max((one.id for one in known), default=0) + 1
    types, cameras, issues, categories, examiners = (Vocabulary() for _ in range(5))
    items = {name: np.zeros(len(known), kind) for name, kind in ITEM_TYPES.items()}
    contents = {name: np.zeros(size, kind) for name, kind in CONTENT_TYPES.items()}
    for name in ("modified", "created", "accessed", "changed", *BY_ORIGIN.values()):
        items[name][:] = MISSING
    contents["taken"][:], contents["distance"][:], contents["duration"][:] = MISSING, NO_DISTANCE, np.nan
    for name in BY_ORIGIN.values():
        contents[name][:] = MISSING
    lists: dict[str, np.ndarray] = {}
    spoken = Spoken(
        {reading: np.zeros(size, np.int16) for reading in Reading},
        {reading: np.zeros(size, np.int16) for reading in Reading},
    )
    for at, one in enumerate(known):
        items["id"][at] = items["content"][at] = one.id
        items["source"][at], items["size"][at] = one.source, one.size
        items["state"][at], items["origin"][at] = STATES.index(one.state), ORIGINS.index(one.origin)
        items["media"][at], items["issue"][at] = MEDIA.index(one.media), issues.code(one.issue)
        items["created"][at] = MISSING if one.created is None else one.created
        contents["container_s"][one.id] = MISSING if one.begun is None else one.begun
        items["container_s"][at] = MISSING if one.own_begun is None else one.own_begun
        contents["type"][one.id], contents["camera"][one.id] = types.code(one.type), cameras.code(one.camera)
        contents["width"][one.id], contents["height"][one.id] = one.width, one.height
        contents["gps"][one.id], contents["stack"][one.id], contents["known"][one.id] = one.gps, one.stack, True
        contents["kinds"][one.id] = sum(1 << KINDS.index(kind) for kind in one.kinds)
        contents["distance"][one.id] = NO_DISTANCE if one.distance is None else one.distance
        contents["taken"][one.id] = MISSING if one.taken is None else one.taken
        contents["duration"][one.id] = np.nan if one.duration is None else one.duration
        spoken.codes[Reading.FIRST][one.id] = categories.code(one.category)
        spoken.judges[Reading.FIRST][one.id] = examiners.code(one.judge)
        for name in one.lists:
            lists.setdefault(name, np.zeros(size, np.bool_))[one.id] = True
        for examiner in one.seen:
            spoken.seen.setdefault(examiner, np.zeros(size, np.bool_))[one.id] = True
    paths = [b"4:file,%d:%b," % (len(one.path.encode()), one.path.encode()) for one in known]
    text = PathText((part_of(items["id"], paths),)) if known else PathText()
    return Facts(items, contents, lists, spoken, text, types, cameras, issues, categories, examiners, complete=True)
