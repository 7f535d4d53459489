"""Images of every form give one disk, and name what they lack."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.forensicdesk.evidence.containers.walking import md5, walk
from tests.support.diskimages import Fat16, mbr, qcow2
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def disk() -> bytes:
    card = Fat16()
    card.add("A.JPG", jpeg(1))
    card.add("NOISE.BIN", np.random.default_rng(2).bytes(1 << 20))
    return mbr(bytes(card.image))


def vhd_footer(size: int, kind: int = 2) -> bytes:
    def packed(checksum: int) -> bytes:
        return struct.pack(
            ">8sIIQI4sI4sQQHBBII16s", b"conectix", 2, 0x10000, 2**64 - 1, 0, b"test", 1, b"Wi2k", size, size,
            1000, 16, 63, kind, checksum, b"\x05" * 16,
        ).ljust(512, b"\0")  # fmt: skip

    return packed(~sum(packed(0)) & 0xFFFFFFFF)


def descriptor(size: int, name: str, parent: str = "ffffffff") -> str:
    return (
        f"# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID={parent}\n"
        f'createType="monolithicFlat"\n\n# Extent description\nRW {size // 512} FLAT "{name}" 0\n\n'
        '# The Disk Data Base\n#DDB\nddb.adapterType = "ide"\n'
    )


def split(folder: Path, disk: bytes, size: int = 3_000_000) -> Path:
    for number, at in enumerate(range(0, len(disk), size), 1):
        (folder / f"disk.{number:03}").write_bytes(disk[at : at + size])
    return folder / "disk.001"


def test_a_raw_image_in_several_files_is_one_disk(tmp_path: Path, disk: bytes) -> None:
    found = walk(split(tmp_path, disk))

    assert found.kinds[""] == "raw-split"
    assert found.md5["disk"] == md5(disk)
    assert found.md5["disk > partition 1 > A.JPG"] == md5(jpeg(1))


def test_a_missing_part_between_others_is_named(tmp_path: Path, disk: bytes) -> None:
    path = split(tmp_path, disk)
    (tmp_path / "disk.002").unlink()

    with pytest.raises(ContainerError, match=r"disk\.002") as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTENT_MISSING


def test_a_later_part_is_read_alone_only_where_the_first_is_missing(tmp_path: Path) -> None:
    card = Fat16()
    card.add("A.JPG", jpeg(1))
    path = split(tmp_path, bytes(card.image) * 2, len(card.image))
    later = tmp_path / "disk.002"

    assert kind_of(later) == "raw-segment"
    assert listed(later) == []
    path.unlink()
    assert walk(later).md5["disk > A.JPG"] == md5(jpeg(1))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("bits", [9, 12, 16])
@pytest.mark.parametrize("version", [2, 3])
def test_a_qcow2_image_gives_its_disk(tmp_path: Path, disk: bytes, version: int, bits: int, packed: bool) -> None:
    path = tmp_path / "disk.qcow2"
    path.write_bytes(qcow2(disk, bits=bits, packed=packed, version=version))

    assert kind_of(path) == "qcow2"
    assert contents(path) == {b"disk": disk}


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=40_000), st.booleans(), st.integers(0, 3))
def test_any_disk_comes_back_from_qcow2(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool, zeros: int
) -> None:
    disk = data + bytes(zeros * 5000) + data[::-1]
    disk += bytes(-len(disk) % 512 or 512)
    path = tmp_path_factory.mktemp("q") / "disk.qcow2"
    path.write_bytes(qcow2(disk, packed=packed))

    assert contents(path) == {b"disk": disk}


@pytest.mark.parametrize(
    ("offset", "value", "state", "word"),
    [
        (8, b"\0\0\0\0\0\0\1\0", State.UNSUPPORTED, "backing file"),
        (32, b"\0\0\0\1", State.ENCRYPTED, "encrypted"),
        (60, b"\0\0\0\1", State.UNSUPPORTED, "snapshots"),
        (72, b"\0\0\0\0\0\0\0\4", State.UNSUPPORTED, "features"),
        (4, b"\0\0\0\7", State.UNSUPPORTED, "version 7"),
        (20, b"\0\0\0\x40", State.FAILED, "damaged"),
    ],
)
def test_a_qcow2_image_that_would_not_be_whole_is_refused(
    tmp_path: Path, offset: int, value: bytes, state: State, word: str
) -> None:
    image = bytearray(qcow2(bytes(10_000)))
    image[offset : offset + len(value)] = value
    path = tmp_path / "disk.qcow2"
    path.write_bytes(image)

    with pytest.raises(ContainerError, match=word) as caught:
        listed(path)
    assert caught.value.state is state


def test_a_cluster_behind_the_end_of_a_qcow2_image_is_an_error(tmp_path: Path, disk: bytes) -> None:
    image = qcow2(disk)
    path = tmp_path / "disk.qcow2"
    path.write_bytes(image[: len(image) - 600_000])

    found = walk(path)

    assert isinstance(found.troubles["disk"], OSError)
    assert "disk > partition 1 > NOISE.BIN" not in found.md5
    assert found.md5["disk > partition 1 > A.JPG"] == md5(jpeg(1))


def test_a_fixed_vhd_gives_its_disk(tmp_path: Path, disk: bytes) -> None:
    path = tmp_path / "disk.vhd"
    path.write_bytes(disk + vhd_footer(len(disk)))

    assert kind_of(path) == "vhd"
    assert contents(path) == {b"disk": disk}


def test_a_flat_vmdk_gives_its_disk_and_the_file_beside_it_nothing_more(tmp_path: Path, disk: bytes) -> None:
    path, flat = tmp_path / "vm.vmdk", tmp_path / "vm-flat.vmdk"
    path.write_text(descriptor(len(disk), flat.name))
    flat.write_bytes(disk)

    assert kind_of(path) == "vmdk"
    assert contents(path) == {b"disk": disk}
    assert kind_of(flat) == "vmdk-extent"
    assert listed(flat) == []
    path.unlink()
    assert contents(flat) == {b"disk": disk}


def test_a_vmdk_whose_file_is_missing_names_it_and_looks_nowhere_else(tmp_path: Path, disk: bytes) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (tmp_path / "secret.vmdk").write_bytes(disk)
    path = folder / "vm.vmdk"
    path.write_text(descriptor(len(disk), "../secret.vmdk"))

    with pytest.raises(ContainerError, match=r"secret\.vmdk") as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTENT_MISSING


def test_a_vmdk_of_changes_only_is_refused(tmp_path: Path, disk: bytes) -> None:
    path = tmp_path / "vm.vmdk"
    path.write_text(descriptor(len(disk), "vm-flat.vmdk", parent="11223344"))
    (tmp_path / "vm-flat.vmdk").write_bytes(disk)

    with pytest.raises(ContainerError, match="snapshot") as caught:
        listed(path)
    assert caught.value.state is State.UNSUPPORTED
