"""The door to a case: what it refuses, what it puts on record, and that it repeats itself."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import CaseError, EnvironmentProblem, UsageError
from forensicdesk.model import ItemFilter, Role, State
from forensicdesk.session import Session, case_folder, find_recipe, newest_lists, refuse_inside, verify_path
from tests.support.evidence import write_picture

if TYPE_CHECKING:
    from forensicdesk.events import Event

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def ignore(_event: Event) -> None:
    """Nobody listens."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with two analysed pictures."""
    write_picture(tmp_path / "e" / "a.jpg", 1)
    write_picture(tmp_path / "e" / "b.png", 2)
    with Session.create(tmp_path / "c", "2026-001", "Examiner A", clock=noon) as session:
        session.add_source(tmp_path / "e", ignore)
        session.process(ignore, workers=1)
        return session.folder


def test_the_same_case_at_the_same_time_gives_the_same_report_bytes(case: Path, tmp_path: Path) -> None:
    written = []
    for number in (1, 2):
        with Session.open(case, clock=noon) as session:
            session.verify(ignore)
            written.append([file.sha256 for file in session.report(tmp_path / f"r{number}", ("pdf", "html", "json"))])

    assert written[0] == written[1]


def test_every_act_is_on_record(case: Path, tmp_path: Path) -> None:
    with Session.open(case, clock=noon) as session:
        session.report(tmp_path / "r", ("json",))
    actions = [json.loads(line)["action"] for line in (case / "audit.jsonl").read_text("ascii").splitlines()]

    assert actions == [
        "case created",
        "case opened",
        "source added",
        "source walked",
        "acquisition checked",
        "analysis started",
        "analysis ended",
        "stacking started",
        "stacks made",
        "case closed",
        "case opened",
        "report written",
        "case closed",
    ]


def test_a_case_that_is_only_read_takes_no_acts(case: Path, tmp_path: Path) -> None:
    before = (case / "audit.jsonl").read_bytes()
    with Session.open(case, writable=False) as session:
        assert len(session.item_ids(ItemFilter())) == 2
        with pytest.raises(EnvironmentProblem, match="for reading only"):
            session.process(ignore)
        with pytest.raises(EnvironmentProblem, match="for reading only"):
            session.report(tmp_path / "r", ("json",))

    assert (case / "audit.jsonl").read_bytes() == before
    assert not (tmp_path / "r").exists()


def test_an_exhibit_is_added_once(case: Path, tmp_path: Path) -> None:
    with Session.open(case) as session:
        again = session.add_source(tmp_path / "e", ignore)

        assert [source.id for source in session.sources()] == [again.id]
        assert session.ledger().seen == 2


def test_a_report_is_never_written_into_evidence(case: Path, tmp_path: Path) -> None:
    with Session.open(case) as session, pytest.raises(UsageError, match="inside the evidence"):
        session.report(tmp_path / "e" / "report", ("json",))

    assert sorted(path.name for path in (tmp_path / "e").iterdir()) == ["a.jpg", "b.png"]


def test_a_case_keeps_the_profile_it_was_begun_with(case: Path) -> None:
    with Session.open(case) as session, pytest.raises(UsageError, match="begun with the profile 'standard'"):
        session.process(ignore, profile="triage")


def test_a_case_needs_a_number_and_an_examiner(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="number and an examiner"):
        Session.create(tmp_path / "c", " ", "Examiner A")

    assert not case_folder(tmp_path / "c").exists()


def test_an_item_that_is_not_there_is_named(case: Path) -> None:
    with Session.open(case, writable=False) as session, pytest.raises(UsageError, match="999"):
        session.item(999)


def test_names_are_found_or_refused(tmp_path: Path) -> None:
    assert find_recipe("thorough").name == "thorough"
    with pytest.raises(UsageError, match="triage, standard, thorough"):
        find_recipe("fast")
    assert case_folder(tmp_path / "a").name == case_folder(tmp_path / "a.fdcase").name == "a.fdcase"


def test_writing_beside_evidence_is_allowed(tmp_path: Path) -> None:
    refuse_inside(tmp_path / "report", tmp_path / "evidence")


def test_the_newest_version_of_each_list_is_used(case: Path, tmp_path: Path) -> None:
    with Session.open(case) as session:
        for text in ("a" * 32, "b" * 32):
            (tmp_path / "list.txt").write_text(f"MD5\n{text}\n", encoding="ascii")
            session.library.import_file(tmp_path / "list.txt", role=None, now=NOON)

        assert [used.version for used in newest_lists(session.library)] == [2]


