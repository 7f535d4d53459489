"""What a person has set for every case: language, appearance, how pictures are shown, pauses, defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from forensicdesk.language import LANGUAGES
from ui.models.looks import Blur, Look

if TYPE_CHECKING:
    from ui.recent import Memory

FOLDER = "preferences"
LEAST_LIMIT_PX, MOST_LIMIT_PX = 90, 2000
MOST_MINUTES, MOST_VIEWS = 600, 100_000


@dataclass(frozen=True, slots=True)
class Preferences:
    """Settings of one person on one workstation; never part of a case.

    Attributes:
        language: the program's language, one of `LANGUAGES`, "" for the system's; see `ui.speaking`.
        blur: how strongly pictures are blurred.
        grey, lines: whether a case opens in shades of grey; whether pictures that are not blurred open as lines.
        limit_px: the longest side of a picture on the screen, 0 for no limit.
        hide_on_leave: hide pictures while another program is in front.
        pause_minutes, pause_views: after how much of both a pause is offered, 0 for never.
        only_open: a case opens with the undecided items alone.
        unit: name of the unit, offered for new cases.
    """

    language: str = ""
    blur: Blur = Blur.STRONG
    grey: bool = False
    lines: bool = False
    limit_px: int = 0
    hide_on_leave: bool = False
    pause_minutes: int = 0
    pause_views: int = 0
    only_open: bool = False
    unit: str = ""

    @property
    def look(self) -> Look:
        """How pictures look when a case is opened: always blurred."""
        return Look(blurred=True, grey=self.grey, blur=self.blur, lines=self.lines, limit_px=self.limit_px)


def read_preferences(memory: Memory) -> Preferences:
    """What was set; values that make no sense are left at their default."""
    default = Preferences()
    read = Preferences(**{one.name: _value(memory, one.name, getattr(default, one.name)) for one in fields(default)})
    limit = read.limit_px and min(max(read.limit_px, LEAST_LIMIT_PX), MOST_LIMIT_PX)
    return replace(
        read,
        language=read.language if read.language in ("", *LANGUAGES) else default.language,
        limit_px=limit,
        pause_minutes=min(max(read.pause_minutes, 0), MOST_MINUTES),
        pause_views=min(max(read.pause_views, 0), MOST_VIEWS),
    )


def keep_preferences(memory: Memory, chosen: Preferences) -> None:
    """Keep what was set."""
    for one in fields(chosen):
        memory.keep(f"{FOLDER}/{one.name}", getattr(chosen, one.name))


def _value(memory: Memory, name: str, default: object) -> Any:  # noqa: ANN401 - of the type of the default
    key = f"{FOLDER}/{name}"
    if isinstance(default, Blur):
        kept = memory.text(key, default)
        return Blur(kept) if kept in set(Blur) else default
    if isinstance(default, bool):
        return memory.flag(key, default=default)
    return memory.whole(key, default) if isinstance(default, int) else memory.text(key, str(default))
