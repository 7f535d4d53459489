"""What a worker of the cluster is asked for: who it is and what it sees, and analyses. Bytes in, bytes out.

Dask names these functions to its worker, which runs them in threads. What opens evidence are children with the same
limits and filters as on a single machine.
"""

from __future__ import annotations

import functools
import threading
from dataclasses import astuple
from typing import TYPE_CHECKING

from forensicdesk.cluster.bench import Bench
from forensicdesk.cluster.facts import program_facts, recipe_facts
from forensicdesk.cluster.samples import Sample, sample_facts
from forensicdesk.errors import ForensicDeskError
from forensicdesk.model import Job, Result
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.messages import UnexpectedMessageError, packed, unpacked
from hashing.values import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.cluster.facts import Facts

GONE = "gone"
"""Said in place of results: the node cannot go on, for a reason that follows."""

_BENCHES_KEPT = 4
_LOCK = threading.Lock()


class _Node:
    """This process, once it is a worker."""

    children = 0
    benches: dict[tuple[Recipe, Limits], Bench] = {}  # noqa: RUF012 - one for the process, guarded by `_LOCK`


def set_up(children: int) -> None:
    """Say how many children this worker has, and find out what it is, so that no coordinator waits for that."""
    _Node.children = children
    _own_facts()


class Sealed(bytes):
    """A question on its way. What logs show of it is nothing: passwords for containers may be in it."""

    def __repr__(self) -> str:
        return "<a question of the coordinator>"

    __str__ = __repr__


# --- questions, as the coordinator writes them ------------------------------------------------------------------------


def question_facts(recipe: Recipe, samples: Sequence[Sample]) -> bytes:
    """To be asked by `introduce`."""
    return packed((recipe, tuple(astuple(one) for one in samples)))


def question_jobs(recipe: Recipe, limits: Limits, jobs: Sequence[Job]) -> bytes:
    """To be asked by `analyse`."""
    return packed((recipe, astuple(limits), tuple(jobs)))


def answered_facts(content: bytes) -> tuple[int, Facts]:
    """How many children a node has, and its facts.

    Raises:
        UnexpectedMessageError: it is no such answer.
    """
    match unpacked(content):
        case (int() as children, tuple() as facts) if children > 0 and all(map(_is_fact, facts)):
            return children, facts
        case _:
            msg = "a node answered with something else than its facts"
            raise UnexpectedMessageError(msg)


def answered_results(content: bytes) -> tuple[Result, ...] | str:
    """The results, or why the node gives none any more.

    Raises:
        UnexpectedMessageError: it is no such answer.
    """
    match unpacked(content):
        case ("gone", str() as why):
            return why
        case tuple() as results if all(isinstance(one, Result) for one in results):
            return results
        case _:
            msg = "a node answered with something else than results"
            raise UnexpectedMessageError(msg)


# --- on the worker ----------------------------------------------------------------------------------------------------


def introduce(question: bytes) -> bytes:
    """What this node is and sees."""
    match unpacked(question):
        case (Recipe() as recipe, tuple() as samples):
            return packed((_Node.children, facts_of(recipe, [Sample(*one) for one in samples])))
        case _:
            msg = "that is no question about facts"
            raise UnexpectedMessageError(msg)


def facts_of(recipe: Recipe, samples: Sequence[Sample]) -> Facts:
    """Everything in which a node has to agree, as found on this machine."""
    return *_own_facts(), *recipe_facts(recipe), *sample_facts(samples)


def analyse(question: bytes) -> bytes:
    """The results of a parcel of jobs, from this node's children."""
    match unpacked(question):
        case (Recipe() as recipe, tuple() as limits, tuple() as jobs) if all(isinstance(one, Job) for one in jobs):
            try:
                return packed(_analysed(recipe, Limits(*limits), jobs))
            except ForensicDeskError as error:
                return packed((GONE, str(error)))
        case _:
            msg = "that is no parcel of jobs"
            raise UnexpectedMessageError(msg)


def _analysed(recipe: Recipe, limits: Limits, jobs: Sequence[Job]) -> tuple[Result, ...]:
    while True:
        results = _bench(recipe, limits).analyse(jobs)
        if results is not None:
            return results


def _bench(recipe: Recipe, limits: Limits) -> Bench:
    with _LOCK:
        for key in [key for key, bench in _Node.benches.items() if not bench.is_open]:
            del _Node.benches[key]
        if (recipe, limits) not in _Node.benches:
            while len(_Node.benches) >= _BENCHES_KEPT:
                _Node.benches.pop(next(iter(_Node.benches))).close()
            _Node.benches[recipe, limits] = Bench(_Node.children or 1, recipe, limits)
        return _Node.benches[recipe, limits]


@functools.cache
def _own_facts() -> Facts:
    return program_facts()


def _is_fact(fact: object) -> bool:
    match fact:
        case (str(), str()):
            return True
        case _:
            return False
