"""The archives of the further test material hold what is known of them."""

from __future__ import annotations

import csv
import hashlib
import os
import zlib
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path


SYSLOG, WTMP = 0x9D510ECC, 0x7CB24E06
ROOT = shared_data()
needs_samples = pytest.mark.skipif(ROOT is None, reason="the further test material is not here")


def sample(name: str) -> Path:
    assert ROOT is not None
    return ROOT / name


def sums(path: Path) -> dict[bytes, int]:
    return {name: zlib.crc32(content) for name, content in contents(path).items()}


@needs_samples
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_paths_of_every_form_are_read(kind: str) -> None:
    folder = f"forensic/containers/{kind}"
    plain = {b"folder/syslog": SYSLOG, b"folder/wtmp.1": WTMP}

    assert sums(sample(f"{folder}/with_directory.{kind}")) == plain
    assert sums(sample(f"{folder}/without_directory.{kind}")) == plain
    assert sums(sample(f"{folder}/absolute_paths.{kind}")) == {b"/folder/syslog": SYSLOG, b"/folder/wtmp.1": WTMP}
    assert sums(sample(f"{folder}/mixed_paths.{kind}")) == {b"/folder/syslog": SYSLOG, b"folder/wtmp.1": WTMP}
    assert sums(sample(f"{folder}/syslog.{kind}"))[b"syslog"] == SYSLOG


@needs_samples
def test_packed_files_hold_the_log() -> None:
    assert sums(sample("forensic/containers/syslog.bz2")) == {b"syslog": SYSLOG}
    assert sums(sample("forensic/containers/syslog.xz")) == {b"syslog": SYSLOG}


@needs_samples
def test_a_packed_tar_archive_holds_the_log() -> None:
    path = sample("forensic/containers/syslog.tgz")
    (tar,) = listed(path)
    assert isinstance(tar, Entry)
    around = Location((*location(path).steps, Step("gzip", tar.path, tar.place)))
    opener = Opener()
    (entry,) = opener.container(os.fsencode(path), around, "tar").entries(Wanted())
    assert isinstance(entry, Entry)

    with opener.open(os.fsencode(path), Location((*around.steps, Step("tar", entry.path, entry.place)))) as stream:
        assert zlib.crc32(stream.read()) == SYSLOG


@needs_samples
def test_a_damaged_gzip_file_is_said() -> None:
    path = sample("forensic/containers/corrupt1.gz")
    container = Opener().container(os.fsencode(path), location(path), kind_of(path))
    found: list[object] = []

    with pytest.raises(ContainerError, match="came"):
        found.extend(entry for entry in container.entries(Wanted()) if entry is not None)
    assert len(found) == 1


@needs_samples
def test_the_graykey_sample_tells_dates_and_digests() -> None:
    path = sample("samples/graykey/00008030-SYNTH_files_full.zip")
    right, wrong, unknown, link = (entry for entry in listed(path) if isinstance(entry, Entry))
    read = contents(path)

    assert right.stated[0].value == hashlib.sha256(read[right.path]).digest()
    assert wrong.stated[0].value != hashlib.sha256(read[wrong.path]).digest()
    assert (unknown.path, unknown.stated) == (b"private/var/mobile/Containers/Data/noext_0a1b2c", ())
    assert {entry.modified_ns for entry in (right, wrong, unknown)} == {1_714_972_089 * 10**9}
    assert link.state is State.EXCLUDED


@needs_samples
def test_views_of_one_android_file_are_one_item() -> None:
    path = sample("samples/graykey/android_duplicate_views.zip")
    found = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert {entry.path for entry in found} == {
        b"data/data/com.example.app/files/pic",
        b"data/media/0/DCIM/Camera/b.jpg",
    }
    assert {name for entry in found for name in entry.names} == {
        b"data/user/0/com.example.app/files/pic",
        b"data_mirror/data_ce/null/0/com.example.app/files/pic",
        b"mnt/runtime/default/emulated/0/DCIM/Camera/b.jpg",
        b"storage/emulated/0/DCIM/Camera/b.jpg",
    }


@needs_samples
def test_the_android_file_system_holds_what_its_list_says() -> None:
    path = sample("device/synthetic_android_ffs.tar")
    with sample("device/synthetic_android_ffs.tar.expected.csv").open(newline="") as lines:
        expected = {row["path"].encode(): row["sha256"] for row in csv.DictReader(lines)}

    found = {name: hashlib.sha256(content).hexdigest() for name, content in contents(path).items()}
    assert found == expected
