"""E01 images give the disk byte for byte, or say which part of it is damaged or missing."""

from __future__ import annotations

import hashlib
import io
import os
import struct
from typing import TYPE_CHECKING

import numpy as np
import pyewf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.disk import stored_digests
from forensicdesk.evidence.containers.image_digests import digests_of
from forensicdesk.evidence.containers.segments import later_name
from forensicdesk.evidence.opening import Opener, open_evidence
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed, location
from tests.support.diskimages import e01, sealed, section

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

DISK = Step("ewf", b"disk")


def made_disk(sectors: int = 3000) -> bytes:
    """Noise, zeros and text in turn."""
    noise = np.random.default_rng(1).integers(0, 256, sectors * 512, dtype=np.uint8)
    noise[len(noise) // 4 : len(noise) // 2] = 0
    return noise.tobytes()


def write_segments(folder: Path, files: list[bytes]) -> Path:
    for number, data in enumerate(files):
        (folder / later_name(b"image.E01", number).decode()).write_bytes(data)
    return folder / "image.E01"


def opened(path: Path) -> BinaryIO:
    return open_evidence(os.fsencode(path), Location((*location(path).steps, DISK)))


def read(path: Path) -> bytes:
    with opened(path) as stream:
        return stream.read()


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("segments", [1, 3, 12])
def test_the_disk_comes_back(tmp_path: Path, segments: int, packed: bool) -> None:
    disk = made_disk()
    path = write_segments(tmp_path, e01(disk, segments=segments, packed=packed))

    assert kind_of(path) == "ewf"
    assert read(path) == disk
    (entry,) = listed(path)
    assert isinstance(entry, Entry)
    assert (entry.path, entry.size, entry.stated) == (b"disk", len(disk), ())


def test_our_bytes_are_those_of_libewf(tmp_path: Path) -> None:
    disk = made_disk()
    path = write_segments(tmp_path, e01(disk, segments=2))
    handle = pyewf.handle()
    handle.open_file_objects([io.BytesIO((tmp_path / name).read_bytes()) for name in ("image.E01", "image.E02")])

    assert handle.read_buffer_at_offset(len(disk), 0) == read(path)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    disk = made_disk(700)
    return write_segments(tmp_path_factory.mktemp("ewf"), e01(disk, segments=3, chunk_sectors=16)), disk


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700 * 512 + 100), st.integers(0, 40_000)), max_size=20))
def test_any_piece_is_that_of_the_disk(known: tuple[Path, bytes], pieces: list[tuple[int, int]]) -> None:
    path, disk = known
    with opened(path) as stream:
        for offset, count in pieces:
            stream.seek(offset)
            assert stream.read(count) == disk[offset : offset + count]


def test_digests_of_the_acquisition_are_stated(tmp_path: Path) -> None:
    disk = made_disk(100)
    digests = {"md5": hashlib.md5(disk).digest(), "sha1": hashlib.sha1(disk).digest()}  # noqa: S324 - what E01 keeps
    path = write_segments(tmp_path, e01(disk, segments=2, digests=digests))
    container = Opener().container(os.fsencode(path), location(path), "ewf")

    stated = stored_digests(container)

    assert {one.algorithm: one.value for one in stated} == digests
    (entry,) = filter(None, container.entries(Wanted()))
    assert isinstance(entry, Entry)
    assert entry.stated == stated


def test_the_whole_disk_is_hashed_to_its_end_or_the_damage_is_said(tmp_path: Path) -> None:
    disk = made_disk()
    (data,) = e01(disk, packed=False)
    path = write_segments(tmp_path, [data])
    told: list[int] = []
    with opened(path) as stream:
        found = digests_of(stream, ["md5", "sha256"], told.append)

    assert found == {name: hashlib.new(name, disk).digest() for name in ("md5", "sha256")}
    assert told[-1] == len(disk)
    path.write_bytes(data.replace(disk[-1000:-900], bytes(100)))
    with opened(path) as stream, pytest.raises(OSError, match="damaged"):
        digests_of(stream, ["md5"])


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_segment_is_named(tmp_path: Path, missing: int) -> None:
    path = write_segments(tmp_path, e01(made_disk(), segments=3))
    name = later_name(b"image.E01", missing).decode()
    (tmp_path / name).unlink()

    with pytest.raises(ContainerError, match=name) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTENT_MISSING


