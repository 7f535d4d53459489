"""Packed single files are containers of one file, which can seek; what is damaged gives what came."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import zlib
from typing import TYPE_CHECKING

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers import unpacked
from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location, until_trouble
from tests.forensicdesk.evidence.containers.test_tarball import make_tar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}
EVERY = pytest.mark.parametrize("kind", PACKERS)
PLAIN = b"".join(b"%d," % number for number in range(400_000))


@EVERY
def test_the_file_in_it_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "notes.txt.gz"
    path.write_bytes(PACKERS[kind](PLAIN))

    assert kind_of(path) == kind
    assert contents(path) == {b"notes.txt": PLAIN}


@EVERY
@given(pieces=st.lists(st.binary(max_size=300), min_size=1, max_size=5), padding=st.sampled_from([0, 4, 512]))
def test_several_streams_are_one_file(
    tmp_path_factory: pytest.TempPathFactory, kind: str, pieces: list[bytes], padding: int
) -> None:
    path = tmp_path_factory.mktemp("packed") / "x"
    path.write_bytes(bytes(padding).join(PACKERS[kind](piece) for piece in pieces) + bytes(padding))

    assert contents(path) == {b"x": b"".join(pieces)}


@EVERY
def test_it_can_seek(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "_MARK_BYTES", 100_000)
    monkeypatch.setattr(unpacked, "_MARKS", 6)
    monkeypatch.setattr(unpacked, "_RECENT_BYTES", 300_000)
    path = tmp_path / "x"
    half = len(PLAIN) // 2
    path.write_bytes(PACKERS[kind](PLAIN[:half]) + PACKERS[kind](PLAIN[half:]))
    (entry,) = listed(path)
    assert isinstance(entry, Entry)
    step = Step(kind, entry.path, entry.place)
    chance = random.Random(1)  # noqa: S311 - places to read at

    with Opener().open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        for place in [len(PLAIN) - 5, *(chance.randrange(len(PLAIN)) for _ in range(25))]:
            stream.seek(place)
            data = stream.read(1000)
            assert data
            assert data == PLAIN[place : place + len(data)]


@EVERY
def test_what_came_before_the_cut_is_listed(tmp_path: Path, kind: str) -> None:
    content = random.Random(2).randbytes(2_000_000)  # noqa: S311 - a sample
    path = tmp_path / "x"
    whole = PACKERS[kind](content)
    path.write_bytes(whole[: len(whole) * 9 // 10])

    (entry,), trouble = until_trouble(path)

    assert (trouble.state, trouble.code) == (State.FAILED, IssueCode.CONTAINER_DAMAGED)
    assert entry.size > 500_000
    step = Step(kind, entry.path, entry.place)
    with Opener().open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        assert stream.read(2_000_000)[:1000] == content[:1000]


@EVERY
def test_bytes_behind_it_are_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(PACKERS[kind](PLAIN) + b"something else")

    (entry,), trouble = until_trouble(path)

    assert entry.size == len(PLAIN)
    assert trouble.code is IssueCode.CONTAINER_DAMAGED
    assert "14 bytes" in trouble.detail


def test_gzip_says_name_and_time(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    with path.open("wb") as raw, gzip.GzipFile("inner name.tar", "wb", fileobj=raw, mtime=1_700_000_000) as out:
        out.write(b"content")

    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert (entry.path, entry.modified_ns) == (b"inner name.tar", 1_700_000_000 * 10**9)


def test_a_damaged_check_sum_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"content")[:-8] + zlib.crc32(b"else").to_bytes(4, "little") + bytes(4))

    _, trouble = until_trouble(path)

    assert "damaged" in trouble.detail


def test_a_tar_archive_in_it_is_read_in_place(tmp_path: Path) -> None:
    files = {"a": b"1" * 5000, "b": b"2" * 700_000, "c": b"3"}
    path = tmp_path / "x.tgz"
    path.write_bytes(gzip.compress(make_tar(tmp_path / "x.tar", files).read_bytes()))
    (inner,) = listed(path)
    assert isinstance(inner, Entry)
    assert inner.path == b"x.tar"
    around = Location((*location(path).steps, Step("gzip", inner.path, inner.place)))
    opener = Opener()

    found = {}
    for entry in list(opener.container(os.fsencode(path), around, "tar").entries(Wanted())):
        assert isinstance(entry, Entry)
        step = Step("tar", entry.path, entry.place)
        with opener.open(os.fsencode(path), Location((*around.steps, step))) as stream:
            data = b""
            while piece := stream.read(100_000):
                data += piece
            found[entry.path.decode()] = data
    assert found == files


def test_bytes_that_only_begin_alike_are_no_container(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for start in (b"BZh9", b"\x1f\x8b\x08\xff", b"\x28\xb5\x2f", b"\xfd7zXZ"):
        path.write_bytes(start + b"no packed bytes at all" * 4)
        assert kind_of(path) == ""
