"""The shell and the manual reader learn of every command from the program itself."""

from __future__ import annotations

import shutil
import subprocess

import click
import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner

from forensicdesk.cli.completion import SHELLS
from forensicdesk.cli.main import cli


def printed(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_told_how_to_ask_the_program(shell: str) -> None:
    assert f"_FORENSICDESK_COMPLETE={shell}_complete" in printed("completion", shell)


def test_commands_and_options_are_completed() -> None:
    complete = BashComplete(cli, {}, "forensicdesk", "_FORENSICDESK_COMPLETE")

    assert [found.value for found in complete.get_completions(["list"], "ex")] == ["export"]
    assert "--lang" in [found.value for found in complete.get_completions(["batch"], "--l")]


def test_the_script_for_bash_is_one() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    subprocess.run([bash, "-n"], input=printed("completion", "bash"), text=True, check=True)


def test_the_manual_page_names_every_command_and_every_option() -> None:
    page = printed("man").replace("\\-", "-")

    def look(command: click.Command, *names: str) -> None:
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                look(inner, *names, name)
            return
        _, _, rest = page.partition(f'.SS "{" ".join(names)} ')
        assert rest, names
        section = rest.partition(".SS")[0]
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.opts[0] in section, (names, parameter)

    look(cli)


def test_nothing_in_the_manual_page_is_taken_for_an_unknown_request() -> None:
    lines = printed("man").splitlines()

    assert {line.split(maxsplit=1)[0] for line in lines if line.startswith((".", "'"))} == {
        ".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I"
    }  # fmt: skip
