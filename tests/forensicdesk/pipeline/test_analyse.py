"""Tests of analysing what is pending, with real children and a real case."""

from __future__ import annotations

import itertools
import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.store import open_case
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.events import ItemsStored, Progress
from forensicdesk.model import ItemFilter, Location, Result, State, Step
from forensicdesk.pipeline.analyse import analyse_pending, remark_on_name
from forensicdesk.pipeline.walk import walk_source
from hashing.values import Analysis, IssueCode, Outcome, Recipe
from tests.forensicdesk.evidence.trees import make_deep, write
from tests.forensicdesk.pipeline.cases import NOW, Ears, new_case
from tests.support.evidence import make_small_evidence

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event
    from forensicdesk.model import ItemRecord

EVERYTHING = ItemFilter(states=tuple(State))


def never() -> threading.Event:
    return threading.Event()


def items(store: CaseStore) -> dict[bytes, ItemRecord]:
    return {item.location.steps[0].path: item for item in store.reader.items(EVERYTHING)}


def test_every_item_gets_an_analysis_and_the_ledger_adds_up(tmp_path: Path) -> None:
    evidence = make_small_evidence(tmp_path / "evidence")
    deep = make_deep(evidence, (evidence / "phone" / "one.jpg").read_bytes())
    ears = Ears()

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, ears, never())
        analyse_pending(store, Recipe(), 2, ears, never())

        ledger, seen = store.reader.ledger(), items(store)
        assert ledger.pending == 0
        assert ledger.seen == ledger.media + ledger.not_media == len(seen)
        assert seen[deep].content_id == seen[b"phone/one.jpg"].content_id is not None
        assert seen[b"drive/film.mp4"].state is State.ANALYSED
        assert seen[b"damaged.png"].state is State.FAILED
        assert seen[b"notes.txt"].state is State.NOT_MEDIA
        assert seen[b"notes.txt"].analysis is None or not seen[b"notes.txt"].analysis.issues

    stored = [item for event in ears.heard if isinstance(event, ItemsStored) for item in event.item_ids]
    assert sorted(stored) == sorted(item.id for item in seen.values())
    last = [event for event in ears.heard if isinstance(event, Progress)][-1]
    assert (last.phase, last.done, last.bytes_done) == ("analyse", last.total, last.bytes_total)


def test_a_name_that_promises_media_is_remarked_on_in_the_case(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    write(evidence, b"liar.JPG", b"this is text, whatever the name says")

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, Ears(), never())
        analyse_pending(store, Recipe(), 1, Ears(), never())

        (item,) = items(store).values()
        assert item.state is State.NOT_MEDIA
        assert item.issue is not None
        assert item.issue.code is IssueCode.NAME_SUGGESTS_MEDIA


def test_work_that_was_stopped_is_continued_and_nothing_is_done_twice(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    for number in range(120):
        write(evidence, b"%03d.txt" % number, b"text %d" % number)
    stop = threading.Event()
    first, second = Ears(), Ears()

    def stop_after_the_first_batch(event: Event) -> None:
        first(event)
        if isinstance(event, ItemsStored):
            stop.set()

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, Ears(), never())
        # A clock that leaps makes each result a batch.
        analyse_pending(store, Recipe(), 2, stop_after_the_first_batch, stop, clock=itertools.count().__next__)
        left, _ = store.reader.pending()
        analyse_pending(store, Recipe(), 2, second, never())

        assert 0 < left < 120
        assert store.reader.pending() == (0, 0)

    done = [
        [i for event in ears.heard if isinstance(event, ItemsStored) for i in event.item_ids]
        for ears in (first, second)
    ]
    assert (len(done[0]), len(done[1])) == (120 - left, left)
    assert not set(done[0]) & set(done[1])


def test_a_source_that_vanished_blames_no_item(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    write(evidence, b"a.jpg")

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, Ears(), never())
        evidence.rename(tmp_path / "unplugged")
        with pytest.raises(EnvironmentProblem, match="Connect it again"):
            analyse_pending(store, Recipe(), 1, Ears(), never())

        assert store.reader.ledger().pending == 1


def test_a_case_opened_for_reading_is_refused(tmp_path: Path) -> None:
    with new_case(tmp_path / "x.fdcase", tmp_path):
        pass

    with (
        open_case(tmp_path / "x.fdcase", writable=False, now=NOW, actor="E") as store,
        pytest.raises(EnvironmentProblem, match="reading only"),
    ):
        analyse_pending(store, Recipe(), 1, Ears(), never())


@pytest.mark.parametrize(
    ("name", "outcome", "remarked"),
    [
        (b"a.jpg", Outcome.NOT_MEDIA, True),
        (b"folder.jpg/a.MP4", Outcome.NOT_MEDIA, True),
        (b"\xff.HeIc", Outcome.NOT_MEDIA, True),
        (b"folder.jpg/a.txt", Outcome.NOT_MEDIA, False),
        (b"jpg", Outcome.NOT_MEDIA, False),
        (b"a.jpg", Outcome.FAILED, False),
        (b"a.jpg", Outcome.ANALYSED, False),
    ],
)
def test_only_files_that_are_no_media_are_remarked_on(name: bytes, outcome: Outcome, *, remarked: bool) -> None:
    result = Result(1, Analysis(outcome, "text/plain", 3))

    said = remark_on_name(result, Location((Step("file", name),)))

    assert [issue.code for issue in said.analysis.issues] == [IssueCode.NAME_SUGGESTS_MEDIA] * remarked
    assert replace(said.analysis, issues=()) == result.analysis


def test_fifo_in_place_of_a_file_costs_one_item(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    write(evidence, b"a.jpg")

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, Ears(), never())
        (evidence / "a.jpg").unlink()
        os.mkfifo(evidence / "a.jpg")
        analyse_pending(store, Recipe(), 1, Ears(), never())

        assert store.reader.ledger().failed == 1
