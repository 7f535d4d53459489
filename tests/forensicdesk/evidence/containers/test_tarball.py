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


def test_a_hard_link_is_a_further_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("n" * 120 + "/file")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"data"))
        for name, target in (("other", member.name), ("lost", "not there")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.LNKTYPE, target
            archive.addfile(link)

    first, again, lost = (entry for entry in listed(path) if isinstance(entry, Entry))

    assert (again.path, again.place, again.names) == (first.path, first.place, (b"other",))
    assert (lost.path, lost.state) == (b"lost", State.FAILED)
    assert lost.issue is not None
    assert lost.issue.code is IssueCode.CONTENT_MISSING


def test_copies_under_other_mounts_are_names_of_the_first(tmp_path: Path) -> None:
    files = {"data/data/x/a": b"1" * 700, "data/user/0/x/a": b"1" * 700, "data_mirror/data_ce/null/0/x/a": b"2" * 700}
    path = make_tar(tmp_path / "x.tar", files)

    first, again, other = (entry for entry in listed(path) if isinstance(entry, Entry))

    assert (again.path, again.place, again.names) == (first.path, first.place, (b"data/user/0/x/a",))
    assert (other.path, other.names) == (b"data_mirror/data_ce/null/0/x/a", ())


PIECES = [(0, 3), (1000, 700), (5000, 0), (6000, 1)]
CONTENT = b"abc" + bytes(997) + b"x" * 700 + bytes(4300) + b"z" + bytes(999)


def gnu_sparse() -> bytes:
    """A member of GNU's old sparse type with holes."""
    header = tarfile.TarInfo("holes")
    header.size, header.type = 704, tarfile.GNUTYPE_SPARSE
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    for index, (place, length) in enumerate(PIECES):
        block[386 + 24 * index : 410 + 24 * index] = b"%011o\0%011o\0" % (place, length)
    block[483:495] = b"%011o\0" % len(CONTENT)
    return _with_checksum(block) + _padded(b"abc" + b"x" * 700 + b"z")


def pax_sparse() -> bytes:
    """The same in an extended header, version 1.0: the map stands before the content."""
    stored = _padded(b"%d\n" % len(PIECES) + b"".join(b"%d\n%d\n" % piece for piece in PIECES))
    stored += b"abc" + b"x" * 700 + b"z"
    header = tarfile.TarInfo("GNUSparseFile.0/holes")
    header.size = len(stored)
    header.pax_headers = {
        "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "holes",
        "GNU.sparse.realsize": str(len(CONTENT)),
    }  # fmt: skip
    return header.tobuf(tarfile.PAX_FORMAT) + _padded(stored)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 512)


def _with_checksum(block: bytearray) -> bytes:
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize("made", [gnu_sparse(), pax_sparse()])
def test_files_with_holes_are_read(tmp_path: Path, made: bytes) -> None:
    path = tmp_path / "x.tar"
    behind = make_tar(tmp_path / "y.tar", {"behind": b"1"}).read_bytes()
    path.write_bytes(made + behind)

    assert contents(path) == {b"holes": CONTENT, b"behind": b"1"}


def test_old_archives_and_large_numbers_are_read(tmp_path: Path) -> None:
    header = tarfile.TarInfo("old")
    header.size, header.mtime = 3, -5
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    block[156] = 0
    block[257:265] = bytes(8)
    block[124:136] = b"\x80" + (3).to_bytes(11, "big")
    path = tmp_path / "x.tar"
    path.write_bytes(_with_checksum(block) + _padded(b"abc") + bytes(1024))

    (entry,) = listed(path)

    assert contents(path) == {b"old": b"abc"}
    assert isinstance(entry, Entry)
    assert entry.modified_ns == -5 * 10**9


def test_a_size_below_zero_ends_the_listing(tmp_path: Path) -> None:
    first = make_tar(tmp_path / "y.tar", {"a": b"1"}).read_bytes()[:1024]
    block = bytearray(tarfile.TarInfo("back").tobuf(tarfile.GNU_FORMAT))
    block[124:136] = (-2048).to_bytes(12, "big", signed=True)
    path = tmp_path / "x.tar"
    path.write_bytes(first + _with_checksum(block) + bytes(4096))

    with pytest.raises(ContainerError):
        listed(path)


def test_what_is_no_header_where_one_must_be_is_said(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "x.tar", {"a": b"1" * 600, "b": b"2"})
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"b\0")] = ord("!")
    path.write_bytes(raw)

    with pytest.raises(ContainerError):
        listed(path)


def test_times_of_extended_headers_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a")
        member.pax_headers = {"mtime": "1700000000.123456789", "atime": "1700000001.5"}
        archive.addfile(member)

    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert entry.modified_ns == 1_700_000_000_123_456_789
    assert [(fact.kind, fact.text, fact.zone) for fact in entry.dates] == [("file:accessed", "1700000001.5", "Z")]


def test_other_bytes_are_no_tar(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(b"no archive at all" * 100)

    assert kind_of(path) == ""
