"""Near tables are made once, at the import, and searched from disk; damage to them is noticed and said."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.errors import EnvironmentProblem, ListError, UsageError
from forensicdesk.hamming import HammingIndex, bands
from forensicdesk.lists import importing, nearfile, placing
from forensicdesk.lists.completeness import differing
from forensicdesk.lists.listfile import reading
from forensicdesk.lists.schema import LAYOUT_VERSION
from forensicdesk.lists.values import HashEntries, NearEntries
from tests.forensicdesk.hamming.making import families

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList
    from tests.forensicdesk.lists.conftest import Take

VALUES = families(5, 3_000, 40)
PLAIN = "\n".join(["PDQ", *(row.tobytes().hex() for row in VALUES)])
TABLE = "\n".join(
    ["pdq,quality,name", *(f"{row.tobytes().hex()},{at % 101},{at}.jpg" for at, row in enumerate(VALUES))]
)


@pytest.fixture(autouse=True)
def _small_lists_as_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "scan_work", lambda _: float("inf"))
    monkeypatch.setattr(nearfile, "NEAR_FROM", 1_000)
    monkeypatch.setattr(importing, "SORTED_FROM", 0)


def in_memory(take: Take, monkeypatch: pytest.MonkeyPatch, text: str, name: str) -> HashList:
    """The list as it is kept where it is short."""
    with monkeypatch.context() as short:
        short.setattr(nearfile, "NEAR_FROM", 1 << 40)
        short.setattr(importing, "SORTED_FROM", 1 << 40)
        return take(text, name=name)


def found(library: Library, used: HashList, radius: int) -> set[tuple[int, int, int, int]]:
    """Query, entry number, quality and distance of every pair that near search of a list finds."""
    near = library.index(used.id, "pdq")
    queries = VALUES[:200].copy()
    queries[::3, 0] ^= 0x55
    return {
        (query, int(near.stored.numbers[at]), int(near.stored.qualities[at]), distance)
        for hits in near.index.search(queries, radius)
        for query, at, distance in zip(*(column.tolist() for column in hits), strict=True)
    }


@pytest.mark.parametrize("text", [PLAIN, TABLE], ids=["plain", "table"])
@pytest.mark.parametrize("radius", [0, 12, 31])
def test_tables_on_disk_find_what_those_in_memory_find(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch, text: str, radius: int
) -> None:
    short = in_memory(take, monkeypatch, text, "short")
    used = take(text, name="long")
    assert nearfile.near_path(library.folder / f"{used.id}.fdlist").is_dir()
    assert not nearfile.near_path(library.folder / f"{short.id}.fdlist").exists()
    assert found(library, used, radius) == found(library, short, radius)
    assert len(found(library, used, radius)) >= 100
    assert (used.entries, used.duplicates, used.refused) == (short.entries, short.duplicates, short.refused)
    assert list(library.walk(used.id)) == list(library.walk(short.id))
    one, other = library.hashes(used.id, "pdq"), library.hashes(short.id, "pdq")
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("numbers", "values", "qualities"))
    assert library.check("long") == library.check("short") == ()


def test_nothing_is_built_where_tables_are_kept(take: Take, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    used = take(PLAIN)
    assert used.check.startswith("pdq 31 64 ")

    def never(*_: object) -> HammingIndex:
        raise AssertionError

    monkeypatch.setattr(HammingIndex, "build", never)
    monkeypatch.setattr(HammingIndex, "build_into", never)
    assert found(library, used, 31)


def folder_of(library: Library, used: HashList) -> Path:
    return nearfile.near_path(library.folder / f"{used.id}.fdlist")


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4])


def shift(path: Path) -> None:
    """Rows that stand beside the places where they belong."""
    numbers = np.fromfile(path, dtype="<u4")
    np.roll(numbers, 7).tofile(path)


def foreign(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"version": 9}), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("tables.bin", shorten),
        ("tables.bin", shift),
        ("tables.bin", os.unlink),
        ("index.json", os.unlink),
        ("index.json", foreign),
        ("hashes.bin", os.unlink),
        ("hashes.bin", shorten),
        ("", shutil.rmtree),
    ],
)
def test_damaged_tables_are_one_sentence_that_says_what_to_do(
    take: Take, library: Library, name: str, harm: Callable[[Path], None]
) -> None:
    used = take(TABLE)
    harm(folder_of(library, used) / name)
    with pytest.raises(
        ListError,
        match=r"The stored list is damaged: [^\n]*; remove the list \(forensicdesk list remove [0-9a-f]{16}\)",
    ) as caught:
        library.index(used.id)
    assert str(caught.value).count(".pdq.near") + str(caught.value).count("hashes.bin") >= 1
    assert library.check(used.id)
    library.remove(used.id)
    again = take(TABLE)
    assert library.check(again.id) == ()


def test_one_turned_bit_anywhere_in_the_tables_is_noticed_by_the_check(take: Take, library: Library) -> None:
    used = take(TABLE)
    for file in sorted(folder_of(library, used).iterdir()):
        good = file.read_bytes()
        for at in (len(good) // 3, len(good) - 1):
            harmed = bytearray(good)
            harmed[at] ^= 1
            file.write_bytes(harmed)
            assert library.check(used.id), file.name
        file.write_bytes(good)
    assert library.check(used.id) == ()


def test_a_copy_that_does_not_say_what_the_rows_say_is_noticed(take: Take, library: Library) -> None:
    used = take(TABLE)
    other = take("\n".join(["pdq,quality", *(f"{row.tobytes().hex()},50" for row in VALUES[::-1])]), name="other")
    path = library.folder / f"{used.id}.fdlist"
    with reading(path) as connection:
        assert nearfile.same_as_rows(connection, path)
        shutil.copy(folder_of(library, other) / "hashes.bin", folder_of(library, used) / "hashes.bin")
        assert not nearfile.same_as_rows(connection, path)


def test_an_index_that_misses_is_told() -> None:
    stored = HashEntries(
        np.arange(1, 3_001, dtype=np.uint32), families(6, 3_000, 10), np.full(3_000, -1, dtype=np.int16)
    )
    near = NearEntries(stored, HammingIndex.build(stored.values, 31))
    assert differing(near) == ""
    for table in near.index._tables:
        table.order[:] = 0
    assert "where comparing everything finds" in differing(near)


def test_removing_a_list_removes_its_tables(take: Take, library: Library) -> None:
    kept, gone = take(PLAIN, name="kept"), take(TABLE, name="gone")
    library.remove("gone")
    assert [path.name for path in library.folder.glob("*.near")] == [folder_of(library, kept).name]
    assert not folder_of(library, gone).exists()
    assert library.lists() == (kept,)


def test_what_an_import_left_that_ended_too_early_is_cleared(take: Take, library: Library) -> None:
    take(PLAIN, name="first")
    orphan, old = library.folder / "0123456789abcdef.pdq.near", library.folder / "importing-x-near.tmp"
    for folder in (orphan, old):
        folder.mkdir()
        (folder / "tables.bin").write_bytes(b"left")
    placing.clear_left_over(library.folder, time.time())
    assert old.exists()
    os.utime(old, (0, 0))
    placing.clear_left_over(library.folder, time.time())
    assert not old.exists()
    take(TABLE, name="second")
    assert not orphan.exists()
    assert not list(library.folder.glob("importing-*"))


def test_a_full_disk_leaves_nothing(take: Take, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    take(PLAIN, name="first")
    before = sorted(path.name for path in library.folder.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(nearfile, "write_copy", full)
    with pytest.raises(EnvironmentProblem, match=r"near tables of the list cannot be stored .* make room"):
        take(TABLE, name="second")
    assert sorted(path.name for path in library.folder.rglob("*")) == before


def test_lists_of_the_layout_before_are_searched_as_ever(
    take: Take, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = in_memory(take, monkeypatch, TABLE, "old")
    path = library.folder / f"{used.id}.fdlist"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LAYOUT_VERSION,)
        connection.execute("PRAGMA user_version = 3")
    assert library.lists() == (used,)
    assert found(library, used, 31) == found(library, take(TABLE, name="new"), 31)
    assert library.check("old") == ()


def test_no_index_of_digests(take: Take, library: Library) -> None:
    used = take(PLAIN)
    with pytest.raises(UsageError, match="No near index is made of md5"):
        library.index(used.id, "md5")
