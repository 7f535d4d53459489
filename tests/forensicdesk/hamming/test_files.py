"""An index on disk gives what it gave in memory, and is refused where it does not fit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.hamming import HammingIndex, files
from tests.forensicdesk.hamming.making import cut_in, families, random_rows
from tests.forensicdesk.hamming.oracle import pairs

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.hamming.words import Bytes


@pytest.fixture
def values() -> Bytes:
    return families(1, 2000, 20)


@pytest.fixture
def folder(tmp_path: Path, values: Bytes) -> Path:
    cut_in(values, 16).save(tmp_path / "pdq")
    return tmp_path / "pdq"


def test_an_opened_index_gives_the_same_pairs(folder: Path, values: Bytes) -> None:
    opened = HammingIndex.open(folder, values)
    assert pairs(opened.search(values, 31)) == pairs(cut_in(values, 16).search(values, 31))
    assert (opened.radius, opened.bits, len(opened)) == (31, 256, 2000)
    assert not opened._tables[0].order.flags.writeable


def test_values_may_be_mapped_themselves(tmp_path: Path, folder: Path, values: Bytes) -> None:
    values.tofile(tmp_path / "values")
    mapped = np.memmap(tmp_path / "values", dtype=np.uint8, mode="r", shape=values.shape)
    assert pairs(HammingIndex.open(folder, mapped).pairs(31)) == pairs(cut_in(values, 16).pairs(31))


@pytest.mark.parametrize("rows", [0, 10, 5000])
def test_building_on_disk_is_building_and_saving(tmp_path: Path, rows: int) -> None:
    values = random_rows(2, rows)
    opened = HammingIndex.build_into(tmp_path / "one", values, 31)
    HammingIndex.build(values, 31).save(tmp_path / "two")
    for name in (files.HEADER, files.TABLES):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert len(pairs(opened.search(values, 0))) == rows


def test_a_list_of_another_length_is_refused(folder: Path, values: Bytes) -> None:
    with pytest.raises(ValueError, match="of 2,000 hashes of 256 bits, and the list has 1,999 of 256; build it anew"):
        HammingIndex.open(folder, values[:-1])
    with pytest.raises(ValueError, match="the list has 8,000 of 64; build it anew"):
        HammingIndex.open(folder, values.reshape(-1, 8))


def test_another_list_of_the_same_length_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="does not fit the hashes of its list"):
        HammingIndex.open(folder, random_rows(3, 2000))


def test_tables_that_are_cut_short_are_refused(folder: Path, values: Bytes) -> None:
    path = folder / files.TABLES
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(ValueError, match=r"tables.bin of the index pdq has .* bytes instead of .*; build"):
        HammingIndex.open(folder, values)
    path.unlink()
    with pytest.raises(ValueError, match="has 0 bytes instead of"):
        HammingIndex.open(folder, values)


def test_tables_of_zeros_are_refused(folder: Path, values: Bytes) -> None:
    path = folder / files.TABLES
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(ValueError, match="does not fit the hashes of its list"):
        HammingIndex.open(folder, values)


def test_a_table_with_a_single_wrong_number_is_not_sound(folder: Path, values: Bytes) -> None:
    assert HammingIndex.open(folder, values).sound()
    path = folder / files.TABLES
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert not HammingIndex.open(folder, values).sound()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "of version 2, this program reads 1"),
        ({"bands": -1}, "damaged"),
        ({"bands": 300}, "damaged"),
        ({"bands": 2}, "damaged"),
        ({"bands": True}, "damaged"),
        ({"entries": "many"}, "damaged"),
        ({"more": 1}, "damaged"),
    ],
)
def test_a_header_that_says_something_else_is_refused(
    folder: Path, values: Bytes, change: dict[str, object], message: str
) -> None:
    path = folder / files.HEADER
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ValueError, match=message):
        HammingIndex.open(folder, values)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"null", b"\xff\xfe", b"{}", b"[1]" * 9000])
def test_a_header_that_is_none_is_refused(folder: Path, values: Bytes, content: bytes) -> None:
    (folder / files.HEADER).write_bytes(content)
    with pytest.raises(ValueError, match="damaged; build the index anew"):
        HammingIndex.open(folder, values)


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path, values: Bytes) -> None:
    with pytest.raises(ValueError, match=r"has no readable index.json .*; build it anew"):
        HammingIndex.open(tmp_path, values)


def test_an_index_whose_writing_broke_off_is_no_index(folder: Path, values: Bytes) -> None:
    def broken() -> object:
        yield from cut_in(values, 16)._tables[:3]
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any
        files.write(folder, files.read_header(folder), broken())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="has no readable"):
        HammingIndex.open(folder, values)
    assert [path.name for path in folder.iterdir()] == [files.TABLES]


def test_an_index_that_is_in_use_can_be_written_anew(folder: Path, values: Bytes) -> None:
    used = HammingIndex.open(folder, values)
    expected = pairs(used.search(values, 31))
    HammingIndex.build_into(folder, values[:500], 31)
    assert pairs(used.search(values, 31)) == expected
