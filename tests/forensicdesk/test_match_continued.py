"""A matching that was stopped is continued behind the last page that was done, and ends as an undisturbed one does."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.lists.library import Library
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import CarriedValue
from forensicdesk.pipeline import match as module
from forensicdesk.pipeline.match import match_lists
from tests.forensicdesk.case.building import NOW, put_matches, writer_of
from tests.forensicdesk.test_match import digests, film, ignore, make_case, pdq, picture, take
from tests.forensicdesk.test_rematch import hashed

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList

POLICY = replace(DEFAULT_POLICY, crowded_contents=3)
PAGE = 3


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CONTENTS_AT_ONCE", PAGE)


def case(folder: Path) -> CaseStore:
    """Pictures, a crowd and two films: eight pages."""
    crowd = [replace(picture(600 + at), perceptual=(hashed(bytes([at, *pdq(700)[1:]])),)) for at in range(6)]
    alone = [picture(number) for number in range(1, 15)]
    return make_case(folder, [*alone, *crowd, film(100, range(500, 510)), film(101, range(600, 610))])


def lists_of(library: Library, folder: Path) -> list[HashList]:
    near = "\n".join(value.hex() for value in (pdq(700), pdq(2), pdq(9), pdq(505), pdq(99)))
    exact = "\n".join(digests(number).sha256.hex() for number in (1, 7, 14))
    return [take(library, folder, "near", near, "pdq"), take(library, folder, "exact", exact)]


def everything(store: CaseStore, lists: list[HashList]) -> list[object]:
    kept = sorted(store.reader.matches(), key=lambda one: (one.list_id, one.content_id, one.entry))
    return [*kept, *(sorted(store.reader.judgements.nearest(used.id), key=repr) for used in lists)]


def run(store: CaseStore, library: Library, lists: list[HashList], policy: Policy = POLICY) -> list[int]:
    """Match; gives every step of progress."""
    seen: list[int] = []

    def listen(event: Event) -> None:
        if isinstance(event, Progress):
            seen.append(event.done)

    list(match_lists(store, library, lists, listen, now=NOW, policy=policy))
    return seen


def stop_after(store: CaseStore, library: Library, lists: list[HashList], share: float) -> None:
    stop = threading.Event()

    def listen(event: Event) -> None:
        if isinstance(event, Progress) and event.total and event.done >= share * event.total:
            stop.set()

    with pytest.raises(Interrupted):
        list(match_lists(store, library, lists, listen, now=NOW, stop=stop, policy=POLICY))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.62, 0.9])
def test_it_ends_as_an_undisturbed_one_and_does_no_page_twice(library: Library, tmp_path: Path, share: float) -> None:
    lists = lists_of(library, tmp_path)
    with case(tmp_path / "whole.fdcase") as whole, case(tmp_path / "stopped.fdcase") as stopped:
        for store in (whole, stopped):
            writer_of(store).record_list(lists[0], NOW)
        undisturbed = run(whole, library, lists)
        stop_after(stopped, library, lists, share)
        rest = run(stopped, library, lists)

        assert everything(stopped, lists) == everything(whole, lists)
        assert any("near 6 contents" in match.card.note for match in whole.reader.matches())
        assert len(rest) <= len(undisturbed)
        assert (len(rest) < len(undisturbed)) == (share > 0.2)
        assert stopped.reader.lists_incomplete() == ()
        assert len(run(stopped, library, lists)) == len(undisturbed)


def test_it_begins_again_where_policy_lists_or_contents_are_others(library: Library, tmp_path: Path) -> None:
    lists = lists_of(library, tmp_path)
    more = take(library, tmp_path, "more", digests(3).sha256.hex())
    with case(tmp_path / "whole.fdcase") as whole:
        undisturbed = len(run(whole, library, lists))
    with case(tmp_path / "stopped.fdcase") as store:
        stop_after(store, library, lists, 0.6)
        assert len(run(store, library, lists, replace(POLICY, pdq_distance=20))) == undisturbed
        stop_after(store, library, lists, 0.6)
        writer_of(store).record_carried([CarriedValue(1, "photodna", bytes(144), "another program")])
        assert len(run(store, library, lists)) == undisturbed
        stop_after(store, library, lists, 0.6)
        assert len(run(store, library, [*lists, more])) >= undisturbed
        assert [match.entry for match in store.reader.matches(more.id)] == ["line 1"]
        put_matches(store, more.id, ())
        assert list(match_lists(store, library, [more], ignore, now=NOW, policy=POLICY))
