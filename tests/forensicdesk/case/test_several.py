"""Several programs in one case on PostgreSQL: nothing said is lost, it is one sequence, and the log is one chain."""

from __future__ import annotations

import json
import signal
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.audit import verify_log
from forensicdesk.case.backing import open_database
from forensicdesk.case.opening import bring_to_revision
from forensicdesk.case.schema import REVISION
from forensicdesk.case.seal import has_seal
from forensicdesk.deciding.scheme_file import find_category_scheme
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.errors import CaseError, CaseLockedError, EnvironmentProblem, UsageError
from forensicdesk.facets import Column
from forensicdesk.model import ItemFilter, Result
from forensicdesk.pipeline.decide import new_act, record_act, turn_act
from forensicdesk.pipeline.verify import verify_path
from forensicdesk.session import Session
from hashing.values import Recipe
from tests.forensicdesk.case.building import NOW, new_case, opened, picture, run_python, source_with, writer_of
from tests.forensicdesk.case.test_migrate import newer_scripts

if TYPE_CHECKING:
    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import Problem
    from tests.support.postgresql import Server

PROGRAMS, ROUNDS = 3, 10
ITEMS = (1, 2, 3)

DECIDE = """
import sys, time
from pathlib import Path
from forensicdesk.decisions import ActKind
from forensicdesk.session import Session
who, rounds = sys.argv[2], int(sys.argv[3])
with Session.open(Path(sys.argv[1])) as session:
    codes = [category.code for category in session.scheme().categories]
    print("ready", flush=True)
    while not Path(sys.argv[4]).exists():
        time.sleep(0.01)
    for at in range(rounds):
        session.decide(ActKind.CATEGORY, codes[at % len(codes)], (1, 2, 3), examiner=who)
        session.decide(ActKind.NOTE, f"{who} {at}", (1 + at % 3,), examiner=who)
        print(at, flush=True)
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Three analysed items, and a scheme to decide by."""
    path = new_case(tmp_path)
    with opened(path) as store:
        source_with(store, [b"a", b"b", b"c"])
        writer_of(store).record_results([Result(number, picture(b"%d" % number)) for number in ITEMS], Recipe())
    with Session.open(path, clock=lambda: NOW) as session:
        session.choose_scheme(find_category_scheme(Path("neutral")))
    return path


def assert_one_chain(store: CaseStore) -> list[str]:
    """The log holds, ends where the case says, and names every act once, in its examiner's order; gives its actions."""
    assert verify_log(store.audit.path, store.reader.audit_head()) == ()
    records = list(store.audit.records())
    assert [record.sequence for record in records] == list(range(1, len(records) + 1))
    assert store.reader.audit_head()[0] == len(records)
    return [record.action for record in records]


def test_what_several_programs_say_at_once_is_one_sequence_and_one_chain(case: Path) -> None:
    names = [f"Examiner {letter}" for letter in "ABCD"[:PROGRAMS]]
    go = case.with_name("go")
    programs = [run_python(DECIDE, str(case), name, str(ROUNDS), str(go)) for name in names]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    go.touch()
    for program in programs:
        _, problems = program.communicate(timeout=120)
        assert program.returncode == 0, problems

    with opened(case, writable=False) as store:
        acts = list(store.decisions.acts())
        assert [act.id for act in acts] == list(range(1, 2 * PROGRAMS * ROUNDS + 1))
        for name in names:
            own = [act for act in acts if act.examiner == name]
            assert [act.value for act in own if act.kind is ActKind.NOTE] == [f"{name} {at}" for at in range(ROUNDS)]
            assert len(own) == 2 * ROUNDS
        last = [act for act in acts if act.kind is ActKind.CATEGORY][-1]
        standing = [store.decisions.judgements(ITEMS)[item].decision for item in ITEMS]
        assert [(one.code, one.act) for one in standing if one] == 3 * [(last.value, last.id)]
        actions = assert_one_chain(store)
    assert actions.count("decided") == len(acts)
    assert actions.count("case opened") == PROGRAMS + 1
    assert has_seal(case)
    assert {problem.what.partition(";")[0] for problem in problems_of(case)} == {"the exhibit is not where it was"}


