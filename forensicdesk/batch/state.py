"""What became of each job, as it stands on disk: `status.json`, which a restart continues from."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

STATUS = "status.json"
FORMAT = 1
_GREATEST_FILE = 256 << 20


class Stage(StrEnum):
    """How far a job is. WAITING: its cause is looked at again and again; FAILED: it is not, until the next start."""

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    DIFFERENCES = "done_with_differences"
    FAILED = "failed"


FINISHED = frozenset({Stage.DONE, Stage.DIFFERENCES})
"""Stages in which a job has all its reports."""


class Cause(StrEnum):
    """Why a job is not done. What has to be seen again before it is tried again, see `causes`."""

    MISSING = "missing"
    DISK_FULL = "disk_full"
    LOCKED = "locked"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"
    ENVIRONMENT = "environment"
    REFUSED = "refused"
    NOT_AS_ACQUIRED = "not_as_acquired"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the running step is, in the words of the program; `total` is None while it is not known."""

    phase: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class ListHits:
    """How many matches a case has with one list."""

    name: str
    version: int
    role: str
    matches: int


@dataclass(frozen=True, slots=True)
class JobState:
    """What is known of one job.

    Attributes:
        order: `JobOrder.id`; another one begins anew.
        case: path of its case folder.
        attempts: how often it was begun in this run of the batch.
        step, steps: how many of its child processes have ended well, of how many.
        cause, said: why it is not done, "" if it is not held up; `said` is a sentence.
        started_at, ended_at: UTC, "" if not yet.
        seconds: time its child processes have run, all attempts.
        exit_code: of the last child process that ended; None before.
        ledger: the case's account of files, {} before the first step is done.
        contents: distinct contents in the case.
        hits: matches by list.
        reports: path and SHA-256 of each report file.
    """

    name: str
    order: str
    stage: Stage = Stage.PENDING
    priority: int = 0
    case: str = ""
    attempts: int = 0
    step: int = 0
    steps: int = 1
    cause: str = ""
    said: str = ""
    started_at: str = ""
    ended_at: str = ""
    seconds: float = 0.0
    exit_code: int | None = None
    progress: Progress | None = None
    ledger: tuple[tuple[str, int], ...] = ()
    contents: int = 0
    hits: tuple[ListHits, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch as a whole.

    Attributes:
        queue: path of the queue file or intake folder.
        running: whether the program was at work when this was written.
        at_once: how many jobs run at a time.
    """

    queue: str
    at_once: int
    running: bool = False
    started_at: str = ""
    updated_at: str = ""
    jobs: tuple[JobState, ...] = ()

    def count(self, *stages: Stage) -> int:
        """How many jobs are in one of these stages."""
        return sum(job.stage in stages for job in self.jobs)


def as_document(state: BatchState) -> dict[str, Any]:
    """What `status.json` says; its keys are a contract, docs/schemas/batch-status.json."""
    return {
        "forensicdesk_batch": FORMAT,
        "queue": state.queue,
        "at_once": state.at_once,
        "running": state.running,
        "started_at": state.started_at,
        "updated_at": state.updated_at,
        "counts": {stage.value: state.count(stage) for stage in Stage},
        "jobs": [_job_document(job) for job in state.jobs],
    }


def write_state(folder: Path, state: BatchState) -> None:
    """Put `status.json` on disk, whole and flushed.

    Raises:
        EnvironmentProblem: disk full, or permission refused.
    """
    try:
        write_whole(folder / STATUS, json.dumps(as_document(state), indent=1).encode("ascii"))
    except OSError as error:
        msg = sentence(
            "The state of the batch cannot be written to {folder}: {strerror}. Free space, then start again.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error


def read_state(folder: Path) -> BatchState | None:
    """What stands on disk; None where no batch has begun yet.

    Raises:
        UsageError: the file is damaged or of a newer version.
    """
    path = folder / STATUS
    try:
        with path.open("rb") as file:
            raw = file.read(_GREATEST_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = sentence(
            "The state of the batch {path} cannot be read ({strerror}); check your rights.",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error
    try:
        return _state_of(json.loads(raw))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        msg = sentence(
            "{path} is no state of a batch that this version reads ({error}). Move it away to begin "
            "anew: what is in the cases already is not done again.",
            path=path,
            error=error,
        )
        raise UsageError(msg) from error


def _job_document(job: JobState) -> dict[str, Any]:
    said = {one.name: getattr(job, one.name) for one in fields(job)}
    said["progress"] = job.progress and {one.name: getattr(job.progress, one.name) for one in fields(Progress)}
    said["ledger"] = dict(job.ledger)
    said["hits"] = [{one.name: getattr(hit, one.name) for one in fields(ListHits)} for hit in job.hits]
    said["reports"] = [{"path": path, "sha256": sha256} for path, sha256 in job.reports]
    said["seconds"] = round(job.seconds, 3)
    return said


def _state_of(found: dict[str, Any]) -> BatchState:
    if found["forensicdesk_batch"] != FORMAT:
        msg = sentence(
            "its version is {forensicdesk_batch!r} instead of {format}",
            forensicdesk_batch=found["forensicdesk_batch"],
            format=FORMAT,
        )
        raise ValueError(msg)
    said = {one.name: found[one.name] for one in fields(BatchState) if one.name != "jobs"}
    return BatchState(**said, jobs=tuple(_job_of(job) for job in found["jobs"]))


def _job_of(found: dict[str, Any]) -> JobState:
    job = JobState(**{one.name: found[one.name] for one in fields(JobState)})
    return replace(
        job,
        stage=Stage(job.stage),
        progress=Progress(**found["progress"]) if found["progress"] else None,
        ledger=tuple((str(key), int(value)) for key, value in found["ledger"].items()),
        hits=tuple(ListHits(**hit) for hit in found["hits"]),
        reports=tuple((str(one["path"]), str(one["sha256"])) for one in found["reports"]),
    )
