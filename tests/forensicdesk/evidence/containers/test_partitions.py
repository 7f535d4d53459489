"""Every partition is an item, whatever kind of table names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Wanted
from forensicdesk.model import Origin, State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed
from tests.forensicdesk.evidence.containers.walking import md5, walk
from tests.support.diskimages import SECTOR, Fat16, extended, gpt, mbr
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def volume(number: int) -> bytes:
    card = Fat16()
    card.add("A.JPG", jpeg(number))
    return bytes(card.image)


@pytest.mark.parametrize("table", [mbr, extended, gpt])
def test_the_files_of_every_partition_are_found(tmp_path: Path, table: Callable[[bytes, bytes], bytes]) -> None:
    path = tmp_path / "disk.dd"
    path.write_bytes(table(volume(1), volume(2)))

    found = walk(path)

    assert kind_of(path) == "partitions"
    assert found.files() == {"A.JPG": md5(jpeg(2)), "partition 1": md5(volume(1)), "partition 2": md5(volume(2))}
    assert found.md5["partition 1 > A.JPG"] == md5(jpeg(1))


def test_a_gpt_is_read_from_its_copy_if_the_first_is_damaged(tmp_path: Path) -> None:
    disk = bytearray(gpt(volume(1)))
    disk[512 + 100 : 512 + 110] = b"\xff" * 10
    disk[1024:1040] = bytes(16)
    path = tmp_path / "disk.dd"
    path.write_bytes(disk)

    found = walk(path)

    assert found.md5.get("partition 1 > A.JPG") == md5(jpeg(1)) or found.troubles


def test_a_partition_behind_the_end_of_the_image_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "disk.dd"
    whole = mbr(volume(1), volume(2))
    path.write_bytes(whole[: len(volume(1)) + 80 * SECTOR])

    found = walk(path)

    assert found.md5["partition 1 > A.JPG"] == md5(jpeg(1))
    missing = found.entries["partition 2"]
    assert missing.issue is not None
    assert (missing.state, missing.issue.code) == (State.FAILED, IssueCode.CONTENT_MISSING)


def test_gaps_and_what_no_file_system_is_in_are_carved_only_when_wanted(tmp_path: Path) -> None:
    disk = bytearray(mbr(volume(1), bytes(100_000 // SECTOR * SECTOR), gap=200))
    places = {"gap": 150 * SECTOR, "unknown partition": len(disk) - 250 * SECTOR}
    for number, at in enumerate(places.values(), 5):
        disk[at : at + len(jpeg(number))] = jpeg(number)
    path = tmp_path / "disk.dd"
    path.write_bytes(disk)

    plain, thorough = walk(path), walk(path, Wanted(carve=True))

    assert not [entry for entry in plain.entries.values() if entry.origin is Origin.CARVED]
    carved = {name: value for name, value in thorough.md5.items() if thorough.entries[name].origin is Origin.CARVED}
    assert carved == {
        f"jpeg@{at}+{len(jpeg(number))}": md5(jpeg(number)) for number, at in enumerate(places.values(), 5)
    }


def test_a_table_that_makes_no_sense_is_failed(tmp_path: Path) -> None:
    disk = bytearray(gpt(volume(1)))
    disk[1024:18000] = b"\xa5" * (18000 - 1024)
    disk[512 + 80 : 512 + 92] = b"\xff" * 12
    disk[-512:] = bytes(512)
    path = tmp_path / "disk.dd"
    path.write_bytes(disk)

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.state is State.FAILED


def test_bytes_with_the_mark_of_a_boot_sector_only_are_no_disk(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x33" * 510 + b"\x55\xaa" + bytes(2000))

    assert kind_of(path) == ""
