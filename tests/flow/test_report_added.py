"""A report with everything that a unit adds, as a person orders it on the command line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.pictures import jpeg
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from typing import Any

EXAMPLE = Path(__file__).parents[2] / "docs" / "report-template"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("added")
    evidence = home / "phone"
    evidence.mkdir()
    for name, number in (("a.jpg", 1), ("b.jpg", 2), ("twin.jpg", 1)):
        (evidence / name).write_bytes(jpeg(number))
    for arguments in (
        ("run", evidence, "--case", home / "case", "--report", home / "r", "--format", "json"),
        ("decide", home / "case", "1", "--scheme", "neutral", "--category", "1", "--scope", "copies"),
    ):
        done = forensicdesk(home, *arguments)
        assert done.returncode == 0, done.stderr
    return home


def report(home: Path, out: str, *arguments: object) -> dict[str, Any]:
    done = forensicdesk(home, "report", home / "case", "--out", home / out, *arguments)
    assert done.returncode == 0, done.stderr
    (made,) = (home / out).glob("report-*.json")
    model: dict[str, Any] = json.loads(made.read_bytes())["report"]
    return model


def test_a_template_an_amendment_and_a_draft_stand_in_the_report(home: Path) -> None:
    earlier = (home / "r" / "report-court.json").read_bytes()
    made = report(home, "second", "--format", "json,html", "--template", EXAMPLE, "--certificate-draft",
                  "--amends", home / "r" / "report-court.json", "--reason", "custody was missing")  # fmt: skip
    page = (home / "second" / "report-court.html").read_text("utf-8")

    assert made["unit"]["custody"][0]["action"] == "received, seal intact"
    assert made["unit"]["letterhead"]["logo"]
    assert [name for name, _ in made["unit"]["sources"]] == ["template.toml", "logo.png", "declaration.txt"]
    assert made["amends"]["sha256"] == hashlib.sha256(earlier).hexdigest()
    assert made["amends"]["report_id"] == json.loads(earlier)["report"]["report_id"]
    for words in ("Example Unit for Digital Evidence", "Declaration", "Draft, not signed", "This report replaces"):
        assert words in page
    assert made["validation"] is None
    assert "No validation on record" in page


def test_what_was_decided_is_a_hash_list_that_can_be_imported(home: Path) -> None:
    made = report(home, "list", "--format", "hashes,json,xlsx")
    content = (home / "list" / "report-court.hashes.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(content)))
    read = document(
        forensicdesk(home, "list", "import", home / "list" / "report-court.hashes.csv", "--role", "notable", "--json")
    )

    assert [(row["id"], row["category"]) for row in rows] == [("1", "1")]
    assert made["figures"]["by_category"][0][1][0] == 2
    assert {"pdq", "phash", "dhash"} <= {*read["entries"]}
    assert all(len(row["phash"]) == len(row["dhash"]) == 16 for row in rows)
    assert "sha256" in str(read)


def test_media_files_are_copied_on_request_and_one_that_changed_is_not(home: Path) -> None:
    with (home / "phone" / "b.jpg").open("ab") as changed:
        changed.write(b"later")
    arguments = ("--format", "vics", "--variant", "restricted", "--with-media")
    made = forensicdesk(home, "report", home / "case", "--out", home / "media", *arguments, "--json")
    (case,) = json.loads((home / "media" / "report-restricted.vics.json").read_bytes())["value"]
    one, other = case["Media"]

    copy = home / "media" / one["RelativeFilePath"]
    assert (made.returncode, document(made)["not_copied"]) == (1, 1), made.stderr
    last = [json.loads(line) for line in (home / "case.fdcase" / "audit.jsonl").read_text("utf-8").splitlines()]
    (noted,) = [one["detail"] for one in last if "media not copied" in one["detail"]]
    assert (noted["file"], noted["media not copied"]) == ("report-restricted.vics.json", "1")
    assert copy.read_bytes() == jpeg(1)
    assert copy.name in (home / "media" / "SHA256SUMS").read_text()
    assert other["RelativeFilePath"] is None
    assert "Not copied: its bytes are no longer those that were analysed" in other["Comments"]
    assert len(list((home / "media").glob("*.jpg"))) == 1
    assert not list((home / "media").glob(".copying-*"))
    assert forensicdesk(home, "verify", home / "media").returncode == 0
