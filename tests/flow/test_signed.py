"""From the unit's key to a signed, stamped report that somebody else checks, by the program as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.session import Session, new_key_files
from tests.forensicdesk.signing.making import PASSPHRASE, authority, p12
from tests.support.pictures import jpeg
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with key, certificate, passphrase and a case with one exhibit."""
    root = tmp_path_factory.mktemp("unit")
    (root / "evidence").mkdir()
    (root / "evidence" / "1.jpg").write_bytes(jpeg(1))
    (root / "passphrase").write_text(f"{PASSPHRASE}\n")
    (root / "unit.p12").write_bytes(p12())
    for name in ("unit.key", "other.key"):
        new_key_files(root / name, PASSPHRASE)
    with Session.create(root / "c", "2026-001", "Examiner A") as session:
        session.add_source(root / "evidence", lambda _: None)
    return root


def test_a_report_is_signed_stamped_and_checked_by_others(unit: Path) -> None:
    secret = ("--passphrase-file", unit / "passphrase", "--certificate-passphrase-file", unit / "passphrase")
    what = ("--format", "pdf,json", "--sign-key", unit / "unit.key", "--certificate", unit / "unit.p12")
    with authority() as url:
        done = forensicdesk(unit, "report", unit / "c", "--out", unit / "r", *what, *secret, "--timestamp-url", url)

    assert (done.returncode, done.stderr) == (0, "")
    checked = document(forensicdesk(unit, "verify", unit / "r", "--public-key", unit / "unit.key.pub", "--json"))
    assert (checked["intact"], checked["problems"]) == (True, [])
    assert "given from outside" in checked["said"][0]
    outside = ("--public-key", unit / "unit.key.pub", "--checkpoint", unit / "r" / "MANIFEST.json")
    case = document(forensicdesk(unit, "verify", unit / "c", *outside, "--json"))
    assert case["intact"], case
    assert any("signed over" in sentence for sentence in case["said"])
    log = unit / "c.fdcase" / "audit.jsonl"
    alone = [sys.executable, "-I", "-S", str(unit / "r" / "verify_report.py"), "--key", str(unit / "unit.key.pub")]
    court = subprocess.run([*alone, "--log", str(log)], capture_output=True, text=True, check=False)
    assert court.returncode == 0, court.stdout
    assert "which was given" in court.stdout


def test_another_key_and_a_wrong_passphrase_are_told_in_one_sentence(unit: Path) -> None:
    secret = ("--passphrase-file", unit / "passphrase")
    made = forensicdesk(unit, "key", "new", "--out", unit / "unit.key", *secret)
    assert (made.returncode, "a key is never replaced" in made.stderr) == (2, True)
    (unit / "wrong").write_text("something else")

    signed = forensicdesk(unit, "case", "checkpoint", unit / "c", "--key", unit / "unit.key", *secret)
    assert signed.returncode == 0
    other = forensicdesk(unit, "verify", unit / "c", "--public-key", unit / "other.key.pub")
    wrong = forensicdesk(
        unit, "case", "checkpoint", unit / "c", "--key", unit / "unit.key", "--passphrase-file", unit / "wrong"
    )

    assert other.returncode == 1
    assert "signed with another key" in other.stdout
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "the passphrase is wrong" in wrong.stderr
    assert PASSPHRASE not in "".join((signed.stdout, signed.stderr, (unit / "c.fdcase" / "audit.jsonl").read_text()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the barrier is Linux's")
def test_an_authority_that_is_not_there_leaves_no_report_and_the_barrier_stays(unit: Path) -> None:
    done = forensicdesk(
        unit, "report", unit / "c", "--out", unit / "none", "--format", "json", "--timestamp-url", "http://127.0.0.1:9/"
    )

    assert done.returncode == 3
    assert "gave no time stamp" in done.stderr
    assert not (unit / "none").exists()
