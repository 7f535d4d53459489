"""What the command line prints while it works."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forensicdesk.cli.output import clock_text, emit_json, print_table, progress_line
from forensicdesk.events import Progress

if TYPE_CHECKING:
    import pytest


def test_progress_says_how_far_and_how_long() -> None:
    line = progress_line(Progress("analyse", 50, 200, 10_000_000, 40_000_000, elapsed_s=5.0, seconds_left=15.0))

    assert line == "Analysing 50 of 200 | 10.0 items/s | 2.0 MB/s | 0:00:15 left"


def test_a_total_that_is_not_known_is_not_invented() -> None:
    assert progress_line(Progress("walk", 1234, None)) == "Listing files 1,234"


def test_hours_are_counted() -> None:
    assert clock_text(3_725.9) == "1:02:05"


def test_json_can_be_carried_by_any_console(capsys: pytest.CaptureFixture[str]) -> None:
    emit_json({"name": "año\x00"})

    printed = capsys.readouterr().out
    assert printed.isascii()
    assert json.loads(printed) == {"name": "año\x00"}


def test_text_of_unknown_origin_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("a\x1b[2Jb", [("DateTime", "2020\r\x1b]0;x\x07\u202egpj\udcff")])

    assert capsys.readouterr().out == "a\\x1b[2Jb\n  DateTime  2020\\r\\x1b]0;x\\x07\\u202egpj\\udcff\n"
