"""The whole job from evidence to report, as the command-line contract says."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.program import document, forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flow.conftest import FinishedRun


def test_the_ledger_adds_up_and_every_file_is_in_it(finished: FinishedRun) -> None:
    ledger = finished.summary["ledger"]
    files = sum(len(names) for _, _, names in os.walk(finished.evidence))

    assert ledger["seen"] == files
    assert ledger["seen"] == ledger["not_media"] + ledger["media"]
    parts = ("analysed", "unsupported", "failed", "excluded", "encrypted")
    assert ledger["media"] == sum(ledger[part] for part in parts)
    assert ledger["pending"] == 0


def test_what_failed_makes_the_exit_code_one(finished: FinishedRun) -> None:
    assert finished.summary["ledger"]["failed"] == 1
    assert finished.code == 1


def test_equal_bytes_are_one_content(finished: FinishedRun) -> None:
    assert finished.summary["contents"] == finished.summary["ledger"]["media"] - 2


def test_each_digest_kind_matches_exactly_and_equal_bytes_match_twice(finished: FinishedRun) -> None:
    found = [match for item in read_items(finished) for match in item["matches"]]

    assert finished.summary["matches"]["exact"] == len(found) == 5
    assert {match["algorithm"] for match in found} == {"sha256", "sha1", "md5"}
    assert all(match["distance"] == 0 and match["role"] == "notable" for match in found)


def test_items_carry_the_keys_of_the_contract(finished: FinishedRun) -> None:
    keys = {
        "item",
        "source",
        "location",
        "matches",
        "decision",
        "size",
        "type",
        "digests",
        "perceptual",
        "width",
        "height",
        "video",
        "metadata",
        "dates",
        "indicators",
        "issues",
    }

    lines = read_items(finished)

    assert len(lines) == finished.summary["ledger"]["media"]
    assert all(keys <= line.keys() for line in lines)
    film = next(line for line in lines if line["video"])
    assert film["type"] == "video/mp4"
    assert {0.0, 1.0, 2.0, 3.0} <= {frame["time_s"] for frame in film["video"]["frames"]}


def test_a_name_that_is_no_text_comes_back_byte_for_byte(finished: FinishedRun) -> None:
    steps = [step for item in read_items(finished) for step in item["location"] if "raw" in step]

    assert len(steps) == 1
    assert "caf" in steps[0]["path"]


def test_files_that_are_no_media_are_listed_with_their_cause(finished: FinishedRun) -> None:
    done = forensicdesk(finished.home, "items", finished.case, "--where", "state=not_media")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    causes = {line["location"][0]["path"]: {issue["code"] for issue in line["issues"]} for line in lines}

    assert set(causes) == {"notes.txt", "empty.jpg", "liar.jpg"}
    assert "empty" in causes["empty.jpg"]
    assert "name-suggests-media" in causes["liar.jpg"]


def test_the_reports_are_written_and_verify(finished: FinishedRun) -> None:
    assert {report["format"] for report in finished.summary["reports"]} == {"pdf", "html", "json"}
    done = forensicdesk(finished.home, "verify", finished.report, "--json")

    assert done.returncode == 0
    said = document(done)
    assert (said["intact"], said["problems"]) == (True, [])
    assert "The report is not signed" in said["said"][0]


def test_a_changed_report_is_noticed(finished: FinishedRun, tmp_path: Path) -> None:
    copy = tmp_path / "report"
    copy.mkdir()
    for file in finished.report.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    pdf = next(copy.glob("*.pdf"))
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    pdf.write_bytes(content)

    done = forensicdesk(finished.home, "verify", copy, "--json")

    assert done.returncode == 1
    assert pdf.name in document(done)["problems"][0]["where"]


def test_the_same_command_again_changes_no_number(finished: FinishedRun, tmp_path: Path) -> None:
    again = document(
        forensicdesk(
            finished.home,
            "run",
            finished.evidence,
            "--case",
            finished.case,
            "--list",
            f"{finished.hash_list}:notable",
            "--report",
            tmp_path / "second",
            "--json",
        )
    )

    assert again["ledger"] == finished.summary["ledger"]
    assert again["matches"] == finished.summary["matches"]


def test_the_case_verifies_and_a_changed_exhibit_is_named(finished: FinishedRun) -> None:
    assert forensicdesk(finished.home, "case", "verify", finished.case).returncode == 0
    target = finished.evidence / "phone" / "one.jpg"
    content = target.read_bytes()
    try:
        target.write_bytes(content + b"!")
        done = forensicdesk(finished.home, "case", "verify", finished.case, "--json")
    finally:
        target.write_bytes(content)

    assert done.returncode == 1
    assert any("one.jpg" in problem["where"] for problem in document(done)["problems"])


def test_the_number_of_workers_changes_no_result(finished: FinishedRun, tmp_path: Path) -> None:
    for workers in (1, 3):
        forensicdesk(tmp_path, "run", finished.evidence, "--case", tmp_path / f"w{workers}", "--workers", workers)
    one, three = (
        forensicdesk(tmp_path, "items", tmp_path / f"w{workers}.fdcase").stdout.splitlines() for workers in (1, 3)
    )

    assert one == three
    assert len(one) == finished.summary["ledger"]["media"]


@pytest.mark.slow
@pytest.mark.skipif(shared_data() is None, reason="the further test material is not there")
def test_real_and_hostile_material_reconciles(tmp_path: Path) -> None:
    data = shared_data()
    assert data is not None
    sources = [data / name for name in ("pdq", "exif", "malformed")]
    files = sum(len(names) for source in sources for _, _, names in os.walk(source))

    done = forensicdesk(
        tmp_path,
        "run",
        *sources,
        "--case",
        tmp_path / "x.fdcase",
        "--list",
        data / "hashlists" / "md5sum.txt",
        "--report",
        tmp_path / "x-report",
        "--json",
    )

    ledger = document(done)["ledger"]
    assert done.returncode in {0, 1}
    assert ledger["seen"] == ledger["not_media"] + ledger["media"]
    assert ledger["seen"] - ledger["embedded"] == files
    assert ledger["embedded"] > 0
    assert ledger["pending"] == 0


def read_items(finished: FinishedRun) -> list[dict[str, Any]]:
    done = forensicdesk(finished.home, "items", finished.case, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
