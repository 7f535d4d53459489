"""`completion` and `man`: what shells and the manual reader know of this program, made from its own commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from forensicdesk import __version__
from forensicdesk.errors import UsageError
from forensicdesk.language import _, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "forensicdesk"
SHELLS = ("bash", "zsh", "fish")
_EXIT_CODES = (
    ("0", _("done")),
    ("1", _("done, but some items failed or a check found a difference")),
    ("2", _("wrong usage or unusable input")),
    ("3", _("the environment failed: disk full, case locked, permission")),
    ("130", _("interrupted; the case is intact, and the same command continues")),
)


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands and options; see the documentation for where it goes."""
    known = get_completion_class(shell)
    if known is None:
        msg = sentence(
            "The command line of this program cannot be completed in {shell}; choose {shells}.",
            shell=shell,
            shells=", ".join(SHELLS),
        )
        raise UsageError(msg)
    made = known(_root(), {}, PROGRAM, f"_{PROGRAM}_COMPLETE".upper())
    click.echo(made.source_template % made.source_vars())


@click.command()
def man() -> None:
    """Print the manual page of this program, as the `man` command reads it."""
    click.echo("\n".join(_page(_root())))


def _root() -> click.Command:
    return click.get_current_context().find_root().command


def _page(root: click.Command) -> Iterator[str]:
    kind, about = _("User commands"), _("offline media forensics")
    yield f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} {__version__}" "{kind}"'
    yield ".SH NAME"
    yield f"{PROGRAM} \\- {about}"
    yield ".SH SYNOPSIS"
    yield f".B {PROGRAM}"
    yield ".I COMMAND"
    yield "[OPTIONS] [ARGUMENTS]"
    yield ".SH DESCRIPTION"
    yield from _text(root.help or "")
    yield ".SH COMMANDS"
    yield from _commands(root, ())
    yield ".SH EXIT STATUS"
    for code, said in _EXIT_CODES:
        yield from (".TP", f".B {code}", _escaped(said))
    yield ".SH ENVIRONMENT"
    yield from (".TP", ".B FORENSICDESK_HOME", _("folder of the hash lists, instead of the account\\(aqs data folder"))


def _commands(command: click.Command, names: tuple[str, ...]) -> Iterator[str]:
    """Every command with its options, groups opened, in the order of the program."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*names, name))
        return
    context = click.Context(command, info_name=" ".join((PROGRAM, *names)))
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{_escaped(" ".join(names))} {_escaped(usage)}"'
    yield from _text(command.help or "")
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield from (".TP", f".B {_escaped(record[0])}", _escaped(record[1]))


def _text(said: str) -> Iterator[str]:
    for number, part in enumerate(said.strip().split("\n\n")):
        if number:
            yield ".PP"
        yield _escaped(" ".join(part.replace("\b", "").split()))


def _escaped(text: str) -> str:
    """A text in which nothing is taken for a request of the typesetter."""
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    plain = plain.replace("'", "\\(aq")
    return f"\\&{plain}" if plain.startswith(".") else plain
