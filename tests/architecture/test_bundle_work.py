"""The frozen program does the work of a unit: keys, signatures, containers, a batch, in an empty environment."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING

import py7zr
import pytest

from tests.architecture.bundled import IS_MISSING, WHY, start
from tests.architecture.sources import ROOT
from tests.forensicdesk.signing.making import PASSPHRASE, p12
from tests.support.diskimages import Fat16, e01
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

APFS = ROOT / "tests" / "forensicdesk" / "evidence" / "containers" / "data" / "apfs.raw.xz"
QUEUE = """
[batch]
examiner = "Examiner A"

[[job]]
name = "2026-001"
sources = ["evidence"]
formats = ["json"]
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(IS_MISSING, reason=WHY)]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit's folder after a batch of one job over an APFS image, an E01 and a 7z archive."""
    root = tmp_path_factory.mktemp("unit")
    evidence = root / "evidence"
    evidence.mkdir()
    shutil.copy(APFS, evidence)
    disk = Fat16()
    disk.add("ONE.JPG", jpeg(1))
    (evidence / "disk.E01").write_bytes(e01(bytes(disk.image))[0])
    with py7zr.SevenZipFile(evidence / "packed.7z", "w") as archive:
        archive.writef(io.BytesIO(jpeg(2)), "two.jpg")
    (root / "passphrase").write_text(f"{PASSPHRASE}\n")
    (root / "unit.p12").write_bytes(p12())
    (root / "queue.toml").write_text(QUEUE)
    done = start(root, "batch", "queue.toml", "--out", "batch", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def case_of(unit: Path) -> Path:
    return unit / "batch" / "cases" / "2026-001.fdcase"


def test_a_batch_reads_every_container_and_similar_pictures_are_found_in_it(unit: Path) -> None:
    done = start(unit, "items", case_of(unit), "--where", "state=any")

    items = [json.loads(line) for line in done.stdout.splitlines()]
    numbers = {step["path"]: item["item"] for item in items for step in item["location"]}
    assert {"ONE.JPG", "two.jpg", "apfs_test/passwords.txt"} <= set(numbers), done.stderr
    similar = start(unit, "similar", case_of(unit), "--item", numbers["ONE.JPG"], "--json")
    assert similar.returncode == 0, similar.stderr


def test_a_report_is_signed_with_key_and_certificate_and_verified(unit: Path) -> None:
    secret = ("--passphrase-file", "passphrase")
    made = start(unit, "key", "new", "--out", "unit.key", *secret)
    certificate = ("--certificate", "unit.p12", "--certificate-passphrase-file", "passphrase")
    signing = ("--sign-key", "unit.key", *secret, *certificate)
    written = start(unit, "report", case_of(unit), "--out", "report", "--format", "pdf,json", *signing)
    checked = start(unit, "verify", "report", "--public-key", "unit.key.pub", "--json")

    assert (made.returncode, written.returncode) == (0, 0), made.stderr + written.stderr
    assert b"/ByteRange" in next((unit / "report").glob("*.pdf")).read_bytes()
    said = json.loads(checked.stdout)
    assert (said["intact"], said["problems"]) == (True, [])


def test_completion_is_printed(tmp_path: Path) -> None:
    assert "_FORENSICDESK_COMPLETE" in start(tmp_path, "completion", "bash").stdout
