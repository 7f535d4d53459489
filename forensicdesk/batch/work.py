"""The doors to a batch: work one off, see one, ask one to stop."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.batch.engine import CASES, STOP, Engine
from forensicdesk.batch.program import program
from forensicdesk.batch.sources import Intake, QueueFile
from forensicdesk.batch.state import read_state
from forensicdesk.case.lock import CaseLock, is_locked
from forensicdesk.errors import CaseLockedError, EnvironmentProblem, UsageError
from forensicdesk.language import VARIABLE, sentence, spoken
from forensicdesk.session import refuse_inside, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.batch.engine import Clock
    from forensicdesk.batch.limits import Limits
    from forensicdesk.batch.state import BatchState

LOCK = "batch.lock"
_SECONDS_TO_BEGIN = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A batch as somebody else sees it.

    Attributes:
        state: as it stands on disk.
        at_work: whether a program works on it now.
    """

    state: BatchState
    at_work: bool


def batch_folder(queue: Path) -> Path:
    """Where a batch keeps everything unless another place is named: beside the queue file or intake folder."""
    place = queue.expanduser().absolute()
    return place.with_name(f"{place.stem if place.suffix == '.toml' else place.name}-batch")


def work_off(  # noqa: PLR0913 - what a person may say about it
    queue: Path,
    folder: Path,
    limits: Limits,
    stop: Callable[[], bool],
    *,
    intake: bool = False,
    once: bool = False,
    clock: Clock = utc_now,
) -> BatchState:
    """Work a queue off, or go on where that was interrupted; gives what came of it.

    Args:
        queue: the queue file, or the intake folder.
        folder: where everything of the batch lies; made if it is not there.
        limits: how it is worked off.
        stop: asked again and again whether to end soon.
        intake: whether `queue` is a folder that is watched.
        once: do not go on watching once all is done.
        clock: the time in UTC.

    Raises:
        UsageError: the queue cannot be understood, or the state on disk not read.
        EnvironmentProblem: another program works on this batch, the disk is full, or permission is refused.
    """
    place, home = queue.expanduser().absolute(), folder.expanduser().absolute()
    if intake and not place.is_dir():
        msg = sentence("The intake folder {place} does not exist or is no folder; make it first.", place=place)
        raise UsageError(msg)
    if intake:
        refuse_inside(home, place)
    orders = Intake(place, home / CASES, endless=not once) if intake else QueueFile(place, home / CASES)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = sentence(
            "The folder of the batch {home} cannot be made: {strerror}. Choose another with --out.",
            home=home,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    try:
        lock = CaseLock(home / LOCK, home, clock().isoformat(timespec="seconds"))
    except CaseLockedError as error:
        msg = sentence(
            "Another program works on the batch in {home}. Let it end, or choose another folder with --out.", home=home
        )
        raise EnvironmentProblem(msg) from error
    try:
        return Engine(home, place, orders, limits, clock).run(stop)
    finally:
        lock.release()


def start_batch(queue: Path, folder: Path, at_once: int) -> None:
    """Start the program on a batch, as a process of its own that outlives this one; what it says goes to `batch.log`.

    Args:
        queue: the queue file or intake folder.
        folder: of the batch.
        at_once: jobs at a time.

    Raises:
        EnvironmentProblem: it cannot be started, or ended at once; the sentence is its own.
    """
    what = ("--intake", str(queue)) if queue.is_dir() else (str(queue),)
    order = [*program(), "batch", *what, "--out", str(folder), "--jobs", str(at_once)]
    log = folder / "batch.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with log.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - our own program
                order,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                env=os.environ | {VARIABLE: spoken()},
            )
    except OSError as error:
        msg = sentence("The batch cannot be started in {folder}: {strerror}.", folder=folder, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves nothing behind when it ends
    limit = time.monotonic() + _SECONDS_TO_BEGIN
    while process.poll() is None and not is_locked(folder / LOCK) and time.monotonic() < limit:
        time.sleep(0.1)
    if process.poll() not in {None, 0, 1}:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise EnvironmentProblem("".join(last) or sentence("The batch in {folder} ended at once.", folder=folder))


def see_batch(folder: Path) -> Seen | None:
    """What became of the batch in a folder so far; None where none has begun.

    Raises:
        UsageError: its state cannot be read.
    """
    state = read_state(folder)
    return None if state is None else Seen(state, is_locked(folder / LOCK))


def ask_to_stop(folder: Path) -> None:
    """Let the program that works on a batch end in good order; what is running is continued by the next start.

    Raises:
        EnvironmentProblem: the folder cannot be written.
    """
    try:
        (folder / STOP).touch(mode=0o600)
    except OSError as error:
        msg = sentence(
            "The batch in {folder} cannot be asked to stop: {strerror}.", folder=folder, strerror=error.strerror
        )
        raise EnvironmentProblem(msg) from error
