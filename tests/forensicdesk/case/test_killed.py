"""A kill at any moment loses at most the batch that was being written; a full disk loses nothing."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.audit import verify_log
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.model import ItemFilter, Result, State
from hashing.values import Recipe
from tests.forensicdesk.case.building import ACTOR, NOW, new_case, opened, picture, run_python, source_with, writer_of

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore

ITEMS = 600
BATCH = 20

WORK = """
import sys
from pathlib import Path
from forensicdesk.model import Result
from hashing.values import Recipe
from tests.forensicdesk.case.building import ACTOR, NOW, opened, picture, writer_of
store = opened(Path(sys.argv[1]))
jobs = sorted(store.reader.pending_jobs(1000), key=lambda job: job.item_id)
print("ready", flush=True)
for start in range(0, len(jobs), 20):
    batch = jobs[start:start + 20]
    writer_of(store).record_results([Result(job.item_id, picture(b"%d" % job.item_id)) for job in batch], Recipe())
    print("stored", batch[-1].item_id, flush=True)
    store.audit.append(ACTOR, "batch stored", (("last", str(batch[-1].item_id)),), NOW)
    print("recorded", batch[-1].item_id, flush=True)
"""

FILL_DISK = """
import resource, sys
from pathlib import Path
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.model import Result
from hashing.values import Recipe
from tests.forensicdesk.case.building import opened, picture, writer_of
folder = Path(sys.argv[1])
store = opened(folder)
limit = max(file.stat().st_size for file in folder.iterdir()) + 150_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
jobs = sorted(store.reader.pending_jobs(1000), key=lambda job: job.item_id)
for start in range(0, len(jobs), 20):
    batch = jobs[start:start + 20]
    try:
        writer_of(store).record_results([Result(job.item_id, picture(b"%d" % job.item_id)) for job in batch], Recipe())
    except EnvironmentProblem as error:
        print("refused:", error, flush=True)
        break
    print("stored", batch[-1].item_id, flush=True)
"""


def assert_whole(store: CaseStore) -> None:
    """Databases and log are intact, the ledger adds up, and each analysed item has all that belongs to it."""
    assert store.database.check() == ()
    assert store.thumbnails.database.check() == ()
    assert verify_log(store.audit.path, store.reader.audit_head()) == ()
    ledger = store.reader.ledger()
    assert ledger.seen == ledger.not_media + ledger.media + ledger.pending == ITEMS
    present = set(store.thumbnails.digests())
    for record in store.reader.items(ItemFilter(states=(State.ANALYSED,))):
        assert record.analysis is not None
        assert record.analysis.digests is not None
        assert record.analysis.digests.sha256 in present
        assert len(record.analysis.perceptual) == 2


def last_stored(lines: list[str], word: str) -> int:
    return max((int(line.split()[1]) for line in lines if line.startswith(word)), default=0)


def test_whatever_the_moment_of_a_kill_nothing_stored_is_lost_and_work_goes_on(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    with opened(path) as store:
        source_with(store, [b"%d" % number for number in range(ITEMS)])
    moments = random.Random(17)  # noqa: S311 - moments, not secrets
    done = 0
    for _ in range(6):
        process = run_python(WORK, str(path))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.0, 0.25))
        process.kill()
        said = process.communicate(timeout=30)[0].splitlines()

        with opened(path, writable=False) as store:
            stored = store.reader.ledger().analysed
        with opened(path) as store:
            assert_whole(store)
            recorded = [dict(record.detail).get("last", "0") for record in store.audit.records()]
            assert store.reader.ledger().analysed == stored

        assert stored >= max(done, last_stored(said, "stored"))
        assert stored % BATCH == 0
        assert max(int(text) for text in recorded) >= last_stored(said, "recorded")
        done = stored

    assert run_python(WORK, str(path)).communicate(timeout=60)[0].splitlines()
    with opened(path) as store:
        assert_whole(store)
        assert store.reader.ledger().analysed == store.reader.contents() == ITEMS


def test_a_disk_that_fills_up_is_named_and_nothing_stored_is_lost(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="this system cannot limit the size of files")
    path = new_case(tmp_path)
    with opened(path) as store:
        source_with(store, [b"%d" % number for number in range(ITEMS)])

    said = run_python(FILL_DISK, str(path)).communicate(timeout=60)[0].splitlines()

    assert "disk is full" in said[-1]
    assert "what was stored before is kept" in said[-1]
    with opened(path) as store:
        assert_whole(store)
        assert 0 < last_stored(said, "stored") == store.reader.ledger().analysed < ITEMS


def test_a_full_database_is_refused_in_one_sentence_and_works_again_with_space(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        source_with(store, [b"%d" % number for number in range(ITEMS)])
        results = [Result(number, picture(b"%d" % number)) for number in range(1, ITEMS + 1)]
        with store.database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")

        with pytest.raises(EnvironmentProblem, match=r"The disk is full: .*case\.db cannot grow"):
            writer_of(store).record_results(results, Recipe())
        store.audit.append(ACTOR, "analysis ended", (), NOW)
        assert store.reader.ledger().pending == ITEMS

        with store.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=100000")
        writer_of(store).record_results(results, Recipe())
        assert_whole(store)
        assert store.reader.ledger().analysed == ITEMS
