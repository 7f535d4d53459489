"""What commands print with --json is what docs/schemas/output.json says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from tests.support.program import document, forensicdesk
from tests.support.schema import faults, output_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.flow.conftest import FinishedRun

SCHEMA = output_schema()
LINES = {"items", "conflicts"}


def commands(command: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, *names, name)
    else:
        yield " ".join(names), command


def test_every_command_that_prints_results_has_json_and_a_schema() -> None:
    without = {name for name, one in commands(cli) if "--json" not in {text for p in one.params for text in p.opts}}

    # The scheduler and the workers of a cluster run until they are stopped, and have no results.
    assert without == {"gui", "completion", "man", "cluster scheduler", "cluster worker"}
    assert set(SCHEMA["properties"]) == {name for name, _ in commands(cli)} - without


def test_the_schema_notices_what_is_missing_or_of_another_type() -> None:
    wrong = {"case": 1, "number": "2026-001"}

    assert list(faults(wrong, SCHEMA["properties"]["case new"], SCHEMA)) == [
        "$: examiner is missing",
        "$.case: 1 is not ['string']",
    ]


def test_the_whole_job_prints_what_the_schema_says(finished: FinishedRun) -> None:
    assert list(faults(finished.summary, SCHEMA["properties"]["run"], SCHEMA)) == []


@pytest.fixture
def work(finished: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the finished case and of the workstation's lists, to be changed."""
    shutil.copytree(finished.case, tmp_path / "case.fdcase")
    shutil.copytree(finished.home, tmp_path / "home")
    shutil.copy(finished.hash_list, tmp_path / "list.csv")
    (tmp_path / "words").write_text("one passphrase of the test\n")
    (tmp_path / "one").mkdir()
    shutil.copy(finished.evidence / "phone" / "one.jpg", tmp_path / "one")
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


ASKED = (
    ("case new", "fresh", "--number", "2026-002", "--examiner", "Examiner A"),
    ("add", "fresh", "one"),
    ("case info", "case"),
    ("items", "case", "--where", "state=any"),
    ("list import", "list.csv", "--role", "neutral", "--name", "other"),
    ("list preview", "list.csv"),
    ("list ls",),
    ("list show", "list"),
    ("list check", "list"),
    ("list categories",),
    ("list diff", "list", "other"),
    ("list export", "list", "--out", "out.csv"),
    ("match", "case"),
    ("index add", "case"),
    ("index ls",),
    ("index match", "fresh"),
    ("index remove", "case"),
    ("list remove", "other"),
    ("policy show",),
    ("decide", "case", "1", "--scheme", "neutral", "--category", "1"),
    ("agreement", "case"),
    ("conflicts", "case"),
    ("stacks", "case"),
    ("shared", "case"),
    ("similar", "case", "--file", "one/one.jpg", "--threshold", "96"),
    ("key new", "--out", "unit.key", "--passphrase-file", "words"),
    ("key show", "unit.key.pub"),
    ("case checkpoint", "case", "--key", "unit.key", "--passphrase-file", "words"),
    ("report", "case", "--out", "report", "--format", "json"),
    ("calibrate",),
    ("compare", "one/one.jpg", "one/one.jpg"),
    ("hash", "one/one.jpg"),
)


MORE = (
    ("process", "case"),
    ("verify", "case"),
    ("case verify", "case"),
    ("collection make", "references", "one"),
    ("key new", "--out", "unit.key", "--passphrase-file", "words"),
    ("index add", "case"),
    ("index export", "carried", "--key", "unit.key", "--passphrase-file", "words"),
    ("index import", "carried", "--trust", "unit.key.pub"),
    ("doctor",),
)
ALONE = {"doctor"}
"""Commands in a process of their own: what they forbid the process holds to its end."""
ELSEWHERE = {"run", "demo", "batch", "case reproduce", "validate", "confirm", "dismiss"}
"""Commands that take long, or need something made for them: the tests of each hold them against the schema."""


def printed(name: str, *arguments: str) -> list[Any]:
    if name in ALONE:
        return [document(forensicdesk(Path.cwd(), name, *arguments, "--json"))]
    done = CliRunner().invoke(cli, [*name.split(), *arguments, "--json"])
    assert done.exception is None, (name, done.stderr, done.exception)
    return [json.loads(text) for text in (done.stdout.splitlines() if name in LINES else [done.stdout])]


def wrong_in(asked: tuple[tuple[str, ...], ...]) -> dict[str, list[str]]:
    """What is not as the schema says, by command."""
    found = {
        name: [fault for one in printed(name, *arguments) for fault in faults(one, SCHEMA["properties"][name], SCHEMA)]
        for name, *arguments in asked
    }
    return {name: wrong[:3] for name, wrong in found.items() if wrong}


@pytest.mark.usefixtures("work")
def test_commands_print_what_the_schema_says() -> None:
    assert wrong_in(ASKED) == {}


@pytest.mark.usefixtures("work")
def test_the_other_commands_do_so_too() -> None:
    assert wrong_in(MORE) == {}
    item = next(one for one in printed("items", "case") if one["matches"])
    match = item["matches"][0]
    said = ("case", "--item", str(item["item"]), "--list", match["list"], "--entry", match["entry"])
    assert wrong_in((("confirm", *said, "--yes"), ("dismiss", *said, "--reason", "no"))) == {}


def test_a_difference_is_told_as_the_schema_says(work: Path) -> None:
    with (work / "case.fdcase" / "audit.jsonl").open("a", encoding="utf-8") as log:
        log.write("no record\n")
    [found] = printed("verify", "case")

    assert (found["intact"], found["problems"] != []) == (False, True)
    assert list(faults(found, SCHEMA["properties"]["verify"], SCHEMA)) == []


def test_no_command_is_left_out() -> None:
    assert {name for name, *_ in (*ASKED, *MORE)} | ELSEWHERE == set(SCHEMA["properties"])
    assert SCHEMA["properties"]["demo"] == SCHEMA["properties"]["run"]
