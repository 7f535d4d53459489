"""Every question to a case has the answer that looking at each item would give."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from forensicdesk.account import Ledger
from forensicdesk.case.met import PageChanges
from forensicdesk.case.paging import PAGE, ROWS
from forensicdesk.case.schema import STATED
from forensicdesk.errors import UsageError
from forensicdesk.finding import Found
from forensicdesk.model import MEDIA_STATES, ItemCard, ItemFilter, MatchKind, Result, State
from hashing.values import Film, Issue, IssueCode, Outcome, PerceptualHash, Recipe, Stage
from tests.forensicdesk.case.building import (
    NOW,
    a_list,
    a_match,
    at,
    digests_of,
    failed,
    found,
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
    from forensicdesk.model import ItemRecord
    from hashing.values import Analysis

LISTS = (a_list("first"), a_list("second"))
FILM = Film(4.5, ())
KINDS = ("picture", "again", "film", "failed", "unreadable", "text", "pending", "link")


def analysis_for(number: int) -> Analysis | None:
    """What item `number` is: the kinds take turns; "again" has the bytes of an earlier picture."""
    content = b"%d" % number
    return {
        "picture": picture(content),
        "again": picture(b"%d" % (number - 1)),
        "film": replace(picture(content), film=FILM, perceptual=(), media_type="video/mp4"),
        "failed": failed(content),
        "unreadable": unreadable(),
        "text": not_media(),
    }.get(KINDS[number % len(KINDS)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, behind: str) -> Iterator[CaseStore]:  # noqa: ARG001 - comes first
    """A case with two sources and a little of everything."""
    with opened(new_case(tmp_path_factory.mktemp("case"))) as case:
        writer = writer_of(case)
        phone = writer.add_source(tmp_path_factory.mktemp("phone"), "folder", "phone", NOW)
        drive = writer.add_source(tmp_path_factory.mktemp("drive"), "folder", "drive", NOW)
        link = Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, "not followed")
        for source, numbers in ((phone, range(24)), (drive, range(24, 48))):
            entries = found([b"dir/%d.jpg" % number for number in numbers])
            writer.record_found(
                source.id,
                [
                    replace(entry, state=State.EXCLUDED, issue=link) if KINDS[number % 8] == "link" else entry
                    for number, entry in zip(numbers, entries, strict=True)
                ],
            )
        waiting = sorted(job.item_id for job in case.reader.pending_jobs(1000))
        results = [(item_id, analysis_for(item_id - 1)) for item_id in waiting]
        writer.record_results([Result(item, analysis) for item, analysis in results if analysis], Recipe())
        for used in LISTS:
            writer.record_list(used, NOW)
        contents = [content for content, _ in case.reader.digests()]
        first, second = LISTS[0].id, LISTS[1].id
        put_matches(case, first, [a_match(contents[0], first), a_match(contents[3], first, MatchKind.NEAR)])
        more = [a_match(contents[0], second, MatchKind.NEAR), a_match(contents[1], second, MatchKind.VIDEO)]
        put_matches(case, second, more)
        yield case


def passes(record: ItemRecord, where: ItemFilter) -> bool:
    """The filter, applied to one record in plain Python."""
    analysis = record.analysis
    sha256 = analysis.digests.sha256 if analysis and analysis.digests else None
    media = None
    if analysis is not None:
        is_film = analysis.film is not None or analysis.media_type.startswith("video/")
        media = "film" if is_film else "picture" if analysis.media_type.startswith("image/") else None
    wanted = [
        match
        for match in record.matches
        if where.match_kind in {None, match.kind} and where.list_id in {None, match.list_id}
    ]
    asks_for_match = where.matched is True or where.match_kind is not None or where.list_id is not None
    return (
        record.state in where.states
        and where.source_id in {None, record.source.id}
        and where.media in {None, media}
        and where.sha256 in {None, sha256}
        and (not asks_for_match or bool(wanted))
        and not (where.matched is False and record.matches)
    )


FILTERS = st.builds(
    ItemFilter,
    states=st.one_of(st.just(MEDIA_STATES), st.lists(st.sampled_from(State), unique=True).map(tuple)),
    matched=st.none() | st.booleans(),
    match_kind=st.none() | st.sampled_from(MatchKind),
    list_id=st.sampled_from((None, LISTS[0].id, LISTS[1].id, "unknown")),
    source_id=st.sampled_from((None, 1, 2, 3)),
    media=st.sampled_from((None, "picture", "film")),
    sha256=st.sampled_from((None, digests_of(b"0").sha256, b"x" * 32)),
)


@settings(max_examples=150, deadline=None)
@given(where=FILTERS)
def test_a_filter_gives_exactly_the_items_that_pass_it(store: CaseStore, where: ItemFilter) -> None:
    everything = list(store.reader.items(ItemFilter(states=tuple(State))))
    assert len(everything) == 48

    expected = [record for record in everything if passes(record, where)]

    assert store.reader.item_ids(where) == [record.id for record in expected]
    assert list(store.reader.items(where)) == expected


@pytest.mark.parametrize("state", State)
def test_items_with_issues_are_those_of_which_one_is_known(store: CaseStore, state: State) -> None:
    everything = store.reader.items(ItemFilter(states=(state,)))
    expected = [one for one in everything if one.issue or (one.analysis and one.analysis.issues)]

    assert list(store.reader.items_with_issues(state)) == expected
    assert bool(expected) == (state in {State.FAILED, State.EXCLUDED})


def test_a_picture_that_was_analysed_with_an_issue_is_among_those(tmp_path: Path) -> None:
    cut = Issue(Stage.DECODE, IssueCode.TRUNCATED, "cut short")
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"a", b"b", b"c"])
        analyses = (picture(b"a"), picture(b"b", (cut,)), not_media(issues=(cut,)))
        writer_of(case).record_results([Result(item, made) for item, made in enumerate(analyses, 1)], Recipe())

        assert [one.id for one in case.reader.items_with_issues(State.ANALYSED)] == [2]
        assert [one.id for one in case.reader.items_with_issues(State.NOT_MEDIA)] == [3]


def test_what_is_counted_is_what_the_records_say(store: CaseStore) -> None:
    for one, record in zip(store.reader.counted(), store.reader.items(ItemFilter()), strict=True):
        known = record.analysis if record.content_id is not None else None
        assert one.source_id == record.source.id
        assert (one.metadata, one.dates) == ((known.metadata, known.dates) if known else ((), ()))
        assert sorted(one.matches, key=repr) == sorted(record.matches, key=repr)
        assert one.decision is None


@pytest.mark.parametrize("source_id", [None, 1, 2])
def test_the_ledger_adds_up_and_agrees_with_the_items(store: CaseStore, source_id: int | None) -> None:
    ledger = store.reader.ledger(source_id)

    counts = {
        state.value: len(store.reader.item_ids(ItemFilter(states=(state,), source_id=source_id))) for state in State
    }
    earlier: set[int] = set()
    duplicates = 0
    for item in store.reader.items(ItemFilter(states=tuple(State))):
        if item.content_id in earlier and source_id in {None, item.source.id}:
            duplicates += 1
        earlier |= set() if item.content_id is None else {item.content_id}
    assert duplicates > 0
    assert ledger == Ledger(seen=sum(counts.values()), duplicates=duplicates, **counts)
    assert ledger.seen == ledger.not_media + ledger.media + ledger.pending
    repeated = ItemFilter(states=tuple(State), duplicate=True, source_id=source_id)
    assert len(store.reader.item_ids(repeated)) == duplicates


def test_the_ledger_of_all_is_the_sum_of_the_sources(store: CaseStore) -> None:
    whole, phone, drive = store.reader.ledger(), store.reader.ledger(1), store.reader.ledger(2)

    assert (whole.seen, whole.media, whole.failed) == (48, 36, 12)
    assert whole.seen == phone.seen + drive.seen
    assert whole.media == phone.media + drive.media


@settings(max_examples=20, deadline=None)
@given(outcomes=st.lists(st.sampled_from([*Outcome, None]), max_size=30))
def test_whatever_comes_of_the_items_the_ledger_adds_up(
    tmp_path_factory: pytest.TempPathFactory, outcomes: list[Outcome | None]
) -> None:
    with opened(new_case(tmp_path_factory.mktemp("ledger"))) as case:
        source_with(case, [b"%d" % number for number in range(len(outcomes))])
        results = [
            Result(number, replace(picture(b"%d" % number), outcome=outcome))
            for number, outcome in enumerate(outcomes, 1)
            if outcome is not None
        ]
        writer_of(case).record_results(results, Recipe())
        ledger = case.reader.ledger()
        pending = case.reader.pending()

    assert ledger.seen == ledger.not_media + ledger.media + ledger.pending == len(outcomes)
    assert ledger.pending == outcomes.count(None) == pending[0]
    assert ledger.analysed == outcomes.count(Outcome.ANALYSED)
    assert ledger.not_media == outcomes.count(Outcome.NOT_MEDIA)
    assert ledger.encrypted == outcomes.count(Outcome.ENCRYPTED)


def test_cards_come_in_the_order_asked_for_with_what_a_gallery_draws(store: CaseStore) -> None:
    cards = store.reader.cards([3, 1, 99, 6, 7])

    film = store.reader.item(3)
    assert [card.id for card in cards] == [3, 1, 6, 7]
    assert cards[0] == ItemCard(
        3, "2.jpg", State.ANALYSED, film.content_id, "video/mp4", 10, 4.5, (MatchKind.VIDEO,), ("label",), "dir",
        modified_s=1_700_000_000, camera="Camera One", width=640, height=480,
    )  # fmt: skip
    assert cards[1].match_kinds == (MatchKind.EXACT, MatchKind.NEAR)
    assert (cards[2].media_type, cards[2].state) == ("text/plain", State.NOT_MEDIA)
    assert (cards[3].media_type, cards[3].state) == ("application/octet-stream", State.PENDING)
    assert store.reader.cards([]) == []


def test_an_item_that_does_not_exist_is_a_wrong_question(store: CaseStore) -> None:
    with pytest.raises(UsageError, match="no item number 4711"):
        store.reader.item(4711)


def test_matches_count_for_each_item_with_the_bytes(store: CaseStore) -> None:
    counts = store.reader.match_counts()

    records = list(store.reader.items(ItemFilter(matched=True)))
    kinds = [match.kind.value for record in records for match in record.matches]
    assert counts == {kind.value: kinds.count(kind.value) for kind in MatchKind}
    assert counts["exact"] == 2  # one content, two items


def test_matches_come_by_their_first_item_then_exact_before_near(store: CaseStore) -> None:
    matches = store.reader.matches()

    assert [match.kind for match in matches] == [MatchKind.EXACT, MatchKind.NEAR, MatchKind.VIDEO, MatchKind.NEAR]
    assert store.reader.matches(LISTS[0].id) == tuple(match for match in matches if match.list_id == LISTS[0].id)
    assert store.reader.item(1).matches == matches[:2]


def test_only_matches_that_were_not_there_are_new(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"a"])
        writer = writer_of(case)
        writer.record_results([Result(1, picture(b"a"))], Recipe())
        used = a_list()
        writer.record_list(used, NOW)
        writer.record_list(used, NOW)
        one, two = a_match(1, used.id), a_match(1, used.id, entry="line 2")
        stricter = replace(one, card=replace(one.card, threshold=5))

        matches = writer_of(case).matches
        first = put_matches(case, used.id, [one])
        assert (list(matches.matches_of(first.new)), first.gone) == ([one], ())
        second = put_matches(case, used.id, [stricter, two])
        assert (list(matches.matches_of(second.new)), second.gone) == ([two], ())
        assert case.reader.matches() == (stricter, two)
        assert put_matches(case, used.id, []) == PageChanges((), (stricter, two))
        assert case.reader.matches() == ()


def test_streams_are_whole_across_pages_and_while_results_are_stored(tmp_path: Path) -> None:
    number = ROWS + PAGE + 7
    with opened(new_case(tmp_path)) as case:
        source_with(case, [b"%d" % item for item in range(number)])
        twice = PerceptualHash("pdq", "1", "other", b"\x01" * 32, 50)
        seen = []
        waiting = []
        assert len(case.reader.pending_jobs(10)) == 10
        for job in sorted(case.reader.pending_jobs(number + 1), key=lambda job: job.item_id):
            seen.append(job.item_id)
            analysis = picture(b"%d" % job.item_id)
            waiting.append(Result(job.item_id, replace(analysis, perceptual=(*analysis.perceptual, twice))))
            if len(waiting) == 300:
                writer_of(case).record_results(waiting, Recipe())
                waiting = []
        writer_of(case).record_results(waiting, Recipe())

        assert seen == list(range(1, number + 1))
        assert case.reader.pending() == (0, 0)
        assert [content for content, _ in case.reader.digests()] == list(range(1, number + 1))
        assert len(list(case.reader.picture_hashes("pdq"))) == 2 * number
        assert len(list(case.reader.picture_hashes("phash"))) == number
        assert len(list(case.reader.items(ItemFilter()))) == number
        assert len(list(case.reader.provenance.hashed_items())) == number
        assert sorted(case.thumbnails.digests()) == list(case.reader.contents_with_thumbnail())


def test_items_with_digests_on_record_are_pictures_and_films_and_whatever_agreed_with_what_was_stated(
    store: CaseStore,
) -> None:
    text = next(item for item in store.reader.items(ItemFilter(states=(State.NOT_MEDIA,))))
    with store.database.writing() as connection:
        values = {"item_id": text.id, "algorithm": "md5", "value": b"m" * 16, "said_by": "index", "agrees": True}
        connection.execute(insert(STATED).values(values))
    rows = {row[0]: row for row in store.reader.provenance.hashed_items()}

    expected = picture(b"0").digests
    assert expected is not None
    assert rows[1] == (1, store.reader.sources()[0], at(b"dir/0.jpg"), 10, (("sha256", expected.sha256),))
    assert rows[text.id][4] == (("md5", b"m" * 16),)
    assert len(rows) == 30 - 6 + 1
    assert store.reader.provenance.evidence_totals() == (25, 250)


def test_several_threads_can_read_while_one_writes(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as case:
        source = source_with(case, [])
        wrong: list[str] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                ids = case.reader.item_ids(ItemFilter(states=(State.PENDING,)))
                if len(ids) % 50 or len(case.reader.cards(ids)) != len(ids):
                    wrong.append(f"{len(ids)} items")

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for batch in range(10):
            writer_of(case).record_found(source.id, [Found(at(b"%d/%d" % (batch, n)), 1, None) for n in range(50)])
        done.set()
        for thread in threads:
            thread.join()

        assert wrong == []
        assert case.reader.pending() == (500, 500)
