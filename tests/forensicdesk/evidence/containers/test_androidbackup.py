"""Android backups of every version, packed or not, encrypted or not, whole or cut off."""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.androidbackups import PASSWORD, make_ab
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location
from tests.support.archives import tar_of
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()
NOISE = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(1250))
TAR = tar_of({"apps/x/f/1.jpg": NOISE, "shared/0/2.jpg": b"2" * 3000})


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("password", [None, PASSWORD])
def test_the_archive_inside(tmp_path: Path, version: int, packed: bool, password: str | None) -> None:
    path = tmp_path / "x.ab"
    path.write_bytes(make_ab(TAR, version=version, packed=packed, password=password))

    assert kind_of(path) == "android-backup"
    assert contents(path, ("wrong", PASSWORD)) == {b"backup.tar": TAR}


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans(), st.integers(0, 310), st.integers(0, 310))
def test_any_range_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool, offset: int, count: int
) -> None:
    path = tmp_path_factory.mktemp("ab") / "x.ab"
    path.write_bytes(make_ab(data, packed=packed, password=PASSWORD))
    (entry,) = listed(path, passwords=(PASSWORD,))
    assert isinstance(entry, Entry)
    step = Step("android-backup", entry.path, entry.place)

    with Opener((PASSWORD,)).open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        stream.seek(offset)
        assert stream.read(count) == data[offset : offset + count]


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_backup_that_is_cut_off_gives_what_came(tmp_path: Path, password: str | None) -> None:
    path = tmp_path / "x.ab"
    whole = make_ab(TAR, password=password)
    path.write_bytes(whole[: len(whole) * 2 // 3])
    opener = Opener((PASSWORD,))
    found: list[Entry] = []
    entries = opener.container(os.fsencode(path), location(path), "android-backup").entries(Wanted())

    with pytest.raises(ContainerError) as caught:
        found.extend(entry for entry in entries if isinstance(entry, Entry))

    assert caught.value.code is IssueCode.CONTAINER_DAMAGED
    (entry,) = found
    assert len(TAR) // 2 < entry.size < len(TAR)
    step = Step("android-backup", entry.path, entry.place)
    with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
        assert stream.read() == TAR[: entry.size]


@pytest.mark.parametrize(("passwords", "said"), [((), "no password was given"), (("no",), "no password that")])
def test_without_the_password_it_says_what_to_do(tmp_path: Path, passwords: tuple[str, ...], said: str) -> None:
    path = tmp_path / "x.ab"
    path.write_bytes(make_ab(TAR, password=PASSWORD))

    with pytest.raises(ContainerError) as caught:
        listed(path, passwords=passwords)

    assert (caught.value.state, caught.value.code) == (State.ENCRYPTED, IssueCode.ENCRYPTED)
    assert said in caught.value.detail


@pytest.mark.parametrize(
    "start", [b"ANDROID BACKUP\n6\n1\nnone\n", b"ANDROID BACKUP\n5\n1\nDES\n", b"ANDROID BACKUP\nx"]
)
def test_a_version_that_is_not_known_is_refused(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "x.ab"
    path.write_bytes(start + TAR)

    with pytest.raises(ContainerError) as caught:
        listed(path)

    assert caught.value.code is IssueCode.CONTAINER_UNSUPPORTED


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 900))
def test_any_bytes_give_an_archive_or_one_error(tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int) -> None:
    path = tmp_path_factory.mktemp("ab") / "x.ab"
    whole = make_ab(TAR[:1024], password=PASSWORD)
    path.write_bytes(b"ANDROID BACKUP\n" + (whole[:at] + junk + whole[at + len(junk) :])[15:])
    with contextlib.suppress(ContainerError):
        contents(path, (PASSWORD,))


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_whole_backups() -> None:
    assert SHARED is not None
    folder = SHARED / "samples/android_ab"

    plain = contents(folder / "plain_v5.ab")

    assert len(plain[b"backup.tar"]) == 51_200
    assert contents(folder / "encrypted_v5_password_is_synth.ab", ("synth",)) == plain
