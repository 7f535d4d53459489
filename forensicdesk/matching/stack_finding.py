"""The whole way from a case to what belongs together in it, told in numbers of contents."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from forensicdesk.matching.stack_ranks import ByRank, in_numbers, read_ranks
from forensicdesk.matching.stack_tables import read_tables
from forensicdesk.matching.stacks import search_relations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stack_source import Source
    from forensicdesk.relations import ContentLink, Group


def find_in(
    source: Source, policy: StackPolicy, alive: Callable[[], None], folder: Path | None = None
) -> Iterator[Group | ContentLink]:
    """The stacks, clusters and links of a case, all of which are found before the first is put into words and given.

    Args:
        source: the case.
        policy: every number that decides.
        alive: called now and then; it may raise to stop.
        folder: where a file without a name may take 256 bytes, for a moment 512, for each PDQ; None takes memory.

    Raises:
        OSError: that file cannot be written.
    """
    ranks = read_ranks(source)
    tables = read_tables(source, policy, ranks, folder)
    found = search_relations(tables, ByRank(source, ranks), policy, alive)
    return in_numbers(chain(found.stacks, found.clusters, found.links), ranks)
