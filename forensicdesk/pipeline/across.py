"""The analysis of a case on many machines: which evidence each of them must see, and who works."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from forensicdesk.cluster.crowd import Crowd
from forensicdesk.cluster.samples import Sample
from forensicdesk.evidence.source import open_source
from forensicdesk.model import FILE_STEP, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.cluster.link import Link
    from forensicdesk.model import Source

SAMPLE_FILES = 16
"""Of each exhibit so many of the files that come first on the walk, or of its segments, and …"""

SAMPLE_WAITING = 32
"""… so many files of the whole case that wait for their analysis, taken evenly from the next ones."""

_NEXT_JOBS = 2_000


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that a person named.

    Attributes:
        link: the connection to its scheduler.
        say: told in a sentence which nodes take part, and which do not.
    """

    link: Link
    say: Callable[[str], None]


def across(store: CaseStore, cluster: Cluster, workers: int | None) -> Crowd:
    """The nodes of a cluster, to work for a case.

    Args:
        store: the case, its exhibits walked.
        cluster: which.
        workers: number of children of this machine, for what nodes cannot do.
    """
    return Crowd(cluster.link, chosen_samples(store), cluster.say, workers)


def chosen_samples(store: CaseStore) -> tuple[Sample, ...]:
    """Files by which a node shows that it sees the evidence of a case."""
    chosen = [sample for source in store.reader.sources() for sample in _of_source(store, source)]
    return tuple(dict.fromkeys((*chosen, *_waiting(store))))


def _of_source(store: CaseStore, source: Source) -> Iterator[Sample]:
    root = os.fsencode(source.path)
    if source.kind == "file":
        yield Sample(root, os.path.basename(root))  # noqa: PTH119 - raw bytes
        parts = [name for name, _, _ in store.reader.provenance.parts(source.id)]
        for name in parts[:: -(-len(parts) // SAMPLE_FILES) or 1]:
            yield Sample(root, name, beside=True)
        return
    with closing(open_source(source.path).walk()) as entries:
        files = (found for found in entries if found.state is State.PENDING)
        for found in islice(files, SAMPLE_FILES):
            yield Sample(root, found.location.steps[0].path)


def _waiting(store: CaseStore) -> Iterator[Sample]:
    jobs = store.reader.pending_jobs(_NEXT_JOBS)
    outermost = {(job.source_root, job.location.steps[0]): None for job in jobs}
    files = [Sample(root, step.path) for root, step in outermost if step.kind == FILE_STEP]
    yield from files[:: -(-len(files) // SAMPLE_WAITING) or 1]
