"""A search on several threads gives the pairs of one thread, stops when it is left, and passes trouble on."""

from __future__ import annotations

from threading import active_count, get_ident
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.hamming import HammingIndex
from forensicdesk.hamming.threads import merged, parts
from forensicdesk.hamming.words import Hits
from tests.forensicdesk.hamming.making import cut_in, families
from tests.forensicdesk.hamming.oracle import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator


def _counting(start: int, chunks: int, seen: set[int] | None = None) -> Iterator[Hits]:
    for at in range(start, start + chunks):
        if seen is not None:
            seen.add(get_ident())
        yield Hits(*np.full((3, 1), at))


@settings(max_examples=40, deadline=None)
@given(sources=st.lists(st.integers(0, 5), max_size=9), threads=st.integers(1, 5))
def test_everything_that_any_source_gives_comes_once(sources: list[int], threads: int) -> None:
    found = merged([_counting(100 * at, chunks) for at, chunks in enumerate(sources)], threads)
    expected = [100 * at + chunk for at, chunks in enumerate(sources) for chunk in range(chunks)]
    assert sorted(int(hits.queries[0]) for hits in found) == expected


def test_several_threads_work_and_one_works_where_it_was_called() -> None:
    seen: set[int] = set()
    assert len(list(merged([_counting(at, 50, seen) for at in range(3)], 3))) == 150
    assert get_ident() not in seen
    seen.clear()
    assert len(list(merged([_counting(at, 50, seen) for at in range(3)], 1))) == 150
    assert seen == {get_ident()}


def test_trouble_of_one_source_is_raised_and_leaves_no_thread() -> None:
    def failing() -> Iterator[Hits]:
        yield from _counting(0, 2)
        raise IndexError

    before = active_count()
    with pytest.raises(IndexError):
        list(merged([_counting(0, 5), failing(), _counting(0, 500)], 2))
    assert active_count() == before


def test_a_search_that_is_left_leaves_no_thread() -> None:
    before = active_count()
    search = merged([_counting(0, 10**9), _counting(0, 10**9)], 2)
    next(search)
    search.close()
    assert active_count() == before


@given(queries=st.integers(1, 50_000), threads=st.integers(1, 9), most=st.integers(1, 9_000))
def test_parts_are_all_queries_once_and_none_is_too_large(queries: int, threads: int, most: int) -> None:
    shares = parts(queries, threads, most)
    assert np.concatenate(shares).tolist() == list(range(queries))
    assert all(0 < len(share) <= most for share in shares)


@pytest.mark.parametrize("number", [0, 16])
def test_threads_find_what_one_finds(number: int) -> None:
    values, queries = families(11, 3000, 30), families(11, 2000, 45)
    index = cut_in(values, number) if number else HammingIndex.build(values[:200], 31)
    alone = pairs(index.search(queries, 31))
    assert pairs(index.search(queries, 31, threads=3)) == alone
    assert alone == pairs(index.brute_force(queries, 31))
