"""Which language the command line speaks, and its help in that language.

Chosen once at the start, before the modules of the commands are imported; the help of each is translated as it is.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
from typing import TYPE_CHECKING

import click

from forensicdesk.language import DOMAIN, FOLDER, LANGUAGES, _, language_for, marks_for, speak, spoken, write_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OPTION = "--language"
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


def begin(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speak what `--language` before the command asks for, else what the environment says.

    Words of the library that reads the arguments come from the same catalogue, which it finds by `LANGUAGE`.
    """
    asked = _asked(arguments)
    speak(asked if asked in LANGUAGES else language_for(environment))  # another one is refused like any wrong value
    write_numbers(marks_for(spoken(), environment))
    os.environ["LANGUAGE"] = spoken()
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)


def _asked(arguments: Sequence[str]) -> str:
    """The value of `--language` before the first word that is no option; "" if there is none."""
    for at, word in enumerate(arguments):
        if word == OPTION:
            return arguments[at + 1] if at + 1 < len(arguments) else ""
        if word.startswith(f"{OPTION}="):
            return word.partition("=")[2]
        if not word.startswith("-"):
            break
    return ""


def translate_help(command: click.Command, *, alone: bool = False) -> None:
    """Put the help of a command, of its options and, unless `alone`, of what is below it into the language in use."""
    for place, _name in _helps(command, alone=alone):
        place.help = _(_text(place.help or ""))


def help_texts(command: click.Command) -> Iterator[tuple[str, str]]:
    """Every text of the help of a command and what is below it, with the module that has it: for the catalogue."""
    for place, module in _helps(command):
        yield module, _text(place.help or "")


def _helps(command: click.Command, *, alone: bool = False) -> Iterator[tuple[click.Command | click.Option, str]]:
    module = getattr(command.callback, "__module__", __name__)
    for place in (command, *command.params):
        if isinstance(place, (click.Command, click.Option)) and place.help:
            yield place, module
    if isinstance(command, click.Group) and not alone:
        for _name, below in sorted(command.commands.items()):
            yield from _helps(below)


def _text(help_: str) -> str:
    """The paragraphs of a help text, each as one line."""
    return _LINE_END.sub(" ", inspect.cleandoc(help_))
