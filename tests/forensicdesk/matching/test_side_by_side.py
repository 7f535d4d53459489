"""Work on several threads gives the same as one after the other, and ends when it is asked to."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from forensicdesk.matching.side_by_side import go_on, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_results_come_in_the_order_of_their_numbers() -> None:
    def produce(at: int) -> Iterator[int]:
        time.sleep(0.01 * (5 - at))
        yield at
        yield 10 * at

    assert side_by_side(produce, 5, go_on) == [[at, 10 * at] for at in range(5)]


def test_what_goes_wrong_in_a_thread_is_raised() -> None:
    def produce(at: int) -> Iterator[int]:
        if at == 1:
            msg = "no such hash"
            raise ValueError(msg)
        yield at

    with pytest.raises(ValueError, match="no such hash"):
        side_by_side(produce, 3, go_on)


def test_asking_to_stop_ends_every_thread() -> None:
    before = threading.active_count()

    def produce(_at: int) -> Iterator[int]:
        while True:
            time.sleep(0.01)
            yield 1

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        side_by_side(produce, 8, stop)
    assert threading.active_count() == before
