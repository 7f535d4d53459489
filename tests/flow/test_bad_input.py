"""Bad input gives one clear sentence, the exit code of the contract, and loses nothing that was stored."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.evidence import write_picture
from tests.support.program import command, document, environment, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flow.conftest import FinishedRun


OVERRIDES = "-dac_override,-dac_read_search"
AS_ORDINARY_ACCOUNT = ["setpriv", f"--bounding-set={OVERRIDES}", f"--inh-caps={OVERRIDES}"]
"""Runs a command without root's right to read what its mode forbids."""


def can_run(words: list[str]) -> bool:
    """Whether this system has the command and lets this account run it."""
    return shutil.which(words[0]) is not None and not subprocess.run(words, check=False, capture_output=True).returncode


def one_sentence(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The command ended with `code` and one line on stderr that says `words`."""
    assert done.returncode == code, done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert len(errors) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in errors[0], errors[0]


def test_a_source_that_does_not_exist(tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "run", tmp_path / "nowhere", "--case", tmp_path / "c")

    one_sentence(done, 2, "nowhere", "check the path")
    assert not (tmp_path / "c.fdcase").exists()


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()

    one_sentence(forensicdesk(tmp_path, "run", tmp_path / "void", "--case", tmp_path / "c"), 2, "void", "empty")


def test_a_case_inside_the_evidence(tmp_path: Path) -> None:
    write_picture(tmp_path / "e" / "a.jpg", 1)

    done = forensicdesk(tmp_path / "home", "run", tmp_path / "e", "--case", tmp_path / "e" / "c")

    one_sentence(done, 2, "inside")
    assert sorted(path.name for path in (tmp_path / "e").iterdir()) == ["a.jpg"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (
            b'{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media","value":[{"MediaID":1,"MD5":"',
            "list",
        ),
        (b"\x00\x01\x02\xff" * 100, "list"),
        (b"", "list"),
        (b"dear diary\nnothing here\n", "list"),
    ],
    ids=["truncated", "binary", "empty", "prose"],
)
def test_a_list_that_is_none(tmp_path: Path, content: bytes, word: str) -> None:
    write_picture(tmp_path / "e" / "a.jpg", 1)
    (tmp_path / "bad.list").write_bytes(content)

    done = forensicdesk(
        tmp_path / "h", "run", tmp_path / "e", "--case", tmp_path / "c", "--list", tmp_path / "bad.list"
    )

    one_sentence(done, 2, "bad.list", word)
    assert document(forensicdesk(tmp_path / "h", "list", "ls", "--json")) == []


def test_an_unreadable_file_costs_only_itself(tmp_path: Path) -> None:
    write_picture(tmp_path / "e" / "a.jpg", 1)
    locked = tmp_path / "e" / "locked.jpg"
    write_picture(locked, 2)
    locked.chmod(0)
    ordinary = AS_ORDINARY_ACCOUNT if os.access(locked, os.R_OK) else []
    if ordinary and not can_run([*ordinary, "true"]):
        pytest.skip("this account may read everything, and that right cannot be taken away here")

    done = subprocess.run(
        [*ordinary, *command("run", tmp_path / "e", "--case", tmp_path / "c", "--json")],
        env=environment(tmp_path / "h"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    ledger = document(done)["ledger"]
    failed = document(forensicdesk(tmp_path / "h", "items", tmp_path / "c", "--where", "state=failed"))

    assert done.returncode == 1
    assert (ledger["analysed"], ledger["failed"]) == (1, 1)
    assert failed["location"] == [{"kind": "file", "path": "locked.jpg"}]
    assert failed["issues"][0]["code"] == "unreadable"


def test_a_case_opened_by_two_programs(finished: FinishedRun) -> None:
    holder = subprocess.Popen(
        [*command()[:1], "-c", HOLD, str(finished.case)],
        env=environment(finished.home),
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        second = forensicdesk(finished.home, "process", finished.case)
        reading = forensicdesk(finished.home, "case", "info", finished.case, "--json")
    finally:
        holder.communicate("\n")

    one_sentence(second, 3, "case.fdcase", "open")
    assert document(reading)["ledger"] == finished.summary["ledger"]


HOLD = """
import sys
from pathlib import Path
from forensicdesk.session import Session
with Session.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_a_case_written_by_a_newer_version(finished: FinishedRun, tmp_path: Path) -> None:
    newer = tmp_path / "newer.fdcase"
    shutil.copytree(finished.case, newer)
    (newer / "seal.json").unlink()  # a newer version would have sealed what it wrote
    with sqlite3.connect(newer / "case.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    one_sentence(forensicdesk(finished.home, "process", newer), 2, "newer")
    one_sentence(forensicdesk(finished.home, "case", "info", newer), 2, "newer")


def test_a_folder_that_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "odd.fdcase").mkdir()

    one_sentence(forensicdesk(tmp_path, "case", "info", tmp_path / "odd.fdcase"), 2, "odd.fdcase")
    one_sentence(forensicdesk(tmp_path, "items", tmp_path / "nothing"), 2, "nothing.fdcase")


def test_wrong_usage(finished: FinishedRun, tmp_path: Path) -> None:
    assert forensicdesk(finished.home, "run").returncode == 2
    one_sentence(forensicdesk(finished.home, "report", finished.case, "--out", tmp_path, "--format", "docx"), 2, "docx")
    one_sentence(forensicdesk(finished.home, "items", finished.case, "--where", "colour=red"), 2, "colour=red")
    one_sentence(forensicdesk(finished.home, "process", finished.case, "--profile", "thorough"), 2, "standard")
    one_sentence(forensicdesk(finished.home, "hash", finished.evidence), 2, "folder")


def test_a_picture_and_a_text_have_no_distance_and_it_says_why(finished: FinishedRun) -> None:
    text = finished.hash_list
    done = forensicdesk(finished.home, "compare", finished.evidence / "phone" / "one.jpg", text, "--json")

    assert document(done)["distances"] == {}
    assert [note for note in document(done)["notes"] if "nothing to compare but bytes" in note]


def test_a_field_given_twice_loses_neither_value_in_silence(finished: FinishedRun, tmp_path: Path) -> None:
    fields = ("--field", "Unit=A", "--field", "Unit=B")
    done = forensicdesk(finished.home, "case", "new", tmp_path / "c", "--number", 1, "--examiner", "E", *fields)

    one_sentence(done, 2, "'Unit' was given twice")


def test_a_case_is_verified_by_its_short_name(finished: FinishedRun) -> None:
    done = forensicdesk(finished.home, "verify", finished.case.with_suffix(""), "--json")

    said = document(done)
    assert (said["intact"], said["problems"]) == (True, [])


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    for number in range(40):
        write_picture(tmp_path / "e" / f"{number}.jpg", number % 8, quality=50 + number)
    home = tmp_path / "h"
    limited = ["bash", "-c", 'ulimit -f 250; trap "" XFSZ; exec "$@"', "bash"]

    done = subprocess.run(
        [*limited, *command("run", tmp_path / "e", "--case", tmp_path / "c", "--workers", 1)],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    again = forensicdesk(home, "run", tmp_path / "e", "--case", tmp_path / "c", "--json")

    one_sentence(done, 3)
    assert document(again)["ledger"]["analysed"] == 40
