"""What the engine is made of, and whether it still computes as it should, as a child finds it that computes with it.

A child has OpenCV loaded anyway; the parent would load it, and PyAV, for these answers alone. A child that waits has
not opened evidence yet, so nothing hostile has a say in the answer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from forensicdesk.workers.ahead import ask_waiting
from hashing.engine import check_known_answers, libraries

if TYPE_CHECKING:
    from concurrent.futures import Future


class Proof(NamedTuple):
    """What is to be said of the engine.

    Attributes:
        libraries: name, version and licence of every library that decodes or hashes.
        wrong: one sentence for each known answer that does not come out.
    """

    libraries: tuple[tuple[str, str, str], ...]
    wrong: tuple[str, ...]


_begun: dict[tuple[str, ...], Future[Proof]] = {}


def begin_proving(algorithms: tuple[str, ...]) -> None:
    """Ask for the next `proof` of these algorithms beside other work. A program that ends earlier waits for it."""
    asking = ThreadPoolExecutor(1, thread_name_prefix="proof")
    _begun[algorithms] = asking.submit(_asked, algorithms)
    asking.shutdown(wait=False)


def proof(algorithms: tuple[str, ...]) -> Proof:
    """What was asked for, else what is found out now."""
    begun = _begun.pop(algorithms, None)
    return begun.result() if begun else Proof(*facts(algorithms))


def _asked(algorithms: tuple[str, ...]) -> Proof:
    # Where no child waits, starting one would cost more than finding out here.
    return Proof(*(ask_waiting(facts, algorithms) or facts(algorithms)))


def facts(algorithms: tuple[str, ...]) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Run in a child where one waits: the two parts of a `Proof`."""
    return libraries(), check_known_answers(algorithms)
