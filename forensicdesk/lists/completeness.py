"""The check of a new list's near search: does the index find what comparing everything finds?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.hamming import HammingIndex, self_check
from forensicdesk.lists import querying

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

RADII = {"pdq": 31, "phash": 10, "dhash": 10, "ahash": 10, "whash": 10}
"""Kinds that are searched near, each with the distance in bits at which it is checked."""

SAMPLES = 64


def check_near(connection: Connection, path: Path) -> str:
    """Ask each kind's index for disturbed entries of the list and compare with brute force.

    Returns:
        One part for each kind that the list has, joined by ";": kind, distance, entries asked for, and pairs that both
        ways found, such as "pdq 31 64 45".

    Raises:
        EnvironmentProblem: the two differ, so this installation must not match.
    """
    parts = []
    for kind, radius in RADII.items():
        values = querying.hashes(connection, path, kind).values
        if not len(values):
            continue
        found = self_check(values, HammingIndex.build(values, radius), radius, SAMPLES)
        if not found.good:
            msg = (
                f"Near search of {kind} missed {found.missing} of {found.pairs} pairs that comparing everything finds; "
                "nothing was imported. Run: forensicdesk doctor"
            )
            raise EnvironmentProblem(msg)
        parts.append(f"{kind} {radius} {found.asked} {found.pairs}")
    return ";".join(parts)
