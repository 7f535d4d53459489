"""Stacks of whole pictures and views as the documentation words them: every pair compared, everything in memory."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.stack_hashes import PART, WHOLE
from forensicdesk.matching.turning import turned_dhash, turned_phash

if TYPE_CHECKING:
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stacks import PictureTables

Met = dict[tuple[int, int], tuple[int, bool]]


def bits(one: np.ndarray, two: np.ndarray) -> int:
    return int(np.bitwise_count(one ^ two).sum())


def agrees(tables: PictureTables, one: int, two: int, turn: int, policy: StackPolicy) -> bool:
    """Whether a small hash of one picture, turned, agrees with that of another."""
    for table, turned, limit in (
        (tables.phashes, turned_phash, policy.phash),
        (tables.dhashes, turned_dhash, policy.dhash),
    ):
        value = turned(table.values[[one]], turn)
        same_form = 0 <= table.forms[one] == table.forms[two]
        if value is not None and same_form and bits(value, table.values[two]) <= limit:
            return True
    return False


def near(tables: PictureTables, policy: StackPolicy) -> Met:
    """Every two rows that are near, with their distance and whether a second hash agreed."""
    pdqs, found = tables.pdqs, {}
    turned = np.asarray(pdqs.turned)
    for one, first in enumerate(pdqs.owners.tolist()):
        for two, second in enumerate(pdqs.owners.tolist()):
            if first >= second or pdqs.forms[one] != pdqs.forms[two]:
                continue
            whole = pdqs.kinds[one] == pdqs.kinds[two] == WHOLE
            distances = [
                apart
                for turn in range(8)
                if turn == 0 or turned[one, turn].any()
                if (apart := bits(turned[one, turn], turned[two, 0])) <= policy.matching.pdq_distance
                if (agrees(tables, first, second, turn, policy) if whole else apart <= policy.view_distance)
            ]
            if distances:
                found[one, two] = min(distances), whole
    return found


def stacks(tables: PictureTables, policy: StackPolicy) -> tuple[list[int], set[tuple[int, int]]]:
    """The head of each picture, and which pictures are tied to which head by a tile, frame or page."""
    pdqs, pairs = tables.pdqs, near(tables, policy)
    owner, kind = pdqs.owners.tolist(), pdqs.kinds.tolist()
    joining = {rows: how for rows, how in pairs.items() if PART not in {kind[rows[0]], kind[rows[1]]}}
    met: dict[int, int] = defaultdict(int)
    for rows, (_, agreed) in joining.items():
        for row in rows:
            met[row] += 2 if agreed else 1
    faces = {of: min((-met[row], row) for row in range(len(owner)) if owner[row] == of)[1] for of in set(owner)}
    arcs: dict[tuple[int, int], tuple[int, tuple[int, int], int]] = {}
    for rows, (distance, agreed) in joining.items():
        for member, head in (rows, rows[::-1]):
            if faces[owner[head]] == head:
                inner = kind[head] != WHOLE
                cost = 1_000_000 * inner + 1_000 * (not agreed) + distance
                key = owner[member], owner[head]
                votes = (2 if agreed else 1) * (1 if inner else 1_000_000)
                arcs[key] = min(arcs.get(key, (1 << 40, rows, votes)), (cost, rows, votes))
    counted = [sum(arc[2] for (_, head), arc in arcs.items() if head == node) for node in range(len(tables.contents))]
    order = sorted(range(len(counted)), key=lambda node: (-counted[node], -tables.pixels[node], node))
    heads: list[int] = []
    for node in order:
        if counted[node] and not any((node, head) in arcs for head in heads):
            heads.append(node)
    leaders = list(range(len(counted)))
    for node in set(leaders) - set(heads):
        offered = [(arcs[node, head][0], order.index(head), head) for head in heads if (node, head) in arcs]
        if offered:
            leaders[node] = min(offered)[2]
    return leaders, _ties(pairs, owner, kind, leaders)


def _ties(pairs: Met, owner: list[int], kind: list[int], leaders: list[int]) -> set[tuple[int, int]]:
    found = set()
    for one, two in pairs:
        if PART in {kind[one], kind[two]}:
            holder, other = (owner[one], owner[two]) if kind[one] == PART else (owner[two], owner[one])
            if leaders[holder] != leaders[other]:
                found.add((holder, leaders[other]))
    return found
