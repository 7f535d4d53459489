"""`validate`: what it writes and keeps, what a report of a case says of it, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from forensicdesk.cli.validate import exit_code
from forensicdesk.errors import UsageError
from forensicdesk.reporting.validated import KEPT, latest_validation, validation_pdf
from reports.wording import LANGUAGES
from tests.support.evidence import write_picture
from tests.support.program import command, document, environment, forensicdesk
from tests.support.schema import faults, output_schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flow.conftest import FinishedRun


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A small validation with own pictures, in a process of its own, and what it printed."""
    root = tmp_path_factory.mktemp("validate")
    for seed in (1, 2):
        write_picture(root / "own" / f"{seed}.jpg", seed)
    shutil.copy(root / "own" / "1.jpg", root / "own" / "again.jpg")
    (root / "own" / "letter.txt").write_text("no picture")
    arguments = ("--out", root / "out", "--pictures", root / "own", "--count", 2, "--json")
    ran = forensicdesk(root / "home", "validate", *arguments)
    assert ran.returncode == 0, ran.stderr
    return root, document(ran)


def test_it_says_what_was_found_by_sample_method_and_transformation(done: tuple[Path, dict[str, Any]]) -> None:
    _, said = done

    assert list(faults(said, output_schema()["properties"]["validate"], output_schema())) == []
    assert [one["name"] for one in said["samples"]] == ["made pictures", "own pictures", "made films"]
    made, own, _ = said["samples"]
    assert (made["originals"], own["originals"], own["offered"]) == (2, 2, 4)
    assert own["left_out"].items() <= {"equal pixels": 1, "no still picture that is decoded": 1}.items()
    views = {one["transformation"]: one["detected"]["hits"] for one in made["methods"][1]["by_transformation"]}
    assert {name: views[name] for name in ("resize 50 %", "rotate 90", "flip horizontally", "letterbox")} == {
        "resize 50 %": 2,
        "rotate 90": 2,
        "flip horizontally": 2,
        "letterbox": 2,
    }
    assert {one["method"]: one["false"]["hits"] for one in said["summary"]} == {
        "pdq-orientations": 0,
        "pdq-views": 0,
        "phash-dhash": 0,
        "vpdq": 0,
    }
    assert said["known_answers"]["wrong"] == []


def test_it_writes_pdf_and_json_and_keeps_the_latest(done: tuple[Path, dict[str, Any]]) -> None:
    root, said = done

    pdf, text = sorted((root / "out").iterdir(), key=lambda path: path.suffix, reverse=True)
    assert pdf.read_bytes().startswith(b"%PDF-")
    kept = root / "home" / "lists" / KEPT
    assert kept.read_bytes() == text.read_bytes()
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    assert {one["sha256"] for one in said["files"]} == {digest, hashlib.sha256(pdf.read_bytes()).hexdigest()}
    assert validation_pdf(json.loads(text.read_text()), digest) == pdf.read_bytes()


def test_the_report_of_a_case_quotes_it_and_says_when_the_build_is_another(
    done: tuple[Path, dict[str, Any]], finished: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(finished.case, tmp_path / "case.fdcase")
    shutil.copytree(done[0] / "home", tmp_path / "home")
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    case, kept = tmp_path / "case.fdcase", tmp_path / "home" / "lists" / KEPT

    def told() -> dict[str, Any]:
        arguments = ["report", str(case), "--out", str(tmp_path / "report"), "--format", "json,html"]
        CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)
        found: dict[str, Any] = json.loads((tmp_path / "report" / "report-court.json").read_text())["report"][
            "validation"
        ]
        return found

    same = told()
    other = json.loads(kept.read_text()) | {"build": "0" * 64}
    kept.write_text(json.dumps(other))
    changed = told()

    assert (same["id"], same["other_build"]) == (done[1]["id"], False)
    assert [value for name, value in same["figures"] if "false" in name or "unrelated" in name]
    assert (changed["build"], changed["other_build"]) == ("0" * 64, True)
    assert "another build" in (tmp_path / "report" / "report-court.html").read_text()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"known_answers": 3}'])
def test_a_damaged_one_is_named_and_not_passed_over(text: str, tmp_path: Path) -> None:
    (tmp_path / KEPT).write_text(text)

    with pytest.raises(UsageError, match=r"validation\.json is damaged"):
        latest_validation(tmp_path, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_told_in_every_language(language: str, done: tuple[Path, dict[str, Any]]) -> None:
    found = latest_validation(done[0] / "home" / "lists", language)

    assert found is not None
    assert len(found.figures) == 1 + 2 * len(done[1]["summary"])
    assert len({name for name, _ in found.figures}) == len(found.figures)
    assert not [name for name, _ in found.figures if "pdq-views" in name or "made pictures" in name]


def test_without_one_there_is_none(tmp_path: Path) -> None:
    assert latest_validation(tmp_path, "en") is None


@pytest.mark.parametrize(("passed", "wrong", "code"), [(True, [], 0), (True, ["pdq of picture 1"], 1), (False, [], 1)])
def test_a_wrong_known_answer_or_a_failed_check_is_exit_code_1(passed: bool, wrong: list[str], code: int) -> None:
    document = {"checks": [{"passed": True}, {"passed": passed}], "known_answers": {"count": 3, "wrong": wrong}}

    assert exit_code(document) == code


def test_the_report_is_never_written_into_the_folder_of_pictures(tmp_path: Path) -> None:
    write_picture(tmp_path / "own" / "1.jpg", 1)

    arguments = ["validate", "--out", str(tmp_path / "own" / "out"), "--pictures", str(tmp_path / "own")]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert "would lie inside" in str(done.exception)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["1.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_a_validation_that_is_stopped_says_that_nothing_was_written(tmp_path: Path) -> None:
    order = command("validate", "--out", tmp_path / "out", "--count", 500)
    process = subprocess.Popen(order, env=environment(tmp_path), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "Trying copies" in process.stderr.readline()

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)

    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("Interrupted. Nothing was written; the last validation on record")
    assert not (tmp_path / "out").exists()
