"""The digests that were stated when evidence was acquired, against what it has now."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.account import Acquired, CheckResult
from forensicdesk.case.audit import as_utc
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.events import Progress
from forensicdesk.evidence.files import is_single, open_file
from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.rehash import HashOrder, hash_files, statements_of

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.finding import Hashed, Statement
    from forensicdesk.model import Location, Source

PHASE = "acquisition"
_SECONDS_BETWEEN = 0.2


@dataclass(frozen=True, slots=True)
class AcquisitionCheck:
    """What came of it: the digests one by one, and what could not be read that may state some."""

    digests: tuple[Acquired, ...]
    trouble: tuple[str, ...]


def check_acquisition(  # noqa: PLR0913 - the parts of the program that take part, and what the person said
    store: CaseStore,
    source: Source,
    listener: Listener,
    stop: threading.Event,
    now: datetime,
    *,
    skip: str = "",
    passwords: tuple[str, ...] = (),
) -> AcquisitionCheck:
    """Find what states digests of an exhibit, compute these digests, and store what came of it.

    Everything is read in child processes. What is interrupted leaves nothing behind and is begun again.

    Args:
        store: the case, open for writing.
        source: an exhibit that was walked.
        listener: told how far it is.
        stop: set it to end soon.
        now: the time to note.
        skip: a reason not to compute anything; what was stated is kept with it.
        passwords: what encrypted containers may be opened with.

    Raises:
        Interrupted: `stop` was set.
        EnvironmentProblem: the exhibit is not there, or the case was opened for reading only.
    """
    if store.writer is None:
        msg = sentence("The case {folder} was opened for reading only; open it for writing.", folder=store.folder)
        raise EnvironmentProblem(msg)
    root, limits = os.fsencode(source.path), Limits(passwords=passwords)
    stated = statements_of(root, limits, stop)
    if skip:
        kept = [_kept(source, one, as_utc(now), CheckResult.SKIPPED, skip) for one in stated.found]
    else:
        computed = hash_stated(root, stated.found, limits, listener, stop)
        kept = [_compared(source, one, computed[one.location], as_utc(now)) for one in stated.found]
    store.writer.record_acquisition(source.id, kept, now)
    return AcquisitionCheck(tuple(kept), stated.trouble)


def hash_stated(
    root: bytes, stated: Iterable[Statement | Acquired], limits: Limits, listener: Listener, stop: threading.Event
) -> dict[Location, Hashed]:
    """Compute each digest that is stated of files of one exhibit; each file is read once.

    Raises:
        Interrupted: `stop` was set.
    """
    wanted: dict[Location, dict[str, None]] = {}
    for one in stated:
        wanted.setdefault(one.location, {})[one.algorithm] = None
    orders = [
        HashOrder(number, root, location, _size(root, location), tuple(sorted(algorithms)))
        for number, (location, algorithms) in enumerate(wanted.items())
    ]
    meter = _Meter(listener, len(orders), sum(order.size for order in orders))
    found: dict[Location, Hashed] = {}
    for hashed in hash_files(orders, None, limits, stop, meter.read):
        found[orders[hashed.number].location] = hashed
        meter.done += 1
    if orders:
        meter.tell()
    return found


class _Meter:
    """Tells how far the hashing is."""

    def __init__(self, listener: Listener, files: int, size: int) -> None:
        self._listener = listener
        self._files = files
        self._bytes = size
        self._bytes_read = 0
        self._began = self._told_at = time.monotonic()
        self.done = 0

    def read(self, size: int) -> None:
        """Count bytes."""
        self._bytes_read += size
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN:
            self.tell()

    def tell(self) -> None:
        """Tell."""
        self._told_at = time.monotonic()
        elapsed = self._told_at - self._began
        left = None
        if self._bytes_read and self._bytes:
            left = elapsed * max(self._bytes - self._bytes_read, 0) / self._bytes_read
        self._listener(Progress(PHASE, self.done, self._files, self._bytes_read, self._bytes, elapsed, left))


def _size(root: bytes, location: Location) -> int:
    """The length of the file of the exhibit that a location begins with: close enough to tell how long it takes."""
    try:
        is_single(root)
        with open_file(root, location.steps[0].path) as file:
            return length_of(file)
    except OSError:
        return 0  # why it cannot be read is found out, and said, by the child


def _compared(source: Source, one: Statement, hashed: Hashed, at: str) -> Acquired:
    computed = dict(hashed.digests).get(one.algorithm)
    if computed is None:
        return _kept(source, one, at, CheckResult.UNREADABLE, sentence("The file {trouble}.", trouble=hashed.trouble))
    return _kept(source, one, at, CheckResult.OK if computed == one.value else CheckResult.DIFFERS, "", computed)


def _kept(
    source: Source, one: Statement, at: str, result: CheckResult, reason: str, computed: bytes | None = None
) -> Acquired:
    return Acquired(source.id, one.location, one.algorithm, one.value, computed, one.by, result, reason, at)
