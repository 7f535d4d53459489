"""The work of one case on many nodes: jobs in, results out, as `workers.pool` does it on one machine."""

from __future__ import annotations

import time
from collections import Counter, deque
from typing import TYPE_CHECKING

from forensicdesk.cluster import node
from forensicdesk.cluster.admission import ANSWER_S, Admission
from forensicdesk.cluster.dealing import PARCEL_BYTES, PARCEL_JOBS, Dealing
from forensicdesk.cluster.here import Here
from forensicdesk.cluster.link import Answer, Failure, Nodes
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.files import display
from forensicdesk.language import sentence
from forensicdesk.model import Job
from forensicdesk.workers.messages import UnexpectedMessageError
from hashing.values import IssueCode, Stage

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Generator, Iterable, Sequence

    from forensicdesk.cluster.dealing import Parcel
    from forensicdesk.cluster.link import Link, Message
    from forensicdesk.cluster.samples import Sample
    from forensicdesk.model import Result
    from forensicdesk.workers.limits import Limits
    from hashing.values import Analysis, Recipe

TICK_S = 0.1
LOOK_EVERY_S = 5.0
NO_NODE_S = 60.0
"""A run without any node is given up after so long; nodes may be starting, or being restarted."""

_ASK_AGAIN_HERE = frozenset(
    {
        IssueCode.UNREADABLE, IssueCode.CHANGED_WHILE_READ, IssueCode.CONTENT_MISSING, IssueCode.CONTAINER_DAMAGED,
        IssueCode.TIMED_OUT, IssueCode.WORKER_DIED, IssueCode.OUT_OF_MEMORY, IssueCode.UNEXPECTED,
    }
)  # fmt: skip
"""What a node's own disk connection, memory or speed can bring about, so that it may say nothing about the item."""
_NO_MORE = object()


class Crowd:
    """The nodes of one cluster, working for one case.

    Args:
        link: the connection to the scheduler.
        samples: the evidence that each node must see.
        say: told in a sentence which nodes take part, and which do not.
        workers: number of children of this machine, for what nodes cannot do; None takes one for each core.
    """

    def __init__(self, link: Link, samples: Sequence[Sample], say: Callable[[str], None], workers: int | None) -> None:
        self._link = link
        self._samples = samples
        self._say = say
        self._workers = workers
        self.items: Counter[str] = Counter()
        self.refused: list[tuple[str, str]] = []

    def __call__(
        self, jobs: Iterable[Job | None], recipe: Recipe, stop: threading.Event, limits: Limits
    ) -> Generator[Result | None, None, None]:
        """One result for each job, in the order they are finished; a None now and then.

        Raises:
            EnvironmentProblem: the scheduler is gone, no node is left, or a source is gone from this machine.
        """
        admission = Admission(recipe, self._samples)
        run = _Run(self, jobs, admission, recipe, limits)
        try:
            run.send()
            while not stop.is_set() and run.is_going:
                yield from run.receive()
                run.send()
        finally:
            run.close()

    def account(self) -> tuple[tuple[str, str], ...]:
        """For the record: which node analysed how many items, and which were refused, with the reason."""
        done = tuple(("node", f"{name}: {count} items") for name, count in sorted(self.items.items()))
        return (*done, *(("node refused", f"{name}: {why}") for name, why in self.refused))

    @property
    def link(self) -> Link:
        """The connection to the scheduler."""
        return self._link

    def here(self, recipe: Recipe, limits: Limits) -> Here:
        """The children of this machine."""
        return Here(recipe, self._workers, limits)

    def say(self, text: str) -> None:
        """Tell the person."""
        self._say(text)


