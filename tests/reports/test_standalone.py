"""The checker beside a report: any changed byte is found and located, by Python's standard library alone."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensicdesk.pipeline.checksums import verify_report
from forensicdesk.reporting.writing import write_reports
from reports.beside import EXPLANATION, VERIFIER
from reports.sums import SUMS
from tests.reports import samples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    write_reports(samples.usual(), out, ["json", "html", "csv"])
    return out


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The checker as a court would run it: without this program, without the user's packages."""
    alone = [sys.executable, "-I", "-S", str(folder / VERIFIER), *arguments]
    return subprocess.run(alone, capture_output=True, text=True, check=False, timeout=60)


def test_an_untouched_report_is_intact(report: Path) -> None:
    done = check(report)

    assert (done.returncode, done.stderr) == (0, "")
    assert "6 files are as they were, 0 differences." in done.stdout
    assert verify_report(report) == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_flipped_byte_is_found_and_located(report: Path, tmp_path: Path, data: st.DataObject) -> None:
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(report, copy)
    name = data.draw(st.sampled_from(sorted(path.name for path in copy.iterdir())))
    content = bytearray((copy / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (copy / name).write_bytes(content)

    problems = verify_report(copy)

    assert problems
    if name != VERIFIER:
        done = check(copy)
        assert done.returncode in (1, 2)
        assert name == SUMS or name in done.stdout


def test_missing_and_added_files_are_named(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    (copy / "report-court.csv").unlink()
    (copy / "more.pdf").write_bytes(b"%PDF")

    done = check(copy)

    assert done.returncode == 1
    assert "report-court.csv is missing" in done.stdout
    assert "more.pdf was added" in done.stdout


def test_content_that_was_exchanged_together_with_its_sum_has_another_id(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    path = copy / "report-court.json"
    path.write_bytes(path.read_bytes().replace(b"2026-17", b"2026-18").replace(b"Examiner", b"Examined"))

    sums = (copy / SUMS).read_text().splitlines()
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    (copy / SUMS).write_text("".join(f"{own if 'court.json' in one else one[:64]}{one[64:]}\n" for one in sums))

    done = check(copy)

    assert done.returncode == 1
    assert "states the report ID" in done.stdout


def test_the_explanation_is_there_in_each_language(tmp_path: Path) -> None:
    for language, word in (("en", "HOW TO CHECK"), ("es", "COMPROBAR"), ("pt", "CONFERIR")):
        out = tmp_path / language
        write_reports(samples.usual(language=language), out, ["json"])
        assert word in (out / EXPLANATION).read_text(encoding="utf-8")


def test_the_folder_can_be_named_and_a_folder_without_sums_is_said(report: Path, tmp_path: Path) -> None:
    assert check(report, str(report)).returncode == 0
    done = check(report, str(tmp_path))
    assert done.returncode == 2
    assert "cannot be checked" in done.stdout
