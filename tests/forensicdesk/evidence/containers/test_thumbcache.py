"""Thumbnail caches of Windows and rows of pictures of Android: every picture comes out as it was put in."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.damage import no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.pictures import jpeg
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

VISTA, SEVEN, EIGHT, TEN = 0x14, 0x15, 0x1F, 0x20


def cache_entry(version: int, name: str, data: bytes, padding: int = 2) -> bytes:
    text = name.encode("utf-16-le")
    lengths = struct.pack("<III", len(text), padding, len(data))
    between = b"j\0p\0g\0\0\0" if version == VISTA else b""
    rest = bytes(20 if version in {VISTA, SEVEN} else 28)
    body = struct.pack("<Q", 0x1122334455667788) + between + lengths + rest
    whole = body + text + bytes(padding) + data
    return b"CMMM" + struct.pack("<I", 8 + len(whole)) + whole


def cache(version: int, entries: list[tuple[str, bytes]]) -> bytes:
    places = (24, 0, 0) if version in {VISTA, SEVEN} else (0, 24, 0)
    head = b"CMMM" + struct.pack("<IIIII", version, 4, *places)
    return head + b"".join(cache_entry(version, name, data) for name, data in entries)


@pytest.mark.parametrize("version", [VISTA, SEVEN, EIGHT, TEN])
def test_every_picture_of_every_version(tmp_path: Path, version: int) -> None:
    path = tmp_path / "thumbcache_96.db"
    bitmap = b"BM" + bytes(range(200))
    path.write_bytes(cache(version, [("aa01", jpeg(1)), ("empty", b""), ("", jpeg(2)), ("bb02", bitmap)]))

    assert kind_of(path) == "thumbcache"
    assert contents(path) == {b"aa01.jpg": jpeg(1), b"1122334455667788.jpg": jpeg(2), b"bb02.bmp": bitmap}


def test_behind_a_damaged_entry_the_next_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x"
    whole = cache(TEN, [("aa01", jpeg(1)), ("bb02", jpeg(2)), ("cc03", jpeg(3))])
    second = whole.index(b"CMMM", whole.index(b"b\0b\0") - 60)
    path.write_bytes(whole[: second + 4] + b"\xff" * 20 + whole[second + 24 :])

    assert contents(path) == {b"aa01.jpg": jpeg(1), b"cc03.jpg": jpeg(3)}


def test_a_picture_that_is_cut_off_is_failed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(cache(TEN, [("aa01", jpeg(1)), ("bb02", jpeg(2))])[:-10])

    entries = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert [(entry.path, entry.state) for entry in entries] == [
        (b"aa01.jpg", State.PENDING),
        (b"bb02.jpg", State.FAILED),
    ]


def test_damaged_caches_give_no_surprise(tmp_path: Path) -> None:
    no_surprises(tmp_path / "x", cache(SEVEN, [("aa01", jpeg(1)[:300]), ("bb02", bytes(90))]), rounds=300)


def test_the_shared_sample(tmp_path: Path) -> None:
    folder = shared_data()
    if folder is None:
        pytest.skip("no shared data")
    path = tmp_path / "thumbcache_256.db"
    path.write_bytes((folder / "samples" / "windows" / "thumbcache_256_win10.db").read_bytes())

    found = contents(path)

    assert found
    assert all(data[:2] in {b"\xff\xd8", b"\x89P", b"BM"} for data in found.values())


def test_rows_of_pictures_are_found_by_structure(tmp_path: Path) -> None:
    path = tmp_path / ".thumbdata3--1967290299"
    slots = [b"\x01" + bytes(8) + len(jpeg(number)).to_bytes(4) + jpeg(number) for number in (1, 2, 3)]
    path.write_bytes(bytes(70_000) + b"".join(slot.ljust(20_000, b"\0") for slot in slots))

    assert kind_of(path) == "picture-rows"
    assert contents(path) == {b"picture %d.jpg" % number: jpeg(number) for number in (1, 2, 3)}


def test_very_many_small_pictures_are_all_found(tmp_path: Path) -> None:
    path = tmp_path / ".thumbdata4"
    small = [jpeg(number, 8, 8) for number in range(50)]
    path.write_bytes(b"".join(small) * 100)

    assert len(contents(path)) == 5000


def test_a_blob_cache_is_known_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "cache.0"
    path.write_bytes(b"\x10\x85\x24\xbd" + b"key and lengths" + jpeg(1) + b"key and lengths" + jpeg(2)[:-2] + jpeg(3))

    found = contents(path)

    assert found == {b"picture 1.jpg": jpeg(1), b"picture 2.jpg": jpeg(3)}


def test_rows_with_few_pictures_and_many_beginnings_come_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / ".thumbdata4"
    path.write_bytes((b"\xff\xd8\xff\xe0\x00\x10" + bytes(10)) * 4000)

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_LIMIT
