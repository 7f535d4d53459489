"""Bars of a timeline: which stretch of time each stands for, and how that is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forensicdesk.charting import Grain

GRAINS = (Grain.YEAR, Grain.MONTH, Grain.DAY, Grain.HOUR)
BARS = {Grain.YEAR: 12, Grain.MONTH: 36, Grain.DAY: 62, Grain.HOUR: 72}
"""So many bars are seen at once; of years as many as there are, from this number on."""
MOST_YEARS = 160


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that is seen: `count` bars from `first` on, in units of the grain since 1970."""

    grain: Grain
    first: int
    count: int

    @property
    def last(self) -> int:
        """The last bar."""
        return self.first + self.count - 1

    def moved(self, bars: int) -> Window:
        """The window so many bars later."""
        return replace(self, first=self.first + bars)

    def holding(self, bar: int) -> Window:
        """The window moved just so far that a bar is in it."""
        if bar < self.first:
            return replace(self, first=bar)
        return self.moved(bar - self.last) if bar > self.last else self


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in seconds since 1970, without its end; `zoned` says of which row, None for both."""

    start: int
    end: int
    zoned: bool | None


def start_of(grain: Grain, bar: int) -> int:
    """The first second of a bar."""
    return int(np.datetime64(bar, grain.value).astype("datetime64[s]").astype(np.int64))


def bar_of(grain: Grain, seconds: int) -> int:
    """The bar in which a second lies."""
    return int(np.datetime64(seconds, "s").astype(f"datetime64[{grain.value}]").astype(np.int64))


def _written(grain: Grain, bar: int) -> str:
    """A bar as numpy writes it: "2019-03-04T10"."""
    return str(np.array(bar, np.int64).astype(f"datetime64[{grain.value}]"))


def bar_text(grain: Grain, bar: int) -> str:
    """A bar's stretch of time: "2019", "2019-03", "2019-03-04", "2019-03-04 10 h"."""
    text = _written(grain, bar).replace("T", " ")
    return f"{text} h" if grain is Grain.HOUR else text


def span_text(grain: Grain, first: int, last: int) -> str:
    """Bars from one to another."""
    one, other = bar_text(grain, first), bar_text(grain, last)
    return one if first == last else f"{one} - {other}"


def tick_text(grain: Grain, bar: int) -> str:
    """What stands below a bar: its last part, and more where a larger stretch begins."""
    text = _written(grain, bar)
    if grain is Grain.YEAR:
        return text
    part = text[-2:]
    if grain is Grain.HOUR:
        return text[5:10] if part == "00" else part
    return text[:-3] if part == "01" else part


def begins(grain: Grain, bar: int) -> bool:
    """Whether a larger stretch of time begins with a bar: a decade, a year, a month, a day."""
    if grain is Grain.YEAR:
        return (bar + 1970) % 10 == 0
    return _written(grain, bar)[-2:] == ("00" if grain is Grain.HOUR else "01")


def whole_window(earliest: int | None, latest: int | None) -> Window:
    """The years from the first date to the last."""
    if earliest is None or latest is None:
        return Window(Grain.YEAR, 30, BARS[Grain.YEAR])
    first, last = bar_of(Grain.YEAR, earliest), bar_of(Grain.YEAR, latest)
    count = min(max(last - first + 1, BARS[Grain.YEAR]), MOST_YEARS)
    return Window(Grain.YEAR, max(first, last - count + 1) if last - first + 1 >= count else last - count + 1, count)


def zoomed(window: Window, seconds: int, steps: int) -> Window:
    """The window with finer bars (or coarser, where `steps` is negative) around the bar that begins at a second."""
    at = GRAINS.index(window.grain) + steps
    grain = GRAINS[min(max(at, 0), len(GRAINS) - 1)]
    end = start_of(window.grain, bar_of(window.grain, seconds) + 1)
    first, last = bar_of(grain, seconds), bar_of(grain, end - 1)
    count = BARS[grain]
    return Window(grain, first - (count - min(last - first + 1, count)) // 2, count)
