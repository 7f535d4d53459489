"""Enter every file of a source into the ledger."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.events import Progress
from forensicdesk.evidence.source import open_source
from forensicdesk.language import sentence
from forensicdesk.settings import BATCH_SECONDS, WALK_BATCH_ITEMS

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.finding import Found
    from forensicdesk.model import Source


def walk_source(
    store: CaseStore,
    source: Source,
    listener: Listener,
    stop: threading.Event,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Walk a source and record what is found, in batches.

    An interrupted walk is simply walked again: what is recorded already stays as it is. Only a walk that came to its
    end is marked as finished.

    Args:
        store: the case, open for writing.
        source: a registered source.
        listener: told after each batch.
        stop: set it to end after the current batch.
        clock: seconds that only ever grow.

    Raises:
        UsageError: the source is not there.
        EnvironmentProblem: it may not be read, or the case was opened for reading only.
    """
    writer = store.writer
    if writer is None:
        msg = sentence("The case {folder} was opened for reading only; open it for writing.", folder=store.folder)
        raise EnvironmentProblem(msg)
    began = written_at = clock()
    batch: list[Found] = []
    done = size = 0

    def write() -> None:
        nonlocal done, size, written_at
        writer.record_found(source.id, batch)
        done += len(batch)
        size += sum(found.size for found in batch)
        batch.clear()
        written_at = clock()
        listener(Progress("walk", done, None, bytes_done=size, elapsed_s=written_at - began))

    with closing(open_source(source.path).walk()) as entries:
        for found in entries:
            batch.append(found)
            if len(batch) >= WALK_BATCH_ITEMS or clock() - written_at >= BATCH_SECONDS or stop.is_set():
                write()
            if stop.is_set():
                return
    write()
    writer.finish_walk(source.id)
