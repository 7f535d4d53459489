"""Damaged images cost their own container and nothing else: no crash, no hang, no error that is not expected."""

from __future__ import annotations

import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.evidence.containers.base import Wanted
from tests.forensicdesk.evidence.containers.walking import walk
from tests.support.diskimages import Fat16, e01, extended, gpt, mbr, qcow2
from tests.support.pictures import jpeg
from tests.support.shared import REPOSITORY, shared_data

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = shared_data()
_SECONDS = 240


def card() -> bytes:
    volume = Fat16()
    folder = volume.folder("DCIM")
    volume.add("A.JPG", jpeg(1), inside=folder)
    volume.add("B.JPG", jpeg(2), inside=folder, deleted=True)
    return bytes(volume.image)


def damaged(data: bytes, seed: int, metadata: int) -> bytes:
    """Some bytes changed, most of them where the structure lies; now and then the end cut off."""
    random = np.random.default_rng(seed)
    image = bytearray(data)
    for _ in range(int(random.integers(1, 12))):
        reach = min(len(image), metadata if random.random() < 0.8 else len(image))
        at = int(random.integers(0, reach))
        length = int(random.integers(1, 9))
        image[at : at + length] = random.bytes(length)
    if random.random() < 0.1:
        del image[int(random.integers(1, len(image))) :]
    return bytes(image)


def survive(name: str, data: bytes, numbers: range, metadata: int, folder: Path) -> str:
    """Walk so many damaged copies in a new process, as the program does; "" if it came through, else what happened."""
    whole = folder / "whole"
    whole.write_bytes(data)
    order = (name, str(whole), str(len(numbers)), str(metadata))
    done = subprocess.run(
        [sys.executable, "-m", __name__, *order], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else f"{name}: ended with {done.returncode}\n{done.stderr}"


def walk_damaged(name: str, whole: Path, count: int, metadata: int) -> None:
    """What the new process does."""
    signal.alarm(_SECONDS)
    data, path = whole.read_bytes(), whole.with_name(name)
    for number in range(count):
        print(f"number {number}", file=sys.stderr, flush=True)  # noqa: T201 - what a dead process leaves behind
        path.write_bytes(damaged(data, number, metadata))
        walk(path, Wanted(carve=number % 2 == 0))


OWN: dict[str, Callable[[], bytes]] = {
    "card.img": card,
    "mbr.dd": lambda: mbr(card(), card()),
    "extended.dd": lambda: extended(card(), card()),
    "gpt.dd": lambda: gpt(card()),
    "image.E01": lambda: e01(card())[0],
    "disk.qcow2": lambda: qcow2(card(), packed=True),
}


@pytest.mark.parametrize("name", OWN)
def test_damaged_images_of_our_own_making_are_survived(name: str, tmp_path: Path) -> None:
    assert survive(name, OWN[name](), range(25), 64 * 1024, tmp_path) == ""


THEIRS = {
    "ntfs.dd": "dftt/7-undel-ntfs.zip",
    "fat.dd": "dftt/6-undel-fat.zip",
    "hfs.dmg": "nps-2009-hfsjtest1.zip",
    "cd.raw": "containers/iso9660.raw",
    "ext2.vmdk": "containers/ext2.vmdk",
    "ext2.qcow2": "containers/ext2.qcow2",
}


@pytest.mark.skipif(SHARED is None, reason="the further test material is not there")
@pytest.mark.parametrize("name", THEIRS)
def test_damaged_images_of_others_are_survived(name: str, tmp_path: Path) -> None:
    assert SHARED is not None
    path = SHARED / "forensic" / THEIRS[name]
    data = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            (inner,) = (one for one in archive.namelist() if one.endswith((".dd", ".dmg")))
            data = archive.read(inner)

    assert survive(name, data, range(15), 256 * 1024, tmp_path) == ""


if __name__ == "__main__":
    walk_damaged(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
