"""Works a queue off: so many jobs at a time, by priority, each in processes of its own.

All that is known stands in `status.json` before and after each step; a batch that is started again goes on from there.
A case that was interrupted is continued by the same command, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.batch import steps
from forensicdesk.batch.causes import SEEN_AGAIN, TRIED_AGAIN, Hindrance, cause_of, hindrance
from forensicdesk.batch.child import Child
from forensicdesk.batch.order import BadOrder
from forensicdesk.batch.pages import write_pages
from forensicdesk.batch.state import FINISHED, BatchState, Cause, JobState, Stage, read_state, write_state
from forensicdesk.errors import ForensicDeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.batch.limits import Limits, Orders
    from forensicdesk.batch.order import JobOrder

    Clock = Callable[[], datetime]

LOGS, REPORTS, CASES, STOP = "logs", "reports", "cases", "stop"
_SECONDS_BETWEEN_WRITES = 2.0
_MOST_BEGUN = 20
"""So often at most a job is begun in one run of the batch, even if its cause comes and goes."""


@dataclass(slots=True)
class _Job:
    """One job at work."""

    order: JobOrder
    state: JobState
    child: Child | None = None
    not_before: float = 0.0


class Engine:
    """One batch at work.

    Args:
        folder: where state, pages, logs, reports and new cases lie.
        queue: path of the queue file or intake folder, as it is shown.
        orders: where jobs come from.
        limits: how it is worked off.
        clock: the time in UTC.

    Raises:
        UsageError: the state on disk cannot be read.
    """

    def __init__(self, folder: Path, queue: Path, orders: Orders, limits: Limits, clock: Clock) -> None:
        self._folder, self._orders, self._limits, self._clock = folder, orders, limits, clock
        self._jobs: dict[str, _Job] = {}
        self._known = {job.name: _afresh(job) for job in self._read_before()}
        self._state = BatchState(str(queue), limits.at_once, running=True, started_at=self._now())
        self._written_at = self._idle_since = 0.0

    def run(self, stop: Callable[[], bool]) -> BatchState:
        """Work until nothing is left that can be done, or until `stop` says so; gives the last state.

        Raises:
            ForensicDeskError: the state cannot be written.
        """
        self._idle_since = time.monotonic()
        (self._folder / STOP).unlink(missing_ok=True)
        try:
            while not stop() and not (self._folder / STOP).exists():
                if self._turn() and not self._orders.endless:
                    break
                time.sleep(self._limits.poll_s)
            self._wind_up()
        finally:
            for job in self._at_work():
                if job.child is not None:
                    job.child.kill()
        self._give_up_waiting()
        self._state = replace(self._state, running=False)
        self._publish(changed=True)
        return self._state

    # --- one turn -----------------------------------------------------------------------------------------------------

    def _turn(self) -> bool:
        """Look at everything once; gives whether nothing is left to do."""
        changed = self._take_orders()
        changed |= self._take_ended()
        changed |= self._look_at_causes()
        changed |= self._begin_next()
        self._publish(changed=changed)
        now = time.monotonic()
        if self._at_work() or any(job.state.stage is Stage.PENDING for job in self._jobs.values()):
            self._idle_since = now
            return False
        waiting = any(job.state.stage is Stage.WAITING for job in self._jobs.values())
        return not waiting or now - self._idle_since >= self._limits.wait_s

    def _take_orders(self) -> bool:
        changed = False
        for order in self._orders.read():
            changed |= self._refuse(order) if isinstance(order, BadOrder) else self._take(order)
        for name in [one.name for one in self._known.values() if one.stage is Stage.PENDING]:
            del self._known[name]  # nobody asks for it any more, and it was not done
        return changed

    def _take(self, order: JobOrder) -> bool:
        job = self._jobs.get(order.name)
        known = job.state if job else self._known.get(order.name)
        if known is not None and known.order == order.id:
            if job is None or job.order != order:
                state = replace(known, priority=order.priority)
                self._jobs[order.name] = _Job(order, state, job.child if job else None, job.not_before if job else 0.0)
                self._known.pop(order.name, None)
                return True
            return False
        if job is not None and job.child is not None:
            return False  # the altered order is taken when the running one has ended
        total = len(order.variants) * len(order.languages)
        state = JobState(order.name, order.id, priority=order.priority, case=str(order.case), steps=total)
        self._jobs[order.name] = _Job(order, state)
        self._known.pop(order.name, None)
        return True

    def _refuse(self, order: BadOrder) -> bool:
        known = self._jobs.get(order.name)
        if known is not None:
            return False  # what was understood before stays in force
        state = JobState(order.name, "", Stage.FAILED, cause=Cause.ORDER.value, said=order.why)
        changed = self._known.get(order.name) != state
        self._known[order.name] = state
        return changed

    def _take_ended(self) -> bool:
        changed = False
        for job in self._at_work():
            code = job.child.ended() if job.child else None
            if code is not None:
                self._end_step(job, code)
                changed = True
        return changed

    def _look_at_causes(self) -> bool:
        """Jobs whose cause is over wait no longer."""
        changed = False
        for job in self._jobs.values():
            if job.state.stage is Stage.WAITING and time.monotonic() >= job.not_before:
                held_up = self._held_up(job) if job.state.cause in SEEN_AGAIN else None
                if held_up is None:
                    job.state = replace(job.state, stage=Stage.PENDING, cause="", said="")
                    changed = True
        return changed

    def _begin_next(self) -> bool:
        changed = False
        ready = [job for job in self._jobs.values() if job.state.stage is Stage.PENDING and job.child is None]
        for job in sorted(ready, key=lambda one: -one.state.priority):
            running = self._at_work()
            if len(running) >= self._limits.at_once:
                break
            if all(other.order.case != job.order.case for other in running):
                self._begin(job)
                changed = True
        return changed

    # --- one job ------------------------------------------------------------------------------------------------------

    def _begin(self, job: _Job) -> None:
        held_up = self._held_up(job)
        if held_up is not None:
            self._hold(job, held_up)
            return
        started = job.state.started_at or self._now()
        attempts = job.state.attempts + 1
        job.state = replace(job.state, stage=Stage.RUNNING, started_at=started, ended_at="", attempts=attempts)
        self._publish(changed=True)  # what is begun is on record before it begins
        self._begin_step(job)

    def _begin_step(self, job: _Job) -> None:
        wanted = steps.steps_of(job.order, self._folder / REPORTS / job.order.name, self._limits.workers)
        try:
            self._folder.joinpath(LOGS).mkdir(mode=0o700, exist_ok=True)
            job.order.case.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            log, clustered = self._folder / LOGS / f"{job.order.name}.log", job.order.cluster is not None
            # Its first step alone is work for a cluster; further reports are written here.
            job.child = Child(wanted[job.state.step], self._out(job), log, cluster=clustered and job.state.step == 0)
        except UsageError as error:
            self._hold(job, Hindrance(Cause.REFUSED, str(error)))
        except (OSError, ForensicDeskError) as error:
            self._hold(job, Hindrance(Cause.ENVIRONMENT, f"The job cannot be begun: {error}"))

    def _end_step(self, job: _Job, code: int) -> None:
        child, job.child = job.child, None
        if child is None:
            return
        said = child.last_words()
        child.ask_to_stop()
        job.state = replace(job.state, exit_code=code, seconds=job.state.seconds + child.seconds, progress=None)
        if code not in {0, 1}:
            self._hold(job, cause_of(code, said, job.order, self._limits.least_free))
            return
        try:
            refused = steps.refusal_in(self._out(job)) if job.state.step == 0 else ""
            written = steps.reports_in(self._out(job))
            ledger, contents, hits = steps.facts_of(job.order.case)
        except (OSError, ValueError, KeyError, TypeError, ForensicDeskError) as error:
            self._hold(job, Hindrance(Cause.ENVIRONMENT, f"What the job printed or stored cannot be read: {error}"))
            return
        job.state = replace(job.state, ledger=ledger, contents=contents, hits=hits)
        if refused:
            self._hold(job, Hindrance(Cause.NOT_AS_ACQUIRED, refused))
            return
        reports = tuple(sorted({**dict(job.state.reports), **dict(written)}.items()))
        job.state = replace(job.state, step=job.state.step + 1, reports=reports)
        if job.state.step < job.state.steps:
            self._publish(changed=True)
            self._begin_step(job)
            return
        stage = Stage.DIFFERENCES if steps.with_failures(job.state) else Stage.DONE
        job.state = replace(job.state, stage=stage, cause="", said="", ended_at=self._now())

    def _hold(self, job: _Job, held_up: Hindrance) -> None:
        """Let a job wait for its cause to go away, or fail."""
        again = held_up.cause in SEEN_AGAIN and job.state.attempts < _MOST_BEGUN
        again |= held_up.cause in TRIED_AGAIN and job.state.attempts < self._limits.attempts
        stage = Stage.WAITING if again else Stage.FAILED
        if held_up.cause in TRIED_AGAIN or (held_up.cause in SEEN_AGAIN and job.state.attempts):
            pause = self._limits.pause_s * 2 ** min(max(job.state.attempts - 1, 0), 6)
            job.not_before = time.monotonic() + pause
        ended = "" if again else self._now()
        job.state = replace(job.state, stage=stage, cause=held_up.cause.value, said=held_up.said, ended_at=ended)

    def _held_up(self, job: _Job) -> Hindrance | None:
        try:
            return hindrance(job.order, self._limits.least_free)
        except OSError as error:
            return Hindrance(Cause.MISSING, f"{error.filename} cannot be looked at: {error.strerror}.")

    # --- the end ------------------------------------------------------------------------------------------------------

    def _wind_up(self) -> None:
        """Ask running jobs to end, and wait until they have stored what they had."""
        for job in self._at_work():
            if job.child is not None:
                job.child.ask_to_stop()
        while self._at_work():
            for job in self._at_work():
                code = job.child.ended() if job.child else None
                if code is not None and job.child is not None:
                    seconds = job.state.seconds + job.child.seconds
                    job.child = None
                    job.state = replace(job.state, stage=Stage.PENDING, exit_code=code, seconds=seconds, progress=None)
            time.sleep(min(self._limits.poll_s, 0.1))

    def _give_up_waiting(self) -> None:
        """What still waits has failed, with its cause; the next start takes it up again."""
        for job in self._jobs.values():
            if job.state.stage is Stage.WAITING:
                job.state = replace(job.state, stage=Stage.FAILED, ended_at=self._now())

    # --- on disk ------------------------------------------------------------------------------------------------------

    def _publish(self, *, changed: bool) -> None:
        now = time.monotonic()
        if not changed and now - self._written_at < _SECONDS_BETWEEN_WRITES:
            return
        self._written_at = now
        for job in self._at_work():
            if job.child is not None:
                job.state = replace(job.state, progress=job.child.progress())
        jobs = (*self._known.values(), *(job.state for job in self._jobs.values()))
        self._state = replace(self._state, updated_at=self._now(), jobs=tuple(jobs))
        write_state(self._folder, self._state)
        write_pages(self._folder, self._state, self._limits.language)

    def _read_before(self) -> tuple[JobState, ...]:
        before = read_state(self._folder)
        return before.jobs if before else ()

    def _at_work(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.child is not None]

    def _out(self, job: _Job) -> Path:
        return self._folder / LOGS / f"{job.order.name}.out"

    def _now(self) -> str:
        return self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")


def _afresh(job: JobState) -> JobState:
    """A job as a new start of the batch finds it: what is not done is to be done, whatever held it up before."""
    if job.stage in FINISHED:
        return job
    return replace(job, stage=Stage.PENDING, cause="", said="", attempts=0, ended_at="", progress=None)
