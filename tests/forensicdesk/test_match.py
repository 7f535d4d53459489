"""Matching a real case with real lists: what is found, what is new, and that order changes nothing."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.case.store import create_case, open_case
from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.finding import Found
from forensicdesk.lists import importing, nearfile
from forensicdesk.lists.library import Library
from forensicdesk.model import Location, MatchKind, Result, Role, Step
from forensicdesk.pipeline import match as module
from forensicdesk.pipeline.match import check_list, match_lists
from hashing.values import Analysis, Digests, Film, FrameHash, Outcome, PerceptualHash, Recipe
from tests.forensicdesk.case.building import put_matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event
    from forensicdesk.model import HashList, Match

NOW = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)


def pdq(seed: int) -> bytes:
    return np.random.default_rng(seed).integers(0, 256, 32, dtype=np.uint8).tobytes()


def digests(number: int) -> Digests:
    content = str(number).encode()
    return Digests(
        hashlib.md5(content, usedforsecurity=False).digest(),
        hashlib.sha1(content, usedforsecurity=False).digest(),
        hashlib.sha256(content).digest(),
    )


def picture(number: int, quality: int = 90) -> Analysis:
    values = (pdq(number), *(pdq(number * 1000 + turn) for turn in range(1, 8)))
    value = PerceptualHash("pdq", "1", "64x64-dct16", values[0], quality, values)
    return Analysis(Outcome.ANALYSED, "image/png", 1, digests(number), 8, 8, (value,))


def film(number: int, seeds: Sequence[int]) -> Analysis:
    frames = tuple(FrameHash(float(at), pdq(seed), 90) for at, seed in enumerate(seeds))
    return Analysis(Outcome.ANALYSED, "video/mp4", 1, digests(number), 8, 8, film=Film(9.0, frames))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "lists")


def make_case(folder: Path, analyses: Sequence[Analysis]) -> CaseStore:
    create_case(folder, number="1", examiner="E", fields=(), now=NOW, actor="E")
    store = open_case(folder, writable=True, now=NOW, actor="E")
    assert store.writer is not None
    source = store.writer.add_source(folder.parent, "folder", "A", NOW)
    found = [Found(Location((Step("file", b"%d" % at),)), 1, None) for at in range(len(analyses))]
    store.writer.record_found(source.id, found)
    ids = sorted(job.item_id for job in store.reader.pending_jobs(1000))
    store.writer.record_results([Result(at, analysis) for at, analysis in zip(ids, analyses, strict=True)], Recipe())
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    analyses = [*(picture(number) for number in range(1, 30)), film(100, range(500, 510)), film(101, range(600, 610))]
    with make_case(tmp_path / "a.fdcase", analyses) as opened:
        yield opened


def take(library: Library, folder: Path, name: str, text: str, hash_type: str | None = None) -> HashList:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return library.import_file(path, role=Role.NOTABLE, now=NOW, hash_type=hash_type)


def ignore(_event: Event) -> None:
    """Listen to nothing."""


def run(store: CaseStore, library: Library, *lists: HashList) -> tuple[Match, ...]:
    found = match_lists(store, library, lists, ignore, now=NOW)
    return tuple(match for _, changes in found for match in changes.new)


def test_each_content_and_entry_meet_once_by_the_strongest_digest(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    rows = [
        f"{digests(1).md5.hex()},{digests(1).sha1.hex()},{digests(1).sha256.hex()},both",
        f"{digests(2).md5.hex()},{digests(3).sha1.hex()},,contradiction",
        f"{digests(999).md5.hex()},,,nothing",
    ]
    used = take(library, tmp_path, "a", "\n".join(["md5,sha1,sha256,label", *rows]))
    found = run(store, library, used)
    assert [(match.card.algorithm, match.label, match.weak) for match in found] == [
        ("sha256", "both", False),
        ("md5", "contradiction", True),
        ("sha1", "contradiction", True),
    ]
    assert store.reader.matches(used.id) == found
    assert [known.id for known in store.reader.lists_used()] == [used.id]


def test_an_entry_that_matched_exactly_is_not_reported_as_near(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    text = f"md5,pdq,quality\n{digests(1).md5.hex()},{pdq(1).hex()},90\n,{pdq(1).hex()},80\n,{pdq(2003).hex()},80\n"
    found = run(store, library, take(library, tmp_path, "a", text))
    assert [(match.kind, match.entry) for match in found] == [
        (MatchKind.EXACT, "line 2"),
        (MatchKind.NEAR, "line 3"),
        (MatchKind.NEAR, "line 4"),
    ]
    assert found[2].card.orientation == "rotate270"
    assert found[2].card.reference_quality == 80


def test_films_meet_listed_films(store: CaseStore, library: Library, tmp_path: Path) -> None:
    frames = "".join(f"known,{at},{pdq(500 + at).hex()},100\n" for at in range(20))
    (found,) = run(store, library, take(library, tmp_path, "a", f"film,frame,pdq,quality\n{frames}"))
    assert (found.kind, found.entry, found.card.query_percent, found.card.reference_percent) == (
        MatchKind.VIDEO,
        "known",
        100.0,
        50.0,
    )


def test_only_what_was_not_there_before_is_new(store: CaseStore, library: Library, tmp_path: Path) -> None:
    first = take(library, tmp_path, "a", digests(1).md5.hex())
    second = take(library, tmp_path, "b", f"{digests(1).md5.hex()}\n{digests(2).sha1.hex()}\n")
    assert len(run(store, library, first)) == 1
    assert run(store, library, first) == ()
    assert [match.list_id for match in run(store, library, first, second)] == [second.id] * 2
    assert len(store.reader.matches()) == 3


def test_the_order_in_which_items_were_stored_changes_no_match(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "a", "\n".join(pdq(number).hex() for number in range(1, 40)), "pdq")
    pictures = [picture(number) for number in range(1, 30)]
    seen = []
    for at, analyses in enumerate((pictures, pictures[::-1])):
        with make_case(tmp_path / f"{at}.fdcase", analyses) as store:
            seen.append({(match.entry, match.card) for match in run(store, library, used)})
    assert seen[0] == seen[1]
    assert len(seen[0]) == 29


def test_batches_of_any_size_give_the_same(
    store: CaseStore, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{digests(number).md5.hex()},{pdq(number + 1).hex()}\n" for number in range(1, 25))
    used = take(library, tmp_path, "a", f"md5,pdq\n{rows}")
    whole = run(store, library, used)
    monkeypatch.setattr(module, "_CONTENTS_AT_ONCE", 2)
    put_matches(store, used.id, ())
    assert run(store, library, used) == whole
    assert len(whole) == 48


def test_progress_reaches_its_total(store: CaseStore, library: Library, tmp_path: Path) -> None:
    events: list[Event] = []
    used = take(library, tmp_path, "a", f"md5,pdq\n{digests(1).md5.hex()},{pdq(7).hex()}\n")
    assert [known for known, _ in match_lists(store, library, [used], events.append, now=NOW)] == [used]
    told = [event for event in events if isinstance(event, Progress)]
    assert {event.phase for event in told} == {"match"}
    assert [event.done for event in told] == sorted(event.done for event in told)
    assert told[-1].done == told[-1].total == 5 * 31


def test_stopping_keeps_the_pages_that_are_done_and_says_that_the_lists_are_incomplete(
    store: CaseStore, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(digests(number).md5.hex() for number in range(1, 25))
    first, second = take(library, tmp_path, "a", rows), take(library, tmp_path, "b", rows)
    whole = run(store, library, first, second)
    for used in (first, second):
        put_matches(store, used.id, ())
    monkeypatch.setattr(module, "_CONTENTS_AT_ONCE", 10)
    stop = threading.Event()

    def stop_in_the_third_page(event: Event) -> None:
        if isinstance(event, Progress) and event.done > 22 * 5:
            stop.set()

    with pytest.raises(Interrupted):
        list(match_lists(store, library, [first, second], stop_in_the_third_page, now=NOW, stop=stop))

    assert {used.name for used in store.reader.lists_incomplete()} == {"a", "b"}
    kept = store.reader.matches()
    assert 0 < len(kept) < len(whole)
    assert set(kept) == {match for match in whole if match.content_id <= 20}
    run(store, library, first, second)
    assert store.reader.lists_incomplete() == ()
    assert set(store.reader.matches()) == set(whole)


def test_a_stop_between_groups_keeps_the_lists_that_were_given(
    store: CaseStore, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ENTRIES_IN_HAND", 0)
    first, second = (take(library, tmp_path, name, pdq(number).hex(), "pdq") for name, number in (("a", 1), ("b", 2)))
    stop = threading.Event()
    done = match_lists(store, library, [first, second], ignore, now=NOW, stop=stop)

    assert len(next(done)[1].new) == 1
    stop.set()
    with pytest.raises(Interrupted):
        next(done)

    assert [used.name for used in store.reader.lists_incomplete()] in ([], ["b"])
    assert {match.list_id for match in store.reader.matches()} == {first.id}
    assert len(run(store, library, first, second)) == 1


def test_a_list_is_complete_until_another_content_comes(store: CaseStore, library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "a", digests(1).md5.hex())
    run(store, library, used)
    assert store.reader.lists_incomplete() == ()

    writer = store.writer
    assert writer is not None
    again, new = (Found(Location((Step("file", name),)), 1, None) for name in (b"again", b"new"))
    writer.record_found(1, [again])
    writer.record_results([Result(job.item_id, picture(1)) for job in store.reader.pending_jobs(1000)], Recipe())
    assert store.reader.lists_incomplete() == ()

    writer.record_found(1, [new])
    writer.record_results([Result(job.item_id, picture(99)) for job in store.reader.pending_jobs(1000)], Recipe())
    assert store.reader.lists_incomplete() == (used,)
    run(store, library, used)
    assert store.reader.lists_incomplete() == ()


def test_a_list_is_checked_with_its_near_index(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "a", "\n".join(pdq(number).hex() for number in range(5000)), "pdq")
    assert check_list(library, used.name) == ()


@pytest.mark.parametrize("count", [2_000, 7_000])
@pytest.mark.parametrize("header", ["PDQ\n", "pdq,quality\n"])
def test_matches_do_not_depend_on_how_a_list_is_kept(
    store: CaseStore, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, count: int
) -> None:
    beside = (int.from_bytes(pdq(25)) ^ ((1 << 40) - 1)).to_bytes(32)  # 40 bits from a picture: near, and no match
    known = [pdq(1), pdq(2003), pdq(505), pdq(7), beside]
    values = [*known, *(pdq(number) for number in range(9_000, 9_000 + count)), known[0]]
    plain = header.startswith("PDQ")
    lines = [value.hex() if plain else f"{value.hex()},{40 + (at + 10) % 50}" for at, value in enumerate(values)]
    short = take(library, tmp_path, "short", header + "\n".join(lines))
    monkeypatch.setattr(nearfile, "NEAR_FROM", 1_000)
    monkeypatch.setattr(importing, "SORTED_FROM", 0)
    long = take(library, tmp_path, "long", header + "\n".join(lines) + "\n")
    assert len(list(library.folder.glob("*.near"))) == 1
    found = [replace(match, list_id="") for match in run(store, library, short)]
    assert len(found) >= (4 if plain else 1)
    assert [replace(match, list_id="") for match in run(store, library, long)] == found
    nearest = [
        [replace(one, list_id="") for one in store.reader.judgements.nearest(id_)] for id_ in (short.id, long.id)
    ]
    assert nearest[0] == nearest[1]
    assert [(one.content_id, one.distance) for one in nearest[0]] == [(25, 40)]
