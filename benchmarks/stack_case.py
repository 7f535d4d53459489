"""A real case folder with made-up hashes and planted copies, for measuring stacks as the program makes them."""

from __future__ import annotations

import hashlib
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import insert

from benchmarks.stack_tables import crowded, planted
from benchmarks.timing import peak_mib
from forensicdesk.case import codec
from forensicdesk.case.backing import DATABASE
from forensicdesk.case.paging import in_pages
from forensicdesk.case.schema import CONTENTS, ITEMS, PERCEPTUAL, RECIPES, SOURCES
from forensicdesk.case.sqlite import SqliteDatabase
from forensicdesk.case.store import create_case, open_case
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_hashes import NearRule
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_ranks import read_ranks
from forensicdesk.matching.stack_search import AlikeSearch, NearSearch
from forensicdesk.matching.stack_tables import read_tables
from forensicdesk.model import Location, Origin, State, Step
from forensicdesk.pipeline.relate import relate
from hashing.values import Outcome, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from forensicdesk.matching.pairs import Pairs
    from forensicdesk.matching.stacks import PictureTables

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_QUALITY = 100
_AT_ONCE = 20_000

Row = dict[str, Any]

_SOURCE: Row = {
    "id": 1,
    "kind": "folder",
    "path": b"/exhibits/phone",
    "label": "phone",
    "added_at": "2026-01-01T00:00:00Z",
    "walked": True,
}


def make_case(folder: Path, pictures: int, copies: int, seed: int, scenes: int = 0) -> list[tuple[int, int]]:
    """A new case of so many pictures that were analysed; gives the planted pairs as numbers of contents.

    Args:
        folder: the case, which must not exist.
        pictures: how many contents.
        copies: how many of them are copies of others, half of these turned.
        seed: of the random numbers.
        scenes: if not 0, all pictures show so many scenes, and no copies are planted.
    """
    create_case(folder, number="2026-001", examiner="Examiner A", fields=(), now=NOW, actor="Examiner A")
    tables, originals, places = planted(pictures, copies, seed) if not scenes else _crowded(pictures, scenes, seed)
    database = SqliteDatabase(folder / DATABASE, writable=True)
    try:
        with database.writing() as connection:
            connection.execute(insert(RECIPES), [{"id": 1, "recipe": codec.encode_recipe(Recipe())}])
            for rows in in_pages(map(_content, range(1, pictures + 1)), _AT_ONCE):
                connection.execute(insert(CONTENTS), rows)
            for rows in in_pages(_hashes(tables), _AT_ONCE):
                connection.execute(insert(PERCEPTUAL), rows)
            connection.execute(insert(SOURCES), [_SOURCE])
            for rows in in_pages(map(_item, range(1, pictures + 1)), _AT_ONCE):
                connection.execute(insert(ITEMS), rows)
    finally:
        database.close()
    return [(one + 1, two + 1) for one, two in zip(originals.tolist(), places.tolist(), strict=True)]


def _crowded(pictures: int, scenes: int, seed: int) -> tuple[PictureTables, NDArray[np.int64], NDArray[np.int64]]:
    return crowded(pictures, scenes, seed), np.empty(0, np.int64), np.empty(0, np.int64)


def _content(number: int) -> Row:
    said = b"%d" % number
    return {
        "id": number,
        "sha256": hashlib.sha256(said).digest(),
        "sha1": hashlib.sha1(said, usedforsecurity=False).digest(),
        "md5": hashlib.md5(said, usedforsecurity=False).digest(),
        "size": 3_000_000,
        "media_type": "image/jpeg",
        "outcome": Outcome.ANALYSED.value,
        "width": 4_000,
        "height": 3_000,
        "film": False,
        "thumbnail": False,
        "recipe_id": 1,
        "metadata": "[]",
        "dates": "[]",
        "indicators": "[]",
        "issues": "[]",
    }


