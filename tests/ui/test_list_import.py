"""A list is imported in a process of its own: told about, refused in words, and ended at any moment."""

from __future__ import annotations

import hashlib
import json
import signal
import threading
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import EnvironmentProblem, Interrupted, UsageError
from forensicdesk.events import Progress
from forensicdesk.model import Role
from forensicdesk.session import ImportSettings, Library, utc_now
from ui import list_child
from ui.list_child import Meter, watched
from ui.list_import import KEEP, READ, SUM, import_apart, progress_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from forensicdesk.events import Event

STATED = ImportSettings(Role.NOTABLE, "known")


def write_list(path: Path, count: int) -> Path:
    """A plain list of MD5."""
    path.write_text(
        "\n".join(hashlib.md5(b"%d" % number, usedforsecurity=False).hexdigest() for number in range(count))
    )
    return path


def test_a_list_is_stored_and_its_reading_is_told(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", 2000)
    library = Library(tmp_path / "lists")
    told: list[Event] = []

    known = import_apart(library, path, STATED, utc_now(), told.append, threading.Event())

    assert library.lists() == (known,)
    assert dict(known.entries)["md5"] == 2000
    assert told
    assert all(isinstance(event, Progress) and event.phase in {SUM, READ, KEEP} for event in told)


def test_a_refusal_comes_back_as_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("no digest at all\n")
    library = Library(tmp_path / "lists")
    with pytest.raises(UsageError) as here:
        library.import_with(path, STATED, utc_now())

    with pytest.raises(UsageError) as apart:
        import_apart(library, path, STATED, utc_now(), lambda _: None, threading.Event())

    assert str(apart.value) == str(here.value)


def left_of(library: Library) -> list[str]:
    """What lies in the folder of a library."""
    return [left.name for left in library.folder.glob("*") if left.name != "library.lock"]


@contextmanager
def child_for(library: Library, path: Path) -> Iterator[tuple[Connection, Connection]]:
    """A child that imports, with what it says and the end that takes orders."""
    context = get_context("spawn")
    answers, theirs = context.Pipe(duplex=False)
    orders, ours = context.Pipe(duplex=False)
    child = context.Process(
        target=list_child.main, args=((theirs, orders), library.folder, path, STATED, utc_now(), "en")
    )
    child.start()
    theirs.close()
    try:
        yield answers, ours
    finally:
        for end in (answers, orders, ours):
            end.close()
        child.join()


def heard(answers: Connection, *kinds: str) -> dict[str, object]:
    """The next message that is of one of these kinds or the last."""
    while True:
        message: dict[str, object] = json.loads(answers.recv_bytes())
        if not message.keys().isdisjoint({*kinds, "list", "refused", "stopped"}):
            return message


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", 2000)
    library = Library(tmp_path / "lists")
    stop = threading.Event()

    def listen(event: Event) -> None:
        if isinstance(event, Progress) and event.phase != SUM:
            stop.set()

    with pytest.raises(Interrupted):
        import_apart(library, path, STATED, utc_now(), listen, stop)

    assert library.lists() == ()
    assert left_of(library) == []


@pytest.mark.parametrize("handler", [signal.default_int_handler, signal.SIG_IGN])
def test_stopping_interrupts_the_reading_also_where_a_shell_started_the_program_behind_it(
    tmp_path: Path, handler: signal.Handlers
) -> None:
    path = write_list(tmp_path / "large.txt", 400_000)
    library = Library(tmp_path / "lists")
    before = signal.signal(signal.SIGINT, handler)
    try:
        with child_for(library, path) as (answers, orders):
            orders.send_bytes(list_child.STOP)
            assert heard(answers, "ready") == {"stopped": True}
    finally:
        signal.signal(signal.SIGINT, before)

    assert left_of(library) == []


def test_a_list_that_was_read_is_kept_only_when_the_parent_lets_it(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", 2000)
    library = Library(tmp_path / "lists")

    with child_for(library, path) as (answers, orders):
        assert heard(answers, "ready") == {"ready": True}
        assert library.lists() == ()
        orders.send_bytes(list_child.STOP)
        assert heard(answers) == {"stopped": True}
    assert left_of(library) == []

    with child_for(library, path) as (answers, orders):
        assert heard(answers, "ready") == {"ready": True}
        orders.send_bytes(list_child.KEEP)
        orders.send_bytes(list_child.STOP)
        assert heard(answers) == {"list": library.lists()[0].id}


def test_a_library_that_cannot_be_used_is_a_problem_of_the_workstation(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", 5)
    (tmp_path / "lists").write_text("a file where the folder should be")

    with pytest.raises(EnvironmentProblem, match="cannot be used"):
        import_apart(Library(tmp_path / "lists"), path, STATED, utc_now(), lambda _: None, threading.Event())


@pytest.mark.parametrize(
    ("read", "size", "phase", "done", "total"),
    [(0, 0, READ, 0, 0), (40, 100, SUM, 40, 100), (130, 100, READ, 30, 100), (200, 100, KEEP, 0, 0)],
)
def test_a_file_is_read_twice_and_then_put_in_order(read: int, size: int, phase: str, done: int, total: int) -> None:
    told = progress_of(read, size, 1.5)

    assert (told.phase, told.bytes_done, told.bytes_total, told.elapsed_s) == (phase, done, total, 1.5)


def test_a_watched_path_counts_what_is_read_through_it(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"x" * 3_000_000)
    told: list[int] = []

    with watched(path, Meter(told.append)).open("rb") as stream:
        assert len(stream.read()) == 3_000_000

    assert told[-1] == 3_000_000
    assert watched(path, Meter(told.append)).read_text() == "x" * 3_000_000
