"""Items that stand for one picture share a number: that of their stack, or of their bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.bundles import bundles
from forensicdesk.model import Result
from forensicdesk.relations import Group, GroupKind, Member, Reason, Relations
from hashing.values import Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, picture, source_with, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore

NEAR = Reason(1, "pdq", 0, 31, "phash", 0, 10, "original")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """Five items with four contents: the first and the last have equal bytes."""
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"1", b"2", b"3", b"4"])
        source_with(case, [b"copy"], Path("/exhibits/drive"))
        jobs = sorted(case.reader.pending_jobs(1000), key=lambda job: job.item_id)
        results = [
            Result(job.item_id, picture(content))
            for job, content in zip(jobs, (b"1", b"2", b"3", b"4", b"1"), strict=True)
        ]
        writer_of(case).record_results(results, Recipe())
        yield case


def contents(store: CaseStore) -> list[int]:
    """The content of each item, by item number."""
    numbers = [store.reader.item(item).content_id for item in range(1, 6)]
    assert None not in numbers
    return [number for number in numbers if number is not None]


def test_equal_bytes_are_a_bundle_without_any_stack(store: CaseStore) -> None:
    first = contents(store)[0]

    assert bundles(store.database) == {1: -first, 5: -first}


def test_a_stack_goes_before_equal_bytes(store: CaseStore) -> None:
    first, second, *_ = contents(store)
    stack = Group(7, GroupKind.STACK, "picture", first, (Member(first, None), Member(second, NEAR)))
    store.related.replace(Relations(stacks=(stack,)), "made", "1", {}, NOW)

    assert bundles(store.database) == {1: 7, 2: 7, 5: 7}


def test_a_case_without_analyses_has_none(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"1", b"2"])

        assert bundles(case.database) == {}
