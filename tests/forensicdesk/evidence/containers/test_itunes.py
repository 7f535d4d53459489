"""Backups of phones: what the manifest says is kept with the stored files, and a password opens what is encrypted."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers import itunes_db, itunes_mbdb
from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.itunes_records import described
from forensicdesk.evidence.containers.keybag import KeyBag
from forensicdesk.evidence.opening import Opener
from forensicdesk.finding import Told
from forensicdesk.model import Location, State, Step
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.backups import (
    CLASS_KEYS,
    PASSWORD,
    Made,
    file_id,
    key_bag,
    make_backup,
    make_database,
    make_mbdb,
    mb_file,
)
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed, location
from tests.support.shared import shared_data

SHARED = shared_data()
PICTURE = Made("CameraRollDomain", "Media/DCIM/1.jpg", b"picture" * 100)
FILES = [
    PICTURE,
    Made("HomeDomain", "Library/ü x", b"0123456789abcdef"),
    Made("HomeDomain", "gone.jpg", b"gone", stored=False),
    Made("HomeDomain", "Library", b"", flags=2),
    Made("HomeDomain", "link", b"", flags=4),
    Made("HomeDomain", "empty", b""),
]
DATES = (
    DateFact("file:created", "2020-09-13T12:26:40Z", "Z"),
    DateFact("file:modified", "2020-09-13T12:26:41Z", "Z"),
)


def named(file: Made) -> bytes:
    return f"{file.domain}/{file.path}".encode()


def test_paths_and_dates_of_a_plain_backup(tmp_path: Path) -> None:
    manifest = make_backup(tmp_path, FILES)

    entries = listed(manifest)

    assert kind_of(manifest) == "itunes"
    told = [entry for entry in entries if isinstance(entry, Told)]
    assert [(entry.path, entry.names) for entry in told] == [
        (f"{file_id(file)[:2]}/{file_id(file)}".encode(), (named(file),)) for file in (*FILES[:2], FILES[5])
    ]
    assert told[0].dates == DATES
    rest = [entry for entry in entries if isinstance(entry, Entry)]
    assert [(entry.path, entry.size, entry.state, entry.issue and entry.issue.code) for entry in rest] == [
        (b"HomeDomain/gone.jpg", 4, State.EXCLUDED, IssueCode.CONTENT_MISSING),
        (b"HomeDomain/link", 0, State.EXCLUDED, IssueCode.SYMBOLIC_LINK),
    ]


def test_the_password_opens_an_encrypted_backup(tmp_path: Path) -> None:
    manifest = make_backup(tmp_path, FILES, encrypt=True)

    found = contents(manifest, ("wrong", PASSWORD))

    assert kind_of(manifest) == "itunes"
    assert found == {named(file): file.content for file in (*FILES[:2], FILES[5])}
    entries = {entry.path: entry for entry in listed(manifest, passwords=(PASSWORD,)) if isinstance(entry, Entry)}
    assert entries[named(PICTURE)].size == len(PICTURE.content)
    assert entries[named(PICTURE)].dates == DATES
    assert entries[b"HomeDomain/gone.jpg"].issue is not None


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 210), st.integers(0, 210))
def test_any_range_of_a_decrypted_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, offset: int, count: int
) -> None:
    file = Made("D", "x", content)
    manifest = make_backup(tmp_path_factory.mktemp("backup"), [file], encrypt=True)
    opener = Opener((PASSWORD,))
    (entry,) = [entry for entry in listed(manifest, passwords=(PASSWORD,)) if isinstance(entry, Entry)]
    step = Step("itunes", entry.path, entry.place)

    with opener.open(os.fsencode(manifest), Location((*location(manifest).steps, step))) as stream:
        stream.seek(offset)
        assert stream.read(count) == content[offset : offset + count]


@pytest.mark.parametrize(
    ("passwords", "said"), [((), "no password was given"), (("wrong", ""), "no password that was")]
)
def test_without_the_password_it_says_what_to_do(tmp_path: Path, passwords: tuple[str, ...], said: str) -> None:
    manifest = make_backup(tmp_path, FILES, encrypt=True)

    with pytest.raises(ContainerError) as caught:
        listed(manifest, passwords=passwords)

    assert (caught.value.state, caught.value.code) == (State.ENCRYPTED, IssueCode.ENCRYPTED)
    assert said in caught.value.detail
    assert "--password-file" in caught.value.detail


def test_an_encrypted_backup_without_its_key_bag(tmp_path: Path) -> None:
    manifest = make_backup(tmp_path, FILES, encrypt=True)
    (tmp_path / "Manifest.plist").unlink()

    with pytest.raises(ContainerError) as caught:
        listed(manifest, passwords=(PASSWORD,))

    assert caught.value.code is IssueCode.CONTAINER_UNSUPPORTED


def test_a_database_left_in_the_mode_of_a_log_is_read(tmp_path: Path) -> None:
    data = make_database(tmp_path / "Manifest.db", [PICTURE], journal="WAL")

    (file,) = itunes_db.backup_files(bytearray(data))

    assert file is not None
    assert file.name == named(PICTURE)


def test_a_backup_of_the_older_form(tmp_path: Path) -> None:
    manifest = make_mbdb(tmp_path, FILES)

    entries = listed(manifest)

    assert kind_of(manifest) == "itunes"
    told = [entry for entry in entries if isinstance(entry, Told)]
    assert [(entry.path.decode(), entry.names) for entry in told] == [
        (file_id(file), (named(file),)) for file in (*FILES[:2], FILES[5])
    ]
    assert [entry.path for entry in entries if isinstance(entry, Entry)] == [b"HomeDomain/gone.jpg", b"HomeDomain/link"]
    manifest.write_bytes(manifest.read_bytes()[:-5])
    with pytest.raises(ContainerError):
        listed(manifest)


def test_a_key_bag_opens_with_its_password_only() -> None:
    assert KeyBag(key_bag()).open(PASSWORD) == CLASS_KEYS
    assert KeyBag(key_bag()).open(PASSWORD + " ") is None


def test_a_key_bag_that_would_keep_the_program_busy_is_refused() -> None:
    raw = key_bag()
    with pytest.raises(ContainerError):
        KeyBag(raw.replace(b"DPIC\0\0\0\x04\0\0\0\x07", b"DPIC\0\0\0\x04\xff\xff\xff\xff"))


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_any_key_bag_is_read_or_refused(junk: bytes, at: int) -> None:
    whole = key_bag()
    with contextlib.suppress(ContainerError):
        bag = KeyBag(whole[:at] + junk + whole[at + len(junk) :])
        if max(bag.rounds) < 100_000:
            opened = bag.open(PASSWORD) or {}
            assert set(opened.values()) <= set(CLASS_KEYS.values())


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 600))
def test_any_record_is_read_or_nothing(junk: bytes, at: int) -> None:
    whole = mb_file(PICTURE, encrypt=True)

    assert isinstance(described(whole[:at] + junk + whole[at + len(junk) :]), dict)


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 600))
def test_any_older_list_gives_files_or_one_error(junk: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = make_mbdb(Path(folder), FILES).read_bytes()[6:]
    with contextlib.suppress(ContainerError):
        list(itunes_mbdb.backup_files(io.BytesIO(whole[:at] + junk + whole[at:])))


def test_any_database_gives_files_or_one_error(tmp_path: Path) -> None:
    whole = make_database(tmp_path / "x.db", FILES)

    @settings(deadline=None)
    @given(st.binary(min_size=1, max_size=40), st.integers(0, len(whole)))
    def damaged(junk: bytes, at: int) -> None:
        with contextlib.suppress(ContainerError):
            list(itunes_db.backup_files(bytearray(whole[:at] + junk + whole[at + len(junk) :])))

    damaged()


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_a_whole_plain_backup() -> None:
    assert SHARED is not None
    folder = SHARED / "device/synthetic_itunes_backup"
    with (SHARED / "device/synthetic_itunes_backup.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))

    entries = listed(folder / "Manifest.db")

    told = {entry.path.decode(): entry.names for entry in entries if isinstance(entry, Told)}
    missing = [entry.path.decode() for entry in entries if isinstance(entry, Entry)]
    for row in expected:
        name = f"{row['domain']}/{row['relative_path']}"
        if row["md5"]:
            assert told.pop(row["backup_path"]) == (name.encode(),)
        else:
            missing.remove(name)
    assert (told, missing) == ({}, [])


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_a_whole_encrypted_backup() -> None:
    assert SHARED is not None
    plain, closed = (
        SHARED / "samples/itunes" / kind
        for kind in ("plain/00008030-000000000000SYN1", "encrypted_password_is_synth/00008030-000000000000SYN2")
    )

    found = contents(closed / "Manifest.db", ("synth",))

    expected = {
        entry.names[0]: (plain / entry.path.decode()).read_bytes()
        for entry in listed(plain / "Manifest.db")
        if isinstance(entry, Told)
    }
    assert found == expected
    assert len(found) == 2
