"""Which nodes may compute for a case: those that agree with the coordinator in everything that a result depends on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.cluster import node
from forensicdesk.cluster.facts import difference
from forensicdesk.workers.messages import UnexpectedMessageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.cluster.facts import Facts
    from forensicdesk.cluster.samples import Sample
    from hashing.values import Recipe

ANSWER_S = 180.0
"""So long a node may take to say what it is: it starts a child, computes the known answers and reads samples."""


@dataclass(slots=True)
class Admission:
    """The nodes that were seen, and what became of each.

    Attributes:
        recipe, samples: what nodes are asked about.
        names: of every node that was seen, by its address.
        asked: when those were asked that have not answered, by address.
        admitted, refused: those that have; of each refused one the reason.
        present: the addresses that the scheduler has now.
    """

    recipe: Recipe
    samples: Sequence[Sample]
    names: dict[str, str] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)
    admitted: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    _here: Facts = ()

    @property
    def here(self) -> Facts:
        """The coordinator's own facts, found out when the first node has answered."""
        self._here = self._here or node.facts_of(self.recipe, self.samples)
        return self._here

    def question(self) -> bytes:
        """What every node is asked."""
        return node.question_facts(self.recipe, self.samples)

    def see(self, workers: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """Take note of the nodes there are; gives those to be asked now, and those admitted ones that are gone."""
        self.present = {address for address, _ in workers}
        self.names.update(workers)
        fresh = sorted(self.present - self.admitted - set(self.refused) - set(self.asked))
        gone = sorted(self.admitted - self.present)
        self.admitted -= set(gone)
        for address in [address for address in self.asked if address not in self.present]:
            del self.asked[address]
        self.asked.update(dict.fromkeys(fresh, time.monotonic()))
        return fresh, gone

    def answered(self, address: str, content: bytes) -> int:
        """Admit or refuse a node by its answer; gives how many children it has, 0 if it is refused or gone."""
        if self.asked.pop(address, None) is None:
            return 0
        try:
            children, there = node.answered_facts(content)
        except UnexpectedMessageError as error:
            self.refuse(address, str(error))
            return 0
        differs = difference(self.here, there)
        if differs:
            self.refuse(address, differs)
            return 0
        self.admitted.add(address)
        return children

    def refuse(self, address: str, why: str) -> None:
        """A node gets no work, or none any more."""
        self.asked.pop(address, None)
        self.admitted.discard(address)
        self.refused[address] = why

    def late(self) -> list[str]:
        """The nodes that have not answered for too long."""
        until = time.monotonic() - ANSWER_S
        return [address for address, at in self.asked.items() if at < until]

    @property
    def is_hopeless(self) -> bool:
        """Whether every node there is was refused."""
        return bool(self.present) and self.present <= set(self.refused)
