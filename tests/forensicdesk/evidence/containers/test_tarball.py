"""Tar archives are read in place, and what they hold is what was put in."""

from __future__ import annotations

import io
import os
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)


def make_tar(path: Path, files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> Path:
    with tarfile.open(path, "w", format=form) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_700_000_000
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_is_listed_and_read(tmp_path: Path, form: int) -> None:
    files = {"a.jpg": b"1", "deep/er/ü.png": b"22" * 700, "empty": b"", "n" * 90 + "/x": b"3" * 512}
    path = make_tar(tmp_path / "x.tar", files, form)

    assert kind_of(path) == "tar"
    assert contents(path) == {name.encode(): content for name, content in files.items()}
    assert {entry.modified_ns for entry in listed(path) if isinstance(entry, Entry)} == {1_700_000_000 * 10**9}


@given(st.dictionaries(st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.binary(max_size=1500), min_size=1, max_size=8))
def test_any_files_come_back(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    path = make_tar(tmp_path_factory.mktemp("tar") / "x.tar", files)

    assert contents(path) == {name.encode(): content for name, content in files.items()}


def test_two_files_of_one_name_are_two_entries(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        for content in (b"first", b"second"):
            member = tarfile.TarInfo("same")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

    entries = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert [entry.path for entry in entries] == [b"same", b"same"]
    opener = Opener()
    read = []
    for entry in entries:
        with opener.open(
            os.fsencode(path), Location((*location(path).steps, Step("tar", entry.path, entry.place)))
        ) as it:
            read.append(it.read())
    assert read == [b"first", b"second"]


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("passwd.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert entry.state is State.EXCLUDED
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.SYMBOLIC_LINK


def test_what_lies_before_the_damage_is_listed(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "x.tar", {"a": b"1" * 600, "b": b"2" * 600})
    path.write_bytes(path.read_bytes()[:2100])
    opener = Opener()
    container = opener.container(os.fsencode(path), location(path), "tar")
    entries = container.entries(Wanted())

    first = next(entries)
    assert isinstance(first, Entry)
    assert first.path == b"a"
    with pytest.raises(ContainerError) as caught:
        list(entries)
    assert caught.value.code is IssueCode.CONTAINER_DAMAGED


def test_other_bytes_are_no_tar(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(b"no archive at all" * 100)

    assert kind_of(path) == ""
