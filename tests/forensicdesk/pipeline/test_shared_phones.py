"""Whole synthetic phones: what is found is what is known to be in them, deleted, copied and missing files included."""

from __future__ import annotations

import csv
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import Origin, State
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.values import Recipe
from tests.forensicdesk.pipeline.test_containers import by_path, walked
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord

SHARED = shared_data()

pytestmark = pytest.mark.skipif(SHARED is None, reason="needs further test material")


def found(tmp_path: Path, evidence: Path) -> dict[str, ItemRecord]:
    """Every item by its path, after an analysis with the samples' password."""
    with walked(tmp_path / "case", evidence) as case:
        analyse_pending(case, Recipe(), 2, lambda _: None, threading.Event(), passwords=("synth",))
        return by_path(case)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sha256(item: ItemRecord) -> str:
    assert item.analysis is not None
    assert item.analysis.digests is not None
    return item.analysis.digests.sha256.hex()


def test_a_cellebrite_extraction(tmp_path: Path) -> None:
    assert SHARED is not None
    evidence = tmp_path / "phone"
    evidence.mkdir()
    shutil.copy(SHARED / "device/synthetic_iphone.ufdr", evidence / "x.ufdr")

    items = found(tmp_path, evidence)

    for row in rows(SHARED / "device/synthetic_iphone.ufdr.expected.csv"):
        if not row["local_path_in_zip"]:
            missing = items[f"x.ufdr > report.xml > {row['path']}"]
            assert missing.state is State.EXCLUDED
            assert row["sha256"] in {said.value.hex() for said in missing.stated}
            continue
        item = items[f"x.ufdr > {row['local_path_in_zip']}"]
        assert sha256(item) == row["sha256"]
        assert item.names == (row["path"].encode(),)
        assert item.origin is (Origin.DELETED if row["deleted_state"] == "Deleted" else Origin.LIVE)
        assert ("file:created", row["creation_time"]) in {(fact.kind, fact.text) for fact in item.dates}
        assert item.stated
        assert all(said.agrees for said in item.stated)


def test_a_plain_backup(tmp_path: Path) -> None:
    assert SHARED is not None
    items = found(tmp_path, SHARED / "device/synthetic_itunes_backup")

    for row in rows(SHARED / "device/synthetic_itunes_backup.expected.csv"):
        name = f"{row['domain']}/{row['relative_path']}"
        if row["sha256"]:
            assert sha256(items[row["backup_path"]]) == row["sha256"]
            assert items[row["backup_path"]].names == (name.encode(),)
        else:
            assert items[f"Manifest.db > {name}"].state is State.EXCLUDED


@pytest.mark.parametrize("folder", ["itunes", "android_ab"])
def test_an_encrypted_backup_holds_what_the_plain_one_does(tmp_path: Path, folder: str) -> None:
    assert SHARED is not None
    items = found(tmp_path, SHARED / "samples" / folder)

    media = {path: sha256(item) for path, item in items.items() if item.state is State.ANALYSED}
    closed = {value for path, value in media.items() if "encrypted" in path}
    plain = {value for path, value in media.items() if "encrypted" not in path}
    assert closed == plain
    assert len(plain) >= 2


def test_a_case_of_another_program(tmp_path: Path) -> None:
    assert SHARED is not None
    items = found(tmp_path, SHARED / "samples/vics")

    stored = [item for path, item in items.items() if "/Media/" in path and " > " not in path]
    assert len(stored) == 2
    for item in stored:
        assert item.names
        assert all(said.agrees for said in item.stated if said.algorithm != "photodna")
    assert {item.state for path, item in items.items() if "hashset" in path} == {State.NOT_MEDIA}
