"""Where the program starts: `forensicdesk` and `python -m forensicdesk`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback

import click

from forensicdesk.batch import starter
from forensicdesk.case.early import open_early
from forensicdesk.cluster import link
from forensicdesk.errors import ForensicDeskError, Interrupted
from forensicdesk.language import _, shown, tell
from forensicdesk.offline import forbid_network
from forensicdesk.signing.stamping import start

INTERRUPTED = 130
ENVIRONMENT_FAILED = 3
WRONG_USAGE = 2


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    multiprocessing.freeze_support()
    try:
        # Children that alone have a network: for the unit's time-stamp authority, for a cluster. None unless asked for.
        start(sys.argv[1:])
        link.start(sys.argv[1:])
        starter.start(sys.argv[1:])  # no network, but not behind the barrier: for a batch whose queue names a cluster
        open_early(sys.argv[1:])  # connections to a PostgreSQL server of the lab's network; nothing unless named
    except ForensicDeskError as error:
        sys.exit(explain(error))
    if not link.serves(sys.argv[1:]):
        forbid_network()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives the exit code and never raises.

    Args:
        arguments: what stands after the program's name.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ask to end: the same as Ctrl+C
    try:
        # Imported here, so that child processes, which import this module, do not load the whole command line.
        from forensicdesk.cli.speaking import begin, translate_help

        begin(arguments, os.environ)  # before the commands are imported, whose constants are translated
        from forensicdesk.cli.main import cli

        translate_help(cli)
        result = cli.main(args=arguments, prog_name="forensicdesk", standalone_mode=False)
    except (Interrupted, KeyboardInterrupt, click.Abort) as error:
        _say(shown(error) or _("Interrupted. What was finished is stored; the same command continues."))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - barrier: every error ends as a sentence and an exit code
        return explain(error)
    return result if isinstance(result, int) else 0


def explain(error: Exception) -> int:
    """Say what went wrong on stderr; gives the exit code. A bug is shown with its trace, never in silence."""
    if isinstance(error, click.ClickException):
        error.show()
        return WRONG_USAGE
    if isinstance(error, ForensicDeskError):
        from forensicdesk.cli.output import visible  # as late as the command line, and for the same reason

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


if __name__ == "__main__":
    main()
