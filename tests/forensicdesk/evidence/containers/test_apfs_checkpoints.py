"""Files that an APFS container no longer has are found in its earlier states, while their blocks are whole."""

from __future__ import annotations

import io
import lzma
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.apfs_checkpoints import MOST, checksum, earlier, seen_at
from forensicdesk.evidence.containers.base import Wanted
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.model import Origin, State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents
from tests.forensicdesk.evidence.containers.test_published_images import DATA, FILES, PASSWORD
from tests.forensicdesk.evidence.containers.walking import walk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forensicdesk.evidence.containers.walking import Walked

BLOCK = 4096
THOROUGH = Wanted(carve=True)


def unpacked() -> bytearray:
    return bytearray(lzma.decompress((DATA / "apfs.raw.xz").read_bytes()))


def gone_back(image: bytearray, slot: int, to: int) -> None:
    """Write a newer superblock that says what an earlier one said: whatever came between is deleted now.

    The ring of the sample has eight blocks from the second on; every other one is a superblock, of transaction 1 to 4.
    """
    block = bytearray(image[to * 2 * BLOCK : (to * 2 + 1) * BLOCK])
    struct.pack_into("<Q", block, 16, 5)
    struct.pack_into("<Q", block, 0, checksum(bytes(block)))
    image[slot * BLOCK : (slot + 1) * BLOCK] = image[:BLOCK] = block


@pytest.fixture
def emptied(tmp_path: Path) -> Path:
    """The published volume after all of its files were deleted."""
    image = unpacked()
    gone_back(image, slot=2, to=2)
    path = tmp_path / "apfs.raw"
    path.write_bytes(image)
    return path


def deleted(found: Walked) -> dict[str, str]:
    return {path: value for path, value in found.md5.items() if found.entries[path].origin is Origin.DELETED}


def test_the_check_sum_is_the_one_that_stands_in_the_blocks() -> None:
    image = unpacked()
    for number in range(9):
        block = bytes(image[number * BLOCK : (number + 1) * BLOCK])
        assert checksum(block) == int.from_bytes(block[:8], "little")


def test_deleted_files_come_from_earlier_states(emptied: Path) -> None:
    found = walk(emptied, THOROUGH)

    assert not found.troubles
    assert all(entry.origin is Origin.DELETED for path, entry in found.entries.items() if " > " not in path)
    given = {path.removeprefix("apfs_test/$Checkpoint 4/"): value for path, value in deleted(found).items()}
    assert FILES.items() <= given.items()
    assert found.entries["apfs_test/$Checkpoint 4/passwords.txt"].modified_ns == 1642144781213333494


def test_other_profiles_give_live_files_only(emptied: Path) -> None:
    assert walk(emptied).entries == {}


def test_what_is_live_is_no_deleted_file() -> None:
    found = walk(DATA / "apfs.raw.xz", THOROUGH)

    assert not deleted(found)
    assert FILES.keys() <= {path.removeprefix("apfs.raw > apfs_test/") for path in found.md5}


def test_the_encrypted_volume_has_no_file_twice(tmp_path: Path) -> None:
    path = tmp_path / "volume"
    path.write_bytes(lzma.decompress((DATA / "apfs_encrypted.dmg.xz").read_bytes())[40 * 512 : 8152 * 512])

    plain, thorough = contents(path, (PASSWORD,)), contents(path, (PASSWORD,), THOROUGH)

    assert plain.items() <= thorough.items()
    assert not {name for name in thorough if b"$Checkpoint" in name and name.rpartition(b"/")[2] == b"passwords.txt"}


def test_content_that_another_file_has_now_is_not_given(emptied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a live file had been written over the whole container since.
    monkeypatch.setattr(Used, "free", lambda _self: iter(()))

    found = walk(emptied, THOROUGH)

    gone = found.entries["apfs_test/$Checkpoint 4/passwords.txt"]
    assert (gone.state, gone.issue and gone.issue.code) == (State.NOT_MEDIA, IssueCode.CONTENT_MISSING)


def test_no_more_states_are_read_than_a_bound() -> None:
    image = unpacked()
    ring = 200
    block = image[:BLOCK]
    struct.pack_into("<I4xQ", block, 104, ring, 300)
    image[:BLOCK] = block
    for number in range(ring):
        struct.pack_into("<Q", block, 16, 1_000 + number)
        struct.pack_into("<Q", block, 0, checksum(bytes(block)))
        image[(300 + number) * BLOCK : (301 + number) * BLOCK] = block

    found = earlier(io.BytesIO(bytes(image)), len(image))

    assert [one.transaction for one in found] == [1_000, *range(1_198, 1_198 - MOST + 1, -1)]


def test_a_view_differs_in_superblocks_only(tmp_path: Path) -> None:
    path = tmp_path / "apfs.raw"
    path.write_bytes(unpacked())
    with path.open("rb") as stream:
        oldest, *_ = earlier(stream, path.stat().st_size)
        seen = seen_at(oldest, stream, path.stat().st_size).read()

    image = path.read_bytes()
    other = {at // BLOCK for at in range(0, len(image), BLOCK) if image[at : at + BLOCK] != seen[at : at + BLOCK]}
    assert other == {0, 4, 6, 8}
    assert seen[:BLOCK] == image[2 * BLOCK : 3 * BLOCK]


@settings(max_examples=30)
@given(st.integers(0, BLOCK - 1), st.binary(min_size=1, max_size=8), st.integers(1, 9))
def test_damaged_rings_end_in_no_states_or_some(place: int, noise: bytes, blocks: int) -> None:
    image = unpacked()[: blocks * BLOCK]
    image[place : place + len(noise)] = noise

    assert len(earlier(io.BytesIO(bytes(image)), len(image))) <= MOST


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=8), st.integers(0, 60), st.integers(0, 20))
def test_ranges_in_use_are_met_as_byte_by_byte(ranges: list[tuple[int, int]], start: int, length: int) -> None:
    used, taken = Used(64), set()
    for first, count in ranges:
        used.add(first, count)
        taken |= set(range(first, first + count))

    expected = any(byte in taken or byte >= 64 for byte in range(start, start + length))
    assert used.ranges().meet(start, length) == expected
