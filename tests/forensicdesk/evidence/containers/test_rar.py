"""RAR archives are read through the system's libarchive where it is there; the samples hold stored files."""

from __future__ import annotations

import os
import random
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers import rar, rar_library
from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Form = Callable[[dict[bytes, bytes]], bytes]

FILES = {b"a.jpg": b"first" * 999, b"deep/er/\xc3\xbc.png": random.Random(3).randbytes(40_000), b"last": b"x"}  # noqa: S311
needs_library = pytest.mark.skipif(rar_library.library() is None, reason="libarchive is not installed")


def number(value: int) -> bytes:
    """A number of RAR 5: seven bits a byte."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def block5(body: bytes, content: bytes = b"") -> bytes:
    header = number(len(body)) + body
    return struct.pack("<I", zlib.crc32(header)) + header + content


def rar5(files: dict[bytes, bytes]) -> bytes:
    out = b"Rar!\x1a\x07\x01\x00" + block5(b"\1\0\0")
    for name, content in files.items():
        fields = b"\2\2" + number(len(content)) + b"\6" + number(len(content)) + number(0o100644)
        fields += struct.pack("<II", 1_700_000_000, zlib.crc32(content)) + b"\0\1" + number(len(name)) + name
        out += block5(fields, content)
    return out + block5(b"\5\0\0")


def block4(body: bytes, content: bytes = b"") -> bytes:
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + content


def rar4(files: dict[bytes, bytes], flags: int = 0) -> bytes:
    out = b"Rar!\x1a\x07\x00" + block4(b"\x73" + struct.pack("<HH6x", 0, 13))
    for name, content in files.items():
        crc, dos = zlib.crc32(content), (44 << 9 | 5 << 5 | 6) << 16 | 5 << 11 | 8 << 5 | 3
        fields = struct.pack("<IIBIIBBHI", len(content), len(content), 3, crc, dos, 20, 0x30, len(name), 0o100644)
        body = b"\x74" + struct.pack("<HH", 0x8000 | flags, 7 + len(fields) + len(name)) + fields + name
        out += block4(body, content)
    return out + block4(b"\x7b" + struct.pack("<HH", 0x4000, 7))


@needs_library
@pytest.mark.parametrize("form", [rar4, rar5])
def test_every_file_is_listed_and_read_in_any_order(
    tmp_path: Path, form: Callable[[dict[bytes, bytes]], bytes]
) -> None:
    path = tmp_path / "x.rar"
    files = FILES if form is rar5 else {name.replace(b"\xc3\xbc", b"u"): content for name, content in FILES.items()}
    path.write_bytes(form(files))

    assert kind_of(path) == "rar"
    assert contents(path) == files
    opener = Opener()
    for entry in reversed(listed(path)):
        assert isinstance(entry, Entry)
        step = Step("rar", entry.path, entry.place)
        with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
            assert stream.read() == files[entry.path]


@needs_library
def test_a_large_file_is_unpacked_as_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rar, "_MEMORY_BYTES", 1000)
    path = tmp_path / "x.rar"
    path.write_bytes(rar5(FILES))

    assert contents(path) == FILES


@needs_library
def test_dates_have_the_zone_that_the_form_has(tmp_path: Path) -> None:
    path = tmp_path / "x.rar"
    path.write_bytes(rar4({b"a": b"1"}))
    (old,) = listed(path)
    path.write_bytes(rar5({b"a": b"1"}))
    (new,) = listed(path)

    assert isinstance(old, Entry)
    assert isinstance(new, Entry)
    assert (old.modified_ns, old.dates) == (None, (DateFact("file:modified", "2024-05-06 05:08:06", None),))
    assert (new.modified_ns, new.dates) == (1_700_000_000 * 10**9, ())


@needs_library
def test_an_encrypted_file_is_listed_as_such(tmp_path: Path) -> None:
    path = tmp_path / "x.rar"
    path.write_bytes(rar4({b"a": b"1" * 16}, flags=4))
    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert entry.state is State.ENCRYPTED


@needs_library
def test_a_cut_archive_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.rar"
    path.write_bytes(rar5(FILES)[:20_000])

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_DAMAGED


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rar_library, "_NAMES", ("no-such-library.so",))
    rar_library.library.cache_clear()
    path = tmp_path / "x.rar"
    path.write_bytes(rar5(FILES))

    with pytest.raises(ContainerError, match="install libarchive") as caught:
        listed(path)
    assert caught.value.state is State.UNSUPPORTED
    rar_library.library.cache_clear()
