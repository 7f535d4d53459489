"""What lies in containers becomes items, whatever happens on the way."""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.codec import encode_location
from forensicdesk.events import ItemsStored
from forensicdesk.finding import Told
from forensicdesk.model import ItemFilter, State, StatedHash
from forensicdesk.pipeline.analyse import analyse_pending
from forensicdesk.pipeline.walk import walk_source
from forensicdesk.settings import CONTAINER_DEPTH
from hashing.values import IssueCode, Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, writer_of
from tests.support.archives import tar_of
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event
    from forensicdesk.model import ItemRecord

LINKS = 15_000
"""Entries of an archive that cost nothing but their listing."""

EVERY = ItemFilter(states=tuple(State))


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    inner = tar_of({"deep.jpg": jpeg(3), "note.txt": b"text"})
    (folder / "a.tar").write_bytes(tar_of({"one.jpg": jpeg(1), "inner.tar": inner, "two.jpg": jpeg(2)}))
    (folder / "b.tar").write_bytes(tar_of({f"{number}.jpg": jpeg(number) for number in range(4, 10)}))
    (folder / "c.jpg").write_bytes(jpeg(1))
    return folder


def walked(folder: Path, evidence: Path) -> CaseStore:
    folder.mkdir(exist_ok=True)
    case = opened(new_case(folder))
    source = writer_of(case).add_source(evidence, "folder", "phone", NOW)
    walk_source(case, source, lambda _: None, threading.Event())
    return case


def analyse(case: CaseStore, workers: int = 2, stop_after: int | None = None) -> None:
    stop = threading.Event()
    seen = 0

    def listener(event: Event) -> None:
        nonlocal seen
        seen += len(event.item_ids) if isinstance(event, ItemsStored) else 0
        if stop_after is not None and seen >= stop_after:
            stop.set()

    analyse_pending(case, Recipe(), workers, listener, stop)


def account(case: CaseStore) -> list[tuple[int, bytes, str, int | None, str]]:
    """Everything by which two runs could differ: numbers, locations, states, parents, contents."""
    return [
        (
            item.id,
            encode_location(item.location),
            item.state.value,
            item.parent_id,
            item.analysis.digests.sha256.hex() if item.analysis and item.analysis.digests else "",
        )
        for item in case.reader.items(EVERY)
    ]


def by_path(case: CaseStore) -> dict[str, ItemRecord]:
    return {" > ".join(step.path.decode() for step in item.location.steps): item for item in case.reader.items(EVERY)}


def test_files_in_containers_are_items_of_their_own(tmp_path: Path, evidence: Path) -> None:
    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)
        ledger = case.reader.ledger()

    assert {path for path, item in items.items() if item.state is State.ANALYSED} == {
        "c.jpg", "a.tar > one.jpg", "a.tar > two.jpg", "a.tar > inner.tar > deep.jpg",
        *(f"b.tar > {number}.jpg" for number in range(4, 10)),
    }  # fmt: skip
    assert items["a.tar > inner.tar > deep.jpg"].parent_id == items["a.tar > inner.tar"].id
    assert items["a.tar"].container == "tar"
    assert items["a.tar > one.jpg"].content_id == items["c.jpg"].content_id
    assert (ledger.seen, ledger.not_media, ledger.media, ledger.pending) == (14, 4, 10, 0)


def test_a_name_in_a_container_is_held_against_the_content_too(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "a.tar").write_bytes(tar_of({"holiday.png": jpeg(1), "plain.jpg": jpeg(2)}))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        found = by_path(case)

    odd, usual = (found[f"a.tar > {name}"].analysis for name in ("holiday.png", "plain.jpg"))
    assert odd is not None
    assert usual is not None
    assert len(odd.indicators) == len(usual.indicators) + 1


@pytest.mark.parametrize(("workers", "stop_after"), [(1, 1), (2, 3), (2, 8)])
def test_an_interrupted_run_comes_to_the_same(tmp_path: Path, evidence: Path, workers: int, stop_after: int) -> None:
    with walked(tmp_path / "one", evidence) as case:
        analyse(case)
        expected = account(case)

    with walked(tmp_path / "two", evidence) as case:
        analyse(case, workers, stop_after)
        analyse(case, workers)
        assert account(case) == expected


