"""What a report says of single items lies on the disk so that nobody else can read it, and is never read wrongly."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.reporting.room import IN_MEMORY, CoveredRoom

if TYPE_CHECKING:
    from pathlib import Path

SAID = b"DCIM/plain.jpg and a picture" * 100
looks_inside = pytest.mark.skipif(not hasattr(os, "pread"), reason="Windows keeps such a file to one handle")


def file_of(some: CoveredRoom) -> int:
    some._file.rollover()  # type: ignore[attr-defined]  # that of a file which is in memory at first
    some._file.flush()
    return some._file.fileno()


def test_pieces_come_back_from_memory_and_from_the_disk(tmp_path: Path) -> None:
    some = CoveredRoom(tmp_path)
    places = [some.put(SAID), some.put(b""), some.put(SAID[:7])]

    assert [some.get(*place) for place in places] == [SAID, b"", SAID[:7]]
    file_of(some)
    places.append(some.put(SAID[:9]))
    assert [some.get(*place) for place in places] == [SAID, b"", SAID[:7], SAID[:9]]


@looks_inside
def test_what_is_on_the_disk_tells_nothing_and_has_no_name(tmp_path: Path) -> None:
    some = CoveredRoom(tmp_path)
    some.put(SAID)
    some.put(SAID)

    raw = os.pread(file_of(some), 1 << 20, 0)
    assert len(raw) > 2 * len(SAID)
    assert SAID[:14] not in raw
    assert raw[: len(SAID)] != raw[len(raw) // 2 :][: len(SAID)]
    if sys.platform == "linux":
        assert list(tmp_path.iterdir()) == []


def test_small_things_stay_in_memory_and_large_ones_do_not(tmp_path: Path) -> None:
    some = CoveredRoom(tmp_path)
    some.put(bytes(IN_MEMORY // 2))
    assert not some._file._rolled  # type: ignore[attr-defined]  # says whether it is on the disk
    some.put(bytes(IN_MEMORY // 2))
    assert some._file._rolled  # type: ignore[attr-defined]


@looks_inside
@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_byte_that_changed_on_the_disk_is_an_error(tmp_path: Path, at: int) -> None:
    some = CoveredRoom(tmp_path)
    place = some.put(SAID)
    descriptor = file_of(some)
    where = at % place[1]
    os.pwrite(descriptor, bytes([os.pread(descriptor, 1, where)[0] ^ 1]), where)

    with pytest.raises(OSError, match="Input/output error"):
        some.get(*place)
