"""What every act of a session needs: the right to write, one act at a time, a clock, and a line in the audit log.

Two locks. `_acting` is held by long acts (adding, processing, matching) for as long as they run. `_deciding` is held by
an examiner's decision, which takes one short transaction and one line in the log, and so never waits for them: the
database lets one transaction in at a time, and the log one line. What must see one unchanging state of the decisions
(a report, a verification) holds both, `_acting` first. Where several programs may write,
`_acting` keeps out theirs, too.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.case.writer import CaseWriter

    Clock = Callable[[], datetime]


class Acting:
    """The ground on which a session acts. `Session` is the only class made of it."""

    def __init__(self, store: CaseStore, clock: Clock, actor: str) -> None:
        self._store = store
        self._clock = clock
        self._actor = actor
        self._acting = store.work
        self._deciding = threading.Lock()

    def _require_writable(self) -> CaseWriter:
        writer = self._store.writer
        if writer is None:
            msg = sentence(
                "The case {folder} was opened for reading only; open it for writing.", folder=self._store.folder
            )
            raise EnvironmentProblem(msg)
        return writer

    def _record(self, action: str, *detail: tuple[str, str]) -> None:
        self._store.audit.append(self._actor, action, detail, self._clock())
