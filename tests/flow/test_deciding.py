"""An examiner decides on the command line, a second one reads again, and every report says so."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pictures import jpeg
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    for name, number in (("a.jpg", 1), ("b.jpg", 2), ("twin.jpg", 1), ("c.jpg", 3)):
        (evidence / name).write_bytes(jpeg(number))
    for arguments in (("case", "new", tmp_path / "case", "--number", "2026-001", "--examiner", "Examiner A"),
                      ("add", tmp_path / "case", evidence), ("process", tmp_path / "case")):  # fmt: skip
        assert forensicdesk(tmp_path, *arguments).returncode == 0
    return tmp_path


def decide(home: Path, *arguments: object) -> Any:  # noqa: ANN401 - JSON
    return document(forensicdesk(home, "decide", home / "case", *arguments, "--json"))


def items(home: Path, *where: str) -> list[dict[str, Any]]:
    conditions = [part for one in where for part in ("--where", one)]
    done = forensicdesk(home, "items", home / "case", *conditions, "--json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_decision_goes_from_the_command_line_into_every_report(home: Path) -> None:
    assert forensicdesk(home, "decide", home / "case", 1, "--category", "1").returncode == 2
    decide(home, "--scheme", "us")
    decide(home, 1, "--category", 1, "--scope", "copies", "--note", "the same room", "--tag", "room")
    decide(home, 2, "--category", 0)
    decide(home, 2, 4, "--different", "the lamp")
    decide(home, 1, 3, "--same")
    decide(home, 4, "--category", 2)
    decide(home, "--undo")

    by_name = {item["location"][-1]["path"]: item for item in items(home)}
    assert by_name["a.jpg"]["decision"]["label"] == "Child Abuse Material (CAM)"
    assert by_name["twin.jpg"]["decision"]["examiner"] == "Examiner A"
    assert by_name["a.jpg"]["notes"][0]["text"] == "the same room"
    assert by_name["c.jpg"]["decision"] is None
    beside = {
        item["item"]: [(one["item"], one["same"], one["reason"]) for one in item["beside"]] for item in items(home)
    }
    assert beside == {1: [(3, True, "")], 2: [(4, False, "the lamp")], 3: [(1, True, "")], 4: [(2, False, "the lamp")]}
    assert [item["item"] for item in items(home, "category=1")] == [1, 4]
    assert [item["item"] for item in items(home, "category=none")] == [3]

    report = home / "report"
    done = forensicdesk(home, "report", home / "case", "--out", report, "--format", "json,html,csv,vics")
    assert done.returncode == 0, done.stderr
    model = json.loads((report / "report-court.json").read_bytes())["report"]
    assert {(one["code"], one["items"]) for one in model["decided"]["categories"]} >= {("0", 1), ("1", 2), ("2", 0)}
    assert model["decided"]["undecided"] == 1
    assert model["items"] == []
    assert [(one["number"], one["matches"]) for one in model["decided_items"]] == [(1, []), (4, [])]
    assert all("Child Abuse Material (CAM)" in one["decision"] for one in model["decided_items"])
    page = (report / "report-court.html").read_text(encoding="utf-8")
    assert "What examiners decided" in page
    assert "items that examiners put into a category, without a match" in page
    assert 'id="item-4"' in page
    assert 'id="item-2"' not in page
    rows = list(csv.DictReader(io.StringIO((report / "report-court.csv").read_text("utf-8-sig"), newline="")))
    assert [row["category"] for row in rows] == ["1", "0", "", "1"]
    (case,) = json.loads((report / "report-court.vics.json").read_bytes())["value"]
    assert {media["Category"] for media in case["Media"]} == {0, 1, None}
    assert json.loads(forensicdesk(home, "verify", home / "case", "--json").stdout)["intact"]


def test_two_examiners_are_compared(home: Path) -> None:
    decide(home, "--scheme", "neutral")
    decide(home, 1, 2, 3, "--category", 1)
    decide(home, 1, 2, "--category", 1, "--reading", "second", "--examiner", "Examiner B")
    decide(home, 3, "--category", 0, "--reading", "second", "--examiner", "Examiner B")

    found = document(forensicdesk(home, "agreement", home / "case", "--json"))

    assert (found["items"], found["same"], found["undecided"]) == (3, 2, 0)
    assert found["disagreements"] == [{"item": 3, "first": "1", "second": "0"}]
    assert items(home)[2]["decision"]["disputed"]
    told = forensicdesk(home, "agreement", home / "case").stdout
    assert "2 of 3 items have the same category" in told


def test_a_second_reading_begins_blind_and_a_supervisor_settles_it_with_a_reason(home: Path) -> None:
    decide(home, "--scheme", "neutral")
    decide(home, 1, 2, 3, "--category", 1)
    case = home / "case"
    assert forensicdesk(home, "agreement", case, "--begin", "examiner a").returncode == 2

    begun = document(forensicdesk(home, "agreement", case, "--begin", "Examiner B", "--seed", 7, "--json"))
    assert begun.keys() == {"share", "seed", "second_reading", "undecided", "to_read"}
    assert begun["to_read"] == [1, 2, 3]
    assert (begun["second_reading"]["examiner"], begun["second_reading"]["items"]) == ("Examiner B", 3)

    decide(home, 1, 3, "--category", 2, "--reading", "second", "--examiner", "Examiner B")
    settling = (3, "--category", 2, "--reason", "the room of item 9", "--as-supervisor")
    for refused in ("Examiner A", "Examiner B"):
        done = forensicdesk(home, "decide", case, *settling, refused)
        assert done.returncode == 2
        assert "a supervisor is somebody else" in done.stderr
    acts = decide(home, *settling, "Supervisor C")["acts"]
    assert [(act["kind"], act["reading"], act["examiner"]) for act in acts] == [
        ("category", "supervisor", "Supervisor C"),
        ("note", "supervisor", "Supervisor C"),
    ]

    found = document(forensicdesk(home, "agreement", case, "--json"))
    assert (found["seed"], found["items"], found["same"], found["undecided"]) == (7, 2, 0, 1)
    assert found["disagreements"] == [{"item": 1, "first": "1", "second": "2"}]
    (settled,) = found["settled"]
    assert (settled["item"], settled["first"], settled["second"], settled["category"]) == (3, "1", "2", "2")
    assert (settled["examiner"], settled["reason"]) == ("Supervisor C", "the room of item 9")
    item = items(home)[2]
    assert (item["decision"]["reading"], item["decision"]["disputed"]) == ("supervisor", False)
    assert [note["text"] for note in item["notes"]] == ["the room of item 9"]
    assert document(forensicdesk(home, "verify", case, "--json"))["intact"]
