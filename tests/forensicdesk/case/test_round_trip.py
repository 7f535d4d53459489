"""What is stored is what is read back."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, Match, MatchKind, Result, State
from hashing.values import Issue, IssueCode, Outcome, Recipe, Stage, Thumbnail
from tests.forensicdesk.case import strategies
from tests.forensicdesk.case.building import (
    NOW,
    a_list,
    at,
    failed,
    new_case,
    not_media,
    opened,
    picture,
    put_matches,
    source_with,
    unreadable,
    writer_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import EvidenceCard
    from hashing.values import Analysis, Film, FrameFeatures

NUMBERS = count(1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, behind: str) -> Iterator[CaseStore]:  # noqa: ARG001 - comes first
    with opened(new_case(tmp_path_factory.mktemp("case"))) as case:
        yield case


def store_new(store: CaseStore, analysis: Analysis) -> int:
    """Store an analysis as that of a new item, with bytes that no other item has; gives the item's number."""
    number = next(NUMBERS)
    if analysis.digests is not None:
        own = replace(analysis.digests, sha256=number.to_bytes(32, "big"))
        analysis = replace(analysis, digests=own)
    source = source_with(store, [b"%d" % number])
    (job,) = [job for job in store.reader.pending_jobs(1000) if job.location == at(b"%d" % number)]
    assert source.id == 1
    writer_of(store).record_results([Result(job.item_id, analysis)], Recipe())
    return job.item_id


@settings(max_examples=60, deadline=None)
@given(analysis=strategies.ANALYSES)
def test_any_analysis_comes_back_as_it_was(store: CaseStore, analysis: Analysis) -> None:
    item_id = store_new(store, analysis)

    record = store.reader.item(item_id)

    assert record.analysis is not None
    assert record.analysis.digests is not None
    assert record.analysis == replace(analysis, digests=record.analysis.digests)
    assert record.state is State(analysis.outcome.value)


@settings(max_examples=20, deadline=None)
@given(film=strategies.FILMS)
def test_any_film_is_given_to_matching_as_it_was(store: CaseStore, film: Film) -> None:
    item_id = store_new(store, replace(picture(b"film"), film=film, perceptual=()))

    content_id = store.reader.item(item_id).content_id

    assert dict(store.reader.films())[content_id or 0] == film


@settings(max_examples=20, deadline=None)
@given(film=strategies.FILMS, features=strategies.FRAME_FEATURES)
def test_the_features_of_frames_are_kept_beside_the_film(
    store: CaseStore, film: Film, features: list[FrameFeatures]
) -> None:
    whole = replace(film, features=tuple(features))
    item_id = store_new(store, replace(picture(b"film"), film=whole, perceptual=()))

    content_id = store.reader.item(item_id).content_id or 0

    assert store.related.film_features_of([content_id]) == ({content_id: features} if features else {})
    assert (content_id in store.related.featured_films()) is bool(features)
    assert dict(store.reader.films())[content_id] == film


@settings(max_examples=20, deadline=None)
@given(modified=st.none() | st.integers(-(2**70), 2**70), name=st.binary(min_size=1, max_size=5000))
def test_any_name_and_any_time_of_a_file_come_back_as_they_were(
    store: CaseStore, modified: int | None, name: bytes
) -> None:
    source = source_with(store, [])
    location = at(b"t%d/" % next(NUMBERS) + name)
    writer_of(store).record_found(source.id, [Found(location, 5, modified)])

    record = store.reader.item(max(store.reader.item_ids(ItemFilter(states=(State.PENDING,)))))

    assert (record.location, record.modified_ns, record.size) == (location, modified, 5)
    assert record.analysis is None


@settings(max_examples=30, deadline=None)
@given(card=strategies.CARDS, entry=strategies.TEXT, label=strategies.TEXT, weak=st.booleans())
def test_any_match_comes_back_as_it_was(
    store: CaseStore, card: EvidenceCard, entry: str, label: str, weak: bool
) -> None:
    item_id = store_new(store, picture(b"matched"))
    content_id = store.reader.item(item_id).content_id or 0
    used = a_list()
    writer_of(store).record_list(used, NOW)
    match = Match(content_id, used.id, entry, label, MatchKind.NEAR, card, weak)

    put_matches(store, used.id, [match])

    assert store.reader.matches(used.id) == (match,)
    assert store.reader.item(item_id).matches == (match,)
    assert store.reader.lists_used() == (used,)


