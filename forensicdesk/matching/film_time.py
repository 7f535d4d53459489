"""Films as stretches of time: how much of a film met, counted in seconds, however densely its frames were looked at.

The published method hashes one frame a second on both sides. Here the case's films are hashed more densely, so that
every frame of a list finds its counterpart; most of the frames in between have none in such a list. So a film is
counted second by second: a second is considered if it has a frame good enough to be compared, and has met if one of
its frames has. With one frame a second this is the published count.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hashing.values import FrameHash

Range = tuple[float, float]

_TOLERANCE_S = 0.0005
_JOINED_S = 1.0
"""Frames up to a second apart belong to one stretch (and half a second more for lists that round)."""
_ROUNDED_S = 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that one kept frame stands for, in seconds."""

    start_s: float
    end_s: float


def stretches(frames: Sequence[FrameHash]) -> tuple[Stretch, ...]:
    """For each kept frame the time from itself to the last of the sampled frames that it stands for."""
    found = []
    for frame, following in itertools.pairwise(frames):
        length = max(0.0, following.time_s - frame.time_s)
        found.append(Stretch(frame.time_s, frame.time_s + length * (frame.count - 1) / frame.count))
    if frames:
        last, before = frames[-1], sum(frame.count for frame in frames[:-1])
        spacing = (last.time_s - frames[0].time_s) / before if before else 0.0
        found.append(Stretch(last.time_s, last.time_s + max(0.0, spacing) * (last.count - 1)))
    return tuple(found)


def seconds(times: Iterable[Stretch]) -> int:
    """How many different whole seconds the stretches touch."""
    total, reached = 0, -math.inf
    for first, last in sorted((_second(time.start_s), _second(time.end_s)) for time in times):
        begin = max(first, reached + 1)
        if last >= begin:
            total += int(last - begin) + 1
        reached = max(reached, last)
    return total


def _second(time_s: float) -> int:
    return math.floor(time_s + _TOLERANCE_S)


def joined(times: Iterable[Stretch]) -> tuple[Range, ...]:
    """The stretches as ranges of time in order; those up to a second apart are one."""
    ranges: list[Range] = []
    for time in sorted(times, key=lambda one: (one.start_s, one.end_s)):
        if ranges and time.start_s - ranges[-1][1] <= _JOINED_S + _ROUNDED_S:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], time.end_s))
        else:
            ranges.append((time.start_s, time.end_s))
    return tuple(ranges)


def in_words(ranges: Sequence[Range], most: int = 8) -> str:
    """Ranges for people, such as "0.0 to 9.0 s, 20.0 to 24.5 s"; "" for none."""
    shown = [sentence("{start:.1f} to {end:.1f} s", start=start, end=end) for start, end in ranges[:most]]
    if len(ranges) > most:
        shown.append(sentence("and {count} more", count=len(ranges) - most))
    return ", ".join(shown)
