"""One file of Android under several names is one item with several names."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.android import canonical
from tests.forensicdesk.evidence.containers.test_zip import entries_of, opened
from tests.forensicdesk.evidence.containers.zips import make_zip

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("data/data/com.x/a", "data/user/0/com.x/a"),
        ("/data/user/10/com.x/a", "/data/user/10/com.x/a"),
        ("Dump/data_mirror/data_ce/null/0/com.x/a", "Dump/data/user/0/com.x/a"),
        ("data_mirror/data_de/null/0/com.x/a", "data/user_de/0/com.x/a"),
        ("sdcard/DCIM/1", "data/media/0/DCIM/1"),
        ("mnt/runtime/write/emulated/0/DCIM/1", "data/media/0/DCIM/1"),
        ("storage/emulated/0/DCIM/1", "data/media/0/DCIM/1"),
        ("storage/self/primary/DCIM/1", "data/media/0/DCIM/1"),
        ("data/media/0/DCIM/1", "data/media/0/DCIM/1"),
        ("data/data/", None),
        ("mydata/data/1", None),
        ("private/var/mobile/1", None),
    ],
)
def test_names_come_to_one(path: str, name: str | None) -> None:
    assert canonical(path.encode()) == (None if name is None else name.encode())


def test_copies_under_other_mounts_are_names_of_the_first(tmp_path: Path) -> None:
    files = {
        "data/media/0/DCIM/b.jpg": b"same" * 300,
        "data/data/com.x/pic": b"one",
        "storage/emulated/0/DCIM/b.jpg": b"same" * 300,
        "sdcard/DCIM/b.jpg": b"same" * 299 + b"else",
        "data/user/0/com.x/pic": b"one",
        "data/user/10/com.x/pic": b"one",
    }
    path = make_zip(tmp_path / "x.zip", files)
    found = entries_of(path)

    items = {(entry.path, entry.place) for entry in found}
    assert sorted(each for each, _ in items) == [
        b"data/data/com.x/pic", b"data/media/0/DCIM/b.jpg", b"data/user/10/com.x/pic", b"sdcard/DCIM/b.jpg",
    ]  # fmt: skip
    assert [(entry.path, entry.names) for entry in found if entry.names] == [
        (b"data/media/0/DCIM/b.jpg", (b"storage/emulated/0/DCIM/b.jpg",)),
        (b"data/data/com.x/pic", (b"data/user/0/com.x/pic",)),
    ]


def test_a_forged_check_sum_hides_no_file(tmp_path: Path) -> None:
    import struct
    import zlib

    files = {"data/data/com.x/pic": b"harmless", "data/user/0/com.x/pic": b"evidence"}
    path = make_zip(tmp_path / "x.zip", files, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.rfind(b"PK\1\2") + 16, zlib.crc32(b"harmless"))
    path.write_bytes(raw)

    found = entries_of(path)

    assert not any(entry.names for entry in found)
    assert opened(path, found[1]).read() == b"evidence"
