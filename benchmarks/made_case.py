"""A case of made-up pictures, of which some are known to be in two lists."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.store import create_case, open_case
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from hashing.values import Analysis, Digests, Outcome, PerceptualHash, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    from forensicdesk.case.store import CaseStore

    Rows = npt.NDArray[np.uint8]

PLANTED = 10
"""One picture in so many is in the exact list, and one in so many in the near list."""

NOW = datetime(2025, 1, 1, tzinfo=UTC)
RADIUS = 31
_ORIENTATIONS, _MD5, _PDQ = 8, 16, 32
_AT_ONCE = 5_000


@contextmanager
def made_case(folder: Path, exact: Path, near: Path, pictures: int, seed: int = 7) -> Iterator[CaseStore]:
    """A case whose pictures have random hashes in eight orientations, but for those that are in one of the lists.

    Args:
        folder: where the case is made.
        exact: file with MD5 as rows of 16 bytes.
        near: file with PDQ as rows of 32 bytes.
        pictures: how many.
        seed: of the random hashes.
    """
    random = np.random.default_rng(seed)
    digests = np.memmap(exact, np.uint8, "r").reshape(-1, _MD5)
    listed = np.memmap(near, np.uint8, "r").reshape(-1, _PDQ)
    create_case(folder, number="2026-001", examiner="Examiner A", fields=(), now=NOW, actor="Examiner A")
    with open_case(folder, writable=True, now=NOW, actor="Examiner A") as store:
        if store.writer is None:
            msg = "the case is open for reading only"
            raise ValueError(msg)
        source = store.writer.add_source(folder.parent, "folder", "made up", NOW)
        for first in range(0, pictures, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, pictures))
            found = [Found(Location((Step("file", b"%d" % at),)), 1, None) for at in numbers]
            store.writer.record_found(source.id, found)
            jobs = [job.item_id for job in store.reader.pending_jobs(_AT_ONCE)]
            made = [_picture(random, at, digests, listed) for at in numbers]
            results = [Result(item, analysis) for item, analysis in zip(jobs, made, strict=True)]
            store.writer.record_results(results, Recipe())
        yield store


def _picture(random: np.random.Generator, at: int, digests: Rows, listed: Rows) -> Analysis:
    md5, sha1, sha256 = (random.bytes(length) for length in (_MD5, 20, 32))
    turns = [random.bytes(_PDQ) for _ in range(_ORIENTATIONS)]
    if at % PLANTED == 0:
        md5 = digests[random.integers(len(digests))].tobytes()
    elif at % PLANTED == 1:
        turns[at % _ORIENTATIONS] = _turned(random, listed[random.integers(len(listed))])
    value = PerceptualHash("pdq", "1", "made up", turns[0], 90, tuple(turns))
    return Analysis(Outcome.ANALYSED, "image/png", 1, Digests(md5, sha1, sha256), 8, 8, (value,))


def _turned(random: np.random.Generator, value: Rows) -> bytes:
    """A hash with up to 31 bits turned."""
    bits = np.unpackbits(value)
    bits[random.choice(len(bits), random.integers(RADIUS + 1), replace=False)] ^= 1
    return np.packbits(bits).tobytes()
