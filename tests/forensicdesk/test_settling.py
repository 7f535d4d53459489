"""A second reading is put on record before it begins; only somebody else settles, with a reason, and can undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.decisions import ActKind, Reading
from forensicdesk.errors import UsageError
from tests.forensicdesk.case.building import opened
from tests.forensicdesk.test_deciding import category, made, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.session import Session

FIRST, SECOND, SUPERVISOR = "Examiner A", "Examiner B", "Supervisor C"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Items 1 and 2 are in dispute, item 3 is not, item 4 was read once."""
    with made(tmp_path) as case:
        case.decide(ActKind.CATEGORY, "1", [1, 2, 3, 4], examiner=FIRST)
        case.decide(ActKind.CATEGORY, "2", [1, 2], reading=Reading.SECOND, examiner=SECOND)
        case.decide(ActKind.CATEGORY, "1", [3], reading=Reading.SECOND, examiner=SECOND)
        yield case


def test_the_last_second_reading_that_was_begun_is_known(session: Session) -> None:
    assert session.second_reading() is None

    assert session.begin_second_reading(SECOND) == (1, 2, 3, 4)
    sample = session.begin_second_reading("Examiner D", 0.6, 11)

    begun = session.second_reading()
    assert begun is not None
    assert (begun.examiner, begun.share, begun.seed, begun.items) == ("Examiner D", 0.6, 11, len(sample))


def test_counted_is_the_category_in_force(session: Session) -> None:
    session.settle([1, 2], "2", examiner=SUPERVISOR, reason="the same room")
    session.decide(ActKind.NOTE, "nothing decided", [5], examiner=FIRST)

    with opened(session.folder, writable=False) as store:
        counted = [one.decision and one.decision.code for one in store.reader.counted()]

    assert counted == [category(session, number) for number in range(1, len(counted) + 1)]
    assert counted[0] == "2"


@pytest.mark.parametrize(("name", "share"), [("", 1.0), (" ", 1.0), (SECOND, 0.0), (SECOND, 1e-12)])
def test_a_second_reading_without_name_or_sample_is_refused(session: Session, name: str, share: float) -> None:
    with pytest.raises(UsageError):
        session.begin_second_reading(name, share)

    assert session.second_reading() is None


def test_a_settlement_is_in_force_with_its_reason_and_can_be_taken_back(session: Session) -> None:
    act, reason = session.settle([1, 2], "2", examiner=SUPERVISOR, reason=" the same room ")

    assert (act.reading, act.items, reason.value) == (Reading.SUPERVISOR, 2, "the same room")
    assert category(session, 1) == "2"
    assert not said(session, 1).disputed
    assert list(session.disagreements()) == []
    assert [(one.item_id, one.first, one.second, one.decision.code, one.reason) for one in session.settlements()] == [
        (1, "1", "2", "2", "the same room"),
        (2, "1", "2", "2", "the same room"),
    ]

    session.undo(examiner=SUPERVISOR)
    assert [item for item, _, _ in session.disagreements()] == [1, 2]
    assert said(session, 1).disputed
    assert said(session, 1).notes == ()
    session.redo(examiner=SUPERVISOR)
    assert [one.reason for one in session.settlements()] == ["the same room"] * 2


def test_a_report_names_the_supervisor_and_the_reason(session: Session, tmp_path: Path) -> None:
    session.settle([1], "2", examiner=SUPERVISOR, reason="the same room")

    (written,) = session.report(tmp_path / "report", ["csv"])

    text = written.path.read_text("utf-8-sig")
    assert SUPERVISOR in text
    assert "the same room" in text


@pytest.mark.parametrize(
    ("items", "code", "who", "reason", "says"),
    [
        ([3], "2", SUPERVISOR, "why", "do not differ on item 3"),
        ([1, 4], "2", SUPERVISOR, "why", "do not differ on item 4"),
        ([1], "99", SUPERVISOR, "why", "no category '99'"),
        ([1], "", SUPERVISOR, "why", "no category ''"),
        ([1], "2", SUPERVISOR, "  ", "needs a name and a reason"),
        ([1], "2", "", "why", "needs a name and a reason"),
        ([1], "2", "examiner b", "why", "a supervisor is somebody else"),
        ([], "2", SUPERVISOR, "why", "at least one item"),
    ],
)
def test_what_is_no_settlement_leaves_no_trace(
    session: Session, items: list[int], code: str, who: str, reason: str, says: str
) -> None:
    before = len(list(session.acts()))

    with pytest.raises(UsageError, match=says):
        session.settle(items, code, examiner=who, reason=reason)

    assert len(list(session.acts())) == before


def test_a_settled_item_can_be_settled_anew(session: Session) -> None:
    session.settle([1], "2", examiner=SUPERVISOR, reason="first thought")
    session.settle([1], "1", examiner=SUPERVISOR, reason="second thought")

    (one,) = session.settlements()
    assert (one.decision.code, one.reason) == ("1", "second thought")


def test_the_log_is_read_and_checked_and_a_changed_line_is_named(session: Session) -> None:
    records = list(session.audit_records())
    assert [record.sequence for record in records] == list(range(1, session.audit_head()[0] + 1))
    assert session.audit_problems() == ()

    log = session.folder / "audit.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:2], lines[2].replace(b'"actor":"', b'"actor":"X'), *lines[3:]]))
    assert [problem.where for problem in session.audit_problems()] == ["audit.jsonl, line 3"]

    log.write_bytes(b"".join([*lines[:2], b"no record\n", *lines[3:]]))
    assert len(list(session.audit_records())) == 2
    assert any("line 3" in problem.where for problem in session.audit_problems())
