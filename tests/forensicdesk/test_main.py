"""The barrier of the command line: whatever ends a command, there is a sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.__main__ import main, run
from forensicdesk.cli.main import cli
from forensicdesk.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Ctrl+C as Python has it, though a job in the background inherits it ignored; afterwards all as it was."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_end_is_an_interruption_in_every_command(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(**_arguments: Any) -> None:  # noqa: ANN401 - whatever click's group is called with
        os.kill(os.getpid(), number)

    monkeypatch.setattr(cli, "main", ask)
    signal.signal(number, signal.default_int_handler)  # as `main` does

    assert run(["doctor"]) == 130
    assert capsys.readouterr().err.startswith("Interrupted.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_end_while_the_program_is_loaded_is_an_interruption_as_well(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loading(_arguments: list[str]) -> bool:
        os.kill(os.getpid(), number)
        return False

    monkeypatch.setattr("forensicdesk.__main__._start_early", loading)
    monkeypatch.setattr(sys, "argv", ["forensicdesk", "doctor"])

    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert capsys.readouterr().err.startswith("Interrupted.")


def test_a_refusal_is_one_line_whatever_the_names_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_arguments: Any) -> None:  # noqa: ANN401 - whatever click's group is called with
        msg = "There is no case at /x\n\x1b[2Jy\udcff."
        raise CaseError(msg)

    monkeypatch.setattr(cli, "main", refuse)

    assert run(["doctor"]) == 2
    assert capsys.readouterr().err == "Error: There is no case at /x\\n\\x1b[2Jy\\udcff.\n"
