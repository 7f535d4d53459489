"""One run of jobs through a crew: what is still to send, what is out, what must be sent again."""

from __future__ import annotations

import queue
import signal
import time
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pebble import ProcessExpired

from forensicdesk.errors import EnvironmentProblem, ForensicDeskError
from forensicdesk.language import sentence
from forensicdesk.model import Job, Result
from forensicdesk.settings import JOBS_IN_FLIGHT_PER_WORKER
from forensicdesk.workers.ahead import take_children
from forensicdesk.workers.child import digests_and_type, digests_only, failed
from hashing.values import IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from forensicdesk.workers.child import Analyse
    from forensicdesk.workers.limits import Limits
    from hashing.values import Analysis, Recipe

TICK_S = 0.1
_NO_MORE = object()
_DIGEST_AGAIN = frozenset({IssueCode.TIMED_OUT, IssueCode.WORKER_DIED, IssueCode.OUT_OF_MEMORY, IssueCode.UNEXPECTED})
_BREAKS_OF_ONE_JOB = 2
_SIGKILL = getattr(signal, "SIGKILL", 0)
"""The signal by which somebody else, or the system for want of memory, ends a process; no decoder does it itself."""
_SIGXCPU = getattr(signal, "SIGXCPU", 0)
"""The signal that ends a child whose item has used up its processor time; Windows has none."""


@dataclass(slots=True, eq=False)
class _Errand:
    """One job on its way.

    Attributes:
        job: which item.
        first: the failed first analysis, once the item is run again for its digests only.
        breaks: how often all children broke while this item alone was out.
        sent_at: when it was handed out.
        was_killed: its child was killed from outside once; that says nothing about the item, so it was sent again.
    """

    job: Job
    first: Analysis | None = None
    breaks: int = 0
    sent_at: float = 0.0
    was_killed: bool = False