class _Run:
    """One analysis on the nodes. Used by one thread; `send` and `receive` take turns."""

    def __init__(
        self, crowd: Crowd, jobs: Iterable[Job | None], admission: Admission, recipe: Recipe, limits: Limits
    ) -> None:
        self._crowd = crowd
        self._link = crowd.link
        self._jobs = iter(jobs)
        self._exhausted = False
        self._peeked: Job | None = None
        self._admission = admission
        self._recipe = recipe
        self._limits = limits
        self._dealing = Dealing()
        self._here = crowd.here(recipe, limits)
        self._doubts: dict[int, tuple[str, Result]] = {}
        self._introductions: dict[int, str] = {}
        self._last_question = 0
        self._ready: deque[Result] = deque()
        self._alone_since: float | None = time.monotonic()
        self._looked_at = time.monotonic()

    @property
    def is_going(self) -> bool:
        """Whether there is still something to do."""
        done = self._exhausted and self._peeked is None and self._dealing.is_idle
        return not (done and self._here.is_idle and not self._ready)

    def close(self) -> None:
        """End the children of this machine."""
        self._here.close()

    def send(self) -> None:
        """Hand out what there is room for."""
        self._peek()
        while (chosen := self._dealing.next_node()) is not None:
            jobs = self._bundle()
            if not jobs:
                return
            patience = max(self._limits.wall_s(job.size) for job in jobs) + self._limits.stall_s
            parcel = self._dealing.deal(chosen, jobs, time.monotonic(), patience)
            self._link.ask(parcel.number, chosen, "analyse", node.question_jobs(self._recipe, self._limits, jobs))

    def receive(self) -> Generator[Result | None, None, None]:
        """The results that have come; a None if there are none.

        Raises:
            EnvironmentProblem: the scheduler is gone, or there has been no node for long.
        """
        for message in self._link.heard(0.0 if not self._here.is_idle else TICK_S):
            self._take(message)
        for job, result in self._here.results():
            self._settle_doubt(job, result)
            self._done("the coordinator", result)
        for address in self._admission.late():
            self._refuse(address, sentence("it did not say within {seconds:.0f} s what it is", seconds=ANSWER_S))
        for address, seconds in self._silent():
            self._refuse(address, sentence("nothing came back from it for {seconds:.0f} s", seconds=seconds))
        self._see_that_somebody_works()
        if not self._ready:
            yield None
        while self._ready:
            yield self._ready.popleft()

    def _bundle(self) -> list[Job]:
        """The jobs of the next parcel; none if there is nothing to send now."""
        lost = self._dealing.again()
        if lost is not None:
            return [lost]
        jobs: list[Job] = []
        size = 0
        while len(jobs) < PARCEL_JOBS and size < PARCEL_BYTES:
            job, self._peeked = self._peek(), None
            if job is None:
                break
            jobs.append(job)
            size += job.size
        return jobs

    def _peek(self) -> Job | None:
        """The next job; None if there is none now, or none any more."""
        if self._peeked is None and not self._exhausted:
            job = next(self._jobs, _NO_MORE)
            self._exhausted = job is _NO_MORE
            self._peeked = job if isinstance(job, Job) else None
        return self._peeked

    def _take(self, message: Message) -> None:
        match message:
            case Nodes(workers):
                self._see(workers)
            case Answer(number, content) if number in self._introductions:
                self._admit(self._introductions.pop(number), content)
            case Failure(number, why, _) if number in self._introductions:
                address = self._introductions.pop(number)
                if address in self._admission.asked:
                    self._refuse(address, why)
            case Answer(number, content):
                parcel = self._dealing.answered(number, time.monotonic())
                if parcel is not None:
                    self._unpack(parcel, content)
            case Failure(number, why, was_lost):
                self._failed(number, why, was_lost=was_lost)

    def _see(self, workers: Sequence[tuple[str, str]]) -> None:
        """Ask new nodes what they are, and give the jobs of those that are gone to others."""
        fresh, gone = self._admission.see(workers)
        for address in gone:
            self._crowd.say(
                sentence("The node {name} is gone; its items are given to others.", name=self._name(address))
            )
            self._strand(address, lost=True)
        for address in fresh:
            self._last_question -= 1
            self._introductions[self._last_question] = address
            self._link.ask(self._last_question, address, "introduce", self._admission.question())

    def _admit(self, address: str, content: bytes) -> None:
        children = self._admission.answered(address, content)
        if children:
            self._crowd.say(
                sentence(
                    "The node {name} takes part with {children} child processes.",
                    name=self._name(address),
                    children=children,
                )
            )
            self._dealing.join(address, children)
        elif address in self._admission.refused:
            self._refuse(address, self._admission.refused[address])

    def _refuse(self, address: str, why: str) -> None:
        """A node gets no work, or none any more."""
        self._admission.refuse(address, why)
        self._crowd.refused.append((self._name(address), why))
        self._crowd.say(sentence("The node {name} gets no work: {why}.", name=self._name(address), why=why))
        self._strand(address, lost=False)

    def _strand(self, address: str, *, lost: bool) -> None:
        here, numbers = self._dealing.leave(address, lost=lost)
        self._link.forget(numbers)
        for job in here:
            self._here.put(job)

    def _failed(self, number: int, why: str, *, was_lost: bool) -> None:
        """A parcel came back without an answer."""
        address = self._dealing.node_of(number)
        if address is None:
            return
        if was_lost:
            self._admission.admitted.discard(address)
            self._crowd.say(
                sentence("The node {name} is gone; its items are given to others.", name=self._name(address))
            )
            self._strand(address, lost=True)
        else:
            self._refuse(address, why)

    def _unpack(self, parcel: Parcel, content: bytes) -> None:
        """Take the results of a parcel; what may be a node's own fault is done once more here."""
        try:
            results = node.answered_results(content)
        except UnexpectedMessageError as error:
            results = str(error)
        expected = {job.item_id: job for job in parcel.jobs}
        if not isinstance(results, str) and sorted(one.item_id for one in results) != sorted(expected):
            results = "it answered with results of other items"
        if isinstance(results, str):
            self._dealing.put_back(parcel)
            self._refuse(parcel.node, results)
            return
        for result in results:
            if _is_doubtful(result.analysis):
                self._doubts[result.item_id] = parcel.node, result
                self._here.put(expected[result.item_id])
            else:
                self._done(self._name(parcel.node), result)

    def _settle_doubt(self, job: Job, result: Result) -> None:
        """Where this machine reads what a node could not read, that node does not see the evidence."""
        address, theirs = self._doubts.pop(result.item_id, ("", result))
        if address in self._admission.admitted and _could_not_read(theirs.analysis) and theirs != result:
            self._refuse(
                address,
                sentence("it could not read {location}, which can be read here", location=display(job.location)),
            )

    def _done(self, name: str, result: Result) -> None:
        self._crowd.items[name] += 1
        self._ready.append(result)

    def _silent(self) -> list[tuple[str, float]]:
        """Nodes of which nothing is heard any more, looked for now and then."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return []
        self._looked_at = now
        return self._dealing.silent(now)

    def _name(self, address: str) -> str:
        return self._admission.names.get(address, address)

    def _see_that_somebody_works(self) -> None:
        if self._dealing.nodes or not self._here.is_idle:
            self._alone_since = None
            return
        self._alone_since = self._alone_since or time.monotonic()
        waited = time.monotonic() - self._alone_since
        if self._admission.asked or (waited < NO_NODE_S and not self._admission.is_hopeless):
            return
        url, refused = self._link.endpoint.url, _refusals(self._crowd.refused)
        if not refused:
            msg = sentence(
                "No node of the cluster at {url} can work for this case. See to the workers and run the same command "
                "again, or leave --cluster away; what was finished is stored.",
                url=url,
            )
            raise EnvironmentProblem(msg)
        msg = sentence(
            "No node of the cluster at {url} can work for this case: {refused}. See to the workers and run the same "
            "command again, or leave --cluster away; what was finished is stored.",
            url=url,
            refused=refused,
        )
        raise EnvironmentProblem(msg)


def _refusals(refused: Sequence[tuple[str, str]]) -> str:
    """One sentence that names each refused node and the reason, "" if none was refused."""
    said = ""
    for name, why in refused:
        one = sentence("{name} was refused ({why})", name=name, why=why)
        said = sentence("{before}; {refusal}", before=said, refusal=one) if said else one
    return said


def _is_doubtful(analysis: Analysis) -> bool:
    return any(issue.code in _ASK_AGAIN_HERE for issue in analysis.issues)


def _could_not_read(analysis: Analysis) -> bool:
    return any(issue.stage is Stage.READ and issue.code is IssueCode.UNREADABLE for issue in analysis.issues)
