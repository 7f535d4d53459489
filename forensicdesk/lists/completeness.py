"""The check of a new list's near search: does the index find what comparing everything finds?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.hamming import HammingIndex, self_check
from forensicdesk.language import sentence
from forensicdesk.lists import nearfile, querying
from forensicdesk.lists.values import NearEntries

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from forensicdesk.lists.nearfile import NearTables
    from forensicdesk.lists.sorting import SideFiles

RADII = {nearfile.KIND: nearfile.RADIUS, "phash": 10, "dhash": 10, "ahash": 10, "whash": 10}
"""Kinds that are searched near, each with the distance in bits at which it is checked."""

SAMPLES = 64
_SHORT = 8


def check_near(connection: Connection, path: Path, side: SideFiles, near: NearTables) -> str:
    """Ask each kind's index for disturbed entries of the list and compare with brute force.

    Args:
        connection: to the list that is being imported.
        path: its file.
        side: its side files, finished.
        near: makes the index of PDQ, on disk where the list keeps it.

    Returns:
        One part for each kind that the list has, joined by ";": kind, distance, entries asked for, and pairs that both
        ways found, such as "pdq 31 64 45".

    Raises:
        EnvironmentProblem: the two differ, so this installation must not match.
    """
    parts = []
    for kind, radius in RADII.items():
        if kind == nearfile.KIND:
            made = near.build(connection, path, side)
        else:
            stored = querying.hashes(connection, path, kind)
            values = stored.values if len(stored.values) else np.empty((0, _SHORT), dtype=np.uint8)
            made = NearEntries(stored, HammingIndex.build(values, radius))
        if not made.index.size:
            continue
        found = self_check(made.stored.values, made.index, radius, SAMPLES)
        if not found.good:
            msg = sentence(
                "Near search of {kind} missed {missing} of {pairs} pairs that comparing everything finds; "
                "nothing was imported. Run: forensicdesk doctor",
                kind=kind,
                missing=found.missing,
                pairs=found.pairs,
            )
            raise EnvironmentProblem(msg)
        parts.append(f"{kind} {radius} {found.asked} {found.pairs}")
    return ";".join(parts)


def differing(near: NearEntries) -> str:
    """What is wrong with the index of a stored list, asked as at its import; "" if nothing."""
    found = self_check(near.stored.values, near.index, nearfile.RADIUS, SAMPLES)
    if found.good:
        return ""
    met = found.pairs - found.missing + found.extra
    return sentence(
        "the near index finds {met:,} pairs where comparing everything finds {pairs:,}", met=met, pairs=found.pairs
    )