def problems_of(case: Path) -> tuple[Problem, ...]:
    """What a check of the closed case finds."""
    return verify_path(case, lambda _event: None, now=NOW, actor="Examiner A")


def test_a_program_sees_what_another_decided(case: Path) -> None:
    with Session.open(case, clock=lambda: NOW) as one, Session.open(case, clock=lambda: NOW) as other:
        scheme = one.scheme()
        assert scheme is not None
        code = scheme.categories[0].code
        assert other.judgements(ITEMS) == {}
        assert dict(other.value_counts(ItemFilter(), [Column.CATEGORY])[Column.CATEGORY]) == {"": 3}

        one.decide(ActKind.CATEGORY, code, (1, 2), examiner="Examiner A")
        other.decide(ActKind.TAG, "look again", (2,), examiner="Examiner B")

        assert {item: said.decision.code for item, said in other.judgements(ITEMS).items() if said.decision} == {
            1: code,
            2: code,
        }
        assert dict(other.value_counts(ItemFilter(), [Column.CATEGORY])[Column.CATEGORY])[code] == 2
        assert [tag.text for tag in one.judgements(ITEMS)[2].tags] == ["look again"]
        assert one.audit_head() == other.audit_head()


def test_an_act_is_undone_once(case: Path) -> None:
    with opened(case) as one, opened(case) as other:
        said = new_act(
            ActKind.NOTE, "once", examiner="Examiner A", said_at="now", reading=Reading.FIRST, scope=Scope.ITEM
        )
        act = record_act(one.decisions, said, (1,)).act
        turn_act(one.decisions, "Examiner A", "now", undo=True)

        back = replace(act, id=0, kind=ActKind.UNDO, value="", about=act.id)
        with pytest.raises(UsageError, match="just undone by another program"):
            other.decisions.turn([back], undone=True)
        with pytest.raises(UsageError):
            turn_act(other.decisions, "Examiner A", "now", undo=True)


def test_a_program_sees_what_another_analysed(case: Path) -> None:
    with Session.open(case, clock=lambda: NOW) as one, Session.open(case, clock=lambda: NOW) as other:
        assert sum(count for _, count in other.value_counts(ItemFilter(), [Column.MEDIA])[Column.MEDIA]) == len(ITEMS)

        source_with(one._store, [b"d"])
        writer_of(one._store).record_results([Result(4, picture(b"4"))], Recipe())

        assert sum(count for _, count in other.value_counts(ItemFilter(), [Column.MEDIA])[Column.MEDIA]) == 4


def test_one_program_works_at_a_time_while_others_decide(case: Path) -> None:
    with Session.open(case, clock=lambda: NOW) as one, Session.open(case, clock=lambda: NOW) as other:
        with one._acting:
            with pytest.raises(CaseLockedError, match=r"forensicdesk on .* is adding, .*Wait for it"):
                other.stack(lambda _event: None)
            other.decide(ActKind.NOTE, "meanwhile", (1,), examiner="Examiner B")
        assert other.stack(lambda _event: None)


def test_a_killed_program_lets_go_and_leaves_what_it_had_said(case: Path) -> None:
    program = run_python(DECIDE, str(case), "Examiner A", "10000", str(case))
    assert program.stdout is not None
    while program.stdout.readline() != "5\n":
        pass
    program.send_signal(signal.SIGKILL)
    program.wait(60)
    program.communicate()

    with opened(case) as store:
        notes = [act for act in store.decisions.acts() if act.kind is ActKind.NOTE]
        assert len(notes) >= 6
        said = assert_one_chain(store).count("decided")
        assert len(list(store.decisions.acts())) - said in {0, 1}  # an act is stored before it is put on record
    assert not has_seal(case)


def test_a_lost_connection_ends_the_right_to_write_and_nothing_stored(case: Path, postgresql: Server) -> None:
    session = Session.open(case, clock=lambda: NOW)
    session.decide(ActKind.NOTE, "before", (1,))
    postgresql.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'forensicdesk%'")

    said = []
    for _ in range(4):  # connections that read, then the one that writes, are found to be gone
        with pytest.raises(EnvironmentProblem) as refused:
            session.decide(ActKind.NOTE, "lost", (1,))
        said.append(str(refused.value))
    assert "cannot be reached (terminating connection" in said[0]
    assert "Open the case again; what was stored before is kept." in said[-1]
    with pytest.raises(EnvironmentProblem):
        session.close()

    with opened(case) as store:
        assert [act.value for act in store.decisions.acts()] == ["before"]
        assert_one_chain(store)