def _item(number: int) -> Row:
    return {
        "id": number,
        "source_id": 1,
        "location": codec.encode_location(Location((Step("file", b"%d.jpg" % number),))),
        "size": 3_000_000,
        "state": State.ANALYSED.value,
        "media": "picture",
        "media_type": "image/jpeg",
        "content_id": number,
        "origin": Origin.LIVE.value,
        "turn": 0,
    }


def _hashes(tables: PictureTables) -> Iterator[Row]:
    same = {"view_name": "", "weak": False, "version": "1"}
    for number, turned, phash, dhash in zip(
        tables.contents.tolist(),
        np.asarray(tables.pdqs.turned),
        tables.phashes.values,
        tables.dhashes.values,
        strict=True,
    ):
        pdq = {"algorithm": "pdq", "parameters": "64x64-dct16", "value": turned[0].tobytes(), "quality": _QUALITY}
        yield {"content_id": number, "position": 0, "orientations": turned.tobytes(), **pdq, **same}
        for position, (algorithm, value) in enumerate((("phash", phash), ("dhash", dhash)), 1):
            small = {"algorithm": algorithm, "parameters": "8x8", "value": value.tobytes(), "quality": None}
            yield {"content_id": number, "position": position, "orientations": None, **small, **same}


def measure(pictures: int, folder: Path, seed: int, scenes: int = 0) -> None:
    """Print what stacks of so many pictures cost: the whole job in a process of its own, then its steps in another."""
    case = folder / f"{pictures}.fdcase"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pairs = pool.submit(make_case, case, pictures, pictures // 20, seed, scenes).result()
    for work in (_whole, _steps):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            for line in pool.submit(work, case, pairs).result():
                print(line, flush=True)


def _whole(case: Path, pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Stacks as `process` makes them, from the stored hashes to the stored stacks."""
    with open_case(case, writable=True, now=NOW, actor="Examiner A") as store:
        before, clock, used = peak_mib(os.getpid()), time.monotonic(), _processor_s()
        relate(store, lambda _event: None, now=NOW)
        clock, used = time.monotonic() - clock, _processor_s() - used
        peak, apart = peak_mib(os.getpid()), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        stacks = {held.content_id: held.stack for held in store.related.holdings() if held.stack is not None}
        counts = store.related.counts()
    met = sum(stacks.get(one, -1) == stacks.get(two, -2) for one, two in pairs)
    memory = f"{before:,} MiB before, {peak:,} at most; {apart:,} in the process of the stacks"
    found = f"{counts['stacks']:,} stacks, {counts['clusters']:,} clusters"
    return [
        f"the whole job: {clock:.0f} s, {used:.0f} s of processor time; {memory}",
        f"{met:,} of {len(pairs):,} planted copies in the stack of their original; {found}",
    ]


def _processor_s() -> float:
    """Seconds of a processor that this process and the children that it has waited for have used."""
    return sum(os.times()[:4])


def _steps(case: Path, _pairs: Sequence[tuple[int, int]]) -> list[str]:
    """The steps that take longest, one after the other."""
    policy, said, started = DEFAULT_STACK_POLICY, [], time.monotonic()

    def lap(name: str) -> None:
        nonlocal started
        said.append(f"  {name}: {time.monotonic() - started:.0f} s")
        started = time.monotonic()

    def ignore(_pairs: Pairs) -> None:
        """Nobody needs them."""

    def pass_over(_rows: NDArray[np.int64], _numbers: NDArray[np.int64]) -> None:
        """Nor these."""

    with open_case(case, writable=False, now=NOW, actor="Examiner A") as store:
        tables = read_tables(store.related, policy, read_ranks(store.related), case)
    lap("reading the hashes")
    rule = NearRule(tables.pdqs, tables.phashes, tables.dhashes, policy)
    NearSearch(rule, policy.matching.pdq_distance, go_on).every(ignore, pass_over)
    lap("near pairs, eight orientations")
    AlikeSearch(tables.phashes, tables.dhashes, policy, go_on).every(ignore, pass_over)
    lap("pairs of clusters")
    return said
