"""Decisions are taken beside long acts: none waits for processing, none is lost, the log stays a chain."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.audit import verify_log
from forensicdesk.case.store import AUDIT
from forensicdesk.deciding.scheme_file import find_category_scheme
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.model import ItemFilter
from forensicdesk.session import Session
from tests.forensicdesk.case.building import NOW
from tests.forensicdesk.test_deciding import made
from tests.support.evidence import write_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.events import Event

WAIT_S = 60
TIMES = 40


def test_a_decision_does_not_wait_for_processing(tmp_path: Path) -> None:
    for number in range(3):
        write_picture(tmp_path / "phone" / f"p{number}.jpg", number)
    with Session.create(tmp_path / "c", "2026-001", "Examiner A", clock=lambda: NOW) as session:
        session.add_source(tmp_path / "phone", lambda _: None)
        session.choose_scheme(find_category_scheme(Path("neutral")))
        begun, decided = threading.Event(), threading.Event()
        waited: list[bool] = []

        def hold(_: Event) -> None:
            """Processing goes on only once the decision was stored; it is stored within the run, or never."""
            begun.set()
            waited.append(decided.wait(WAIT_S))

        worker = threading.Thread(target=session.process, args=(hold,), kwargs={"workers": 1})
        worker.start()
        assert begun.wait(WAIT_S)
        session.decide(ActKind.CATEGORY, "1", [1])
        assert worker.is_alive()
        decided.set()
        worker.join(WAIT_S)

        assert waited
        assert all(waited)
        assert session.judgements([1])[1].decision is not None
        assert session.ledger().pending == 0
        assert verify_log(session.folder / AUDIT, session.audit_head()) == ()


def test_acts_from_two_threads_are_all_kept_in_one_unbroken_log(tmp_path: Path) -> None:
    with made(tmp_path) as session:
        before = session.audit_head()[0]

        def notes() -> None:
            for number in range(TIMES):
                session.decide(ActKind.NOTE, f"note {number}", [1], scope=Scope.STACK)

        def others() -> None:
            for number in range(TIMES):
                session.decide(ActKind.CATEGORY, "1" if number % 2 else "2", [2], examiner="Examiner B")
                session.mark_seen([1, 2, 3])
                session.undo(examiner="Examiner B")

        in_parallel(notes, others)

        assert len(session.judgements([1])[1].notes) == TIMES
        assert session.category_counts() == {}
        assert len(list(session.acts())) == 3 * TIMES
        assert session.audit_head()[0] == before + 3 * TIMES
        assert verify_log(session.folder / AUDIT, session.audit_head()) == ()


def test_a_verification_sees_one_state_of_the_decisions(tmp_path: Path) -> None:
    with made(tmp_path) as session:
        met: list[str] = []

        def decide() -> None:
            for _ in range(TIMES):
                session.decide(ActKind.CATEGORY, "1", [1])
                session.undo()

        def verify() -> None:
            for _ in range(5):
                found = session.verify(lambda _: None)
                met.extend(problem.what for problem in found if problem.where.startswith(AUDIT))

        in_parallel(decide, verify)

        assert met == []


def test_one_reading_can_be_asked_for_alone(tmp_path: Path) -> None:
    with made(tmp_path) as session:
        session.decide(ActKind.CATEGORY, "1", [1])
        session.decide(ActKind.NOTE, "seen at once", [1])
        assert session.judgements([1], Reading.SECOND) == {}

        session.decide(ActKind.CATEGORY, "2", [1], reading=Reading.SECOND, examiner="Examiner B")
        said = session.judgements([1], Reading.SECOND)[1]

        assert said.decision is not None
        assert said.decision.code == "2"
        assert (said.notes, said.disputed) == ((), False)
        assert session.judgements([1])[1].disputed


def test_an_act_says_which_items_it_applies_to(tmp_path: Path) -> None:
    with made(tmp_path) as session:
        act = session.decide(ActKind.CATEGORY, "1", [1], scope=Scope.COPIES)
        (undone,) = session.undo()

        assert session.items_of_act(act.id) == (1, 3)
        assert undone.about == act.id
        assert session.item_ids(ItemFilter(category="1")) == []


def in_parallel(*works: Callable[[], None]) -> None:
    """Run all at once; an error of one of them is an error here."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed over to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert errors == []
    assert not any(thread.is_alive() for thread in threads)
