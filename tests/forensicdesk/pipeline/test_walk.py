"""Tests of entering a source into the ledger."""

from __future__ import annotations

import itertools
import os
import threading
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.store import open_case
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.events import Progress
from forensicdesk.model import ItemFilter, State
from forensicdesk.pipeline.walk import walk_source
from tests.forensicdesk.evidence.trees import NEWLINE, NOT_UTF8, make_deep, write
from tests.forensicdesk.pipeline.cases import NOW, Ears, new_case

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.events import Event


def ignore(_event: Event) -> None:
    """Hear nothing."""


def test_every_entry_is_in_the_ledger_whatever_its_name_or_kind(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    for name in (b"a.jpg", NOT_UTF8, NEWLINE):
        write(evidence, name)
    make_deep(evidence, levels=400)
    (evidence / "link").symlink_to("/")
    os.mkfifo(evidence / "pipe")

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, ignore, threading.Event())

        ledger = store.reader.ledger()
        names = {item.location.steps[0].path for item in store.reader.items(ItemFilter(states=tuple(State)))}
        assert (ledger.seen, ledger.pending, ledger.excluded) == (3 + 401 + 2, 3 + 401, 2)
        assert {NOT_UTF8, NEWLINE, b"link", b"pipe"} <= names
        assert store.reader.sources()[0].walked


def test_a_walk_that_was_interrupted_is_completed_without_doubles(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    for number in range(50):
        write(evidence, b"%03d" % number)
    stop = threading.Event()

    def stop_soon(event: Event) -> None:
        if isinstance(event, Progress) and event.done >= 10:
            stop.set()

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        # A clock that leaps a second at each look makes each entry a batch.
        walk_source(store, source, stop_soon, stop, clock=itertools.count().__next__)
        begun = store.reader.ledger().seen
        assert 10 <= begun < 50
        assert not store.reader.sources()[0].walked

        walk_source(store, source, ignore, threading.Event())

        assert store.reader.ledger().seen == 50
        assert store.reader.sources()[0].walked


def test_progress_counts_entries_and_bytes(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    for number in range(5):
        write(evidence, b"%d" % number, b"12345")
    ears = Ears()

    with new_case(tmp_path / "x.fdcase", evidence) as (store, source):
        walk_source(store, source, ears, threading.Event(), clock=lambda: 7.0)

    assert ears.heard == [Progress("walk", 5, None, bytes_done=25)]


def test_a_source_that_is_gone_is_a_clear_sentence_and_stays_unfinished(tmp_path: Path) -> None:
    with new_case(tmp_path / "x.fdcase", tmp_path / "gone") as (store, source):
        with pytest.raises(UsageError, match="There is nothing at"):
            walk_source(store, source, ignore, threading.Event())

        assert not store.reader.sources()[0].walked


def test_a_case_opened_for_reading_is_refused(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    write(evidence, b"a")
    with new_case(tmp_path / "x.fdcase", evidence) as (_, source):
        pass

    with (
        open_case(tmp_path / "x.fdcase", writable=False, now=NOW, actor="E") as store,
        pytest.raises(EnvironmentProblem, match="reading only"),
    ):
        walk_source(store, source, ignore, threading.Event())
