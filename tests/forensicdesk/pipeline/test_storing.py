"""How far the work is, as it is told."""

from __future__ import annotations

from forensicdesk.events import Progress
from forensicdesk.pipeline.storing import ITEM_WEIGHT_BYTES, ProgressMeter


def test_the_time_left_follows_bytes_and_items() -> None:
    now = 0.0
    meter = ProgressMeter(4, 3 * ITEM_WEIGHT_BYTES, lambda: now)
    assert meter.event().seconds_left is None

    now = 7.0
    meter.add(1, 0)
    early = meter.event()
    meter.add(3, 3 * ITEM_WEIGHT_BYTES)
    late = meter.event()

    assert early == Progress("analyse", 1, 4, 0, 3 * ITEM_WEIGHT_BYTES, 7.0, 42.0)
    assert (late.done, late.seconds_left) == (4, 0.0)
