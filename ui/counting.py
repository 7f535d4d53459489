"""How much was looked at, for the eyes of whoever looked: kept in the person's settings, never in a case or report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.preferences import Preferences
    from ui.recent import Memory

FOLDER = "counters"
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Count:
    """What one day brought so far.

    Attributes:
        day: as "2026-01-31".
        views: items that were on the screen for a moment, in whatever look.
        clear: those of them that were neither blurred nor drawn as lines.
        seconds: how long items were on the screen of somebody who did something.
    """

    day: str = ""
    views: int = 0
    clear: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Since:
    """What was looked at since the last pause."""

    views: int = 0
    seconds: int = 0


class Counters:
    """Counts for one person; `day` comes in from outside."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._count = Count(
            memory.text(f"{FOLDER}/day"),
            memory.whole(f"{FOLDER}/views"),
            memory.whole(f"{FOLDER}/clear"),
            memory.whole(f"{FOLDER}/seconds"),
        )
        self.since = Since()

    def today(self, day: str) -> Count:
        """What this day brought; another day begins at nothing."""
        return self._count if self._count.day == day else Count(day)

    def add(self, day: str, *, views: int = 0, clear: int = 0, seconds: int = 0) -> None:
        """Count on."""
        now = self.today(day)
        self._keep(Count(day, now.views + views, now.clear + clear, now.seconds + seconds))
        self.since = Since(self.since.views + views, self.since.seconds + seconds)

    def forget(self, day: str) -> None:
        """Begin this day at nothing."""
        self._keep(Count(day))

    def paused(self) -> None:
        """A pause was made, or is not wished: count anew until the next one."""
        self.since = Since()

    def put_off(self, chosen: Preferences, minutes: int) -> None:
        """Let the next pause be offered in so many minutes, or after a tenth of the views."""
        views = self.since.views
        if chosen.pause_views and views >= chosen.pause_views:
            views = chosen.pause_views - max(1, chosen.pause_views // 10)
        seconds = self.since.seconds
        if chosen.pause_minutes and seconds >= chosen.pause_minutes * MINUTE_S:
            seconds = max(0, chosen.pause_minutes - minutes) * MINUTE_S
        self.since = replace(self.since, views=views, seconds=seconds)

    def is_due(self, chosen: Preferences) -> bool:
        """Whether a pause is to be offered."""
        by_time = bool(chosen.pause_minutes) and self.since.seconds >= chosen.pause_minutes * MINUTE_S
        return by_time or (bool(chosen.pause_views) and self.since.views >= chosen.pause_views)

    def _keep(self, count: Count) -> None:
        self._count = count
        for name in ("day", "views", "clear", "seconds"):
            self._memory.keep(f"{FOLDER}/{name}", getattr(count, name))
