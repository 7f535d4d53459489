"""The strip says what is going on, how fast, and how long still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.events import Progress
from ui.list_import import progress_of
from ui.widgets.work_strip import WorkStrip, progress_share, progress_text
from ui.work import Act

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

HALF = Progress("analyse", 500, 1000, 50_000_000, 200_000_000, elapsed_s=10.0, seconds_left=30.0)


@pytest.fixture
def strip(qtbot: QtBot) -> WorkStrip:
    """At rest."""
    made = WorkStrip()
    qtbot.addWidget(made)
    return made


def test_progress_is_told_in_items_bytes_rates_and_time_left() -> None:
    assert progress_text(HALF) == "500 of 1,000 · 50.0 MB of 200.0 MB · 50.0 items/s · 5.0 MB/s · about 30 s left"


def test_no_rate_is_invented_at_the_beginning() -> None:
    assert progress_text(Progress("analyse", 0, 1000, elapsed_s=4.0)) == "0 of 1,000"
    assert progress_text(Progress("walk", 1, None, elapsed_s=0.1)) == "1 file"


def test_the_bar_follows_bytes_where_they_are_known() -> None:
    assert progress_share(HALF) == 0.25
    assert progress_share(Progress("match", 1, 4)) == 0.25
    assert progress_share(Progress("walk", 7, None)) is None


def test_stopping_is_asked_once_and_said(qtbot: QtBot, strip: WorkStrip) -> None:
    strip.begin(Act.PROCESS)
    strip.show_progress(HALF)

    with qtbot.waitSignal(strip.stop_asked):
        strip.stop.click()
    strip.show_progress(HALF)

    assert not strip.stop.isEnabled()
    assert strip.what.text().startswith("Stopping")
    strip.end()
    assert strip.isHidden()


def test_what_cannot_be_stopped_offers_no_button(strip: WorkStrip) -> None:
    strip.begin(Act.VERIFY)

    assert strip.stop.isHidden()
    assert not strip.isHidden()


def test_progress_that_comes_late_is_not_shown(strip: WorkStrip) -> None:
    strip.show_progress(HALF)

    assert strip.how_far.text() == ""


def test_loading_a_list_is_told_in_its_steps(strip: WorkStrip) -> None:
    strip.begin(Act.IMPORT)

    strip.show_progress(progress_of(40_000_000, 100_000_000, 3.2))
    assert strip.what.text() == "Taking the SHA-256 of the list…"
    assert strip.how_far.text() == "3 s so far · 40.0 MB of 100.0 MB"
    strip.show_progress(progress_of(230_000_000, 100_000_000, 5.0))

    assert strip.what.text() == "Checking the list and storing it…"
    assert strip.bar.maximum() == 0


def test_stopping_says_what_is_kept(strip: WorkStrip) -> None:
    strip.begin(Act.IMPORT)
    strip.show_stopping()
    assert strip.what.text() == "Stopping; nothing of the list is kept…"

    strip.begin(Act.MATCH)
    strip.show_stopping()
    assert strip.what.text() == "Stopping; lists that are done are kept…"
