"""Pictures and films are found by their structure where no file has their bytes, whole and only once."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.model import Origin
from tests.forensicdesk.evidence.containers.walking import md5, walk
from tests.support.diskimages import Fat16
from tests.support.pictures import jpeg
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path


def found_in(data: bytes, ranges: list[tuple[int, int]] | None = None) -> list[tuple[str, bytes]]:
    """Kind and bytes of everything that is carved."""
    found = []
    for entry in carved(lambda at, count: data[at : at + count], ranges or [(0, len(data))]):
        if isinstance(entry, Entry):
            kind, place, length = entry.path.replace(b"@", b" ").replace(b"+", b" ").split()
            found.append((kind.decode(), data[int(place) : int(place) + int(length)]))
    return found


def saved(form: str, **options: object) -> bytes:
    noise = np.random.default_rng(3).integers(0, 256, (60, 70, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, form, **options)
    return out.getvalue()


def with_thumbnail() -> bytes:
    """A JPEG file with another in its EXIF block."""
    inner = jpeg(8, 40, 40)
    plain = jpeg(9, 200, 160)
    block = b"Exif\0\0" + inner
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:]


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


FILM = box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"mdat", bytes(range(256)) * 40) + box(b"moov", bytes(500))
HEIC = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(300)) + box(b"mdat", b"\x11" * 3000)
AVI = b"RIFF" + struct.pack("<I", 4 + 8 + 4000) + b"AVI " + b"LIST" + struct.pack("<I", 4000) + b"\x22" * 4000
WEBM = (
    b"\x1a\x45\xdf\xa3\x8b\x42\x82\x84webm" + b"\x42\x87\x81\x04"
    + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
    + b"\x15\x49\xa9\x66\x90" + bytes(16)
    + b"\x1f\x43\xb6\x75\x43\xe8" + b"\x33" * 1000
    + b"\x1f\x43\xb6\x75\x43\xe8" + b"\x44" * 1000
)  # fmt: skip

FILES = {
    "jpeg": jpeg(1),
    "jpeg with a thumbnail": with_thumbnail(),
    "jpeg progressive": saved("JPEG", progressive=True, quality=90),
    "jpeg with restart marks": saved("JPEG", quality=90, restart_marker_blocks=2),
    "png": saved("PNG"),
    "gif": saved("GIF"),
    "webp": saved("WEBP"),
    "bmp": saved("BMP"),
    "tiff": saved("TIFF"),
    "movie": FILM,
    "heif": HEIC,
    "avi": AVI,
    "matroska": WEBM,
}


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("around", [b"\0", b"\xff", b"\xa5"])
def test_a_file_is_found_whole(what: str, around: bytes) -> None:
    content = FILES[what]
    data = around * 4096 + content + around * 5000

    assert found_in(data) == [(what.partition(" ")[0], content)]


def test_files_one_after_the_other_are_all_found() -> None:
    data = b"".join(content.ljust(-(-len(content) // 512) * 512, b"\0") for content in FILES.values())

    assert found_in(data) == [(what.partition(" ")[0], content) for what, content in FILES.items()]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 9000)), max_size=8),
    st.integers(0, 2**32),
)
def test_files_between_noise_are_found_with_nothing_missing(pieces: list[tuple[str, int]], seed: int) -> None:
    noise = np.random.default_rng(seed)
    data, expected = b"", []
    for what, gap in pieces:
        data += noise.bytes(gap // 512 * 512 + 512)
        expected.append(FILES[what])
        data += FILES[what].ljust(-(-len(FILES[what]) // 512) * 512, b"\0")

    contents = [content for _, content in found_in(data + noise.bytes(3000))]

    assert [content for content in contents if content in expected] == expected


def test_a_file_across_the_pieces_that_are_read_is_found() -> None:
    for shift in (-30_000, -40, -15, -3, 0):
        at = (4 << 20) + shift
        data = bytearray(9 << 20)
        data[at : at + len(jpeg(1))] = jpeg(1)
        assert found_in(bytes(data)) == [("jpeg", jpeg(1))]


def test_a_torn_jpeg_is_found_to_the_tear() -> None:
    whole = saved("JPEG", quality=95)
    part = whole[: len(whole) * 3 // 4]

    ((kind, content),) = found_in(part + b"\xff\x01garbage" + bytes(1000))

    assert kind == "jpeg"
    assert content == part
    assert found_in(part + bytes(3 << 20))[0][1][: len(part)] == part


def test_a_mark_alone_is_no_file() -> None:
    noise = np.random.default_rng(5).bytes(100_000)
    pictures = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0"
    films = b"RIFF", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3"

    assert found_in(b"".join(mark.ljust(512, b"\x5a") for mark in pictures + films) + noise) == []


def test_a_png_with_a_wrong_header_is_none() -> None:
    broken = bytearray(saved("PNG"))
    broken[20] ^= 1
    assert zlib.crc32(broken[12:29]) != int.from_bytes(broken[29:33], "big")

    assert found_in(bytes(broken) + bytes(600)) == []


def test_nothing_is_found_across_the_end_of_a_range() -> None:
    data = bytes(1024) + FILES["png"] + bytes(1024)
    end = 1024 + len(FILES["png"])

    assert found_in(data, [(0, 1100), (1100, len(data))]) == []
    assert found_in(data, [(0, end), (end, len(data))]) == [("png", FILES["png"])]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=12), st.integers(1, 500))
def test_free_is_what_is_not_in_use(runs: list[tuple[int, int]], size: int) -> None:
    unit = 8
    used = Used(size, unit)
    taken = set()
    for start, count in runs:
        used.add(start, count)
        taken |= set(range(start * unit, (start + count) * unit))

    free = [place for start, end in used.free() for place in range(start, end)]

    assert free == sorted(set(range(size)) - taken)


def test_what_a_card_lost_is_carved_and_what_was_found_by_name_is_not_again(tmp_path: Path) -> None:
    card = Fat16()
    card.add("LIVE.JPG", jpeg(1))
    card.add("NAMED.JPG", jpeg(2), deleted=True)
    lost = card.add("LOST.JPG", jpeg(3), deleted=True, keep=False)
    path = tmp_path / "card.img"
    path.write_bytes(card.image)

    found = walk(path, Wanted(carve=True))

    assert {name: found.entries[name].origin for name in found.md5} == {
        "LIVE.JPG": Origin.LIVE,
        "_AMED.JPG": Origin.DELETED,
        f"jpeg@{lost}+{len(jpeg(3))}": Origin.CARVED,
    }
    assert found.md5[f"jpeg@{lost}+{len(jpeg(3))}"] == md5(jpeg(3))


SHARED = shared_data()


@pytest.mark.skipif(SHARED is None, reason="the further test material is not there")
def test_a_volume_that_is_not_read_is_carved() -> None:
    assert SHARED is not None
    found = walk(SHARED / "forensic" / "fs.multiple.E01", Wanted(carve=True))

    picture = md5((SHARED / "forensic" / "fs.multiple.expected" / "debian_logo.jpg").read_bytes())
    carved_there = [name for name, value in found.md5.items() if value == picture and "partition 1" in name]
    assert carved_there == ["disk > partition 1 > jpeg@13631488+36885"]


@pytest.mark.skipif(SHARED is None, reason="the further test material is not there")
@pytest.mark.parametrize("folder", ["formats", "exif", "video"])
def test_real_files_are_found_to_their_ends(folder: str) -> None:
    """A carved file may be longer or shorter than the original by what lies outside its structure; most are equal."""
    assert SHARED is not None
    endings = (".jpg", ".png", ".gif", ".webp", ".mp4", ".mov", ".heic", ".mkv", ".webm", ".avi", ".3gp")
    files = [item for item in sorted((SHARED / folder).rglob("*")) if item.suffix.lower() in endings]
    same = 0
    for item in files:
        content = item.read_bytes()
        found = found_in(content + bytes(4096))
        same += bool(found) and found[0][1] == content
    assert same >= 0.9 * len(files), (same, len(files))
