"""Archives that other programs have made: WinRAR, 7-Zip, bsdtar."""

from __future__ import annotations

import io
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers import rar_library
from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.rar_headers import FileHeader, file_headers
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location

DATA = Path(__file__).parent / "data"
TEXTS = {b"a.txt": b"".join(b"%d\n" % number for number in range(1, 301)), b"deep/\xc3\xbc.txt": "ü ".encode() * 200}
FILES = TEXTS | {b"empty": b""}
SEEK_TEST = 0xC5B7E6A2
"""The CRC that stands in the archives."""

SUBDIRS = {
    b"sub/dir1/file1.txt": 6,
    b"sub/dir2/file2.txt": 6,
    b"sub/with space/long fn.txt": 8,
    "sub/üȵĩöḋè/file.txt".encode(): 5,
}
needs_library = pytest.mark.skipif(rar_library.library() is None, reason="libarchive is not installed")


def entries(path: Path) -> dict[bytes, Entry]:
    return {entry.path: entry for entry in listed(path) if isinstance(entry, Entry)}


@pytest.mark.parametrize("name", ["7zz-plain", "7zz-ppmd", "7zz-deflate64", "7zz-bzip2", "7zz-header", "bsdtar-lzma"])
def test_archives_of_other_programs_are_read(name: str) -> None:
    assert contents(DATA / f"{name}.7z", ("synth",)) == FILES


@pytest.mark.parametrize("name", ["7zz-bcj2", "7zz-arm64"])
def test_a_method_that_cannot_be_undone_is_no_damage(name: str) -> None:
    found = entries(DATA / f"{name}.7z")

    assert {path: found[path].state for path in TEXTS} == dict.fromkeys(TEXTS, State.UNSUPPORTED)
    issues = [entry.issue for entry in found.values() if entry.issue]
    assert {issue.code for issue in issues} == {IssueCode.CONTAINER_UNSUPPORTED}


def test_an_encrypted_index_needs_the_password() -> None:
    with pytest.raises(ContainerError) as caught:
        listed(DATA / "7zz-header.7z")
    assert caught.value.state is State.ENCRYPTED


@needs_library
@pytest.mark.parametrize("name", ["seektest", "rar5-solid"])
def test_packed_files_of_winrar_are_read(name: str) -> None:
    found = contents(DATA / f"{name}.rar")

    assert set(found) == {b"stest1.txt", b"stest2.txt"}
    assert {zlib.crc32(content) for content in found.values()} == {SEEK_TEST}
    assert {len(content) for content in found.values()} == {2048}


@needs_library
@pytest.mark.parametrize("name", ["rar3-subdirs", "rar5-subdirs"])
def test_folders_and_names_of_winrar(name: str) -> None:
    assert {path: len(content) for path, content in contents(DATA / f"{name}.rar").items()} == SUBDIRS


@needs_library
@pytest.mark.parametrize(("name", "further"), [("rar5-dups", 8), ("rar5-hlink", 2)])
def test_files_stored_once_are_one_with_further_names(name: str, further: int) -> None:
    (entry,) = entries(DATA / f"{name}.rar").values()

    assert entry.path == b"stest1.txt"
    assert entry.names == tuple(b"stest%d.txt" % number for number in range(2, further + 2))


@needs_library
def test_bytes_of_encrypted_files_are_never_taken_for_their_content() -> None:
    path = DATA / "rar5-psw.rar"

    found = entries(path)

    assert {entry.state for entry in found.values()} == {State.ENCRYPTED}
    assert len(found) == 2
    with pytest.raises(ContainerError) as caught:
        Opener().open(os.fsencode(path), Location((*location(path).steps, Step("rar", b"stest2.txt", b"1"))))
    assert caught.value.code is IssueCode.ENCRYPTED


@needs_library
def test_files_packed_as_one_in_the_older_form_are_unsupported() -> None:
    path = DATA / "rar3-solid.rar"

    assert kind_of(path) == "rar"
    with pytest.raises(ContainerError, match="cannot undo") as caught:
        listed(path)
    assert caught.value.state is State.UNSUPPORTED


def test_headers_tell_what_the_library_does_not() -> None:
    with (DATA / "rar5-hlink.rar").open("rb") as stream:
        first, *others = file_headers(stream)

    assert first == FileHeader(b"stest1.txt", is_encrypted=False, same_as=b"")
    assert [found.same_as for found in others] == [b"stest1.txt", b"stest1.txt"]


@given(st.sampled_from(["rar5-dups", "rar5-psw"]), st.data())
def test_damaged_headers_end_the_list(name: str, data: st.DataObject) -> None:
    whole = bytearray((DATA / f"{name}.rar").read_bytes())
    with_sound_sum = data.draw(st.booleans())
    place = data.draw(st.integers(8, 120))
    whole[place] = data.draw(st.integers(0, 255))
    if with_sound_sum:
        size = 1 + whole[12]
        whole[8:12] = zlib.crc32(whole[12 : 12 + size]).to_bytes(4, "little")

    assert len(list(file_headers(io.BytesIO(bytes(whole))))) <= 9
