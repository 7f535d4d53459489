"""Counters are the examiner's own, begin anew each day, and say when a pause is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.language import LANGUAGES
from ui.counting import Count, Counters
from ui.models.looks import Blur
from ui.preferences import LEAST_LIMIT_PX, Preferences, keep_preferences, read_preferences
from ui.recent import SETTINGS_FILE, Memory

if TYPE_CHECKING:
    from pathlib import Path

DAY, NEXT = "2026-01-31", "2026-02-01"


def test_counts_are_kept_and_another_day_begins_at_nothing(tmp_path: Path, memory: Memory) -> None:
    counters = Counters(memory)
    counters.add(DAY, views=30, clear=2)
    counters.add(DAY, seconds=600)

    again = Counters(Memory(tmp_path / "settings"))
    assert again.today(DAY) == Count(DAY, 30, 2, 600)
    assert again.today(NEXT) == Count(NEXT)

    again.add(NEXT, views=1)
    assert again.today(NEXT) == Count(NEXT, 1)
    again.forget(NEXT)
    assert again.today(NEXT) == Count(NEXT)


def test_a_pause_is_due_after_time_or_views_and_can_be_put_off(memory: Memory) -> None:
    counters, chosen = Counters(memory), Preferences(pause_minutes=50, pause_views=100)
    counters.add(DAY, views=99, seconds=50 * 60 - 10)
    assert not counters.is_due(chosen)
    counters.add(DAY, views=1)
    assert counters.is_due(chosen)

    counters.put_off(chosen, 10)
    assert not counters.is_due(chosen)
    counters.add(DAY, seconds=10)
    assert counters.is_due(chosen)
    counters.put_off(chosen, 10)
    counters.add(DAY, seconds=10 * 60 - 10)
    assert not counters.is_due(chosen)
    counters.add(DAY, seconds=10)
    assert counters.is_due(chosen)

    counters.paused()
    assert not counters.is_due(chosen)
    assert not counters.is_due(Preferences())


def test_settings_come_back_as_they_were_kept(tmp_path: Path, memory: Memory) -> None:
    chosen = Preferences(
        language=LANGUAGES[1],
        blur=Blur.LIGHT,
        grey=True,
        lines=True,
        limit_px=240,
        hide_on_leave=True,
        pause_minutes=45,
        pause_views=500,
        only_open=True,
        unit="Unit 7",
    )
    keep_preferences(memory, chosen)

    assert read_preferences(memory) == chosen
    assert read_preferences(Memory(tmp_path / "settings")) == chosen


@pytest.mark.parametrize(
    "text", ["", "[preferences]\nlanguage=xx\nblur=none\nlimit_px=3\npause_minutes=-5\ngrey=perhaps\n"]
)
def test_a_settings_file_without_sense_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")

    read = read_preferences(Memory(tmp_path))

    assert read == Preferences(limit_px=LEAST_LIMIT_PX if text else 0)
    assert read.look.blurred
