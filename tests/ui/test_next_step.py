"""The case page always knows one thing to do next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from forensicdesk.account import Ledger
from forensicdesk.model import MatchKind
from tests.ui.fakes import make_list, make_overview
from ui.next_step import Next, next_step

ROOT = Path("/case")
DONE = Ledger(seen=10, not_media=2, analysed=8)
WAITING = Ledger(seen=10, pending=10)


def test_an_empty_case_wants_a_folder() -> None:
    step = next_step(make_overview(ROOT))

    assert step.what is Next.ADD
    assert step.heading == "Add a folder to begin"


def test_waiting_files_want_processing() -> None:
    step = next_step(make_overview(ROOT, WAITING))

    assert step.what is Next.PROCESS
    assert step.heading == "Start processing"
    assert "10 files wait" in step.sentence


def test_a_stopped_run_is_continued() -> None:
    step = next_step(make_overview(ROOT, Ledger(seen=10, analysed=4, pending=6)))

    assert step.heading == "Continue processing"


def test_when_every_match_is_decided_the_report_is_next() -> None:
    known = make_list()
    met = make_overview(ROOT, DONE, lists=(known,), used=(known.id,))
    met = replace(met, matches={**met.matches, MatchKind.EXACT: 3})

    assert "2 items with a match are undecided" in next_step(replace(met, open_matched=2)).sentence
    assert next_step(replace(met, open_matched=2)).what is Next.REVIEW
    assert next_step(replace(met, open_matched=0)).what is Next.REPORT


def test_an_interrupted_listing_is_continued_even_if_nothing_waits() -> None:
    overview = make_overview(ROOT, DONE)
    exhibit = overview.exhibits[0]
    half = replace(exhibit, source=replace(exhibit.source, walked=False))

    assert next_step(replace(overview, exhibits=(half,))).what is Next.PROCESS


def test_without_a_list_one_is_wanted_then_matched_then_looked_at() -> None:
    known = make_list()
    matched = make_overview(ROOT, DONE, lists=(known,), used=(known.id,))

    assert next_step(make_overview(ROOT, DONE)).what is Next.LOAD_LIST
    assert next_step(make_overview(ROOT, DONE, lists=(known,))).what is Next.MATCH
    assert next_step(matched).what is Next.REPORT
    assert next_step(replace(matched, matches={**matched.matches, MatchKind.NEAR: 2})).what is Next.REVIEW


def test_items_analysed_after_matching_want_matching_again() -> None:
    known = make_list()
    overview = make_overview(ROOT, DONE, lists=(known,), used=(known.id,))

    assert next_step(replace(overview, incomplete=frozenset({known.id}))).heading == "Match again"


def test_an_older_version_that_was_never_matched_is_no_task() -> None:
    old, new = make_list(), make_list(version=2)
    overview = make_overview(ROOT, DONE, lists=(old, new), used=(new.id,))

    assert next_step(replace(overview, newest=frozenset({new.id}))).what is Next.REPORT


def test_reading_only_offers_to_open_for_writing_and_processing_to_watch() -> None:
    assert next_step(make_overview(ROOT, WAITING), writable=False).what is Next.OPEN_WRITABLE
    assert next_step(make_overview(ROOT, WAITING), processing=True).what is Next.WATCH
