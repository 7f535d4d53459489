"""Encrypted zip archives are opened with the right password, and listed as encrypted without it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import contents
from tests.forensicdesk.evidence.containers.test_zip import entries_of, opened
from tests.forensicdesk.evidence.containers.zips import SECRET, encrypted_zip

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = b"a picture, let us say " * 4000
EVERY = pytest.mark.parametrize(("strength", "method"), [(0, 0), (0, 8), (1, 8), (2, 0), (3, 8), (3, 0)])


@EVERY
def test_the_right_password_opens_it(tmp_path: Path, strength: int, method: int) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(encrypted_zip(b"a.jpg", PLAIN, strength=strength, method=method))

    assert contents(path, passwords=("wrong", SECRET)) == {b"a.jpg": PLAIN}


@EVERY
def test_without_it_the_file_is_listed_as_encrypted(tmp_path: Path, strength: int, method: int) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(encrypted_zip(b"a.jpg", PLAIN, strength=strength, method=method))

    (entry,) = entries_of(path)

    assert (entry.state, entry.size) == (State.ENCRYPTED, len(PLAIN))
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.ENCRYPTED


def test_a_password_that_only_seems_to_fit_opens_nothing(tmp_path: Path) -> None:
    from forensicdesk.evidence.containers.base import ContainerError

    path = tmp_path / "x.zip"
    path.write_bytes(encrypted_zip(b"a.jpg", PLAIN))
    # The old cipher's check is one byte: of some thousand passwords a few pass it.
    wrong = tuple(str(number) for number in range(2000))
    (entry,) = entries_of(path, passwords=wrong)

    assert entry.state is State.PENDING
    with pytest.raises(ContainerError) as caught:
        opened(path, entry, passwords=wrong)
    assert caught.value.state is State.ENCRYPTED
    assert contents(path, passwords=(*wrong, SECRET)) == {b"a.jpg": PLAIN}


def test_the_sample_of_the_old_cipher_is_one_that_others_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(encrypted_zip(b"a.jpg", PLAIN))

    with zipfile.ZipFile(path) as archive:
        assert archive.read("a.jpg", SECRET.encode()) == PLAIN


def test_a_large_encrypted_file_can_seek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from forensicdesk.evidence.containers import zip_content

    monkeypatch.setattr(zip_content, "MEMORY_BYTES", 1000)
    for strength, method in ((0, 0), (3, 0), (3, 8), (0, 8)):
        path = tmp_path / f"{strength}.zip"
        path.write_bytes(encrypted_zip(b"a.jpg", PLAIN, strength=strength, method=method))
        (entry,) = entries_of(path, passwords=(SECRET,))
        with opened(path, entry, passwords=(SECRET,)) as stream:
            for place in (50_001, 17, 80_000):
                stream.seek(place)
                assert stream.read(100) == PLAIN[place : place + 100]
