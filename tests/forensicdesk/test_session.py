"""The door to a case: what it refuses, what it puts on record, and that it repeats itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.model import ItemFilter
from forensicdesk.session import Session, case_folder, find_recipe, newest_lists, refuse_inside
from tests.support.evidence import write_picture

if TYPE_CHECKING:
    from pathlib import Path

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
        "analysis started",
        "analysis ended",
        "case opened",
        "report written",
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
