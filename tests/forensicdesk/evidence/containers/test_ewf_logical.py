"""Logical evidence files give their files with paths, dates and the digests that they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.model import State
from hashing.values import DateFact
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.logical_evidence import l01
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"C/DCIM/A.JPG": jpeg(1), "C/DCIM/B.JPG": jpeg(2), "C/ü/notes.txt": b"text" * 20_000, "top.txt": b"x"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "phone.L01"
    made.write_bytes(l01(FILES))
    return made


def test_the_files_come_back(path: Path) -> None:
    assert kind_of(path) == "ewf-logical"
    assert contents(path) == {name.encode(): content for name, content in FILES.items()}


def test_an_empty_file_is_in_the_account(tmp_path: Path) -> None:
    path = tmp_path / "phone.L01"
    path.write_bytes(l01({"C/empty.jpg": b"", "C/A.JPG": jpeg(1)}))

    assert contents(path) == {b"C/empty.jpg": b"", b"C/A.JPG": jpeg(1)}


def test_folders_in_folders_come_back_or_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "phone.L01"
    path.write_bytes(l01({"D/" * 200 + "B.JPG": jpeg(2)}))
    assert contents(path) == {b"D/" * 200 + b"B.JPG": jpeg(2)}

    path.write_bytes(l01({"D/" * 300 + "B.JPG": jpeg(2)}))
    with pytest.raises(ContainerError, match="cannot be opened"):
        listed(path)


def test_what_is_stated_of_a_file_comes_with_it(path: Path) -> None:
    found = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert {entry.stated[0].algorithm for entry in found} == {"md5"}
    assert all(DateFact("file:modified", "2006-03-12 11:44:05", "Z") in entry.dates for entry in found)


def test_a_damaged_tree_is_said(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = data.index("entry".encode("utf-16-le"))
    data[at : at + 200] = bytes(200)
    path.write_bytes(data)

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.state is State.FAILED
