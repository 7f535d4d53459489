"""How a command that did not come to its end is left: a sentence on stderr and an exit code."""

from __future__ import annotations

import os
import sys
import traceback

import click

from forensicdesk.errors import ForensicDeskError
from forensicdesk.language import _, shown, tell

INTERRUPTED = 130
ENVIRONMENT_FAILED = 3
WRONG_USAGE = 2


def interrupted(error: BaseException) -> int:
    """Say that a command was interrupted; gives the exit code."""
    _say(shown(error) or _("Interrupted. What was finished is stored; the same command continues."))
    return INTERRUPTED


def explain(error: Exception) -> int:
    """Say what went wrong; gives the exit code. A bug is shown with its trace, never in silence."""
    if isinstance(error, click.Abort):
        return interrupted(error)
    if isinstance(error, click.ClickException):
        error.show()
        return WRONG_USAGE
    if isinstance(error, ForensicDeskError):
        from forensicdesk.cli.output import visible  # its constants are translated, so not before a language is chosen

        _say(tell("Error: {message}", message=visible(shown(error))))
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has gone; keep the interpreter from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, OSError):
        _say(
            tell(
                "Error: the system refused: {reason} ({name}).",
                reason=error.strerror or error,
                name=error.filename or _("no file named"),
            )
        )
        return ENVIRONMENT_FAILED
    _say(_("Error: the program met something it did not expect. Stored results are safe. Please report this trace:"))
    _say("".join(traceback.format_exception(error)))
    return ENVIRONMENT_FAILED


def _say(text: str) -> None:
    click.echo(text, err=True)
