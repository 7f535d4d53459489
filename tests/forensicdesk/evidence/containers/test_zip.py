"""Zip archives are read as their directory says, and what they hold is what was put in."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import inflate64
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, Origin, State, Step
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location, until_trouble
from tests.forensicdesk.evidence.containers.zips import make_zip, raw_zip

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.evidence.containers.streams import InnerStream

FILES = {"a.jpg": b"1", "deep/er/ü.png": b"22" * 70_000, "empty": b"", "x" * 300: os.urandom(5000)}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def as_bytes(files: dict[str, bytes]) -> dict[bytes, bytes]:
    return {name.encode(): content for name, content in files.items()}


def entries_of(path: Path, passwords: tuple[str, ...] = ()) -> list[Entry]:
    return [entry for entry in listed(path, passwords=passwords) if isinstance(entry, Entry)]


def opened(path: Path, entry: Entry, passwords: tuple[str, ...] = ()) -> InnerStream:
    step = Step("zip", entry.path, entry.place)
    return Opener(passwords).open(os.fsencode(path), Location((*location(path).steps, step)))  # type: ignore[return-value]


@pytest.mark.parametrize("method", METHODS)
def test_every_file_is_listed_and_read(tmp_path: Path, method: int) -> None:
    path = make_zip(tmp_path / "x.docx", FILES, method)

    assert kind_of(path) == "zip"
    assert contents(path) == as_bytes(FILES)


@pytest.mark.parametrize("method", METHODS)
def test_a_large_file_is_unpacked_as_it_is_read_and_can_seek(
    tmp_path: Path, method: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forensicdesk.evidence.containers import unpacked, zip_content

    monkeypatch.setattr(zip_content, "MEMORY_BYTES", 1000)
    monkeypatch.setattr(unpacked, "_MARK_BYTES", 100_000)
    monkeypatch.setattr(unpacked, "_MARKS", 6)
    monkeypatch.setattr(unpacked, "_RECENT_BYTES", 300_000)
    content = b"".join(b"%d," % number for number in range(400_000))
    path = make_zip(tmp_path / "x.zip", {"film": content}, method)
    (entry,) = entries_of(path)

    with opened(path, entry) as stream:
        assert stream.length == len(content)
        for place in (0, 2_000_000, 5, len(content) - 10, 1_500_000, 1_499_000, 100_001):
            stream.seek(place)
            assert io.BufferedReader(stream).read(1000) == content[place : place + 1000]
            stream = opened(path, entry)  # noqa: PLW2901 - the buffered reader has closed it
        assert io.BufferedReader(stream).read() == content
        assert not stream.remarks


def test_deflate64_and_zstandard_are_unpacked_and_others_are_listed_with_the_reason(tmp_path: Path) -> None:
    plain = b"some text, again and again; " * 3000
    deflater = inflate64.Deflater()
    packed64 = deflater.deflate(plain) + deflater.flush()
    members = [(b"64", 9, packed64, plain), (b"zstd", 93, zstd.compress(plain), plain), (b"old", 6, b"??", b"plain")]
    path = tmp_path / "x.zip"
    path.write_bytes(raw_zip(members))

    assert contents(path) == {b"64": plain, b"zstd": plain}
    (old,) = [entry for entry in entries_of(path) if entry.path == b"old"]
    assert old.state is State.UNSUPPORTED
    assert old.issue is not None
    assert (old.issue.code, "implode" in old.issue.detail) == (IssueCode.CONTAINER_UNSUPPORTED, True)


NAMES = st.binary(min_size=1, max_size=30).filter(lambda name: not name.endswith((b"/", b"\\")))


@given(st.lists(st.tuples(NAMES, st.binary(max_size=2000), st.booleans()), max_size=8), st.binary(max_size=40))
def test_any_names_and_contents_come_back(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[bytes, bytes, bool]], comment: bytes
) -> None:
    members = []
    for name, content, is_stored in files:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = content if is_stored else packer.compress(content) + packer.flush()
        members.append((name, 0 if is_stored else 8, packed, content))
    path = tmp_path_factory.mktemp("zip") / "x.zip"
    path.write_bytes(raw_zip(members, comment))

    found = []
    for entry in entries_of(path):
        with opened(path, entry) as stream:
            found.append((entry.path, stream.read()))
    assert found == [(name, content) for name, content, _ in files]


def test_a_zip64_archive_behind_a_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "setup.exe"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("big", "w", force_zip64=True) as member:
        member.write(b"content" * 100)
    raw = bytearray(out.getvalue())
    end = raw.rfind(b"PK\5\6")
    count, length, offset = struct.unpack_from("<HII", raw, end + 10)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, offset)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    struct.pack_into("<HHII", raw, end + 8, 0xFFFF, 0xFFFF, 0xFFFF_FFFF, 0xFFFF_FFFF)
    path.write_bytes(b"MZ" + b"program" * 50_000 + raw[:end] + record + locator + raw[end:])

    assert kind_of(path) == "zip"
    assert contents(path) == {b"big": b"content" * 100}


def test_hostile_names_are_just_names(tmp_path: Path) -> None:
    names = [b"../../etc/passwd", b"/abs", b"a\\b", b"new\nline\x00", b"\xff\xfe", b"C:x"]
    path = tmp_path / "x.zip"
    path.write_bytes(raw_zip([(name, 0, name, name) for name in names]))

    assert contents(path) == {name: name for name in names}


def test_dates_are_told_with_the_zone_they_have(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("dos", (2024, 5, 6, 5, 8, 6)), b"1")
        archive.writestr(zipfile.ZipInfo("none", (1980, 1, 1, 0, 0, 0)), b"1")
        extended = zipfile.ZipInfo("ut", (2024, 5, 6, 5, 8, 6))
        extended.extra = struct.pack("<HHBiii", 0x5455, 13, 7, 1_714_971_577, 1_714_971_578, -5)
        archive.writestr(extended, b"1")
        ntfs = zipfile.ZipInfo("ntfs", (2024, 5, 6, 5, 8, 6))
        ntfs.extra = struct.pack("<HHIHHQQQ", 10, 32, 0, 1, 24, 133_594_451_770_000_000, 0, 0)
        archive.writestr(ntfs, b"1")
    dos, none, extended_entry, ntfs_entry = entries_of(path)

    assert (dos.modified_ns, dos.dates) == (None, (DateFact("file:modified", "2024-05-06 05:08:06", None),))
    assert (none.modified_ns, none.dates) == (None, ())
    assert extended_entry.modified_ns == 1_714_971_577 * 10**9
    assert extended_entry.dates == (
        DateFact("file:accessed", "2024-05-06T04:59:38Z", "Z"),
        DateFact("file:created", "1969-12-31T23:59:55Z", "Z"),
    )
    assert ntfs_entry.modified_ns == 1_714_971_577 * 10**9


def test_a_stated_sha256_is_carried(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.extra = struct.pack("<HH", 0x3253, 32) + bytes(range(32))
        archive.writestr(info, b"1")
    (entry,) = entries_of(path)

    (stated,) = entry.stated
    assert (stated.algorithm, stated.value, stated.by) == ("sha256", bytes(range(32)), "the archive (GrayKey)")


def test_links_and_folders_are_no_files(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("folder")
        for name, kind in (("link", stat.S_IFLNK), ("pipe", stat.S_IFIFO)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(info, "/etc/passwd")

    link, pipe = entries_of(path)

    assert (link.state, pipe.state) == (State.EXCLUDED, State.EXCLUDED)
    assert link.issue is not None
    assert pipe.issue is not None
    assert (link.issue.code, pipe.issue.code) == (IssueCode.SYMBOLIC_LINK, IssueCode.NOT_A_FILE)


def test_an_archive_without_its_end_is_listed_by_headers(tmp_path: Path) -> None:
    files = {"one": b"1" * 3000, "two": os.urandom(3000), "three": os.urandom(3000)}
    whole = make_zip(tmp_path / "whole.zip", files).read_bytes()
    path = tmp_path / "x.zip"
    path.write_bytes(whole[: whole.find(b"three") + 1500])

    found, trouble = until_trouble(path)

    assert [entry.path for entry in found] == [b"one", b"two", b"three"]
    assert (trouble.state, trouble.code) == (State.FAILED, IssueCode.CONTAINER_DAMAGED)
    for entry, content in zip(found, files.values(), strict=True):
        with opened(path, entry) as stream:
            data = stream.read()
            assert data == content[: len(data)]
            assert bool(stream.remarks) == (entry.path == b"three")
            assert len(data) > 1000


def test_a_cut_archive_whose_sizes_follow_the_content_is_listed_by_headers(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    files = {"one": b"1" * 300_000, "two": os.urandom(3000), "stored": b"plain" * 100}
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, content in files.items():
            method = zipfile.ZIP_STORED if name == "stored" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method)
    path = tmp_path / "x.zip"
    path.write_bytes(pipe.data[: pipe.data.find(b"PK\1\2")])

    found, _ = until_trouble(path)

    assert [(entry.path, entry.size) for entry in found] == [(name.encode(), len(each)) for name, each in files.items()]
    for entry, content in zip(found, files.values(), strict=True):
        with opened(path, entry) as stream:
            assert stream.read() == content
            assert not stream.remarks


@pytest.mark.parametrize("stated", [10, 9_000])
def test_a_stated_size_that_lies_is_remarked(tmp_path: Path, stated: int) -> None:
    raw = bytearray(make_zip(tmp_path / "x.zip", {"a": b"z" * 5000}).read_bytes())
    struct.pack_into("<I", raw, raw.find(b"PK\1\2") + 24, stated)
    path = tmp_path / "lies.zip"
    path.write_bytes(raw)
    (entry,) = entries_of(path)

    assert entry.size == stated
    with opened(path, entry) as stream:
        assert stream.read() == b"z" * min(stated, 5000)
        assert [issue.code for issue in stream.remarks] == [IssueCode.CONTAINER_DAMAGED] * len(stream.remarks)
        assert stream.remarks


def test_content_that_does_not_fit_its_check_sum_is_remarked(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raw = bytearray(make_zip(tmp_path / "x.zip", {"a": b"z" * 5000}, method).read_bytes())
        struct.pack_into("<I", raw, raw.find(b"PK\1\2") + 16, 1)
        path = tmp_path / "lies.zip"
        path.write_bytes(raw)
        (entry,) = entries_of(path)
        with opened(path, entry) as stream:
            assert stream.read() == b"z" * 5000
            assert "check sum" in stream.remarks[0].detail


def test_a_directory_that_states_more_than_it_holds_is_damaged(tmp_path: Path) -> None:
    raw = bytearray(make_zip(tmp_path / "x.zip", {"a": b"1", "b": b"2"}).read_bytes())
    raw[raw.rfind(b"PK\1\2")] = 0
    path = tmp_path / "x.zip"
    path.write_bytes(raw)

    found, trouble = until_trouble(path)

    assert [entry.path for entry in found] == [b"a"]
    assert trouble.code is IssueCode.CONTAINER_DAMAGED


def taken_out(raw: bytes, name: bytes) -> bytes:
    """An archive whose directory no longer has a file that is still there."""
    start, end = raw.find(b"PK\1\2"), raw.rfind(b"PK\5\6")
    entries = [b"PK\1\2" + entry for entry in raw[start:end].split(b"PK\1\2")[1:]]
    left = [entry for entry in entries if name not in entry]
    directory = b"".join(left)
    ending = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(left), len(left), len(directory), start, 0)
    return raw[:start] + directory + ending


def test_files_that_the_directory_no_longer_has_are_found_when_carving(tmp_path: Path) -> None:
    files = {"one": b"1" * 300, "gone.jpg": os.urandom(3000), "three": b"3" * 500}
    path = tmp_path / "x.zip"
    path.write_bytes(taken_out(make_zip(tmp_path / "whole.zip", files).read_bytes(), b"gone"))

    assert [entry.path for entry in entries_of(path)] == [b"one", b"three"]
    one, three, gone = (entry for entry in listed(path, Wanted(carve=True)) if isinstance(entry, Entry))
    assert (one.origin, three.origin, gone.origin) == (Origin.LIVE, Origin.LIVE, Origin.DELETED)
    with opened(path, gone) as stream:
        assert (gone.path, stream.read()) == (b"gone.jpg", files["gone.jpg"])


def test_an_empty_directory_hides_no_files(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"one": b"1" * 300})
    path.write_bytes(path.read_bytes() + b"PK\5\6" + bytes(18))

    found, trouble = until_trouble(path)

    assert [entry.path for entry in found] == [b"one"]
    assert trouble.code is IssueCode.CONTAINER_DAMAGED


def test_a_file_is_found_by_its_name_alone(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", FILES)
    container = Opener().container(os.fsencode(path), location(path), "zip")

    assert container.open(Step("zip", b"a.jpg")).read() == b"1"
    with pytest.raises(FileNotFoundError):
        container.open(Step("zip", b"not there"))
    with pytest.raises(FileNotFoundError):
        container.open(Step("zip", b"a.jpg", b"17/4"))


def test_other_bytes_are_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"some bytes with PK\5\6 in them" * 30)

    assert kind_of(path) == ""
