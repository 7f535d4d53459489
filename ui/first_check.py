"""The first start of a version on an account: the installation is checked beside it, and a line says how it stands.

The check computes known answers with every decoder, so it runs in a process of its own: the window loads none.
"""

from __future__ import annotations

import json
from multiprocessing import get_context
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.language import _, retold
from forensicdesk.session import examine_installation

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from ui.recent import Memory
    from ui.window import MainWindow

CHECKED = "installation/checked"


def failing_checks() -> tuple[str, ...]:
    """The checks of this installation that failed, by name; called off the event loop."""
    context = get_context("spawn")
    answer, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_check, args=(theirs,))
    child.start()
    theirs.close()
    try:
        failed = json.loads(answer.recv_bytes())
    except EOFError:
        failed = [_("the check itself ended early")]
    finally:
        answer.close()
        child.join()
        child.close()
    return tuple(map(str, failed))


def check_at_first(window: MainWindow, memory: Memory, failing: Callable[[], tuple[str, ...]] = failing_checks) -> bool:
    """Check once for each version; what is not in order is said again at every start. Gives whether it was begun."""
    if memory.text(CHECKED) == __version__:
        return False

    def told(failed: tuple[str, ...]) -> None:
        if failed:
            said = _("This installation is not in order: {checks}. See what is missing before you work with it.")
            banner = window.banners.show_message(said.format(checks=", ".join(map(retold, failed))), "error")
        else:
            memory.keep(CHECKED, __version__)
            said = _("This installation was checked: known answers, confinement and libraries are in order.")
            banner = window.banners.show_message(said, "done")
        banner.add_action(_("Show the check"), window.actions_["doctor"].trigger)

    window.work.runner.read(_("checking the installation"), failing, window, told)
    return True


def _check(answer: Connection) -> None:
    failed = [check.name for check in examine_installation().checks if not check.passed]
    answer.send_bytes(json.dumps(failed).encode())
