"""The options for passwords. One on the command line or in the environment would be seen by other programs."""

from __future__ import annotations

import functools
import sys
from getpass import getpass
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import PATH
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence, tell
from forensicdesk.passwords import MAX_PASSWORDS, read_passwords

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FILE = click.option(
    "--password-file", type=PATH, help="Passwords to try on encrypted containers, one a line; they are not stored."
)
_ASK = click.option(
    "--ask-password", is_flag=True, help="Ask for passwords on the terminal, without showing them; they are not stored."
)


def password_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command both options; it gets what was given as one tuple, `passwords`."""

    @functools.wraps(command)
    def with_passwords(*, password_file: Path | None, ask_password: bool, **others: object) -> int:
        given = read_passwords(password_file) if password_file is not None else ()
        asked = _ask() if ask_password else ()
        return command(passwords=tuple(dict.fromkeys((*given, *asked))), **others)

    return _FILE(_ASK(with_passwords))


def _ask() -> tuple[str, ...]:
    """What is typed, one password after the other, until an empty line.

    Raises:
        UsageError: there is nobody to ask.
    """
    if not sys.stdin.isatty():
        msg = sentence("There is no terminal to ask for passwords on; write them into a file and give --password-file.")
        raise UsageError(msg)
    asked: list[str] = []
    while len(asked) < MAX_PASSWORDS:
        try:
            password = getpass(tell("Password {asked} (an empty line ends): ", asked=len(asked) + 1))
        except EOFError:
            break
        if not password:
            break
        asked.append(password)
    return tuple(asked)
