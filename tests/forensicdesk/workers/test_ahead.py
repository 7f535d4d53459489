"""Children that are started before there is work for them: who may ask them, who takes them over, and their end."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from forensicdesk.evidence.single import single_location
from forensicdesk.model import Job
from forensicdesk.workers import ahead
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.pool import analyse_jobs
from forensicdesk.workers.rehash import statements_of
from hashing.values import Outcome, Recipe
from tests.support.pictures import jpeg

LIMITS = Limits()
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are counted in /proc")


def children() -> set[int]:
    """The processes that this one has started."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        found.update(map(int, (task / "children").read_text(encoding="ascii").split()))
    return found


def test_the_children_that_wait_are_asked_and_taken_over_and_no_others_are_started(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(jpeg(1))
    with ahead.children_ahead(1, LIMITS):
        with ahead.one_child(LIMITS, ()) as crew:
            pid = crew.ask(os.getpid)
        before = children()
        statements = statements_of(os.fsencode(tmp_path), LIMITS, threading.Event())
        root = os.fsencode(picture)
        job = Job(1, root, single_location(root), picture.stat().st_size)
        [result] = analyse_jobs([job], Recipe(), 1, threading.Event())

        assert (statements.found, statements.trouble) == ((), ())
        assert result.analysis.outcome is Outcome.ANALYSED
        assert pid in before
        assert pid not in children()  # it has ended with the analysis
        assert children() <= before


def test_children_that_nobody_takes_are_ended() -> None:
    with ahead.children_ahead(1, LIMITS):
        with ahead.one_child(LIMITS, ()) as crew:
            pid = crew.ask(os.getpid)
        assert pid in children()

    assert pid not in children()


def test_an_end_before_the_children_have_started_leaves_none() -> None:
    before = children()
    with ahead.children_ahead(2, LIMITS):
        pass
    until = time.monotonic() + 10.0
    while children() - before and time.monotonic() < until:
        time.sleep(0.05)

    assert children() <= before | resource_tracker()


def resource_tracker() -> set[int]:
    """The process in which Python keeps account of semaphores: it starts with the first children, and stays."""
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children()}
    return {pid for pid, command in commands.items() if b"resource_tracker" in command}


def test_children_outlive_the_start_of_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Path("/proc/self/oom_score_adj").read_text(encoding="ascii")
    before = children()
    first: set[int] = set()

    def until_the_first_depends_on_this_process() -> None:
        first.update(children() - before - resource_tracker())
        scores = [Path(f"/proc/{pid}/oom_score_adj") for pid in first]
        until = time.monotonic() + 20.0
        while own in [score.read_text(encoding="ascii") for score in scores] and time.monotonic() < until:
            time.sleep(0.01)

    monkeypatch.setattr("forensicdesk.workers.crew.let_opencv_load", until_the_first_depends_on_this_process)
    with ahead.children_ahead(2, LIMITS), ahead.one_child(LIMITS, ()) as crew:
        assert crew.ask(os.getpid) is not None
        time.sleep(0.3)  # children that have ended are looked for every 0.02 s
        assert len(first) == 1
        assert first <= children()
        assert not crew.is_broken


def test_children_under_other_limits_are_neither_asked_nor_taken() -> None:
    other = Limits(passwords=("secret",))
    with ahead.children_ahead(1, LIMITS):
        with ahead.one_child(other, ()) as crew:
            assert crew.limits == other
        assert ahead.take_children(1, other).limits == other
        assert ahead.take_children(2, LIMITS).workers == 2
        taken = ahead.take_children(1, LIMITS)
        assert ahead.take_children(1, LIMITS) is not taken  # whoever comes first has them
        taken.stop()
