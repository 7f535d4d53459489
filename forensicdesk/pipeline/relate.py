"""From stored hashes to stacks, clusters and links; what did not change is not computed again."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY, VERSION
from forensicdesk.pipeline.apart import Apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.matching.stack_policy import StackPolicy

APART_FROM = 2_000
"""With so many contents stacks are made in a process of their own: starting it takes as long as those of a small case,
and what it needs of memory is given back with its end."""

_SECONDS_BETWEEN = 0.2


def relate(  # noqa: PLR0913 - what a person may say of it
    store: CaseStore,
    listener: Listener,
    *,
    now: datetime,
    stop: threading.Event | None = None,
    policy: StackPolicy = DEFAULT_STACK_POLICY,
    started: Callable[[], None] = go_on,
    apart_from: int = APART_FROM,
) -> bool:
    """Put the contents of a case into stacks and clusters; gives False if nothing has changed since the last time.

    Args:
        store: the case, open for writing.
        listener: told now and then that work goes on.
        now: the time to note.
        stop: set it to end soon.
        policy: every number that decides.
        started: called once it is clear that there is something to do.
        apart_from: so many contents take a process of their own; changes no result.

    Raises:
        Interrupted: `stop` was set; what was stored before is unchanged.
        EnvironmentProblem: there is no room for the work, or its process ended; the same holds.
    """
    fingerprint = store.related.fingerprint(VERSION, policy.numbers())
    if store.related.made_from() == fingerprint:
        return False
    started()
    contents = store.reader.contents()
    steps = _Steps(listener, contents, stop or threading.Event())
    if contents < apart_from:
        # Imported here, so that the parent of a large case never loads it.
        from forensicdesk.matching.stack_finding import find_in

        found = find_in(store.related, policy, steps.tell)
        store.related.replace(found, fingerprint, VERSION, policy.numbers(), now)
    else:
        with Apart(store.related, store.folder, policy, steps.tell) as apart:
            store.related.replace(apart.relations(), fingerprint, VERSION, policy.numbers(), now)
    steps.finish()
    return True


class _Steps:
    """Says that work on so many contents goes on; how long it takes is not known beforehand."""

    def __init__(self, listener: Listener, contents: int, stop: threading.Event) -> None:
        self._listener = listener
        self._contents = contents
        self._stop = stop
        self._started = self._last = time.monotonic()

    def tell(self) -> None:
        """Give a sign of life.

        Raises:
            Interrupted: the person asked to stop.
        """
        if self._stop.is_set():
            raise Interrupted
        now = time.monotonic()
        if now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            self._listener(Progress("stack", self._contents, None, elapsed_s=now - self._started))

    def finish(self) -> None:
        """All contents have their place."""
        elapsed = time.monotonic() - self._started
        self._listener(Progress("stack", self._contents, self._contents, elapsed_s=elapsed))
