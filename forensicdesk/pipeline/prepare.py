"""What is done with an exhibit before anything in it is analysed, as far as that was not done: walk, check, compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.account import CheckResult
from forensicdesk.errors import EnvironmentProblem, Interrupted
from forensicdesk.evidence.segments import parts_of
from forensicdesk.language import sentence
from forensicdesk.pipeline.acquisition import check_acquisition
from forensicdesk.pipeline.unchanged import check_unchanged
from forensicdesk.pipeline.walk import walk_source

if TYPE_CHECKING:
    import threading
    from datetime import datetime
    from typing import Protocol

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.model import Source

    class Record(Protocol):
        """Puts an act on record."""

        def __call__(self, action: str, *detail: tuple[str, str]) -> None:
            """The act, and what belongs to it."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """How an exhibit is prepared.

    Attributes:
        listener: told about progress.
        stop: set it to end soon.
        skip: a reason not to compute the digests stated at acquisition.
        passwords: what encrypted containers may be opened with.
    """

    listener: Listener
    stop: threading.Event
    skip: str = ""
    passwords: tuple[str, ...] = ()


def prepare_source(store: CaseStore, source: Source, order: Preparing, now: datetime, record: Record) -> Source:
    """Walk an exhibit and check its acquisition digests, as far as that was not done; see that it is unchanged.

    Gives the exhibit as it is then; it is not walked, or not checked, if that was interrupted.

    Raises:
        UsageError: it is not there.
        EnvironmentProblem: it may not be read, or is not what it was when it was added.
    """
    if not source.walked:
        source = _walk(store, source, order, record)
    elif store.reader.provenance.is_waiting(source.id):
        check_unchanged(store, source)
    if source.walked and not source.checked and not order.stop.is_set():
        try:
            source = _check(store, source, order, now, record)
        except Interrupted:
            return source  # nothing was stored; it is begun again
    return source


def _walk(store: CaseStore, source: Source, order: Preparing, record: Record) -> Source:
    if store.writer is not None and source.kind == "file":
        try:
            store.writer.record_parts(source.id, parts_of(source.path))
        except OSError as error:
            msg = sentence(
                "The exhibit {path} cannot be read ({strerror}); connect it and run the same command.",
                path=source.path,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
    walk_source(store, source, order.listener, order.stop)
    source = _again(store, source)
    ledger = store.reader.ledger(source.id)
    seen = ("files seen", str(ledger.seen - ledger.embedded))
    record("source walked" if source.walked else "walk interrupted", ("source", str(source.id)), seen)
    return source


def _check(store: CaseStore, source: Source, order: Preparing, now: datetime, record: Record) -> Source:
    done = check_acquisition(store, source, order.listener, order.stop, now, skip=order.skip, passwords=order.passwords)
    results = Counter(one.result for one in done.digests)
    record(
        "acquisition check skipped" if order.skip else "acquisition checked",
        ("source", str(source.id)),
        *((("reason", order.skip),) if order.skip else ()),
        *((result.value, str(results[result])) for result in CheckResult),
        *(("trouble", sentence) for sentence in done.trouble),
    )
    return _again(store, source)


def _again(store: CaseStore, source: Source) -> Source:
    return next(known for known in store.reader.sources() if known.id == source.id)
