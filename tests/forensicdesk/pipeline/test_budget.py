"""Bombs end, say so, and come to the same after an interruption."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import State
from forensicdesk.pipeline import budget
from hashing.values import IssueCode
from tests.forensicdesk.pipeline.test_containers import EVERY, account, analyse, walked
from tests.support.archives import tar_of, zip_of
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord


def overlapping(count: int, content: bytes) -> bytes:
    """An archive whose directory names one stored file many times."""
    whole = zip_of({"0000": content})
    start, end = whole.rfind(b"PK\1\2"), whole.rfind(b"PK\5\6")
    entry = whole[start:end]
    directory = b"".join(entry.replace(b"0000", b"%04d" % number) for number in range(count))
    return (
        whole[:start] + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    )


def nest(levels: int, width: int, content: bytes) -> bytes:
    """Archives in archives, many in each."""
    for _ in range(levels):
        content = zip_of({f"{number}": content for number in range(width)})
    return content


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "UNFOLDED_BYTES", 1_000_000)
    monkeypatch.setattr(budget, "UNFOLDED_RATIO", 2)
    monkeypatch.setattr(budget, "UNFOLDED_ENTRIES", 200)
    monkeypatch.setattr(budget, "UNFOLDED_ENTRIES_PER_BYTE", 0.0)


def ended(items: list[ItemRecord]) -> list[ItemRecord]:
    return [item for item in items if item.issue is not None and item.issue.code is IssueCode.CONTAINER_LIMIT]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("content", "most"),
    [
        (overlapping(150, bytes(50_000)), 160),
        (overlapping(500, bytes(10)), 205),
        (nest(3, 8, bytes(30_000)), 290),
        (tar_of({f"{number}": b"1" for number in range(300)}), 205),
    ],
)
def test_a_bomb_ends_with_the_reason(tmp_path: Path, content: bytes, most: int) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "bomb").write_bytes(content)
    (evidence / "harmless.zip").write_bytes(zip_of({"a.jpg": jpeg(1)}))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = list(case.reader.items(EVERY))

    assert ended(items)
    assert all(item.state is State.FAILED for item in ended(items))
    assert len(items) < most
    assert [item.state for item in items if item.location.steps[-1].path == b"a.jpg"] == [State.ANALYSED]


@pytest.mark.usefixtures("small")
def test_a_file_that_is_too_large_hides_none_behind_it(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "x.zip").write_bytes(zip_of({"zeros": bytes(2_000_000), "a.jpg": jpeg(1)}))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        container, zeros, picture = case.reader.items(EVERY)

    assert [each.state for each in (container, zeros, picture)] == [State.FAILED, State.FAILED, State.ANALYSED]
    assert len(ended([container, zeros])) == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stop_after", [1, 5, 12, 20])
def test_an_interrupted_run_ends_it_at_the_same_place(tmp_path: Path, stop_after: int) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    inner = {"over.zip": overlapping(9, bytes(20_000)), "x.zip": nest(2, 5, bytes(30_000))}
    (evidence / "bomb").write_bytes(zip_of({f"{number}-{name}": inner[name] for number in range(4) for name in inner}))
    with walked(tmp_path / "one", evidence) as case:
        analyse(case)
        expected = account(case)
        assert ended(list(case.reader.items(EVERY)))

    with walked(tmp_path / "two", evidence) as case:
        analyse(case, 1, stop_after)
        analyse(case, 2, stop_after)
        analyse(case)
        assert account(case) == expected


def test_twice_packed_evidence_is_within_the_bound(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "x.zip").write_bytes(nest(3, 2, zip_of({"zeros": bytes(30_000_000), "a.jpg": jpeg(1)})))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = list(case.reader.items(EVERY))

    assert not ended(items)
    assert sum(item.state is State.ANALYSED for item in items) == 8
