"""7z archives are read front to back, encrypted ones with the password."""

from __future__ import annotations

import io
import os
import random
from typing import TYPE_CHECKING, Any

import py7zr
import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location
from tests.forensicdesk.evidence.containers.zips import SECRET

if TYPE_CHECKING:
    from pathlib import Path

CHANCE = random.Random(7)  # noqa: S311 - samples
FILES = {
    "a.jpg": CHANCE.randbytes(50_000),
    "deep/er/ü.png": b"22" * 70_000,
    "empty": b"",
    "last": CHANCE.randbytes(2000),
}
FILTERS: dict[str, list[dict[str, Any]]] = {
    "lzma2": [{"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "lzma": [{"id": py7zr.FILTER_LZMA}],
    "bcj and lzma2": [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "delta and lzma2": [{"id": py7zr.FILTER_DELTA}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "deflate": [{"id": py7zr.FILTER_DEFLATE}],
    "ppmd": [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}],
    "zstd": [{"id": py7zr.FILTER_ZSTD, "level": 3}],
    "brotli": [{"id": py7zr.FILTER_BROTLI, "level": 5}],
    "copy": [{"id": py7zr.FILTER_COPY}],
}


def make(path: Path, files: dict[str, bytes], *, password: str | None = None, **options: Any) -> Path:  # noqa: ANN401
    with py7zr.SevenZipFile(path, "w", password=password, **options) as archive:
        for name, content in files.items():
            archive.writef(io.BytesIO(content), name)
    return path


def as_bytes(files: dict[str, bytes]) -> dict[bytes, bytes]:
    return {name.encode(): content for name, content in files.items()}


@pytest.mark.parametrize("name", FILTERS)
def test_every_file_is_listed_and_read(tmp_path: Path, name: str) -> None:
    path = make(tmp_path / "x.7z", FILES, filters=FILTERS[name])

    assert kind_of(path) == "7z"
    assert contents(path) == as_bytes(FILES)


def test_files_are_read_in_any_order_in_a_block_larger_than_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forensicdesk.evidence.containers import sevenzip, unpacked

    monkeypatch.setattr(unpacked, "_RECENT_BYTES", 300_000)
    monkeypatch.setattr(sevenzip, "MEMORY_BYTES", 100_000)
    files = {f"{number}": CHANCE.randbytes(20_000 * number) for number in range(1, 12)}
    path = make(tmp_path / "x.7z", files)
    entries = [entry for entry in listed(path) if isinstance(entry, Entry)]
    opener = Opener()

    for entry in (*entries, *reversed(entries)):
        step = Step("7z", entry.path, entry.place)
        with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
            assert io.BufferedReader(stream).read() == files[entry.path.decode()]  # type: ignore[type-var]


@pytest.mark.parametrize("header", [False, True])
def test_an_encrypted_archive_opens_with_its_password_only(tmp_path: Path, *, header: bool) -> None:
    path = make(tmp_path / "x.7z", FILES, password=SECRET, header_encryption=header)

    assert contents(path, passwords=("wrong", SECRET)) == as_bytes(FILES)
    if header:
        with pytest.raises(ContainerError) as caught:
            listed(path, passwords=("wrong",))
        assert caught.value.state is State.ENCRYPTED
    else:
        states = {entry.path: entry.state for entry in listed(path) if isinstance(entry, Entry)}
        assert states == {
            name: State.ENCRYPTED if content else State.PENDING for name, content in as_bytes(FILES).items()
        }


def test_dates_are_utc(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"1")
    os.utime(source, (1_700_000_001, 1_700_000_000))
    with py7zr.SevenZipFile(tmp_path / "x.7z", "w") as archive:
        archive.write(source, "a")

    (entry,) = listed(tmp_path / "x.7z")

    assert isinstance(entry, Entry)
    assert entry.modified_ns == 1_700_000_000 * 10**9


def test_links_and_folders_are_no_files(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    (folder / "sub").mkdir(parents=True)
    (folder / "link").symlink_to("sub")
    with py7zr.SevenZipFile(tmp_path / "x.7z", "w") as archive:
        archive.writeall(folder, "tree")

    (entry,) = listed(tmp_path / "x.7z")

    assert isinstance(entry, Entry)
    assert (entry.path, entry.state) == (b"tree/link", State.EXCLUDED)
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.SYMBOLIC_LINK


def test_a_damaged_block_is_said_at_the_file(tmp_path: Path) -> None:
    path = make(tmp_path / "x.7z", FILES, filters=FILTERS["copy"])
    raw = bytearray(path.read_bytes())
    raw[40] ^= 1
    path.write_bytes(raw)
    entry = listed(path)[0]
    assert isinstance(entry, Entry)
    step = Step("7z", entry.path, entry.place)

    with Opener().open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        assert len(stream.read()) == 50_000
        assert [issue.code for issue in stream.remarks] == [IssueCode.CONTAINER_DAMAGED]  # type: ignore[attr-defined]


def test_an_archive_without_its_end_is_damaged(tmp_path: Path) -> None:
    path = make(tmp_path / "x.7z", FILES)
    path.write_bytes(path.read_bytes()[:-10])

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_DAMAGED
