"""What matching changed is read from disk, in an order that no numbering of contents changes, and printed in pieces."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.cli.output import emit_json, emit_json_pieces
from forensicdesk.errors import UsageError
from forensicdesk.lists.library import Library
from forensicdesk.model import MatchKind
from forensicdesk.pipeline.match import match_lists
from tests.forensicdesk.case.building import NOW, put_matches, writer_of
from tests.forensicdesk.test_match import digests, ignore, make_case, picture, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.changed import Changes
    from forensicdesk.model import HashList, Match


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "a.fdcase", [picture(number) for number in range(1, 30)]) as opened:
        yield opened


def matched(store: CaseStore, library: Library, used: HashList) -> Changes:
    ((_, changes),) = match_lists(store, library, [used], ignore, now=NOW)
    return changes


def test_new_and_gone_are_read_as_they_were_stored(store: CaseStore, library: Library, tmp_path: Path) -> None:
    listed = "\n".join(digests(number).sha256.hex() for number in (7, 3, 20))
    used = take(library, tmp_path, "three", listed)
    new = matched(store, library, used).new
    stored = store.reader.matches()

    assert len(new) == 3
    assert sorted(new, key=lambda match: match.content_id) == list(stored)
    assert list(new) == list(new)
    extra = [*stored, *(one for one in stored if one.content_id == stored[0].content_id)]
    put_matches(store, used.id, [])
    put_matches(store, used.id, [_renamed(match, at) for at, match in enumerate(extra)])
    gone = matched(store, library, used).gone
    assert sorted(match.entry for match in gone) == ["row 0", "row 1", "row 2", "row 3"]
    assert {match.kind for match in gone} == {MatchKind.EXACT}
    assert [path.name for path in store.folder.iterdir() if path.name.startswith("tmp")] == []


def _renamed(match: Match, at: int) -> Match:
    return replace(match, entry=f"row {at}")


def test_what_changed_before_is_not_read_from_rows_that_are_others_now(
    store: CaseStore, library: Library, tmp_path: Path
) -> None:
    used = take(library, tmp_path, "one", digests(7).sha256.hex())
    before = matched(store, library, used).new
    matched(store, library, used)

    with pytest.raises(UsageError, match="matched again since"):
        list(before)
    assert writer_of(store).matches.turn == 2


def test_many_gone_matches_take_little_memory(store: CaseStore, library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "one", digests(7).sha256.hex())
    matched(store, library, used)
    (match,) = store.reader.matches()
    put_matches(store, used.id, [_renamed(match, at) for at in range(6_000)])
    tracemalloc.start()
    gone = matched(store, library, used).gone
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(gone) == 6_000
    assert kept < 6_000 * 200
    assert sum(1 for _ in gone) == 6_000


@pytest.mark.parametrize("entries", [[], [{"a": [1, {"b": None}], "c": {}}], [1, "é\n", []]])
def test_json_in_pieces_is_the_same_as_in_one(entries: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    emit_json({"case": "x", "new": entries, "counts": {"exact": 1}, "none": []})
    whole = capsys.readouterr().out
    emit_json_pieces({"case": "x", "new": iter(entries), "counts": {"exact": 1}, "none": []})

    assert capsys.readouterr().out == whole
    assert json.loads(whole)["new"] == entries