def test_an_older_case_is_copied_beside_itself_then_upgraded(case: Path, postgresql: Server, tmp_path: Path) -> None:
    schema = json.loads((case / "store.json").read_text())["schema"]
    with closing(open_database(case, writable=True)) as database:
        with opened(case), pytest.raises(CaseLockedError, match="other programs have it open"):
            bring_to_revision(case, database, writable=True, scripts=newer_scripts(tmp_path / "first"))
        upgraded = bring_to_revision(case, database, writable=True, scripts=newer_scripts(tmp_path))
        assert database.revision() == "9999"

    copy = f"{schema}_before_upgrade_{REVISION}"
    assert upgraded == ((("from", REVISION), ("to", "9999"), ("backup", copy)),)
    (new,), (old,) = postgresql.run(f"TABLE {schema}.sources"), postgresql.run(f"TABLE {copy}.sources")
    assert new == (*old, None)  # the new column
    assert postgresql.run(f"TABLE {copy}.alembic_version") == [(REVISION,)]
    with pytest.raises(CaseError, match="newer version"):
        opened(case, writable=False)


def test_lines_that_the_database_does_not_know_yet_are_taken_over_by_whoever_writes_next(case: Path) -> None:
    with Session.open(case, clock=lambda: NOW) as one, Session.open(case, clock=lambda: NOW) as other:
        log = case / "audit.jsonl"
        kept = log.read_bytes()
        one.decide(ActKind.NOTE, "before", (1,))
        line = log.read_bytes()[len(kept) :]
        records, sha256 = one._store.reader.audit_head()
        writer_of(one._store).remember_audit_head(records - 1, json.loads(line)["previous"])

        other.decide(ActKind.NOTE, "after", (1,))
        with log.open("ab") as torn:
            torn.write(b'{"sequence":')
        one.decide(ActKind.NOTE, "at last", (1,))

        assert other._store.reader.audit_head()[0] == records + 5 - 1
        actions = assert_one_chain(one._store)
        assert actions[-4:] == ["audit records taken over", "decided", "torn audit line cut off", "decided"]
        assert sha256 in log.read_text()


def test_a_log_that_was_changed_while_the_case_is_open_stops_the_next_act(case: Path) -> None:
    with Session.open(case, clock=lambda: NOW) as one:
        other = Session.open(case, clock=lambda: NOW)
        log = case / "audit.jsonl"
        before = log.read_bytes()
        other.decide(ActKind.NOTE, "said", (1,))
        after = log.read_bytes()
        log.write_bytes(after.replace(b"decided", b"DECIDED"))
        with pytest.raises(CaseError, match="changed from outside"):
            one.decide(ActKind.NOTE, "next", (1,))
        log.write_bytes(before)
        with pytest.raises(CaseError, match="cut off"):
            one.decide(ActKind.NOTE, "next", (1,))
        log.write_bytes(after)
        other.close()


@pytest.mark.parametrize("statement", [
    "UPDATE {}.items SET size = size + 1 WHERE id = 2",
    "UPDATE {}.contents SET md5 = '\\x00' WHERE id = 1",
    "DELETE FROM {}.perceptual WHERE content_id = 3 AND position = 1",
    "INSERT INTO {}.schemes VALUES (7, '', '')",
])  # fmt: skip
def test_rows_that_were_changed_after_the_case_was_closed_are_found(
    case: Path, postgresql: Server, statement: str
) -> None:
    schema = json.loads((case / "store.json").read_text())["schema"]
    table = statement.format("").split(".")[1].split()[0]

    postgresql.run(statement.format(schema))

    with pytest.raises(CaseError, match=f"changed from outside after it was closed .table {table}"):
        opened(case)
    found = [problem for problem in problems_of(case) if problem.where == f"table {table}"]
    assert len(found) == 1
