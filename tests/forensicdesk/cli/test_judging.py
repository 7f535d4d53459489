"""`policy`, `match --policy`, `dismiss` and `conflicts`, as processes see them, on a case of an older version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from forensicdesk.errors import ForensicDeskError
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.session import Session

if TYPE_CHECKING:
    from click.testing import Result

SAMPLE = Path(__file__).parents[1] / "case" / "samples" / "case-0002"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "a.fdcase"))
    Session.open(folder).close()  # brings the case to this revision
    matches = json.loads(invoke("items", str(folder), "--where", "match=exact").stdout.splitlines()[0])["matches"]
    exact, near = (next(met for met in matches if met["kind"] == kind) for kind in ("exact", "near"))
    for number, label in enumerate(("1", "2")):
        path = tmp_path / f"list{number}.csv"
        rows = f"sha256,pdq,quality,category\n{exact['reference']},,,{label}\n,{near['reference']},100,1\n"
        path.write_text(rows, encoding="utf-8")
        invoke("list", "import", str(path), "--role", "notable")
    return folder


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def document(*arguments: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(invoke(*arguments, "--json").stdout)


def test_a_policy_file_goes_from_show_to_match_and_into_the_case(case: Path, tmp_path: Path) -> None:
    first = document("match", str(case))
    narrow = tmp_path / "policy.toml"
    narrow.write_text(
        invoke("policy", "show").stdout.replace("pdq_distance = 31", "pdq_distance = 5"), encoding="utf-8"
    )

    second = document("match", str(case), "--policy", str(narrow))
    third = document("match", str(case))

    assert first["policy"] == DEFAULT_POLICY.id
    assert len(first["new"]) > 0
    assert {(met["distance"], met["policy"]) for met in second["gone"]} == {(22, DEFAULT_POLICY.id)}
    assert (second["new"], third["new"], third["gone"], third["policy"]) == ([], [], [], second["policy"])
    assert document("policy", "show", "--case", str(case))["pdq_distance"] == 5
    last = [json.loads(line) for line in (case / "audit.jsonl").read_text().splitlines()]
    started = [record["detail"] for record in last if record["action"] == "matching started"][-1]
    assert json.loads(started["values"])["pdq_distance"] == 5


def test_a_policy_that_is_not_possible_is_refused_before_anything_is_done(case: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "policy.toml"
    wrong.write_text("pdq_distance = 40", encoding="utf-8")
    before = (case / "case.db").read_bytes()
    for file, said in ((wrong, "from 0 to 31"), (tmp_path / "none.toml", "cannot be read")):
        with pytest.raises(ForensicDeskError, match=said):
            invoke("match", str(case), "--policy", str(file))
    assert (case / "case.db").read_bytes() == before


def test_a_dismissed_match_is_marked_in_items_until_it_is_taken_back(case: Path) -> None:
    invoke("match", str(case))
    item = json.loads(invoke("items", str(case), "--where", "match=near").stdout.splitlines()[0])
    near = next(met for met in item["matches"] if met["kind"] == "near")
    about = ("--item", str(item["item"]), "--list", near["list"], "--entry", near["entry"])

    said = document("dismiss", str(case), *about, "--reason", "another place", "--examiner", "Examiner B")
    invoke("match", str(case))

    assert (said["by"], said["reason"], said["revoked"]) == ("Examiner B", "another place", False)
    assert [met["dismissed"]["reason"] for met in near_matches(case, item["item"]) if met["dismissed"]] == [
        "another place"
    ]
    invoke("dismiss", str(case), *about, "--reason", "looked again", "--revoke")
    assert not [met for met in near_matches(case, item["item"]) if met["dismissed"]]


def match_next_version(case: Path, folder: Path) -> None:
    """Load the same list as its next version, with its lines the other way round, and match the case with it."""
    lines = (folder / "list0.csv").read_text(encoding="utf-8").splitlines()
    newer = folder / "newer.csv"
    newer.write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    invoke("list", "import", str(newer), "--role", "notable", "--name", "list0")
    invoke("match", str(case), "--list", "list0")


def test_a_dismissal_is_shown_on_a_later_version_of_the_list_with_its_origin(case: Path, tmp_path: Path) -> None:
    invoke("match", str(case), "--list", "list0")
    item = json.loads(invoke("items", str(case), "--where", "match=near").stdout.splitlines()[0])
    near = next(met for met in near_matches(case, item["item"]) if met["list"] == "list0")
    about = ("--item", str(item["item"]), "--list", "list0", "--entry", near["entry"])
    invoke("dismiss", str(case), *about, "--reason", "another place")
    match_next_version(case, tmp_path)

    newest = [met for met in near_matches(case, item["item"]) if (met["list"], met["list_version"]) == ("list0", 2)]
    assert [met["dismissed"]["reason"] for met in newest] == ["another place"]
    origin = {"list": "list0", "list_version": 1, "entry": near["entry"]}
    assert [met["dismissed"]["carried_from"] for met in newest] == [origin]
    invoke("dismiss", str(case), *about[:-1], newest[0]["entry"], "--reason", "looked again", "--revoke")
    again = [met for met in near_matches(case, item["item"]) if met["list_version"] == 2]
    assert [met["dismissed"] for met in again] == [None]


def near_matches(case: Path, number: int) -> list[dict[str, Any]]:
    lines = map(json.loads, invoke("items", str(case)).stdout.splitlines())
    return [met for item in lines if item["item"] == number for met in item["matches"] if met["kind"] == "near"]


def test_conflicts_are_shown_side_by_side(case: Path) -> None:
    assert invoke("conflicts", str(case)).stdout == "0 content(s) with different labels.\n"
    invoke("match", str(case))

    (conflict,) = map(json.loads, invoke("conflicts", str(case), "--json").stdout.splitlines())

    assert {(said["list"], said["label"]) for said in conflict["said"]} >= {
        ("list0", "category 1"),
        ("list1", "category 2"),
    }


def confirmed(case: Path, number: int) -> list[dict[str, Any]]:
    return [met["confirmed"] for met in near_matches(case, number) if met["confirmed"]]


def test_an_examiner_says_of_a_match_that_both_sides_were_looked_at_and_undoes_it(case: Path) -> None:
    invoke("match", str(case), "--list", "list0")
    item = json.loads(invoke("items", str(case), "--where", "match=near").stdout.splitlines()[0])
    near = next(met for met in near_matches(case, item["item"]) if met["list"] == "list0")
    about = (str(case), "--item", str(item["item"]), "--list", "list0", "--entry", near["entry"])
    assert near["confirmed"] is None

    said = document("confirm", *about, "--yes", "--note", " same window ", "--examiner", "Examiner B")
    seen = confirmed(case, item["item"])
    other = document("confirm", *about, "--no")
    last = confirmed(case, item["item"])
    invoke("decide", str(case), "--undo")
    undone = confirmed(case, item["item"])
    invoke("decide", str(case), "--undo", "--examiner", "Examiner B")

    assert (said["same"], said["by"], said["note"]) == (True, "Examiner B", "same window")
    assert seen == undone == [{**{key: said[key] for key in ("same", "by", "at", "note", "act")}, "carried_from": None}]
    assert [(one["same"], one["act"]) for one in last] == [(False, other["act"])]
    assert confirmed(case, item["item"]) == []
    log = [json.loads(line) for line in (case / "audit.jsonl").read_text().splitlines()]
    record = next(one["detail"] for one in log if one["action"] == "match looked at")
    assert (record["kind"], record["examiner"]) == ("confirmed", "Examiner B")
    assert {"entry": near["entry"], "note": "same window"}.items() <= json.loads(record["value"]).items()
    assert [one["action"] for one in log].count("decision undone") == 2


def test_what_was_seen_of_a_list_holds_for_its_next_version_where_the_value_is_the_same(
    case: Path, tmp_path: Path
) -> None:
    invoke("match", str(case), "--list", "list0")
    item = json.loads(invoke("items", str(case), "--where", "match=near").stdout.splitlines()[0])
    near = next(met for met in near_matches(case, item["item"]) if met["list"] == "list0")
    invoke("confirm", str(case), "--item", str(item["item"]), "--list", "list0", "--entry", near["entry"], "--yes")
    match_next_version(case, tmp_path)

    newest = [met for met in near_matches(case, item["item"]) if (met["list"], met["list_version"]) == ("list0", 2)]

    origin = {"list": "list0", "list_version": 1, "entry": near["entry"]}
    assert [(met["confirmed"]["same"], met["confirmed"]["carried_from"]) for met in newest] == [(True, origin)]


@pytest.mark.parametrize(
    ("said", "sentence"), [((), "--yes if both"), (("--yes", "--entry", "line 999"), "has no match with entry")]
)
def test_a_match_that_there_is_not_cannot_be_confirmed(case: Path, said: tuple[str, ...], sentence: str) -> None:
    invoke("match", str(case), "--list", "list0")
    with pytest.raises(ForensicDeskError, match=sentence):
        invoke("confirm", str(case), "--item", "1", "--list", "list0", "--entry", "line 2", *said)


def test_every_card_of_a_report_says_whether_somebody_looked_and_the_rest_is_counted(
    case: Path, tmp_path: Path
) -> None:
    invoke("match", str(case), "--list", "list0")
    item = json.loads(invoke("items", str(case), "--where", "match=near").stdout.splitlines()[0])
    near = next(met for met in near_matches(case, item["item"]) if met["list"] == "list0")
    about = (str(case), "--item", str(item["item"]), "--list", "list0", "--entry", near["entry"])
    invoke("confirm", *about, "--no", "--note", "another <window>")

    invoke("report", str(case), "--out", str(tmp_path / "out"), "--format", "json,html,csv")

    report = json.loads((tmp_path / "out" / "report-court.json").read_text("utf-8"))["report"]
    cards = [card for one in report["items"] for card in one["matches"]]
    (seen,) = {card["confirmed"] for card in cards if card["by_eye"] == "no"}
    left = [card for card in cards if not card["by_eye"]]
    assert seen.startswith("no: Examiner A looked at both on ")
    assert seen.endswith("that they do not show the same. Note: another <window>")
    assert {card["confirmed"].partition(":")[0] for card in left} == {"not looked at"}
    assert report["limits"][0].startswith(f"{len(left)} of {len(cards)} match(es) were not confirmed by eye")
    html = (tmp_path / "out" / "report-court.html").read_text("utf-8")
    assert (
        f"Confirmed by eye: of {len(cards)} match(es) an examiner looked at both sides of {len(cards) - len(left)};"
        in html
    )
    assert html.count("another &lt;window&gt;") == len(cards) - len(left)
    assert "confirmed by eye: no, Examiner A, " in (tmp_path / "out" / "report-court.csv").read_text("utf-8-sig")
