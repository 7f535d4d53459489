"""Stacks and their reasons are read back as they were written, replaced as a whole, and never half."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from forensicdesk.case import codec
from forensicdesk.errors import CaseError
from forensicdesk.model import Result
from forensicdesk.relations import (
    ContentLink,
    Group,
    GroupKind,
    Holding,
    LinkKind,
    Member,
    Reason,
    Relations,
    StackPlace,
)
from hashing.values import Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, picture, source_with, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore

FLOATS = st.floats(0, 100, allow_nan=False)
REASONS = st.builds(
    Reason,
    other=st.integers(1, 9),
    algorithm=st.sampled_from(["pdq", "local-features", "vpdq"]),
    distance=st.integers(0, 256),
    threshold=st.integers(0, 256),
    second=st.sampled_from(["", "phash"]),
    second_distance=st.none() | st.integers(0, 64),
    orientation=st.sampled_from(["", "original", "rotate90"]),
    view=st.text(max_size=9),
    coverage=st.none() | FLOATS,
    mirrored=st.booleans(),
    transform=st.just(()) | st.tuples(*[st.tuples(FLOATS, FLOATS, FLOATS)] * 3),
    time_s=st.none() | FLOATS,
)
NEAR = Reason(1, "pdq", 0, 31, "phash", 0, 10, "original")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """Six pictures; the first two exhibits' items have equal bytes."""
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"%d" % number for number in range(1, 7)])
        source_with(case, [b"copy"], Path("/exhibits/drive"))
        jobs = sorted(case.reader.pending_jobs(1000), key=lambda job: job.item_id)
        contents = [*(b"%d" % number for number in range(1, 7)), b"1"]
        results = [Result(job.item_id, picture(content)) for job, content in zip(jobs, contents, strict=True)]
        writer_of(case).record_results(results, Recipe())
        yield case


def stack(number: int, *contents: int) -> Group:
    members = (Member(contents[0], None), *(Member(content, NEAR) for content in contents[1:]))
    return Group(number, GroupKind.STACK, "picture", contents[0], members)


def put(store: CaseStore, relations: Relations, fingerprint: str = "f") -> None:
    store.related.replace(relations, fingerprint, "1", {"phash": 10}, NOW)


@given(REASONS)
def test_a_reason_survives_being_stored(reason: Reason) -> None:
    assert codec.decode_reason(codec.encode_reason(reason)) == reason


def test_what_was_written_is_read_back(store: CaseStore) -> None:
    link = ContentLink(4, LinkKind.PART, Reason(5, "pdq", 3, 24, other_view="tile 1"))
    cluster = Group(1, GroupKind.CLUSTER, "picture", 6, (Member(5, NEAR), Member(6, None)))
    stacks = (stack(1, 1, 2, 3), stack(2, 4, 6))

    put(store, Relations(stacks, (cluster,), (link,)))

    assert tuple(store.related.groups(GroupKind.STACK)) == stacks
    assert tuple(store.related.groups(GroupKind.CLUSTER)) == (cluster,)
    assert store.related.group_of(GroupKind.STACK, 6) == stacks[1]
    assert store.related.group_of(GroupKind.STACK, 5) is None
    assert store.related.links_of(4) == store.related.links_of(5) == (link,)
    assert [held.stack for held in store.related.holdings()] == [1, 1, 1, 2, None, 2]
    assert store.related.counts() == {"stacks": 2, "stacked_contents": 5, "clusters": 1}
    assert store.related.link_counts() == {"part": 1, "film-part": 0, "same-scene": 0}
    assert store.reader.item(1).stack == store.reader.item(7).stack == StackPlace(1, 3)
    assert store.reader.item(5).stack is None
    assert store.database.check() == ()


def test_new_stacks_take_the_place_of_all_old_ones(store: CaseStore) -> None:
    put(store, Relations((stack(1, 1, 2), stack(2, 3, 4))))
    put(store, Relations((stack(1, 5, 6),)), "g")

    assert tuple(store.related.groups(GroupKind.STACK)) == (stack(1, 5, 6),)
    assert store.related.made_from() == "g"


def test_stacks_that_cannot_be_stored_leave_the_old_ones(store: CaseStore) -> None:
    put(store, Relations((stack(1, 1, 2),)))

    with pytest.raises(IntegrityError):
        put(store, Relations((stack(1, 3, 4), stack(2, 5, 99))), "g")

    assert tuple(store.related.groups(GroupKind.STACK)) == (stack(1, 1, 2),)
    assert store.related.made_from() == "f"


def test_items_are_counted_for_each_source(store: CaseStore) -> None:
    held = list(store.related.holdings())

    assert held[0] == Holding(1, False, None, {1: 1, 2: 1})
    assert held[1:] == [Holding(number, False, None, {1: 1}) for number in range(2, 7)]
    assert store.related.items_of([1, 2]) == {1: (1, 7), 2: (2,)}


def test_the_fingerprint_follows_contents_and_numbers(store: CaseStore) -> None:
    before = store.related.fingerprint("1", {"phash": 10})

    assert store.related.fingerprint("1", {"phash": 10}) == before
    assert store.related.fingerprint("2", {"phash": 10}) != before
    assert store.related.fingerprint("1", {"phash": 11}) != before
    source_with(store, [b"new"], Path("/exhibits/third"))
    assert store.related.fingerprint("1", {"phash": 10}) == before
    [job] = store.reader.pending_jobs(1000)
    writer_of(store).record_results([Result(job.item_id, picture(b"new"))], Recipe())
    assert store.related.fingerprint("1", {"phash": 10}) != before


def test_a_damaged_reason_is_said_in_one_sentence(store: CaseStore) -> None:
    put(store, Relations((stack(1, 1, 2),)))
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE stack_members SET reason = '{\"other\":1}' WHERE content_id = 2")

    with pytest.raises(CaseError, match="did not write"):
        list(store.related.groups(GroupKind.STACK))
