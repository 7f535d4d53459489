"""Memory does not grow with the items of a case: neither while it is matched, nor while a report counts them.

All that is read in pages is longer than a page in both cases, so that what is kept of each item would show.
"""

from __future__ import annotations

import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.store import create_case, open_case
from forensicdesk.decisions import Act, ActKind, Reading, Scope
from forensicdesk.finding import Found
from forensicdesk.lists.library import Library
from forensicdesk.matching.sharing import how_much_is_shared
from forensicdesk.model import ItemFilter, Location, Result, Step
from forensicdesk.pipeline import match as module
from forensicdesk.pipeline.match import match_lists
from forensicdesk.reporting.deciding import what_was_decided
from forensicdesk.session import find_category_scheme
from hashing.values import Recipe
from reports.wording import wording
from tests.forensicdesk.test_match import NOW, digests, ignore, picture, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.case.store import CaseStore

FEW, MANY = 2_000, 6_000
AT_ONCE = 500
MORE = 1.3
"""So many times the memory of a few items those of many may take; keeping all would be three times in the end."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CaseStore, CaseStore]]:
    """A case of a few items and one of many, each in two exhibits; no two items are equal, and one is listed."""
    folder = tmp_path_factory.mktemp("flat")
    with made(folder / "few.fdcase", FEW) as few, made(folder / "many.fdcase", MANY) as many:
        yield few, many


def made(folder: Path, items: int) -> CaseStore:
    create_case(folder, number="1", examiner="E", fields=(), now=NOW, actor="E")
    store = open_case(folder, writable=True, now=NOW, actor="E")
    assert store.writer is not None
    sources = [store.writer.add_source(folder.parent / name, "folder", name, NOW) for name in ("phone", "disk")]
    for first in range(0, items, AT_ONCE):
        numbers = range(first, first + AT_ONCE)
        found = [Found(Location((Step("file", b"%d" % at),)), 1, None) for at in numbers]
        store.writer.record_found(sources[first // AT_ONCE % 2].id, found)
        jobs = [job.item_id for job in store.reader.pending_jobs(AT_ONCE)]
        results = [Result(job, picture(number)) for job, number in zip(jobs, numbers, strict=True)]
        store.writer.record_results(results, Recipe())
    return store


def peak(work: Callable[[], object]) -> int:
    """The most memory in bytes that this takes beside what was there."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_matching_keeps_no_more_of_many_contents_than_of_few(
    stores: tuple[CaseStore, CaseStore], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CONTENTS_AT_ONCE", AT_ONCE)
    library = Library(tmp_path / "lists")
    sha256, pdq = digests(7).sha256.hex(), picture(9).perceptual[0].value.hex()
    used = take(library, tmp_path, "two", f"sha256,pdq\n{sha256},\n,{pdq}\n")

    def match(store: CaseStore) -> None:
        for _ in match_lists(store, library, [used], ignore, now=NOW):
            pass

    few, many = (peak(partial(match, store)) for store in stores)

    assert len(stores[1].reader.matches()) == len(stores[0].reader.matches()) == 2
    assert many < few * MORE


def test_what_a_report_counts_over_all_items_is_not_kept_of_each(stores: tuple[CaseStore, CaseStore]) -> None:
    for store in stores:
        store.decisions.choose_scheme(find_category_scheme(Path("neutral")), NOW)
        items = store.reader.item_ids(ItemFilter())
        for reading in (Reading.FIRST, Reading.SECOND):
            act = Act(0, ActKind.CATEGORY, "1", reading, "Examiner A", "2025-03-04", Scope.ITEM, len(items))
            store.decisions.record(act, items)

    def count(store: CaseStore) -> tuple[int, str]:
        things, _ = how_much_is_shared(store.related.holdings(), store.related.camera_serials())
        return things, what_was_decided(store, wording("en", str)).agreement

    assert count(stores[0])[0] == 0
    assert f"{MANY} items" in count(stores[1])[1]
    few, many = (peak(partial(count, store)) for store in stores)

    assert many < few * MORE
