"""What a list suggests is accepted by an examiner's act that says so; nothing is where lists differ or say no name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from forensicdesk.cli.main import cli
from forensicdesk.deciding.scheme_file import read_category_scheme
from forensicdesk.deciding.suggesting import category_called, suggestions_of
from forensicdesk.decisions import ActKind
from forensicdesk.errors import UsageError
from forensicdesk.model import ItemFilter
from forensicdesk.session import Session
from tests.ui.driving import look_at, press, shown, texts
from tests.ui.reviewed import name_of
from ui.pages.inspector import SAID_TAB

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from forensicdesk.decisions import CategoryScheme
    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop

SOON_MS = 20_000
SCHEME = """
title = "Kinds"
[categories.1]
label = "First kind"
[categories.2]
label = "Kind two"
label_es = "Second Kind"
[categories.9]
label = "Class 9"
"""


@pytest.fixture
def scheme(tmp_path: Path) -> CategoryScheme:
    """Categories that are called as the lists of the reviewed case call their entries."""
    path = tmp_path / "kinds.toml"
    path.write_text(SCHEME, encoding="utf-8")
    return read_category_scheme(path)


def test_a_category_is_meant_by_its_name_and_never_by_a_number(scheme: CategoryScheme) -> None:
    assert category_called(scheme, " second kind ") == "2"
    assert [category_called(scheme, label) for label in ("1", "category 1", "", "Kind")] == [None] * 4


def test_one_suggestion_becomes_a_category_with_a_note_that_names_the_list(
    reviewed: Reviewed, scheme: CategoryScheme
) -> None:
    with Session.open(reviewed.case) as session:
        session.choose_scheme(scheme)
        items = {name_of(record): record.id for record in session.items(ItemFilter())}
        done = session.accept(sorted(items.values()))
        acts = session.history(items["p1.jpg"])
        said = session.judgements(sorted(items.values()))
        with pytest.raises(UsageError, match="No list calls"):
            session.accept([items["p0.jpg"], items["p4.jpg"]])
        session.undo()
        after = session.judgements([items["p1.jpg"]])

    assert [(act.kind, act.value) for act in acts] == [
        (ActKind.NOTE, "Accepted as suggested by the list unit@1: second kind"),
        (ActKind.CATEGORY, "2"),
    ]
    assert (len(done.acts), done.without, done.differing) == (1, len(items) - 4, 3)
    assert list(said) == [items["p1.jpg"]]
    assert after == {}


def test_what_was_accepted_is_undone_and_done_again_as_one_between_other_acts_and_after_reopening(
    reviewed: Reviewed, scheme: CategoryScheme
) -> None:
    with Session.open(reviewed.case) as session:
        session.choose_scheme(scheme)
        records = {name_of(record): record for record in session.items(ItemFilter())}
        first, second = records["p0.jpg"], records["p1.jpg"]
        match = next(one for one in first.matches if one.label == "class 9")
        assert first.content_id is not None
        session.dismiss(first.content_id, match.list_id, match.entry, "another picture")
        session.decide(ActKind.CATEGORY, "9", [second.id])
        session.decide(ActKind.NOTE, "of somebody else", [second.id], examiner="Examiner B")
        done = session.accept([first.id, second.id])
        session.decide(ActKind.TAG, "harbour", [second.id])
        assert category_of(session, first.id, second.id) == ["1", "2"]
    with Session.open(reviewed.case) as session:
        assert len(session.undo()) == 1
        turned = session.undo()
        about = session.acts_turned(turned)
        assert category_of(session, first.id, second.id) == ["", "9"]
        assert [note.text for note in session.judgements([second.id])[second.id].notes] == ["of somebody else"]
        assert [record.id for record in session.items(ItemFilter(category="9"))] == [second.id]
    with Session.open(reviewed.case) as session:
        again = session.redo()
        assert category_of(session, first.id, second.id) == ["1", "2"]
        assert len(session.judgements([second.id])[second.id].notes) == 2
        assert len(session.redo()) == 1
        session.undo()
        session.undo()
        session.undo()
        assert category_of(session, first.id, second.id) == ["", ""]
        session.redo()
        session.decide(ActKind.TAG, "uniform", [first.id])
        with pytest.raises(UsageError, match="nothing by Examiner A to do again"):
            session.redo()
        assert category_of(session, first.id, second.id) == ["", "9"]

    assert [act.kind for act in about] == [ActKind.NOTE, ActKind.CATEGORY] * 2
    assert [act for act in about if act.kind is ActKind.CATEGORY] == [replace(act, undone=True) for act in done.acts]
    assert [act.about for act in turned] == [act.id for act in reversed(about)]
    assert [act.about for act in again] == [act.id for act in about]


def category_of(session: Session, *items: int) -> list[str]:
    """The category in force of each item, "" for none."""
    said = session.judgements(items)
    return [one.decision.code if (one := said.get(item)) and one.decision else "" for item in items]


def test_what_was_dismissed_suggests_nothing(reviewed: Reviewed, scheme: CategoryScheme) -> None:
    with Session.open(reviewed.case) as session:
        first = next(record for record in session.items(ItemFilter()) if name_of(record) == "p0.jpg")
        match = next(one for one in first.matches if one.label == "class 9")
        assert first.content_id is not None
        session.dismiss(first.content_id, match.list_id, match.entry, "another picture")
        left = suggestions_of(scheme, session.item(first.id).matches)

    assert list(left) == ["1"]


def test_the_command_line_accepts_too(reviewed: Reviewed, scheme: CategoryScheme) -> None:
    with Session.open(reviewed.case) as session:
        session.choose_scheme(scheme)
        item = next(record.id for record in session.items(ItemFilter()) if name_of(record) == "p1.jpg")

    told = CliRunner().invoke(cli, ["decide", str(reviewed.case), str(item), "--accept", "--json"])

    assert told.exit_code == 0, told.output
    assert [act["value"] for act in json.loads(told.stdout)["acts"]] == ["2"]


def test_the_command_line_says_what_it_left_and_accepts_nothing_beside_other_acts(
    reviewed: Reviewed, scheme: CategoryScheme
) -> None:
    with Session.open(reviewed.case) as session:
        session.choose_scheme(scheme)
        items = {name_of(record): str(record.id) for record in session.items(ItemFilter())}
    command = ["decide", str(reviewed.case), *items.values(), "--accept"]

    told = CliRunner().invoke(cli, command)
    undone = CliRunner().invoke(cli, ["decide", str(reviewed.case), "--undo", "--accept"])
    settled = CliRunner().invoke(
        cli, [*command, "--category", "1", "--as-supervisor", "Examiner C", "--reason", "so it is"]
    )

    assert told.output.splitlines()[-2:] == [f"{len(items) - 4} without a suggestion", "lists differ on 3"]
    assert isinstance(undone.exception, UsageError)
    assert isinstance(settled.exception, UsageError)


def test_one_key_accepts_what_lists_suggest_and_the_inspector_offers_it(
    qtbot: QtBot, open_case: Desktop, scheme: CategoryScheme
) -> None:
    window, bar = open_case.window, open_case.window.gallery.decide_bar
    session = open_case.work.session
    assert session is not None
    session.choose_scheme(scheme)
    window.deciding.refresh()
    qtbot.waitUntil(lambda: bool(bar.legend.buttons), timeout=SOON_MS)
    item = look_at(qtbot, open_case, "p1.jpg")
    window.inspector.tabs.setCurrentIndex(SAID_TAB)
    assert "Accepting that is your decision" in texts(window.inspector.decisions)

    window.gallery.view.setFocus()
    QTest.keyClick(window.gallery.view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "Accepted as lists suggest: 2, 1 item" in bar.said.text(), timeout=SOON_MS)
    look_at(qtbot, open_case, "p1.jpg")
    qtbot.waitUntil(lambda: shown(open_case) == item, timeout=SOON_MS)
    qtbot.waitUntil(lambda: "by the list unit@1" in texts(window.inspector.decisions), timeout=SOON_MS)

    press(window.inspector.decisions, "Accept the suggestion")
    QTest.keyClick(window.gallery.view, Qt.Key.Key_A)
    assert "press again" in bar.said.text()
    qtbot.waitUntil(lambda: "Accepted as lists suggest" in bar.said.text(), timeout=SOON_MS)
    assert len(list(session.acts())) == 4
    assert "Everything shown" not in bar.said.text()
    assert window.gallery.view.chosen != item
    look_at(qtbot, open_case, "p0.jpg")
    made = window.inspector.decisions
    qtbot.waitUntil(lambda: "Accept the suggestion" not in [one.text() for one in made.findChildren(QPushButton)])
    window.gallery.view.setFocus()
    QTest.keyClick(window.gallery.view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "No list calls these items" in bar.said.text(), timeout=SOON_MS)
