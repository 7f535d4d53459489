"""Ex01 and Lx01 images, made after the description of the format: the program that makes them was not at hand."""

from __future__ import annotations

import bz2
import hashlib
import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.ewf2_chunks import Chunks
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.forensicdesk.evidence.containers.walking import md5, walk
from tests.support.diskimages import Fat16
from tests.support.ewf2 import ex01, lx01
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"a.jpg": jpeg(1), "deep/er/\u00fc.jpg": jpeg(2), "deep/notes.txt": b"text"}


def volume() -> bytes:
    made = Fat16()
    made.add("IMG_0001.JPG", jpeg(1))
    return bytes(made.image)


def written(folder: Path, segments: list[bytes]) -> Path:
    for number, data in enumerate(segments, 1):
        (folder / f"x.Ex{number:02}").write_bytes(data)
    return folder / "x.Ex01"


@pytest.mark.parametrize("segments", [1, 3])
def test_a_disk_in_an_ex01_image_is_read(tmp_path: Path, segments: int) -> None:
    media = volume()

    found = walk(written(tmp_path, ex01(media, segments)))

    assert found.md5["disk"] == md5(media)
    assert found.md5["disk > IMG_0001.JPG"] == md5(jpeg(1))
    stated = {said.algorithm: said.value for said in found.entries["disk"].stated}
    assert stated == {"md5": bytes.fromhex(md5(media)), "sha1": hashlib.sha1(media, usedforsecurity=False).digest()}
    assert not found.troubles


def test_a_segment_that_is_missing_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, ex01(volume(), 3))
    (tmp_path / "x.Ex03").unlink()

    (trouble,) = walk(path).troubles.values()

    assert isinstance(trouble, ContainerError)
    assert (trouble.code, "x.Ex03" in trouble.detail) == (IssueCode.CONTENT_MISSING, True)


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_damaged_chunks_are_never_filled_in(tmp_path: Path, where: float) -> None:
    media = hashlib.shake_128(b"1").digest(400 * 512)
    (segment,) = ex01(media)
    damaged = bytearray(segment)
    for place in range(int(len(damaged) * where), int(len(damaged) * where) + 40):
        damaged[place] ^= 0x55

    found = walk(written(tmp_path, [bytes(damaged)]))

    assert found.troubles or found.md5["disk"] == md5(media)
    assert found.md5.get("disk") in {None, md5(media)}


MEDIA = hashlib.shake_128(b"2").digest(100 * 512) + bytes(64 * 512)
(WHOLE,) = ex01(MEDIA)


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_is_damaged_no_other_bytes_come(place: int, noise: bytes) -> None:
    damaged = bytearray(WHOLE)
    damaged[place : place + len(noise)] = noise

    read = b""
    try:
        chunks = Chunks((io.BytesIO(bytes(damaged)),), 64 * 512, len(MEDIA))
        while len(read) < len(MEDIA):
            read += chunks.read_at(len(read), 1 << 20)
    except OSError:
        assert MEDIA.startswith(read)
    else:
        assert read == MEDIA


def test_the_sound_image_is_read() -> None:
    chunks = Chunks((io.BytesIO(WHOLE),), 64 * 512, len(MEDIA))

    assert b"".join(chunks.read_at(at, 64 * 512) for at in range(0, len(MEDIA), 64 * 512)) == MEDIA
    with pytest.raises(OSError, match="damaged"):
        chunks.read_at(len(MEDIA) + 64 * 512, 1)


def test_packing_by_bzip2_and_patterns_are_read() -> None:
    chunk = bytes(range(256)) * 128
    packed = bz2.compress(chunk)
    segment = bytearray(b"EVF2\r\n\x81\0" + struct.pack("<BBHI16x", 2, 1, 2, 1)) + packed
    head = struct.pack("<QI4x", 0, 2)
    entries = struct.pack("<QIIQII", 32, len(packed), 1, int.from_bytes(b"abcdefgh", "little"), 0, 1 | 4)
    table = (head + adler(head)).ljust(32, b"\0") + entries + adler(entries)
    segment += table
    fields = struct.pack("<IIQQII28x", 4, 0, 0, len(table), 64, 0)
    segment += fields + adler(fields)

    chunks = Chunks((io.BytesIO(bytes(segment)),), len(chunk), 2 * len(chunk))

    assert chunks.read_at(0, 1 << 20) == chunk
    assert chunks.read_at(len(chunk) + 3, 1 << 20) == (b"abcdefgh" * len(chunk))[3 : len(chunk)]


def adler(data: bytes) -> bytes:
    return struct.pack("<I", zlib.adler32(data))


def test_the_files_of_an_lx01_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.Lx01"
    path.write_bytes(lx01(FILES))

    assert kind_of(path) == "ewf-logical"
    assert contents(path) == {name.encode(): content for name, content in FILES.items()}


def test_an_lx01_file_that_is_cut_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.Lx01"
    path.write_bytes(lx01(FILES)[:-70])

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.state is State.FAILED
