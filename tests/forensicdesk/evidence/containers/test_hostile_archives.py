"""Whatever is done to an archive, its reader ends in a value or in an error that says what it is."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, Step
from tests.forensicdesk.evidence.containers import test_sevenzip, test_tarball
from tests.forensicdesk.evidence.containers.opening import kind_of, location
from tests.forensicdesk.evidence.containers.zips import SECRET, encrypted_zip, huge_zip, make_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"a.jpg": b"first" * 300, "data/data/x/b": b"2" * 700, "data/user/0/x/b": b"2" * 700, "empty": b""}
TRIALS = 150
MOST_ENTRIES, MOST_BYTES = 3000, 4 * 1024 * 1024


def _zip(path: Path) -> bytes:
    return make_zip(path, FILES).read_bytes()


def _stored_zip(path: Path) -> bytes:
    return make_zip(path, FILES, zipfile.ZIP_STORED).read_bytes()


def _tar(path: Path) -> bytes:
    return test_tarball.make_tar(path, FILES).read_bytes()


SAMPLES: dict[str, Callable[[Path], bytes]] = {
    "zip": _zip,
    "zip stored": _stored_zip,
    "zip lzma": lambda path: make_zip(path, FILES, zipfile.ZIP_LZMA).read_bytes(),
    "zip bzip2": lambda path: make_zip(path, FILES, zipfile.ZIP_BZIP2).read_bytes(),
    "zip old cipher": lambda _: encrypted_zip(b"a", b"content" * 99),
    "zip aes": lambda _: encrypted_zip(b"a", b"content" * 99, strength=3),
    "zip64": lambda _: huge_zip(5),
    "tar": _tar,
    "tar gnu sparse": lambda _: test_tarball.gnu_sparse() + bytes(1024),
    "tar pax sparse": lambda _: test_tarball.pax_sparse() + bytes(1024),
    "gzip": lambda path: gzip.compress(_tar(path)),
    "bzip2": lambda path: bz2.compress(_tar(path)),
    "xz": lambda path: lzma.compress(_tar(path)),
    "zstd": lambda path: zstd.compress(_tar(path)),
    "7z": lambda path: test_sevenzip.make(path, FILES).read_bytes(),
    "7z copy": lambda path: test_sevenzip.make(path, FILES, filters=test_sevenzip.FILTERS["copy"]).read_bytes(),
    "7z encrypted": lambda path: test_sevenzip.make(path, {"a": b"1" * 99}, password=SECRET).read_bytes(),
}
NUMBERS = (0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFE)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Bytes changed, a number made extreme, a piece cut out, doubled, or cut off."""
    out = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(out))
        what = chance.randrange(7)
        if what <= 1:
            out[place] = chance.randrange(256)
        elif what == 2:
            struct.pack_into("<I", out, min(place, len(out) - 4), chance.choice(NUMBERS))
        elif what == 3:
            struct.pack_into("<Q", out, min(place, len(out) - 8), chance.choice((2**63, 2**64 - 1, 2**62)))
        elif what == 4:
            out[place : place + chance.randint(1, 64)] = b""
        elif what == 5:
            out[place:place] = out[place : place + chance.randint(1, 600)]
        else:
            del out[max(64, place) :]
        if len(out) < 64:
            return raw[:64]
    return bytes(out)


def read_all(path: Path) -> None:
    """List a container and read what is in it, as far as the bounds of this test."""
    opener, kind = Opener((SECRET,)), kind_of(path)
    if not kind:
        return
    container = opener.container(os.fsencode(path), location(path), kind)
    count = 0
    for entry in container.entries(Wanted()):
        if not isinstance(entry, Entry) or entry.issue is not None:
            continue
        count += 1
        if count > MOST_ENTRIES:
            return
        step = Step(entry.kind or kind, entry.path, entry.place)
        try:
            with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
                taken = 0
                while taken < MOST_BYTES and (piece := stream.read(256 * 1024)):
                    taken += len(piece)
        except (ContainerError, OSError):
            continue


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_ends_in_errors_that_are_meant(tmp_path: Path, name: str) -> None:
    raw = SAMPLES[name](tmp_path / "sample")
    chance = random.Random(name)  # noqa: S311 - the same damage each time
    path = tmp_path / "x"
    for _ in range(TRIALS):
        path.write_bytes(mutated(raw, chance))
        try:
            read_all(path)
        except (ContainerError, OSError):
            continue