class Run:
    """The state of one run. Used by one thread; `send` and `receive` take turns."""

    def __init__(
        self, jobs: Iterable[Job | None], recipe: Recipe, workers: int, function: Analyse, limits: Limits
    ) -> None:
        self._jobs = iter(jobs)
        self._exhausted = False
        self._recipe = recipe
        self._function = function
        self._limits = limits
        self._window = workers * JOBS_IN_FLIGHT_PER_WORKER
        self._crew = take_children(workers, limits)
        self._out: dict[Future[Analysis], _Errand] = {}
        # Not a SimpleQueue: where a signal's handler takes longer than is left of the time to wait, that of Python 3.11
        # waits without end (it takes up its wait again with what is left, and less than nothing means for ever).
        self._done: queue.Queue[Future[Analysis]] = queue.Queue()
        self._ready: deque[Result] = deque()
        self._again: deque[_Errand] = deque()
        self._suspects: deque[_Errand] = deque()
        self._alone: _Errand | None = None
        self._heard_at = 0.0

    def stop(self) -> None:
        """End all children."""
        self._crew.stop()

    def send(self) -> bool:
        """Hand out what there is room for; False once everything is done."""
        while (errand := self._next()) is not None:
            self._hand_out(errand)
        return not self._exhausted or bool(self._out or self._ready or self._again or self._suspects)

    def receive(self) -> Result | None:
        """The next result; None if there is none yet.

        Raises:
            EnvironmentProblem: a source is gone, or child processes cannot be kept running.
        """
        if not self._ready:
            try:
                self._take(self._done.get(timeout=TICK_S))
            except queue.Empty:
                if self._crew.is_broken or self._has_stalled():
                    self._replace_crew()
        return self._ready.popleft() if self._ready else None

    def _next(self) -> _Errand | None:
        """What to send now: suspects one at a time, then second runs, then new jobs."""
        if self._alone is not None or len(self._out) >= self._window:
            return None
        if self._suspects:
            if self._out:
                return None
            self._alone = self._suspects.popleft()
            return self._alone
        return self._again.popleft() if self._again else self._new_errand()

    def _new_errand(self) -> _Errand | None:
        """The next job; None if there is none now, or none any more."""
        job = None if self._exhausted else next(self._jobs, _NO_MORE)
        self._exhausted |= job is _NO_MORE
        return _Errand(job) if isinstance(job, Job) else None

    def _hand_out(self, errand: _Errand) -> None:
        function = self._function if errand.first is None else _lesser(errand.first)
        errand.sent_at = time.monotonic()
        if not self._out:
            self._heard_at = errand.sent_at
        future = self._crew.submit(errand.job, self._recipe, function)
        if future is None:
            self._suspects.appendleft(errand)
            self._alone = None
            self._replace_crew()
            return
        self._out[future] = errand
        future.add_done_callback(self._done.put)

    def _take(self, future: Future[Analysis]) -> None:
        """Deal with a job that came back."""
        self._heard_at = time.monotonic()
        if future not in self._out:
            # From children that have been replaced since; the job was sent again.
            return
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            self._replace_crew()
            return
        errand = self._out.pop(future)
        if errand is self._alone:
            self._alone = None
        if isinstance(error, ForensicDeskError):
            raise error
        if isinstance(error, TimeoutError) and self._clock_jumped(errand):
            self._again.append(errand)
            return
        if isinstance(error, ProcessExpired) and error.exitcode == -_SIGKILL and not errand.was_killed:
            errand.was_killed = True
            self._again.append(errand)
            return
        self._settle(errand, future.result() if error is None else self._explain(errand.job, error))

    def _settle(self, errand: _Errand, analysis: Analysis) -> None:
        """Make the result, or send the item once more so that at least its digests are known."""
        if errand.first is not None:
            issues = tuple(dict.fromkeys((*errand.first.issues, *analysis.issues)))
            self._ready.append(Result(errand.job.item_id, replace(analysis, issues=issues)))
        elif analysis.digests is None and any(issue.code in _DIGEST_AGAIN for issue in analysis.issues):
            self._again.append(_Errand(errand.job, first=analysis))
        else:
            self._ready.append(Result(errand.job.item_id, analysis))

    def _explain(self, job: Job, error: BaseException) -> Analysis:
        """The analysis of an item that gave none."""
        if isinstance(error, TimeoutError):
            text = sentence(
                "The analysis took longer than {wall_s:.0f} s and was ended.", wall_s=self._limits.wall_s(job.size)
            )
            return failed(job.size, Stage.WORKER, IssueCode.TIMED_OUT, text)
        if isinstance(error, ProcessExpired) and _SIGXCPU and error.exitcode == -_SIGXCPU:
            seconds = f"{self._limits.timeout_s(job.size):.0f} s"
            text = sentence(
                "The analysis used more than {seconds} of a processor's time and was ended.", seconds=seconds
            )
            return failed(job.size, Stage.WORKER, IssueCode.TIMED_OUT, text)
        if isinstance(error, ProcessExpired):
            text = sentence("The process that analysed the item ended {what}.", what=_ending(error.exitcode))
            return failed(job.size, Stage.WORKER, IssueCode.WORKER_DIED, text)
        text = sentence("The analysis ended in an error it did not expect ({kind}).", kind=type(error).__name__)
        return failed(job.size, Stage.WORKER, IssueCode.UNEXPECTED, text)

    def _clock_jumped(self, errand: _Errand) -> bool:
        """True if the item had less time than it was due: pebble measures by the wall clock, which can be set."""
        return time.monotonic() - errand.sent_at < 0.9 * self._limits.wall_s(errand.job.size)

    def _has_stalled(self) -> bool:
        """True if even the longest job out must have come back by now."""
        if not self._out:
            return False
        longest = max(self._limits.wall_s(errand.job.size) for errand in self._out.values())
        return time.monotonic() - self._heard_at > longest + self._limits.stall_s

    def _replace_crew(self) -> None:
        """Start again with new children; what was out is then sent one at a time, to learn which item breaks them."""
        stranded = [*self._out.values()]
        self._out.clear()
        if self._alone is not None:
            self._alone.breaks += 1
            if self._alone.breaks >= _BREAKS_OF_ONE_JOB:
                stranded.remove(self._alone)
                text = sentence("Twice, while only this item was analysed, all processes ended.")
                analysis = failed(self._alone.job.size, Stage.WORKER, IssueCode.WORKER_DIED, text)
                self._settle(self._alone, analysis)
        self._alone = None
        self._suspects.extendleft(reversed(stranded))
        self._crew.replace()
        if not self._crew.can_work():
            msg = sentence(
                "The processes that analyse items end as soon as they are started. Check free memory and the limit on "
                "processes, try 'forensicdesk doctor', and run the same command again; what was finished is stored."
            )
            raise EnvironmentProblem(msg)


def _lesser(first: Analysis) -> Analyse:
    """What to try on an item whose analysis failed like this."""
    is_fault = any(issue.code is IssueCode.UNEXPECTED for issue in first.issues)
    return digests_only if is_fault else digests_and_type


def _ending(exit_code: int) -> str:
    """How a process ended, in words."""
    try:
        return sentence("by the signal {name}", name=signal.Signals(-exit_code).name)
    except ValueError:
        return sentence("with the code {exit_code}", exit_code=exit_code)
