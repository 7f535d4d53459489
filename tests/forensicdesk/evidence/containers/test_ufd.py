"""Descriptions of extractions name their files and state digests, in whatever encoding and with keys that repeat."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Around, ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.ufd import UFD, UFDX
from forensicdesk.finding import Told
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed
from tests.forensicdesk.evidence.containers.reports import with_files
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

SHARED = shared_data()
SHA256, SHA1, MD5 = "ab" * 32, "cd" * 20, "ef" * 16
TEXT = f"""[DeviceInfo]
IMEI1=0
IMEI1=1

[Dumps]
FileDump=a.zip
Image=gone.bin
Folder=Dump

[General]
UfdVer=1.2

[SHA256]
a.zip={SHA256.upper()}
sub\\B.zip={SHA256}
a.zip={"00" * 32}

[SHA1]
a.zip={SHA1}

[MD5]
a.zip={MD5}
broken.zip=12
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_digests_of_the_files_beside(tmp_path: Path, encoding: str) -> None:
    with_files(tmp_path, {"a.zip": b"1", "sub/b.zip": b"2", "broken.zip": b"3"})
    path = tmp_path / "x.ufd"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))

    entries = listed(path)

    assert kind_of(path) == "ufd"
    assert [(entry.path, [value.value.hex() for value in entry.stated]) for entry in entries] == [
        (b"a.zip", [SHA256, "00" * 32, SHA1, MD5]),
        (b"gone.bin", []),
        (b"sub/b.zip", [SHA256]),
    ]
    assert [type(entry) for entry in entries] == [Told, Entry, Told]


def test_a_collection_names_what_is_not_there(tmp_path: Path) -> None:
    with_files(tmp_path, {"one two/x.ufd": b"1"})
    path = tmp_path / "all.ufdx"
    path.write_text(
        '<?xml version="1.0"?><EvidenceCollection><Extractions><Extraction Path="one two\\x.ufd"/>'
        '<Extraction Path="other\\y.ufd"/></Extractions></EvidenceCollection>'
    )

    (entry,) = listed(path)

    assert kind_of(path) == "ufdx"
    assert isinstance(entry, Entry)
    assert entry.path == b"other/y.ufd"
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.CONTENT_MISSING


def test_an_ini_file_of_another_kind_is_no_description(tmp_path: Path) -> None:
    path = tmp_path / "desktop.ini"
    path.write_text("[General]\nName=x\n")

    assert kind_of(path) == ""


class NothingBeside:
    def open(self, path: bytes) -> BinaryIO:
        raise FileNotFoundError(path)

    def has(self, path: bytes) -> bool:
        return not path


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400), st.booleans())
def test_any_bytes_give_entries_or_one_error(junk: bytes, at: int, is_xml: bool) -> None:
    whole = b"<EvidenceCollection><Extraction Path='x'/></EvidenceCollection>" if is_xml else TEXT.encode()
    data = whole[:at] + junk + whole[at:]
    around = Around(io.BytesIO(data), len(data), b"x", NothingBeside())
    with contextlib.suppress(ContainerError):
        for entry in (UFDX if is_xml else UFD).open(around).entries(Wanted()):
            assert entry is not None


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_the_description_of_a_whole_extraction() -> None:
    assert SHARED is not None
    folder = SHARED / "samples/ufed"

    (said,) = listed(folder / "EXTRACTION_FFS 01/EXTRACTION_FFS.ufd")

    assert isinstance(said, Told)
    assert said.path == b"EXTRACTION_FFS.zip"
    assert [value.algorithm for value in said.stated] == ["sha256"]
    assert listed(folder / "EvidenceCollection.ufdx") == []
