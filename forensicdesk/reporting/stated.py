"""What the evidence itself states of an item's bytes, for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.matching.photodna import PHOTODNA, SHOWN_BYTES
from reports.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.model import StatedHash


def stated_values(stated: Iterable[StatedHash]) -> tuple[tuple[str, str, str, str], ...]:
    """Algorithm, value in hex, who says so, "agrees", "differs" or "" of each; of PhotoDNA the first bytes only."""
    return tuple(map(_row, stated))


def _row(said: StatedHash) -> tuple[str, str, str, str]:
    value = said.value[:SHOWN_BYTES] if said.algorithm == PHOTODNA else said.value
    result = "" if said.agrees is None else "agrees" if said.agrees else "differs"
    return said.algorithm, value.hex(), printable(said.by), result
