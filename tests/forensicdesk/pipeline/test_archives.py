"""Pictures in archives of every kind are analysed, in children that may write nothing and start nothing."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import zipfile
from typing import TYPE_CHECKING

import py7zr
import pytest
from backports import zstd

from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.test_rar import needs_library, rar5
from tests.forensicdesk.evidence.containers.zips import encrypted_zip, huge_zip, raw_zip
from tests.forensicdesk.pipeline.test_containers import analyse, by_path, walked
from tests.support.archives import tar_of
from tests.support.pictures import jpeg
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = jpeg(1)


def in_sevenzip() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writef(io.BytesIO(PICTURE), "p.jpg")
    return out.getvalue()


def in_zip(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("p.jpg", PICTURE)
    return out.getvalue()


ARCHIVES = {
    "stored.zip": in_zip(zipfile.ZIP_STORED),
    "bzip2.zip": in_zip(zipfile.ZIP_BZIP2),
    "lzma.zip": in_zip(zipfile.ZIP_LZMA),
    "zstd.zip": raw_zip([(b"p.jpg", 93, zstd.compress(PICTURE), PICTURE)]),
    "x.7z": in_sevenzip(),
    "x.tgz": gzip.compress(tar_of({"p.jpg": PICTURE})),
    "x.tbz2": bz2.compress(tar_of({"p.jpg": PICTURE})),
    "x.txz": lzma.compress(tar_of({"p.jpg": PICTURE})),
    "x.tzst": zstd.compress(tar_of({"p.jpg": PICTURE})),
}


@needs_library
def test_the_picture_in_a_rar_archive_is_analysed(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "x.rar").write_bytes(rar5({b"p.jpg": PICTURE}))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        assert by_path(case)["x.rar > p.jpg"].state is State.ANALYSED


def test_the_picture_in_each_archive_is_analysed(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    for name, content in ARCHIVES.items():
        (evidence / name).write_bytes(content)

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)
        ledger = case.reader.ledger()

    found = {path.split(" > ")[0] for path, item in items.items() if item.state is State.ANALYSED}
    assert found == set(ARCHIVES)
    assert {item.content_id for item in items.values() if item.state is State.ANALYSED} == {1}
    assert (ledger.failed, ledger.pending, ledger.media) == (0, 0, len(ARCHIVES))


def test_what_is_cut_off_encrypted_or_packed_unusually_is_in_the_ledger(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "secret.zip").write_bytes(encrypted_zip(b"p.jpg", PICTURE, strength=3))
    (evidence / "cut.zip").write_bytes(in_zip(zipfile.ZIP_STORED)[:-60])
    (evidence / "odd.zip").write_bytes(raw_zip([(b"p.jpg", 98, b"?", PICTURE)]))
    wrong = raw_zip([(b"p.jpg", 0, PICTURE, PICTURE)]).replace(PICTURE[-40:-2], bytes(38), 1)
    (evidence / "wrong.zip").write_bytes(wrong)

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)

    assert items["secret.zip > p.jpg"].state is State.ENCRYPTED
    assert items["odd.zip > p.jpg"].state is State.UNSUPPORTED
    assert items["cut.zip"].state is State.FAILED
    assert items["cut.zip > p.jpg"].state is State.ANALYSED
    analysis = items["wrong.zip > p.jpg"].analysis
    assert analysis is not None
    assert IssueCode.CONTAINER_DAMAGED in {issue.code for issue in analysis.issues}


def test_a_size_that_no_file_has_costs_one_item(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    (evidence / "huge.zip").write_bytes(huge_zip(2**64 - 1, PICTURE))

    with walked(tmp_path, evidence) as case:
        analyse(case)
        item = by_path(case)["huge.zip > a"]

    assert item.state is State.ANALYSED
    assert item.analysis is not None
    assert IssueCode.CONTAINER_DAMAGED in {issue.code for issue in item.analysis.issues}


@pytest.mark.skipif(shared_data() is None, reason="the further test material is not here")
def test_views_of_one_android_file_count_once(tmp_path: Path) -> None:
    data = shared_data()
    assert data is not None
    evidence = tmp_path / "phone"
    evidence.mkdir()
    sample = data / "samples" / "graykey"
    for name in ("android_duplicate_views.zip", "00008030-SYNTH_files_full.zip"):
        (evidence / name).write_bytes((sample / name).read_bytes())

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)

    views = [path for path in items if path.startswith("android_duplicate_views.zip > ") and "exif-" not in path]
    assert len(views) == 2
    assert sum(len(items[path].names) for path in views) == 4
    folder = "00008030-SYNTH_files_full.zip > private/var/mobile/Media/DCIM/100APPLE"
    agreed = [items[f"{folder}/IMG_000{number}.JPG"].stated[0].agrees for number in (1, 2)]
    assert agreed == [True, False]
    analysis = items[f"{folder}/IMG_0001.JPG"].analysis
    assert analysis is not None
    assert analysis.digests is not None
    assert len(analysis.digests.sha256) == hashlib.sha256().digest_size
