"""The case is asked for waiting items when there can be some, not for every result."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.case.reader import CaseReader
from forensicdesk.events import ItemsStored
from forensicdesk.pipeline.analyse import analyse_pending
from forensicdesk.pipeline.walk import walk_source
from hashing.values import Recipe
from tests.forensicdesk.evidence.trees import write
from tests.forensicdesk.pipeline.cases import Ears, new_case

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from forensicdesk.model import Job

FILES = 60


def test_the_last_results_ask_the_case_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = tmp_path / "evidence"
    for number in range(FILES):
        write(evidence, b"%d.txt" % number, b"text %d" % number)
    asked: list[int] = []
    pending_jobs = CaseReader.pending_jobs

    def counted(reader: CaseReader, count: int) -> list[Job]:
        asked.append(count)
        return pending_jobs(reader, count)

    monkeypatch.setattr(CaseReader, "pending_jobs", counted)
    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, Ears(), threading.Event())
        ears = Ears()
        analyse_pending(store, Recipe(), 1, ears, threading.Event())

        assert store.reader.ledger().pending == 0
        assert store.reader.ledger().seen == FILES

    writes = sum(isinstance(event, ItemsStored) for event in ears.heard)
    assert len(asked) <= 2 * writes + 2
