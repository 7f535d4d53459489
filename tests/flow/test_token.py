"""A report signed with a key that never leaves its token, and what is said where that cannot be."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.session import Session
from forensicdesk.signing.pdf import trouble_with_detached
from forensicdesk.signing.pkcs11token import open_token
from tests.forensicdesk.signing.making import TODAY
from tests.forensicdesk.signing.tokens import KEY, LABEL, MODULE, PIN, make_token
from tests.support.pictures import jpeg
from tests.support.program import document, forensicdesk
from ui.report_request import OnToken, ReportRequest, Signing, write_report

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(MODULE is None or shutil.which("softhsm2-util") is None, reason="needs SoftHSM")


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a token, its PIN, and a case with one exhibit."""
    root = tmp_path_factory.mktemp("unit")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", "")
        make_token(root)
    (root / "evidence").mkdir()
    (root / "evidence" / "1.jpg").write_bytes(jpeg(1))
    (root / "pin").write_text(f"{PIN}\n")
    with Session.create(root / "c", "2026-001", "Examiner A") as session:
        session.add_source(root / "evidence", lambda _: None)
    return root


@pytest.fixture(autouse=True)
def configured(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(unit / "softhsm2.conf"))


def test_a_report_and_its_manifest_are_signed_on_the_token(unit: Path) -> None:
    named = ("--pkcs11", MODULE, "--token", LABEL, "--pkcs11-key", KEY, "--pkcs11-pin-file", unit / "pin")
    done = forensicdesk(unit, "report", unit / "c", "--out", unit / "r", "--format", "pdf,json", *named)

    assert (done.returncode, done.stderr) == (0, "")
    found = subprocess.run(["pdfsig", unit / "r/report-court.pdf"], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in found.stdout
    parts = ("-in", unit / "r/MANIFEST.json.p7s", "-inform", "DER", "-content", unit / "r/MANIFEST.json")
    openssl = ["openssl", "cms", "-verify", "-binary", "-noverify", "-out", "/dev/null", *map(str, parts)]
    assert "successful" in subprocess.run(openssl, capture_output=True, text=True, check=False).stderr
    checked = document(forensicdesk(unit, "verify", unit / "r", "--json"))
    assert checked["intact"], checked
    assert any("Unit of a test, whose certificate was not checked" in sentence for sentence in checked["said"])
    assert PIN not in (unit / "c.fdcase/audit.jsonl").read_text() + done.stdout


def test_a_changed_manifest_is_found_by_its_detached_signature(unit: Path) -> None:
    content, signature = (unit / "r/MANIFEST.json").read_bytes(), (unit / "r/MANIFEST.json.p7s").read_bytes()

    assert trouble_with_detached(content, signature)[0] == ""
    assert "does not belong" in trouble_with_detached(content + b" ", signature)[0]
    assert "cannot be checked" in trouble_with_detached(content, signature[:-40])[0]


def test_a_wrong_pin_is_one_sentence_and_leaves_no_report(unit: Path) -> None:
    (unit / "wrong").write_text("86420975311")
    named = ("--pkcs11", MODULE, "--token", LABEL, "--pkcs11-key", KEY, "--pkcs11-pin-file", unit / "wrong")

    done = forensicdesk(unit, "report", unit / "c", "--out", unit / "none", *named)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "The PIN of the token unit-token is wrong" in done.stderr
    assert "86420975311" not in done.stderr
    assert not (unit / "none").exists()


@pytest.mark.parametrize(
    ("module", "token", "key", "said"),
    [
        ("none.so", LABEL, KEY, "There is no PKCS#11 module at"),
        ("pin", LABEL, KEY, "cannot be loaded as a PKCS#11 module"),
        ("", "other", KEY, "There is no token 'other'"),
        ("", LABEL, "other", "has no key with the label 'other'"),
    ],
)
def test_what_is_missing_is_named(unit: Path, module: str, token: str, key: str, said: str) -> None:
    assert MODULE is not None
    with pytest.raises(UsageError, match=said) as caught:
        open_token(unit / module if module else MODULE, token, key, PIN, TODAY)

    assert PIN not in str(caught.value)


@pytest.mark.usefixtures("unit")
def test_a_certificate_that_is_not_valid_any_more_is_refused() -> None:
    assert MODULE is not None
    with pytest.raises(UsageError, match="not today"):
        open_token(MODULE, LABEL, KEY, PIN, TODAY + timedelta(days=400))


def test_options_that_do_not_go_together_are_refused(unit: Path) -> None:
    done = forensicdesk(unit, "report", unit / "c", "--out", unit / "none", "--token", LABEL)

    assert (done.returncode, "without its PKCS#11 module" in done.stderr) == (2, True)


def test_the_desktop_signs_on_the_token_as_the_command_line_does(unit: Path) -> None:
    assert MODULE is not None
    signing = Signing(on_token=OnToken(MODULE, LABEL, KEY, PIN))
    asked = ReportRequest(unit / "d", ("pdf",), "court", "en", signing=signing)
    with Session.open(unit / "c.fdcase") as session:
        write_report(session, asked)

    assert (unit / "d" / "MANIFEST.json.p7s").is_file()
    found = subprocess.run(["pdfsig", unit / "d/report-court.pdf"], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in found.stdout
    assert PIN not in (unit / "c.fdcase/audit.jsonl").read_text()
