"""Work on several threads gives the same as one after the other, and ends when it is asked to."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from forensicdesk.matching.side_by_side import go_on, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_everything_that_is_made_is_taken_one_at_a_time() -> None:
    taken: list[int] = []
    busy = threading.Lock()

    def take(value: int) -> None:
        assert busy.acquire(blocking=False)
        time.sleep(0.001)
        taken.append(value)
        busy.release()

    def produce(at: int) -> Iterator[int]:
        time.sleep(0.002 * (5 - at))
        yield at
        yield 10 * at

    side_by_side(produce, 5, take, go_on)

    assert sorted(taken) == sorted([*range(5), *range(0, 50, 10)])


def test_what_goes_wrong_in_a_thread_is_raised() -> None:
    def produce(at: int) -> Iterator[int]:
        if at == 1:
            msg = "no such hash"
            raise ValueError(msg)
        yield at

    with pytest.raises(ValueError, match="no such hash"):
        side_by_side(produce, 3, print, go_on)


def test_asking_to_stop_ends_every_thread() -> None:
    before = threading.active_count()

    def produce(_at: int) -> Iterator[int]:
        while True:
            time.sleep(0.01)
            yield 1

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        side_by_side(produce, 8, print, stop)
    assert threading.active_count() == before
