"""A report folder is checked against its own list of checksums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.pipeline.verify import verify_path, verify_report
from tests.forensicdesk.case.building import ACTOR, NOW

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "report"
    (folder / "pages").mkdir(parents=True)
    contents = {"report.pdf": b"%PDF", "pages/one.html": b"<html>"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    (folder / "SHA256SUMS").write_text("".join(lines))
    return folder


def test_an_untouched_report_is_intact(report: Path) -> None:
    assert verify_report(report) == ()
    assert verify_path(report, lambda _: None, now=NOW, actor=ACTOR) == ()


def test_changed_missing_and_added_files_are_named(report: Path) -> None:
    (report / "report.pdf").write_bytes(b"%PDX")
    (report / "pages/one.html").unlink()
    (report / "extra.txt").write_text("new")

    problems = {problem.where: problem.what for problem in verify_report(report)}

    assert set(problems) == {"report.pdf", "pages/one.html", "extra.txt"}
    assert "changed" in problems["report.pdf"]
    assert "missing" in problems["pages/one.html"]
    assert "added" in problems["extra.txt"]


@pytest.mark.parametrize(
    "line", ["no checksum", f"{'0' * 64}  /etc/passwd", f"{'0' * 64}  ../outside", f"{'0' * 63}  short", ""]
)
def test_a_line_that_is_no_checksum_of_this_folder_is_named_and_never_followed(report: Path, line: str) -> None:
    sums = report / "SHA256SUMS"
    sums.write_text(f"{line}\n{sums.read_text()}")

    (problem,) = verify_report(report)

    assert problem.where == "SHA256SUMS, line 1"


def test_an_emptied_list_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("")

    assert verify_report(tmp_path)[0].where == "SHA256SUMS"


def test_a_folder_without_a_list_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no report folder"):
        verify_report(tmp_path)
