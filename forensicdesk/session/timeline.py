"""What a session answers about items over time. `Session` is the only class made of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.case.times import hits_of, read_times, stamp_of
from forensicdesk.session.acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.case.store import CaseStore
    from forensicdesk.case.times import Times
    from forensicdesk.charting import DateSource, Grain, Histogram, Moment
    from forensicdesk.session.acting import Clock


class Timeline(Acting):
    """Questions about dates. The dates are read at the first of them, and again once items were added since."""

    def __init__(self, store: CaseStore, clock: Clock, actor: str) -> None:
        super().__init__(store, clock, actor)
        self._times: Times | None = None
        self._reading_times = threading.Lock()

    def histogram(
        self, source: DateSource, grain: Grain, window: tuple[int, int], items: Iterable[int] | None = None
    ) -> Histogram:
        """Count pictures and films over time.

        Args:
            source: whose dates.
            grain: how much time a bar stands for.
            window: the first bar, in units of the grain since 1970, and how many bars.
            items: only these, None for all.
        """
        times = self._dates()
        hits = hits_of(self._store.database, times.contents)
        return times.histogram(source, grain, window, hits, times.among(items))

    def dated_items(
        self,
        source: DateSource,
        start: int,
        end: int,
        items: Iterable[int] | None = None,
        *,
        zoned: bool | None = None,
    ) -> tuple[int, ...]:
        """The items with such a date from `start` on and before `end`, in seconds since 1970.

        Args:
            source: whose dates.
            start: in UTC for dates that state a zone, as recorded for the others.
            end: likewise.
            items: only these, None for all.
            zoned: True for dates that state their zone, False for those that do not, None for both.
        """
        times = self._dates()
        return tuple(times.within(source, start, end, times.among(items), zoned=zoned).tolist())

    def undated_items(self, source: DateSource, items: Iterable[int] | None = None) -> tuple[int, ...]:
        """The items that have no such date that can be read."""
        times = self._dates()
        return tuple(times.undated(source, times.among(items)).tolist())

    def moments_of(self, item_id: int) -> tuple[Moment, ...]:
        """The dates of one item that are counted."""
        return self._dates().moments_of(item_id)

    def forget_dates(self) -> None:
        """Dates may have come to known items: read them anew at the next question."""
        self._times = None

    def _dates(self) -> Times:
        with self._reading_times:
            times = self._times
            if times is None or times.stamp != stamp_of(self._store.database):
                times = self._times = read_times(self._store.database)
            return times
