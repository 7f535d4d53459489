"""Facts in memory say what the database says, at once and after everything that changes it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.decisions import Act, ActKind, Reading, Scope
from forensicdesk.facets import Among, Between, Column, Hide, Showing
from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, MatchKind, Origin, Result, Role, State
from hashing.values import DateFact, Recipe
from tests.forensicdesk.case.building import (
    NOW,
    a_list,
    a_match,
    at,
    digests_of,
    failed,
    new_case,
    opened,
    picture,
    put_matches,
    unreadable,
    writer_of,
)
from tests.forensicdesk.case.test_older_cases import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore

NAMES = (b"DCIM/one.jpg", b"DCIM/two.jpg", b"chat/copy.jpg", b"chat/broken.jpg", b"chat/\xff.jpg", b"film.mp4")
EXAMINER = "Examiner A"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """Six items: two pictures, a copy, one that failed, one that cannot be read, a film; a match, nothing decided."""
    with opened(new_case(tmp_path)) as made:
        writer = writer_of(made)
        source = writer.add_source(tmp_path / "phone", "folder", "phone", NOW)
        created = (DateFact("file:created", "2024-05-06 07:08:09", "+02:00"),)
        writer.record_found(
            source.id,
            [
                Found(
                    at(name),
                    10,
                    1_700_000_000_000_000_000,
                    dates=created,
                    origin=Origin.DELETED if place == 1 else Origin.LIVE,
                )
                for place, name in enumerate(NAMES)
            ],
        )
        film = replace(
            picture(b"film"),
            media_type="video/mp4",
            metadata=(("GPS", (("GPSLatitude", "52.5"),)), ("EXIF", (("Note", "Größe_north-west"),))),
            dates=(DateFact("container:creation_time", "2023-01-02T03:04:05Z", "Z"),),
        )
        first = picture(b"one")
        by_name = dict(zip(NAMES, (first, picture(b"two"), first, failed(b"x"), unreadable(), film), strict=True))
        jobs = made.reader.pending_jobs(10)
        results = [Result(job.item_id, by_name[job.location.steps[0].path]) for job in jobs]
        writer.record_results(results, Recipe())
        writer.record_list(a_list(), NOW)
        content = made.reader.item(1).content_id
        assert content is not None
        put_matches(made, a_list().id, [a_match(content, a_list().id, MatchKind.NEAR)])
        yield made


def chosen(store: CaseStore, *conditions: Among | Between, text: str = "") -> list[int]:
    """The items that pass."""
    return store.reader.item_ids(ItemFilter(conditions=conditions, text=text))


def decide(store: CaseStore, code: str, items: list[int]) -> None:
    """Put items into a category."""
    act = Act(0, ActKind.CATEGORY, code, Reading.FIRST, EXAMINER, "2026-01-31T09:30:00Z", Scope.ITEM, len(items))
    store.decisions.record(act, items)


def test_what_the_database_can_answer_the_facts_answer_alike(store: CaseStore) -> None:
    decide(store, "1", [1, 6])
    for where in (
        ItemFilter(),
        ItemFilter(states=(State.FAILED,)),
        ItemFilter(matched=True),
        ItemFilter(matched=False),
        ItemFilter(match_kind=MatchKind.NEAR),
        ItemFilter(match_kind=MatchKind.EXACT),
        ItemFilter(list_id=a_list().id),
        ItemFilter(source_id=1),
        ItemFilter(source_id=2),
        ItemFilter(media="film"),
        ItemFilter(sha256=digests_of(b"one").sha256),
        ItemFilter(embedded=False),
        ItemFilter(embedded=True),
        ItemFilter(category="1"),
        ItemFilter(category=""),
        ItemFilter(origin=Origin.DELETED),
        ItemFilter(duplicate=True),
        ItemFilter(duplicate=False),
        ItemFilter(container=False),
        ItemFilter(tag="none has it"),
    ):
        assert store.reader.choosing.ids(where) == store.reader.item_ids(where), where


def test_columns_come_from_what_was_found(store: CaseStore) -> None:
    assert chosen(store, Among(Column.CAMERA, ("Camera One",))) == [1, 2, 3]
    assert chosen(store, Among(Column.GPS, ("yes",))) == [6]
    assert chosen(store, Between(Column.TAKEN, 1_672_628_645, 1_672_628_645)) == [6]
    assert chosen(store, Between(Column.CREATED, 1_714_972_089, 1_714_972_089)) == [1, 2, 3, 4, 5, 6]
    assert chosen(store, Between(Column.MODIFIED, 1_700_000_000, 1_700_000_000)) == [1, 2, 3, 4, 5, 6]
    assert chosen(store, Between(Column.ACCESSED)) == []
    assert chosen(store, Between(Column.PIXELS, 640 * 480, None)) == [1, 2, 3, 6]
    assert chosen(store, Between(Column.DISTANCE, 0, 0)) == [1, 3]
    assert chosen(store, Among(Column.ISSUE, ("",), excluded=True)) == [4, 5]
    assert chosen(store, Among(Column.TYPE, ("application/octet-stream",))) == [5]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("dcim", [1, 2]),
        ("CHAT jpg", [3, 4, 5]),
        ("größe", [6]),
        ("grosse", []),
        ("north", [6]),
        ("camera", [1, 2, 3]),
        ("Camera dcim", [1, 2]),
        ("film.mp4", [6]),
        ("'\"*^ OR", []),
        (digests_of(b"one").sha256.hex()[:9], [1, 3]),
        (digests_of(b"two").md5.hex().upper(), [2]),
        (digests_of(b"two").sha1.hex()[:5], [2]),
        (digests_of(b"two").sha1.hex() + "00", []),
    ],
)
def test_words_are_found_in_paths_metadata_cameras_and_digests(store: CaseStore, text: str, items: list[int]) -> None:
    assert chosen(store, text=text) == items


def test_what_is_decided_and_seen_shows_at_once(store: CaseStore) -> None:
    assert chosen(store, Among(Column.CATEGORY, ("",))) == [1, 2, 3, 4, 5, 6]

    decide(store, "1", [1, 2])
    decide(store, "2", [2])
    last = store.decisions.last_act(EXAMINER)
    assert last is not None
    assert chosen(store, Among(Column.CATEGORY, ("2",))) == [2]
    store.decisions.turn([replace(last, kind=ActKind.UNDO, about=last.id)], undone=True)

    assert chosen(store, Among(Column.CATEGORY, ("1",))) == [1, 2]
    assert chosen(store, Among(Column.DECIDED_BY, (EXAMINER,))) == [1, 2]
    store.decisions.mark_seen([2], EXAMINER, NOW)
    store.reader.choosing.store.note_seen([2], EXAMINER)
    assert chosen(store, Among(Column.SEEN, (EXAMINER,))) == [2]
    assert chosen(store, Among(Column.SEEN, ("",))) == [1, 3, 4, 5, 6]


def test_items_that_come_or_change_are_read_when_that_is_said(store: CaseStore) -> None:
    assert len(chosen(store, text="")) == 6
    writer = writer_of(store)
    writer.record_found(1, [Found(at(b"late/new.jpg"), 10, None)])
    (job,) = store.reader.pending_jobs(5)
    better = replace(picture(b"x"), metadata=(("EXIF", (("Make", "Better"),)),))

    writer.record_results([Result(job.item_id, better)], Recipe())
    store.reader.choosing.store.forget([job.item_id, 4])

    assert chosen(store, text="late") == [job.item_id]
    assert chosen(store, text="better") == [4, job.item_id]
    assert chosen(store, Among(Column.CAMERA, ("Better",))) == [4, job.item_id]
    assert chosen(store, Among(Column.STATE, ("failed",))) == [5]


def test_an_item_that_changes_before_it_is_read_is_known_once(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forensicdesk.case.facts.store.FIRST", 2)
    choosing = store.reader.choosing
    choosing.arranged(ItemFilter(), Showing(), at_once=True)

    choosing.store.forget([1, 5])

    assert choosing.ids(ItemFilter()) == [1, 2, 3, 4, 5, 6]
    choosing.store.forget()
    assert choosing.ids(ItemFilter()) == [1, 2, 3, 4, 5, 6]


def test_only_what_equals_an_ignorable_entry_and_matches_nothing_else_counts_as_known(store: CaseStore) -> None:
    ignorable = replace(a_list("harmless"), role=Role.IGNORABLE)
    writer_of(store).record_list(ignorable, NOW)
    contents = [store.reader.item(item).content_id for item in (1, 2)]
    put_matches(store, ignorable.id, [a_match(content, ignorable.id) for content in contents if content])
    decide(store, "1", [6])

    hidden = store.reader.choosing.arranged(ItemFilter(), Showing(hide=Hide(decided=True, harmless=True)))
    first = store.reader.choosing.arranged(ItemFilter(), Showing(), at_once=True)

    assert (hidden.order.ids.tolist(), hidden.hidden) == ([1, 3, 4, 5], 2)
    assert (first.order.ids.tolist(), first.hidden, first.complete) == ([1, 2, 3, 4, 5, 6], 0, True)


def test_a_case_that_is_partly_decided_is_read_from_its_first_undecided_item_on(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forensicdesk.case.facts.store.FIRST", 2)
    decide(store, "1", [1, 2])
    choosing, hiding = store.reader.choosing, Showing(hide=Hide(decided=True))

    answers = [choosing.arranged(ItemFilter(), hiding, at_once=True) for _ in range(3)]

    assert [answer.order.ids.tolist() for answer in answers] == [[3, 4], [3, 4, 5, 6], [3, 4, 5, 6]]
    assert [(answer.complete, answer.hidden) for answer in answers] == [(False, 0), (False, 0), (True, 2)]
    assert choosing.ids(ItemFilter()) == [1, 2, 3, 4, 5, 6]
    assert choosing.ids(ItemFilter(text="dcim")) == [1, 2]


def test_facts_of_an_older_case_are_derived_when_it_is_upgraded(tmp_path: Path) -> None:
    path = shutil.copytree(SAMPLES / "case-0001", tmp_path / "old.fdcase")
    with opened(path) as old:
        for record in old.reader.items(ItemFilter()):
            for group, pairs in record.analysis.metadata if record.analysis and record.content_id else ():
                for key, value in pairs:
                    word = next((part for part in value.split() if part.isalnum()), "")
                    assert not word or record.id in chosen(old, text=word), (group, key, value)
            if record.modified_ns is not None:
                moment = record.modified_ns // 1_000_000_000
                assert record.id in chosen(old, Between(Column.MODIFIED, moment, moment))
