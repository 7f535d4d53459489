"""A file that lies inside another is an item of its own, from the walk to the check of the evidence."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from forensicdesk.events import Progress
from forensicdesk.model import ItemFilter, Location, Result, State, Step, embedded_step
from forensicdesk.pipeline.analyse import analyse_pending, not_too_deep
from forensicdesk.pipeline.verify import verify_case
from forensicdesk.pipeline.walk import walk_source
from hashing.values import Analysis, Embedded, EmbeddedKind, IssueCode, Outcome, Recipe
from tests.forensicdesk.pipeline.cases import Ears, new_case
from tests.hashing.making import encoded, film, scene
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord

THUMBNAIL = Embedded(EmbeddedKind.EXIF_THUMBNAIL, 318, 742)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two motion photos of one content, and the film of them alone."""
    folder = tmp_path_factory.mktemp("evidence")
    still, shown = encoded(scene(), "JPEG", quality=85), film("mp4", "mpeg4")
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(still + shown)
    (folder / "film.mp4").write_bytes(shown)
    return folder


@pytest.mark.parametrize("workers", [1, 3])
def test_the_film_behind_a_picture_is_an_item_with_the_contents_of_the_film_alone(
    evidence: Path, tmp_path: Path, workers: int
) -> None:
    ears = Ears()

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, ears, threading.Event())
        analyse_pending(store, Recipe(), workers, ears, threading.Event())

        ledger = store.reader.ledger()
        items = list(store.reader.items(ItemFilter(states=tuple(State))))
        assert (ledger.seen, ledger.embedded, ledger.analysed, ledger.pending) == (5, 2, 5, 0)
        assert [(item.id, item.parent_id, described(item)) for item in items] == [
            (1, None, b"a.jpg"),
            (2, None, b"b.jpg"),
            (3, None, b"film.mp4"),
            (4, 1, b"appended-film"),
            (5, 2, b"appended-film"),
        ]
        assert items[2].content_id == items[3].content_id == items[4].content_id
        assert verify_case(store, ears) == ()

    last = [event for event in ears.heard if isinstance(event, Progress) and event.phase == "analyse"][-1]
    assert (last.done, last.total) == (5, 5)


def described(item: ItemRecord) -> bytes:
    return item.location.steps[-1].path.partition(b"@")[0]


def test_a_change_inside_the_film_is_found_in_both_items(evidence: Path, tmp_path: Path) -> None:
    copy = tmp_path / "evidence"
    copy.mkdir()
    data = bytearray((evidence / "a.jpg").read_bytes())
    (copy / "a.jpg").write_bytes(data)
    with new_case(tmp_path / "x.fdcase", copy) as (store, source):
        walk_source(store, source, Ears(), threading.Event())
        analyse_pending(store, Recipe(), 1, Ears(), threading.Event())
        data[-1] ^= 1
        (copy / "a.jpg").write_bytes(data)

        problems = verify_case(store, Ears())

    assert [problem.where.count(">") for problem in problems] == [0, 1]
    assert all("has changed" in problem.what for problem in problems)


@pytest.mark.parametrize(("depth", "kept"), [(0, True), (1, True), (2, False)])
def test_files_too_deep_inside_others_are_left_out_and_that_is_said(depth: int, kept: bool) -> None:
    location = Location((Step("file", b"raw.dng"), *[embedded_step(THUMBNAIL)] * depth))
    result = Result(1, Analysis(Outcome.ANALYSED, "image/jpeg", 9, embedded=(THUMBNAIL,)))

    found = not_too_deep(result, location).analysis

    assert (found.embedded == (THUMBNAIL,)) is kept
    assert [issue.code for issue in found.issues] == ([] if kept else [IssueCode.EMBEDDED_LIMIT])


def test_hash_says_of_a_file_inside_what_it_says_of_a_file(evidence: Path, tmp_path: Path) -> None:
    paths = [evidence / "a.jpg", evidence / "film.mp4"]

    photo, alone = document(forensicdesk(tmp_path, "hash", *paths, "--json"))

    (inside,) = photo["embedded"]
    assert (inside["kind"], inside["length"], alone["embedded"]) == ("appended-film", alone["size"], [])
    assert [step["kind"] for step in inside["location"]] == ["file", "embedded"]
    for key in ("type", "size", "digests", "video"):
        assert inside[key] == alone[key]