@settings(max_examples=20, deadline=None)
@given(features=st.binary(min_size=1, max_size=300))
def test_any_local_features_come_back_as_they_were(store: CaseStore, features: bytes) -> None:
    item_id = store_new(store, replace(picture(b"x"), features=features))

    assert dict(store.reader.features())[store.reader.item(item_id).content_id or 0] == features


def test_a_thumbnail_comes_back_as_it_was(store: CaseStore) -> None:
    item_id = store_new(store, replace(picture(b"x"), thumbnail=Thumbnail(b"\x00\xff", b"\x01")))

    assert store.reader.thumbnail(store.reader.item(item_id).content_id or 0) == Thumbnail(b"\x00\xff", b"\x01")


def test_the_thumbnails_of_a_screen_come_with_one_question_and_none_where_there_is_none(store: CaseStore) -> None:
    items = [store_new(store, replace(picture(bytes([at])), thumbnail=Thumbnail(b"p%d" % at, b"m"))) for at in (1, 2)]
    items.append(store_new(store, replace(picture(b"none"), thumbnail=None)))
    contents = [store.reader.item(item).content_id or 0 for item in items]

    found = store.reader.thumbnails([*contents, 10**9])

    assert found == {contents[0]: Thumbnail(b"p1", b"m"), contents[1]: Thumbnail(b"p2", b"m")}
    assert store.reader.thumbnails([]) == {}


def test_a_file_that_could_not_be_read_keeps_its_cause_and_has_no_content(store: CaseStore) -> None:
    record = store.reader.item(store_new(store, unreadable()))

    assert (record.state, record.content_id) == (State.FAILED, None)
    assert record.issue == unreadable().issues[0]
    assert record.analysis == unreadable()


def test_a_file_that_is_no_media_keeps_type_size_and_issue_only(store: CaseStore) -> None:
    issue = Issue(Stage.IDENTIFY, IssueCode.NAME_SUGGESTS_MEDIA, "the name ends in .jpg")
    analysis = replace(not_media(issues=(issue,)), digests=picture(b"text").digests)

    record = store.reader.item(store_new(store, analysis))

    assert (record.state, record.issue, record.content_id) == (State.NOT_MEDIA, issue, None)
    assert record.analysis == replace(analysis, digests=None)


def test_an_entry_that_is_not_to_be_analysed_is_in_the_ledger_at_once(store: CaseStore) -> None:
    issue = Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, "a symbolic link is not followed")
    source = source_with(store, [])
    before = store.reader.ledger()

    writer_of(store).record_found(source.id, [Found(at(b"link"), 0, None, State.EXCLUDED, issue)])

    ids = store.reader.item_ids(ItemFilter(states=(State.EXCLUDED,)))
    assert store.reader.item(ids[0]).issue == issue
    assert store.reader.ledger().excluded == before.excluded + 1


EQUAL_BYTES = (
    picture(b"same"),
    failed(b"same"),
    picture(b"same", (Issue(Stage.READ, IssueCode.CHANGED_WHILE_READ, "grew"),)),
    replace(failed(b"same"), outcome=Outcome.UNSUPPORTED),
)


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(4)), batch=st.integers(1, 4))
def test_the_order_in_which_results_arrive_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], batch: int
) -> None:
    with opened(new_case(tmp_path_factory.mktemp("order"))) as case:
        source_with(case, [b"0", b"1", b"2", b"3"])
        results = [Result(number + 1, EQUAL_BYTES[number]) for number in order]
        for start in range(0, 4, batch):
            writer_of(case).record_results(results[start : start + batch], Recipe())

        records = list(case.reader.items(ItemFilter()))
        content = case.reader.contents()
        thumbnail = case.reader.thumbnail(records[0].content_id or 0)

    expected = replace(picture(b"same"), thumbnail=None)
    assert [record.analysis for record in records] == [
        replace(expected, issues=analysis.issues) for analysis in EQUAL_BYTES
    ]
    assert {record.state for record in records} == {State.ANALYSED}
    assert content == 1
    assert thumbnail == picture(b"same").thumbnail


def test_a_result_for_an_item_that_does_not_exist_is_refused_and_nothing_of_its_batch_stays(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"a"])

        with pytest.raises(ValueError, match="no item"):
            writer_of(case).record_results([Result(1, picture(b"a")), Result(99, picture(b"b"))], Recipe())

        assert case.reader.pending() == (1, 10)
        assert case.reader.contents() == 0