def test_no_report_claims_that_a_list_found_nothing_in_what_it_was_not_compared_with(
    case: Path, tmp_path: Path
) -> None:
    hits = tmp_path / "hits.txt"
    write_picture(tmp_path / "later" / "c.png", 3)
    hits.write_text(hashlib.sha256((tmp_path / "later" / "c.png").read_bytes()).hexdigest() + "  c.png\n", "ascii")
    with Session.open(case, clock=noon) as session:
        used = session.library.import_file(hits, role=Role.NOTABLE, now=NOON)
        changes = session.match([used], ignore)
        assert (len(changes.new), len(changes.gone)) == (0, 0)
        session.add_source(tmp_path / "later", ignore)
        session.process(ignore, workers=1)

        assert session.lists_incomplete() == session.lists_used()
        (partial,) = session.report(tmp_path / "r", ("json",))
        said = json.loads(partial.path.read_bytes())["report"]["negative"]
        assert len(said) == 1
        assert "hits" in said[0]
        assert "was not compared with everything" in said[0]

        assert len(session.match([used], ignore).new) == 1
        (whole,) = session.report(tmp_path / "r", ("json",))
        assert "was not compared with everything" not in whole.path.read_text("utf-8")
        assert session.lists_incomplete() == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM items WHERE id = 1", "2 files were seen in e, the database has 1"),
        ("UPDATE items SET state = 'failed' WHERE id = 1", "the ledger had analysed 2, the database has 1"),
        ("DELETE FROM matches", "the list hits@1 has 1 matches, the database has 0"),
    ],
)
def test_rows_that_went_missing_are_noticed_by_what_is_on_record(
    case: Path, tmp_path: Path, change: str, said: str
) -> None:
    hits = tmp_path / "hits.txt"
    hits.write_text(hashlib.sha256((tmp_path / "e" / "b.png").read_bytes()).hexdigest() + "  b.png\n", "ascii")
    with Session.open(case, clock=noon) as session:
        session.match([session.library.import_file(hits, role=Role.NOTABLE, now=NOON)], ignore)
    assert verify_path(case, ignore, noon) == ()

    change_rows(case, change)

    assert any(said in problem.what for problem in verify_path(case, ignore, noon))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE items SET location = x'00' WHERE id = 1",
        "UPDATE contents SET metadata = 'no json' WHERE id = 1",
        "UPDATE contents SET outcome = 'bogus' WHERE id = 1",
        "UPDATE perceptual SET orientations = x'00' WHERE content_id = 1",
    ],
)
def test_a_value_that_the_program_never_wrote_is_a_difference_and_a_sentence(case: Path, change: str) -> None:
    change_rows(case, change)

    assert any("did not write" in problem.what for problem in verify_path(case, ignore, noon))
    with Session.open(case, writable=False) as session, pytest.raises(CaseError, match="did not write"):
        list(session.items(ItemFilter(states=tuple(State))))


def test_a_state_that_there_is_not_is_a_difference_and_a_sentence(case: Path) -> None:
    change_rows(case, "UPDATE items SET state = 'bogus' WHERE id = 1")

    assert any("did not write" in problem.what for problem in verify_path(case, ignore, noon))
    with Session.open(case, writable=False) as session, pytest.raises(CaseError, match="did not write"):
        session.ledger()


def change_rows(case: Path, statement: str) -> None:
    """What somebody does who opens the database with another program."""
    with closing(sqlite3.connect(case / "case.db")) as connection, connection:
        connection.execute(statement)


def test_a_folder_is_one_exhibit_by_whatever_path_it_is_given(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "e")
    monkeypatch.chdir(tmp_path / "e")
    with Session.open(case, clock=noon) as session:
        for path in (Path(), tmp_path / "e" / ".." / "e", tmp_path / "link"):
            assert session.add_source(path, ignore).id == 1
        assert session.ledger().seen == 2
        write_picture(tmp_path / "other" / "sub" / "a.jpg", 1)
        monkeypatch.chdir(tmp_path / "other" / "sub")
        assert session.add_source(Path(".."), ignore).label == "other"


def test_a_list_that_was_used_before_is_matched_again_beside_its_newer_version(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "hits.txt"
    with Session.open(case, clock=noon) as session:
        path.write_text("0" * 31 + "1\n", "ascii")
        first = session.library.import_file(path, role=Role.NOTABLE, now=NOON)
        session.match([first], ignore)
        path.write_text("0" * 31 + "2\n", "ascii")
        second = session.library.import_file(path, role=Role.NOTABLE, now=NOON)

        assert newest_lists(session.library) == (second,)
        assert session.lists_to_match(newest_lists(session.library)) == (first, second)
        session.library.remove("hits@1")
        assert session.lists_to_match([second]) == (second,)


def test_each_list_is_on_record_with_all_its_matches(case: Path, tmp_path: Path) -> None:
    lists = []
    with Session.open(case, clock=noon) as session:
        for name in ("a.jpg", "b.png"):
            content = (tmp_path / "e" / name).read_bytes()
            (tmp_path / f"{name}.txt").write_text(hashlib.sha256(content).hexdigest() + f"  {name}\n", "ascii")
            lists.append(session.library.import_file(tmp_path / f"{name}.txt", role=Role.NOTABLE, now=NOON))
        session.match(lists, ignore)
        session.match(lists, ignore)
    records = [json.loads(line) for line in (case / "audit.jsonl").read_text("ascii").splitlines()]

    assert [record["action"] for record in records[-7:-1]] == ["matching started", "matched", "matched"] * 2
    assert [record["detail"]["matches"] for record in records if record["action"] == "matched"] == ["1"] * 4
    assert [record["detail"]["new matches"] for record in records if record["action"] == "matched"] == [*"1100"]


def test_each_act_stands_in_one_file_of_the_room() -> None:
    acts = [name for part in Session.__mro__[:-1] for name in vars(part) if not name.startswith("__")]

    assert sorted(name for name in set(acts) if acts.count(name) > 1) == ["close"]  # the session's calls the record's
