"""The ledger adds up and each number can be expanded; triage and an early end say what they left."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from tests.flow.test_resumption import picture
from tests.support.archives import tar_of
from tests.support.evidence import make_small_evidence
from tests.support.ledger import assert_adds_up, items_where
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    root = tmp_path / "phone"
    root.mkdir()
    make_small_evidence(root)
    inner = tar_of({f"{number}.jpg": picture(number, 320) for number in range(3)})
    (root / "backup.tar").write_bytes(tar_of({"inner.tar": inner, "DCIM/x.jpg": picture(1, 320)}))
    return root


def test_every_number_adds_up_and_can_be_expanded(tmp_path: Path, evidence: Path) -> None:
    other = tmp_path / "drive"
    other.mkdir()
    (other / "again.jpg").write_bytes(picture(1, 320))
    (other / "link").symlink_to("again.jpg")
    case = tmp_path / "c.fdcase"

    forensicdesk(tmp_path, "run", evidence, other, "--case", case, "--format", "json")
    ledger = assert_adds_up(tmp_path, case)

    assert (ledger["containers"], ledger["excluded"], ledger["pending"]) == (2, 1, 0)
    assert ledger["embedded"] == 5
    [tar] = items_where(tmp_path, case, "container=yes", "embedded=no")
    assert {item["location"][-1]["path"] for item in items_where(tmp_path, case, f"inside={tar['item']}")} == {
        "inner.tar",
        "DCIM/x.jpg",
    }
    # Entered with the walk, before what lies in archives: so the copies there are the duplicates.
    [first] = items_where(tmp_path, case, "duplicate=no", "source=2")
    assert first["location"][0]["path"] == "again.jpg"
    copies = [item for item in items_where(tmp_path, case, "duplicate=yes") if item["digests"] == first["digests"]]
    assert [item["source_id"] for item in copies] == [1, 1]


def test_triage_computes_digests_only_and_goes_on_as_triage(tmp_path: Path, evidence: Path) -> None:
    case, digest = tmp_path / "c.fdcase", hashlib.sha256((evidence / "phone" / "one.jpg").read_bytes()).hexdigest()
    (tmp_path / "list.txt").write_text(f"{digest}  x\n", encoding="ascii")
    listed = f"{tmp_path / 'list.txt'}:notable"
    order = ("run", evidence, "--case", case, "--list", listed, "--report", tmp_path / "r", "--format", "json")

    done = document(forensicdesk(tmp_path, *order, "--profile", "triage", "--json"))
    info = document(forensicdesk(tmp_path, "case", "info", case, "--json"))
    report = json.loads((tmp_path / "r" / "report-court.json").read_bytes())["report"]

    assert done["matches"] == {"exact": 2, "near": 0, "video": 0}
    assert (info["profile"], info["recipe"]["decode"]) == ("triage", False)
    assert all(item["digests"] and not item["perceptual"] for item in items_where(tmp_path, case, "state=analysed"))
    assert any("Nothing was decoded" in sentence for sentence in report["method"])
    assert any("were not looked for" in sentence for sentence in report["negative"])
    assert all(item["picture"] is None for item in report["items"])
    assert forensicdesk(tmp_path, *order).returncode == 0  # goes on with the profile it was begun with
    assert forensicdesk(tmp_path, *order, "--profile", "standard").returncode == 2
    assert forensicdesk(tmp_path, "verify", case).returncode == 0


def test_an_early_end_at_notable_contents_leaves_the_rest_for_later(tmp_path: Path) -> None:
    evidence, case = tmp_path / "phone", tmp_path / "c.fdcase"
    evidence.mkdir()
    first = picture(1, 320)
    lines = []
    for number in range(700):
        content = first + number.to_bytes(4, "big")
        (evidence / f"{number}.jpg").write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  x\n")
    (tmp_path / "list.txt").write_text("".join(lines), encoding="ascii")
    listed = f"{tmp_path / 'list.txt'}:notable"
    order = ("run", evidence, "--case", case, "--list", listed, "--workers", 1, "--format", "json", "--json")

    early = document(forensicdesk(tmp_path, *order, "--profile", "triage", "--stop-at", 5))
    late = document(forensicdesk(tmp_path, *order))

    assert 5 <= early["ledger"]["analysed"] < 700
    assert early["matches"]["exact"] == early["ledger"]["analysed"]
    assert early["reports"]
    assert (late["ledger"]["analysed"], late["ledger"]["pending"]) == (700, 0)


def test_stopping_early_needs_a_notable_list(tmp_path: Path, evidence: Path) -> None:
    done = forensicdesk(tmp_path, "run", evidence, "--case", tmp_path / "c", "--stop-at", 1)

    assert done.returncode == 2
    assert "--list FILE:notable" in done.stderr
    assert not (tmp_path / "c.fdcase").exists()


def test_a_mismatch_ends_a_run_with_a_sentence_and_the_reason_is_printed(tmp_path: Path, evidence: Path) -> None:
    (evidence / "backup.tar.sha256").write_text("0" * 64, encoding="ascii")
    order = ("run", evidence, "--case", tmp_path / "c", "--profile", "triage", "--report", tmp_path / "r")

    refused = forensicdesk(tmp_path, *order)
    accepted = forensicdesk(tmp_path, *order, "--lang", "es", "--accept-mismatch", "ver nota 3")
    added = forensicdesk(tmp_path, "add", tmp_path / "c", evidence)

    assert refused.returncode == 1
    assert "No report was written. phone: backup.tar does not have the SHA256" in refused.stderr
    assert accepted.returncode == 0, accepted.stderr
    page = (tmp_path / "r" / "report-court.html").read_text(encoding="utf-8")
    assert "LA EVIDENCIA NO ES LO QUE SE ADQUIRIÓ" in page
    assert "ver nota 3" in page
    assert added.returncode == 1
    assert "DIFFERS" in added.stdout
