"""Why a job cannot be done now, and whether that is over."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.batch.state import Cause
from forensicdesk.case.lock import is_locked
from forensicdesk.case.store import LOCK

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.batch.order import JobOrder

WRONG_USAGE, INTERRUPTED = 2, 130
SEEN_AGAIN = frozenset({Cause.MISSING, Cause.DISK_FULL, Cause.LOCKED})
"""Causes of which can be seen that they are over; such a job is begun again the moment they are."""

TRIED_AGAIN = frozenset({Cause.INTERRUPTED, Cause.CRASHED, Cause.ENVIRONMENT})
"""Causes of which it cannot: a job is tried a few times more, each time after a longer pause."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What holds a job up: its cause and a sentence."""

    cause: Cause
    said: str


def hindrance(order: JobOrder, least_free: int) -> Hindrance | None:
    """What would keep this job from being done now; None if nothing is seen.

    Args:
        order: the job.
        least_free: bytes that have to be free where its case lies.
    """
    for path in order.inputs:
        if not path.exists():
            return Hindrance(Cause.MISSING, f"{path} is not there; connect or copy it.")
        if path in order.sources and path.is_dir() and next(path.iterdir(), None) is None:
            return Hindrance(Cause.MISSING, f"The folder {path} is empty; copy the evidence or check the mount.")
    secret = order.thumbnails_passphrase_file
    if secret is not None and not is_private(secret):
        said = f"Others can read the passphrase in {secret}; take their rights away (chmod 600) and start again."
        return Hindrance(Cause.REFUSED, said)
    free = _free(order.case)
    if free < least_free:
        said = f"Only {free:,} bytes are free where {order.case} lies, {least_free:,} are wanted; free some space."
        return Hindrance(Cause.DISK_FULL, said)
    if is_locked(order.case / LOCK):
        return Hindrance(Cause.LOCKED, f"The case {order.case} is open for writing in another program; close it there.")
    return None


def cause_of(code: int, said: str, order: JobOrder, least_free: int) -> Hindrance:
    """Why a child process ended without having done its work.

    Args:
        code: its exit code, negative where a signal ended it.
        said: its own sentence, "" if it left none.
        order: the job.
        least_free: see `hindrance`.
    """
    try:
        seen = hindrance(order, least_free)
    except OSError:
        seen = None
    if seen is not None and code != INTERRUPTED:
        return Hindrance(seen.cause, said or seen.said)
    if code == INTERRUPTED:
        return Hindrance(Cause.INTERRUPTED, said or "The job was interrupted from outside.")
    if code == WRONG_USAGE:
        return Hindrance(Cause.REFUSED, said or "The job was refused.")
    if code < 0:
        return Hindrance(Cause.CRASHED, f"The job's process was ended by signal {-code}.")
    return Hindrance(Cause.ENVIRONMENT, said or f"The job ended with exit code {code}.")


def is_private(path: Path) -> bool:
    """Whether nobody but its owner may read a file. Windows keeps that elsewhere, and is not asked."""
    return os.name != "posix" or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _free(place: Path) -> int:
    """Free bytes where a folder lies or would lie."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free
