"""However much the pipeline tells, the window hears it a few times a second and loses nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.events import ItemsStored, Progress
from ui.relay import EventRelay

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EVENTS = 20_000


def test_a_flood_of_events_becomes_a_trickle_of_signals(qtbot: QtBot) -> None:
    relay = EventRelay()
    heard: list[Progress] = []
    stored: list[int] = []
    relay.progressed.connect(heard.append)
    relay.items_stored.connect(stored.extend)

    def flood() -> None:
        for number in range(EVENTS):
            relay.listen(Progress("analyse", number + 1, EVENTS))
            relay.listen(ItemsStored((number,)))

    relay.start()
    teller = threading.Thread(target=flood)
    teller.start()
    qtbot.waitUntil(lambda: not teller.is_alive())
    relay.stop()

    assert stored == list(range(EVENTS))
    assert heard[-1].done == EVENTS
    assert len(heard) < 60


def test_nothing_is_told_when_nothing_happened(qtbot: QtBot) -> None:
    relay = EventRelay()

    with qtbot.assertNotEmitted(relay.progressed, wait=250), qtbot.assertNotEmitted(relay.items_stored):
        relay.start()
    relay.stop()
