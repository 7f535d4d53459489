"""Where the program starts: `forensicdesk` and `python -m forensicdesk`.

Every child process imports this module, so all that only the command line needs is imported where it is needed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    multiprocessing.freeze_support()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ask to end: the same as Ctrl+C
    try:
        code = _started(sys.argv[1:])
    except KeyboardInterrupt as error:  # while the program is loaded; what `run` does ends there
        from forensicdesk.cli.leaving import interrupted

        code = interrupted(error)
    sys.exit(code)


def _started(arguments: list[str]) -> int:
    from forensicdesk.cluster import link
    from forensicdesk.errors import ForensicDeskError
    from forensicdesk.offline import forbid_network

    try:
        to_desktop = _start_early(arguments)
    except ForensicDeskError as error:
        from forensicdesk.cli.leaving import explain

        return explain(error)
    if not (link.serves(arguments) or to_desktop):
        forbid_network()
    return run(arguments)


def _start_early(arguments: list[str]) -> bool:
    """Start what cannot be started behind the barrier against networks; nothing unless the arguments ask for it.

    Returns:
        whether this process makes way for the desktop, which connects to a server and puts up its barrier itself.
    """
    from forensicdesk.batch import starter
    from forensicdesk.case.early import leaves_to_desktop, open_early
    from forensicdesk.cluster import link
    from forensicdesk.signing.stamping import start

    # Children that alone have a network: for the unit's time-stamp authority, for a cluster.
    start(arguments)
    link.start(arguments)
    starter.start(arguments)  # no network, but not behind the barrier: for a batch whose queue names a cluster
    to_desktop = leaves_to_desktop(arguments)
    if not to_desktop:
        open_early(arguments)  # connections to a PostgreSQL server of the lab's network
    return to_desktop


def run(arguments: list[str]) -> int:
    """Run one command; gives the exit code and never raises.

    Args:
        arguments: what stands after the program's name.
    """
    from forensicdesk.cli.leaving import explain, interrupted
    from forensicdesk.errors import Interrupted

    try:
        from forensicdesk.cli.speaking import begin, translate_help

        begin(arguments, os.environ)  # before the commands are imported, whose constants are translated
        from forensicdesk.cli.main import cli

        translate_help(cli, alone=True)
        result = cli.main(args=arguments, prog_name="forensicdesk", standalone_mode=False)
    except (Interrupted, KeyboardInterrupt) as error:
        return interrupted(error)
    except Exception as error:  # noqa: BLE001 - barrier: every error ends as a sentence and an exit code
        return explain(error)
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
