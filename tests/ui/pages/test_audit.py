"""The audit log in the window: plain words, filters, a check of its chain, lines as text; many records."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from forensicdesk.case.audit import AuditLog, encode_record
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.model import AuditRecord
from tests.architecture.sources import ROOT
from tests.ui.driving import newest_message, press, texts
from tests.ui.fakes import FakeChooser
from ui.audit_text import ACTIONS, Line, Wanted, as_text, choose, line_of
from ui.pages.audit import line_texts, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.pages.audit import AuditPage

SOON_MS = 20_000


@pytest.fixture
def page(qtbot: QtBot, open_case: Desktop) -> AuditPage:
    """The page in front, the log read."""
    open_case.window.actions_["audit_page"].trigger()
    shown = open_case.window.further.audit
    qtbot.waitUntil(lambda: len(shown.model.rows) > 0, timeout=SOON_MS)
    return shown


def test_every_action_that_the_program_records_has_plain_words() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "forensicdesk").rglob("*.py")]
    whole = "\n".join(sources)

    assert [action for action in ACTIONS if f'"{action}"' not in whole] == []
    recorded = {
        piece.split('"')[0]
        for source in sources
        for before in ('_record("', '.append(actor, "')
        for piece in source.split(before)[1:]
    }
    assert recorded
    assert recorded - ACTIONS.keys() == set()


def test_the_log_is_shown_in_plain_words_with_a_mark_that_it_holds(page: AuditPage, open_case: Desktop) -> None:
    session = open_case.work.session
    assert session is not None
    assert len(page.model.rows) == session.audit_head()[0]
    assert page.verified.text().replace("\N{ZERO WIDTH SPACE}", "").endswith(session.audit_head()[1])
    assert page.verified.property("verified") == "yes"
    assert "The case was made" in [line_texts(one)[3] for one in page.model.rows]
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    page.table.selectRow(0)
    assert "number: 2026-001" in page.detail.toPlainText()


def test_filters_join_and_the_lines_shown_can_be_kept(
    qtbot: QtBot, page: AuditPage, open_case: Desktop, tmp_path: Path
) -> None:
    page.action.setCurrentIndex(page.action.findData("source added"))
    qtbot.waitUntil(lambda: len(page.model.rows) == 3, timeout=SOON_MS)
    page.search.setText("exhibit LAPTOP")
    qtbot.waitUntil(lambda: len(page.model.rows) == 1, timeout=SOON_MS)
    assert page.count.text().startswith("1 of ")

    chooser = open_case.window.further.audit._chooser
    assert isinstance(chooser, FakeChooser)
    chooser.next_file = tmp_path / "lines.txt"
    press(page, "Export these lines…")
    qtbot.waitUntil(lambda: "1 record was written" in newest_message(open_case), timeout=SOON_MS)
    kept = (tmp_path / "lines.txt").read_text("utf-8").splitlines()
    assert kept[0].startswith("Checked: the chain of all")
    assert kept[2:] == ["Record\tTime\tWho\tWhat\tIn detail", "\t".join(kept[3].split("\t"))]
    assert kept[3].split("\t")[3] == "source added"

    page.search.setText("no such words")
    qtbot.waitUntil(lambda: not page.model.rows, timeout=SOON_MS)
    assert not page.export.isEnabled()


def test_a_changed_line_takes_the_mark_away(qtbot: QtBot, page: AuditPage, open_case: Desktop) -> None:
    session = open_case.work.session
    assert session is not None
    log = session.folder / "audit.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole.replace(b"2026-001", b"2026-002", 1))

    page.refresh()

    qtbot.waitUntil(lambda: page.verified.property("verified") == "no", timeout=SOON_MS)
    assert "this line was altered" in texts(page)
    assert "line 1" in texts(page)
    log.write_bytes(whole)


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("kept", "utf-8")

    with pytest.raises(EnvironmentProblem, match="already"):
        write_new(tmp_path / "a.txt", "new")
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        write_new(tmp_path / "none" / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text("utf-8") == "kept"


def test_names_in_records_cannot_forge_lines() -> None:
    record = AuditRecord(1, "2026-01-01T00:00:00.000Z", "A\nB", "decided", (("value", "x\n2\tforged"),), "0" * 64)

    text = as_text([line_of(record)], "head")

    assert len(text.splitlines()) == 4
    assert "\\u000a2\\u0009forged" in text


def many_records(count: int) -> Iterator[AuditRecord]:
    """Decisions of a long case."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        moment = (start + timedelta(seconds=30 * number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        detail = (("act", str(number)), ("kind", "category"), ("value", str(number % 5)), ("applies to", f"{number}"))
        yield AuditRecord(number + 1, moment, "Examiner A", "decided", detail, "0" * 64)


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_many_records_are_filtered_in_a_moment(tmp_path: Path, count: int) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"".join(encode_record(record) + b"\n" for record in many_records(count)))
    lines = tuple(map(line_of, AuditLog(path).records()))

    began = time.perf_counter()
    found = choose(lines, Wanted(text="RECORD act: 7777;", action="decided"))
    took = time.perf_counter() - began

    assert found == ()
    assert choose(lines, Wanted(text="examiner act: 7777;"))[0].sequence == 7778
    assert choose(lines, Wanted(day="2026-01-02"))[0] == Line(
        2881, "2026-01-02T00:00:00.000Z", "Examiner A", "decided", lines[2880].said
    )
    assert took < 5