def test_segments_in_the_wrong_order_are_refused(tmp_path: Path) -> None:
    path = write_segments(tmp_path, e01(made_disk(), segments=3))
    (tmp_path / "image.E02").write_bytes((tmp_path / "image.E03").read_bytes())

    with pytest.raises(ContainerError, match=r"image\.E02"):
        listed(path)


def test_later_segments_are_no_images_of_their_own(tmp_path: Path) -> None:
    path = write_segments(tmp_path, e01(made_disk(), segments=2))
    later = tmp_path / "image.E02"

    assert kind_of(later) == "ewf-segment"
    assert listed(later) == []
    path.unlink()
    with pytest.raises(ContainerError, match=r"image\.E01"):
        listed(later)


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_chunk_is_an_error_and_never_filled(tmp_path: Path, packed: bool) -> None:
    disk = made_disk()
    (data,) = e01(disk, packed=packed)
    broken = bytearray(data)
    place = data.index(b"sectors") + 76 + 20_000
    broken[place] ^= 0xFF
    path = write_segments(tmp_path, [bytes(broken)])

    with opened(path) as stream:
        stream.seek(40 * 32768)
        assert stream.read(1000) == disk[40 * 32768 : 40 * 32768 + 1000]
        stream.seek(0)
        with pytest.raises(OSError, match="damaged"):
            stream.read(32768)


def test_the_copy_of_a_damaged_table_is_used_and_that_is_said(tmp_path: Path) -> None:
    disk = made_disk()
    (data,) = e01(disk)
    broken = bytearray(data)
    broken[data.index(b"table\0") + 76 + 24 + 8] ^= 1
    path = write_segments(tmp_path, [bytes(broken)])

    assert read(path) == disk
    with pytest.raises(ContainerError, match="its copy is used") as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_DAMAGED


def test_where_table_and_copy_are_damaged_nothing_is_invented(tmp_path: Path) -> None:
    (data,) = e01(made_disk())
    broken = bytearray(data)
    for kind in (b"table\0", b"table2\0"):
        broken[data.index(kind) + 76 + 24 + 8] ^= 1
    path = write_segments(tmp_path, [bytes(broken)])

    with opened(path) as stream, pytest.raises(OSError, match="table"):
        stream.read(10)
    with pytest.raises(ContainerError, match="so is its copy"):
        listed(path)


def test_an_image_that_ends_early_is_said_to(tmp_path: Path) -> None:
    (data,) = e01(made_disk())
    path = write_segments(tmp_path, [data[: len(data) // 2]])

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.state is State.FAILED
    with opened(path) as stream, pytest.raises(OSError, match="missing"):
        stream.read(10)


def test_sectors_that_could_not_be_read_when_the_image_was_made_are_said(tmp_path: Path) -> None:
    (data,) = e01(made_disk(100))
    out = bytearray(data[: data.rindex(b"done")])
    header = struct.pack("<I512x", 2)
    section(out, b"error2", sealed(header) + sealed(struct.pack("<IIII", 10, 3, 50, 1)))
    section(out, b"done", b"", last=True)
    path = write_segments(tmp_path, [bytes(out)])

    with pytest.raises(ContainerError, match="4 sectors"):
        listed(path)
    assert read(path) == made_disk(100)


def test_names_of_segments() -> None:
    names = [later_name(b"x.E01", number) for number in (0, 1, 98, 99, 100, 124, 125, 775)]

    assert names == [b"x.E01", b"x.E02", b"x.E99", b"x.EAA", b"x.EAB", b"x.EAZ", b"x.EBA", b"x.FAA"]
    assert later_name(b"x.e01", 99) == b"x.eaa"
    assert later_name(b"x.Ex01", 99) == b"x.ExAA"
    assert later_name(b"x.EAB", 0) == b"x.E01"
    assert [later_name(b"x.001", number) for number in (0, 8, 9)] == [b"x.001", b"x.009", b"x.010"]
    assert later_name(b"x.000", 1) == b"x.001"
    assert [later_name(b"x.aa", number) for number in (1, 25)] == [b"x.ab", b"x.az"]
    assert [later_name(name, 1) for name in (b"1", b"image.dd", b"image.raw")] == [b"", b"", b""]