def test_a_damaged_container_is_failed_and_what_it_gave_is_kept(tmp_path: Path, evidence: Path) -> None:
    whole = (evidence / "a.tar").read_bytes()
    (evidence / "b.tar").write_bytes(whole[: len(whole) // 2 + 700])

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)

    assert items["b.tar"].state is State.FAILED
    assert items["b.tar"].issue is not None
    assert items["b.tar"].issue.code is IssueCode.CONTAINER_DAMAGED
    assert items["b.tar > one.jpg"].state is State.ANALYSED


def test_containers_are_opened_to_a_depth(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    content = jpeg(1)
    for _ in range(CONTAINER_DEPTH + 2):
        content = tar_of({"x": content})
    (evidence / "x").write_bytes(content)

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = list(case.reader.items(EVERY))

    assert len(items) == CONTAINER_DEPTH + 1
    assert items[-1].state is State.FAILED
    assert items[-1].issue is not None
    assert items[-1].issue.code is IssueCode.CONTAINER_LIMIT


def test_what_a_large_container_holds_is_seen_while_it_is_still_being_listed(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    with tarfile.open(evidence / "large.tar", "w") as archive:
        for number in range(20):
            file = tarfile.TarInfo(f"DCIM/{number}.jpg")
            file.size = len(jpeg(number))
            archive.addfile(file, io.BytesIO(jpeg(number)))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "x"
        for number in range(LINKS):
            link.name = f"links/{number}"
            archive.addfile(link)
    seen_early = 0

    with walked(tmp_path, evidence) as case:

        def listener(event: Event) -> None:
            nonlocal seen_early
            if isinstance(event, ItemsStored) and not seen_early:
                pictures = case.reader.item_ids(ItemFilter(inside=1, states=(State.ANALYSED,)))
                with case.database.reading() as connection:
                    listing = connection.exec_driver_sql("SELECT listing FROM items WHERE id = 1").scalar_one()
                seen_early = len(pictures) if listing == "due" else 0

        stop = threading.Event()
        analyse_pending(case, Recipe(), 2, listener, stop)
        ledger = case.reader.ledger()

    assert seen_early > 0
    assert (ledger.seen, ledger.analysed, ledger.excluded) == (LINKS + 21, 20, LINKS)


def test_containers_are_listed_before_the_rest_is_analysed(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "z.tar").write_bytes(tar_of({"DCIM/inside.jpg": jpeg(1)}))
    for number in range(600):
        (evidence / f"{number}.jpg").write_bytes(jpeg(number))
    order: list[int] = []

    with walked(tmp_path, evidence) as case:
        analyse_pending(
            case,
            Recipe(),
            1,
            lambda event: order.extend(event.item_ids if isinstance(event, ItemsStored) else ()),
            threading.Event(),
        )
        [inside] = case.reader.item_ids(ItemFilter(inside=601, states=tuple(State)))

    assert order.index(601) < 64
    assert order[-1] != inside


def told_of(name: bytes, content: bytes, said: bytes | None = None) -> Told:
    value = hashlib.sha256(content).digest() if said is None else said
    return Told(name, stated=(StatedHash("sha256", value, "index"),))


@pytest.mark.parametrize("before", [True, False])
def test_it_makes_no_difference_whether_an_index_is_listed_before_or_after_what_it_speaks_of(
    tmp_path: Path, before: bool
) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    files = {"a.jpg": jpeg(1), "b.jpg": jpeg(2), "note.txt": b"text", "other.txt": b"other", "index.xml": b"index"}
    for name, content in files.items():
        (evidence / name).write_bytes(content)
    told = [
        told_of(b"a.jpg", files["a.jpg"]),
        told_of(b"b.jpg", b"something else"),
        told_of(b"note.txt", files["note.txt"]),
        told_of(b"other.txt", b"something else"),
    ]

    with walked(tmp_path, evidence) as case:
        if not before:
            analyse(case)
        index = by_path(case)["index.xml"]
        writer_of(case).record_listed(index.id, told)
        analyse(case)
        stated = {path: [one.agrees for one in item.stated] for path, item in by_path(case).items()}
        differing = case.reader.item_ids(ItemFilter(states=tuple(State), differs=True))
        agreeing = case.reader.item_ids(ItemFilter(states=tuple(State), differs=False))
        ledger = case.reader.ledger()
        numbers = {path: item.id for path, item in by_path(case).items()}

    assert stated == {"a.jpg": [True], "b.jpg": [False], "note.txt": [True], "other.txt": [False], "index.xml": []}
    assert differing == sorted((numbers["b.jpg"], numbers["other.txt"]))
    assert agreeing == sorted((numbers["a.jpg"], numbers["note.txt"]))
    assert (ledger.differing, ledger.pending) == (2, 0)
