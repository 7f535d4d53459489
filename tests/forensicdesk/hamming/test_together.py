"""Work on several parts at once gives what working on one after the other gives, and ends when nobody wants it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.hamming import probing
from forensicdesk.hamming.together import in_turn
from tests.forensicdesk.hamming.making import cut_in, families
from tests.forensicdesk.hamming.oracle import oracle, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS = 3


def searching() -> list[str]:
    """The threads of a search that are there now."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("search")]


@given(parts=st.lists(st.lists(st.integers(), max_size=12), max_size=12), threads=st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_everything_comes_once_and_in_the_order_of_the_parts(parts: list[list[int]], threads: int) -> None:
    assert list(in_turn(parts, iter, threads)) == [value for part in parts for value in part]


@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_a_search_in_threads_agrees_with_the_oracle(seed: int, size: int) -> None:
    values, queries = families(seed, 60, 30), families(seed, 60, 45)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(probing, "_QUERIES", size)
        patch.setattr(probing, "usable_processors", lambda: THREADS)
        found = list(cut_in(values, 16).search(queries, 31))
        again = list(cut_in(values, 16).search(queries, 31))

    assert pairs(found) == oracle(values, queries, 31)
    assert [hits.queries.tolist() for hits in found] == [hits.queries.tolist() for hits in again]
    assert searching() == []


def test_one_that_is_closed_early_ends_its_threads_without_hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_QUERIES", 16)
    monkeypatch.setattr(probing, "_CANDIDATES", 64)
    monkeypatch.setattr(probing, "usable_processors", lambda: THREADS)
    values = np.repeat(families(1, 1, 0), 400, axis=0)
    search = cut_in(values, 16).search(values, 31)
    first = next(search)
    assert len(first.queries)
    assert searching()

    began = time.monotonic()
    assert hasattr(search, "close")
    search.close()

    assert searching() == []
    assert time.monotonic() - began < 30


def test_no_more_is_worked_out_than_is_taken_but_for_a_few_results() -> None:
    made: list[int] = []

    def endless(part: int) -> Iterator[int]:
        for number in range(1_000_000):
            made.append(part)
            yield number

    results = in_turn(range(100), endless, THREADS)
    taken = [next(results) for _ in range(50)]
    time.sleep(0.3)
    del results

    assert taken == list(range(50))
    assert searching() == []
    assert len(made) < 50 + 100
    assert max(made) <= THREADS


def test_what_goes_wrong_in_a_thread_is_raised_in_its_turn() -> None:
    def work(part: int) -> Iterator[int]:
        yield part
        if part == 2:
            raise IndexError

    results = in_turn(range(20), work, THREADS)
    taken = [next(results) for _ in range(3)]
    with pytest.raises(IndexError):
        next(results)

    assert taken == [0, 1, 2]
    assert searching() == []
