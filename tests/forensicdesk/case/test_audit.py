"""The audit log: nothing in it can be changed, removed or cut off unnoticed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.build import program_build
from forensicdesk.case.audit import AuditLog, decode_record, encode_record, verify_log
from forensicdesk.errors import CaseError, EnvironmentProblem
from forensicdesk.model import AuditRecord
from tests.forensicdesk.case import strategies
from tests.forensicdesk.case.building import ACTOR, NOW, ROOT, new_case, opened

DETAILS = st.lists(st.tuples(strategies.TEXT, strategies.TEXT), max_size=4, unique_by=lambda pair: pair[0])


class Memory:
    """Remembers the head as the case database does."""

    def __init__(self) -> None:
        self.head = (0, "0" * 64)

    def __call__(self, records: int, sha256: str) -> None:
        self.head = (records, sha256)


def a_log(folder: Path, records: int) -> tuple[Path, tuple[int, str]]:
    """A log with so many records, and its head."""
    memory = Memory()
    log = AuditLog(folder / "audit.jsonl", memory)
    for number in range(records):
        log.append(ACTOR, "matched", (("list", f"list {number}"), ("matches", "3")), NOW)
    return log.path, memory.head


def test_an_untouched_log_has_no_problems(tmp_path: Path) -> None:
    path, head = a_log(tmp_path, 5)

    assert verify_log(path) == ()
    assert verify_log(path, head) == ()
    assert [record.sequence for record in AuditLog(path).records()] == [1, 2, 3, 4, 5]
    assert AuditLog(path).head() == head


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path, head = a_log(tmp_path_factory.mktemp("log"), data.draw(st.integers(1, 4)))
    raw = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)

    problems = verify_log(path, head)

    line = path.read_bytes()[:place].count(b"\n") + 1
    assert problems
    assert any(problem.where in {f"audit.jsonl, line {line}", "audit.jsonl"} for problem in problems)


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, 10_000))
def test_any_shortened_log_is_noticed(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path, head = a_log(tmp_path_factory.mktemp("log"), 4)
    raw = path.read_bytes()
    path.write_bytes(raw[: length % len(raw)])

    assert verify_log(path, head)


@pytest.mark.parametrize("line", [1, 2, 4])
def test_the_line_that_was_altered_is_named_even_without_the_case(tmp_path: Path, line: int) -> None:
    path, _ = a_log(tmp_path, 5)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"matches":"3"', b'"matches":"0"')
    path.write_bytes(b"".join(lines))

    (problem,) = verify_log(path)

    assert problem.where == f"audit.jsonl, line {line}"
    assert "was altered" in problem.what


def test_the_last_line_is_held_by_the_head_of_the_case(tmp_path: Path) -> None:
    path, head = a_log(tmp_path, 2)
    path.write_bytes(path.read_bytes().replace(b"list 1", b"list 7"))

    assert verify_log(path) == ()
    (problem,) = verify_log(path, head)
    assert problem.where == "audit.jsonl, line 2"


def test_a_removed_line_is_named_by_its_place(tmp_path: Path) -> None:
    path, _ = a_log(tmp_path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))

    problems = verify_log(path)

    assert any("sequence number 3, expected was 2" in problem.what for problem in problems)


def test_a_missing_log_is_a_problem(tmp_path: Path) -> None:
    assert verify_log(tmp_path / "audit.jsonl")[0].what == "the audit log is missing"


@pytest.mark.parametrize("junk", [b"[]\n", b'{"sequence":1}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n", b"\n"])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, junk: bytes) -> None:
    path, _ = a_log(tmp_path, 1)
    path.write_bytes(path.read_bytes() + junk)

    assert verify_log(path)[0].where == "audit.jsonl, line 2"


@given(detail=DETAILS, actor=strategies.TEXT, action=strategies.TEXT)
def test_any_record_comes_back_as_it_was(detail: list[tuple[str, str]], actor: str, action: str) -> None:
    record = AuditRecord(1, "2026-01-31T09:30:00.000Z", actor, action, tuple(detail), "0" * 64)

    assert decode_record(encode_record(record)) == record


def test_a_name_given_twice_keeps_both_values() -> None:
    record = AuditRecord(1, "t", "a", "b", (("file", "1"), ("file", "2"), ("file", "3")), "0" * 64)

    assert decode_record(encode_record(record)) == record


def test_ten_lines_of_standard_python_check_a_log(tmp_path: Path) -> None:
    path, _ = a_log(tmp_path, 3)
    text = (ROOT / "docs/audit-log.md").read_text(encoding="utf-8")
    program = text.split("```python\n", 1)[1].split("```", 1)[0]

    good = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    path.write_bytes(path.read_bytes().replace(b"list 0", b"list 9"))
    bad = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)

    assert len([line for line in program.splitlines() if line.strip()]) <= 10
    assert good.stdout == f"intact: 3 records, head {hashlib.sha256(_last_line(path)).hexdigest()}\n"
    assert bad.returncode != 0
    assert "line 1" in bad.stderr


def _last_line(path: Path) -> bytes:
    return path.read_bytes().splitlines()[-1]


def test_a_time_without_zone_cannot_go_on_record(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        AuditLog(tmp_path / "audit.jsonl", Memory()).append(ACTOR, "x", (), datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_full_disk_leaves_no_torn_line(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    log = AuditLog(tmp_path / "audit.jsonl", Memory())
    (tmp_path / "audit.jsonl").symlink_to(full)

    with pytest.raises(EnvironmentProblem, match="No space left"):
        log.append(ACTOR, "x", (), NOW)


# --- in a case ----------------------------------------------------------------------------------------------------


def test_a_case_remembers_the_head_of_its_log(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        store.audit.append(ACTOR, "matched", (("list", "a"),), NOW)

        assert store.reader.audit_head() == store.audit.head()
        assert store.audit.head()[0] == 2


def test_a_case_opened_for_reading_takes_no_record(tmp_path: Path) -> None:
    with opened(new_case(tmp_path), writable=False) as store, pytest.raises(EnvironmentProblem, match="reading only"):
        store.audit.append(ACTOR, "x", (), NOW)


def test_a_torn_last_line_is_cut_off_and_that_goes_on_record(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    torn = b'{"sequence":2,"time":"2026'
    log = case / "audit.jsonl"
    log.write_bytes(log.read_bytes() + torn)

    with opened(case) as store:
        last = list(store.audit.records())[-1]
        head = store.audit.head()

    assert last.action == "torn audit line cut off"
    assert dict(last.detail) == {"bytes": str(len(torn)), "sha256": hashlib.sha256(torn).hexdigest()}
    assert verify_log(log, head) == ()


def test_a_record_written_just_before_a_kill_is_taken_over(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    AuditLog(case / "audit.jsonl", Memory()).append(ACTOR, "matched", (), NOW)  # the database is not told

    with opened(case) as store:
        actions = [record.action for record in store.audit.records()]
        agree = store.reader.audit_head() == store.audit.head()

    assert actions == ["case created", "matched", "audit records taken over"]
    assert agree


@pytest.mark.parametrize("change", ["shortened", "replaced", "altered", "removed"])
def test_a_case_whose_log_was_changed_is_not_continued_but_can_be_read(tmp_path: Path, change: str) -> None:
    case = new_case(tmp_path)
    with opened(case) as store:
        store.audit.append(ACTOR, "matched", (), NOW)
    log = case / "audit.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    if change == "shortened":
        log.write_bytes(lines[0])
    elif change == "altered":
        log.write_bytes(lines[0].replace(b"Examiner", b"Somebody") + lines[1])
    else:
        log.unlink()
    if change == "replaced":
        a_log(case, 2)

    with pytest.raises(CaseError, match="was changed from outside"):
        opened(case)

    with opened(case, writable=False) as store:
        assert store.reader.info().number == "2026-17"


def test_the_keys_stand_in_their_fixed_order(tmp_path: Path) -> None:
    path, _ = a_log(tmp_path, 1)

    assert list(json.loads(path.read_bytes())) == [
        "sequence",
        "time",
        "actor",
        "action",
        "detail",
        "previous",
        "program",
        "case",
        "build",
    ]


def test_every_record_is_bound_to_the_first_line_and_to_the_build(tmp_path: Path) -> None:
    path, _ = a_log(tmp_path, 3)
    first, *rest = path.read_bytes().splitlines()

    records = list(AuditLog(path).records())

    assert AuditLog(path).case_id() == hashlib.sha256(first).hexdigest()
    assert [record.case for record in records] == ["0" * 64, *[AuditLog(path).case_id()] * len(rest)]
    assert {record.build for record in records} == {program_build()}


def test_a_log_of_an_older_program_stays_valid_and_is_continued_bound(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    old = encode_record(AuditRecord(1, "2026-01-31T09:30:00.000Z", ACTOR, "case created", (), "0" * 64))
    path.write_bytes(old + b"\n")

    AuditLog(path, Memory()).append(ACTOR, "case opened", (), NOW)

    assert verify_log(path) == ()
    assert next(reversed(list(AuditLog(path).records()))).case == hashlib.sha256(old).hexdigest()


def test_a_line_of_another_case_is_named_although_the_chain_was_mended(tmp_path: Path) -> None:
    path, _ = a_log(tmp_path, 4)
    records = list(AuditLog(path).records())
    previous, lines = "0" * 64, []
    for record in records:
        line = encode_record(replace(record, previous=previous, case="f" * 64 if record.sequence == 3 else record.case))
        lines.append(line + b"\n")
        previous = hashlib.sha256(line).hexdigest()
    path.write_bytes(b"".join(lines))

    assert [(problem.what, problem.where) for problem in verify_log(path)] == [
        ("this line belongs to another case", "audit.jsonl, line 3")
    ]


def test_a_clock_that_was_set_back_goes_on_record(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl", Memory())
    log.append(ACTOR, "case created", (), NOW)

    log.append(ACTOR, "case opened", (), NOW - timedelta(hours=1))
    log.append(ACTOR, "case closed", (), NOW - timedelta(hours=1))

    assert [record.action for record in log.records()] == [
        "case created", "clock set back", "case opened", "case closed"
    ]  # fmt: skip
