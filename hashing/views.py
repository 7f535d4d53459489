"""Which frames of an animation and pages of a file are kept beside the picture itself.

All are looked at, within limits. Kept are the middle one, the last one, and every one whose PDQ lies further from all
kept before it than a threshold. Frames with too little structure for PDQ are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hashing.decode.frames import LARGEST_FRAME_PIXELS, Budget, DamagedFrame
from hashing.perceptual.distance import hamming
from hashing.perceptual.pictures import pdq_hash
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage, View, ViewKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.decode.frames import Frame, Further
    from hashing.values import PerceptualHash, Recipe

MOST_VIEWS = 64
LOWEST_QUALITY = 50
"""Below this quality PDQ moves too much to say that two frames differ."""

_TIME_DECIMALS = 6
_MOST_NAMED = 3
_NAMES = {ViewKind.FRAME: phrase("frame"), ViewKind.PAGE: phrase("page")}
_NUMBERED = {ViewKind.FRAME: phrase("frame {number:d}"), ViewKind.PAGE: phrase("page {number:d}")}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A frame after it was looked at."""

    number: int
    time_s: float | None
    hash: PerceptualHash
    minor: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: the views, the hash of each in the same order, and what could not be looked at."""

    views: tuple[View, ...] = ()
    hashes: tuple[PerceptualHash, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(slots=True)
class _Collection:
    """Frames seen, and those kept."""

    distance: int
    values: list[bytes]
    seen: list[_Seen] = field(default_factory=list)
    kept: dict[int, _Seen] = field(default_factory=dict)
    left_out: int = 0

    def add(self, frame: Frame) -> None:
        """Look at a frame; its pixels are not held."""
        hashed = pdq_hash(frame.pixels)
        one = _Seen(frame.number, frame.time_s, hashed, frame.minor)
        self.seen.append(one)
        differs = (hashed.quality or 0) >= LOWEST_QUALITY and self._differs(hashed.value)
        if differs and len(self.kept) >= MOST_VIEWS:
            self.left_out += 1
        elif differs or frame.wanted:
            self.kept[one.number] = one
            self.values.append(hashed.value)

    def _differs(self, value: bytes) -> bool:
        return all(hamming(value, other) > self.distance for other in self.values)

    def with_middle_and_last(self) -> tuple[_Seen, ...]:
        """Everything kept, in the order of numbers."""
        full = [one for one in self.seen if not one.minor]
        middle = len(full) // 2 - 1
        ends = ([full[middle]] if middle >= 0 else []) + full[-1:]
        chosen = self.kept | {one.number: one for one in ends}
        return tuple(chosen[number] for number in sorted(chosen))


def _view(one: _Seen, kind: ViewKind) -> View:
    time_s = None if one.time_s is None else round(one.time_s, _TIME_DECIMALS)
    return View(f"{kind} {one.number}", kind, time_s=time_s)


def _damage(kind: ViewKind, damaged: list[DamagedFrame], looked_at: int) -> Iterator[Issue]:
    if damaged:
        named = [f"{_NUMBERED[kind].format(number=one.number)}: {one.reason}" for one in damaged[:_MOST_NAMED]]
        about = {"kind": _NAMES[kind], "parts": "; ".join(named), "looked_at": looked_at}
        if len(damaged) > _MOST_NAMED:
            more = len(damaged) - _MOST_NAMED
            detail = phrase(
                "not every {kind} could be decoded ({parts}, and {count} more); {looked_at} were", count=more, **about
            )
        else:
            detail = phrase("not every {kind} could be decoded ({parts}); {looked_at} were", **about)
        yield Issue(Stage.DECODE, IssueCode.TRUNCATED, detail)


def _limits(kind: ViewKind, budget: Budget, collection: _Collection, looked_at: int) -> Iterator[Issue]:
    if budget.reached is not None:
        detail = phrase(
            "after {looked_at} {kind}s no further ones were looked at: {reason}",
            looked_at=looked_at,
            kind=_NAMES[kind],
            reason=budget.reached,
        )
        yield Issue(Stage.DECODE, IssueCode.FRAME_LIMIT, detail)
    if collection.left_out:
        detail = phrase(
            "{most_views} {kind}s that differ are kept, {left_out} more differ and are not",
            most_views=MOST_VIEWS,
            kind=_NAMES[kind],
            left_out=collection.left_out,
        )
        yield Issue(Stage.HASH, IssueCode.FRAME_LIMIT, detail)


def look(further: Further, kind: ViewKind, first: PerceptualHash, recipe: Recipe) -> Looked:
    """Look at all further frames or pages of a picture.

    Args:
        further: gives them (see `Still.further`).
        kind: FRAME or PAGE.
        first: PDQ of the picture itself.
        recipe: its threshold, its limits.
    """
    budget = Budget(largest=min(recipe.max_pixels, LARGEST_FRAME_PIXELS))
    collection = _Collection(recipe.view_distance, [first.value] if (first.quality or 0) >= LOWEST_QUALITY else [])
    damaged: list[DamagedFrame] = []
    memory: tuple[Issue, ...] = ()
    try:
        for one in further(budget):
            if isinstance(one, DamagedFrame):
                damaged.append(one)
            else:
                collection.add(one)
    except MemoryError:
        detail = phrase("a further {kind} needs more memory than one item may use", kind=_NAMES[kind])
        memory = (Issue(Stage.DECODE, IssueCode.OUT_OF_MEMORY, detail),)
    chosen = collection.with_middle_and_last()
    views = tuple(_view(one, kind) for one in chosen)
    hashes = tuple(replace(one.hash, view=view.name) for one, view in zip(chosen, views, strict=True))
    looked_at = len(collection.seen) + 1
    issues = (*_damage(kind, damaged, looked_at), *_limits(kind, budget, collection, looked_at), *memory)
    return Looked(views, hashes, issues)
