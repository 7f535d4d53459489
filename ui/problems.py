"""What of a case needs somebody's decision, beside the step that comes next: a sentence and a way on for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from forensicdesk.facets import Among, Column
from forensicdesk.language import _
from forensicdesk.model import State
from ui.filters.kept import Filter
from ui.words import counted

if TYPE_CHECKING:
    from ui.overview import Overview

NOT_EXAMINED = (State.FAILED, State.UNSUPPORTED)


class Way(Enum):
    """Where a problem is looked at."""

    VERIFY = auto()
    AGREEMENT = auto()
    GALLERY = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """How a problem is put.

    Attributes:
        way: where its button leads.
        sentence: what is the matter, and what there is to decide.
        button: what the button says.
    """

    way: Way
    sentence: str
    button: str


def problems_of(overview: Overview, *, blind: bool = False) -> tuple[Problem, ...]:
    """The problems of a case, the gravest first; a blind reader is told nothing of other readings."""
    found = []
    if overview.mismatches:
        text = counted(
            overview.mismatches,
            "{count} digest stated at acquisition differs: this evidence is not what was acquired. Find out why, or "
            "report it with a reason.",
            "{count} digests stated at acquisition differ: this evidence is not what was acquired. Find out why, or "
            "report it with a reason.",
        )
        found.append(Problem(Way.VERIFY, text, _("Verify…")))
    if overview.disputes and not blind:
        text = counted(
            overview.disputes,
            "The readings differ on {count} item: a supervisor decides.",
            "The readings differ on {count} items: a supervisor decides.",
        )
        found.append(Problem(Way.AGREEMENT, text, _("Show the differences")))
    count = overview.ledger.failed + overview.ledger.unsupported
    if count:
        text = counted(
            count,
            "{count} file failed or is of a kind that is not supported: somebody has to look at it by other means.",
            "{count} files failed or are of kinds that are not supported: somebody has to look at them by other means.",
        )
        found.append(Problem(Way.GALLERY, text, _("Show them with their causes")))
    return tuple(found)


def not_examined() -> Filter:
    """The filter of what failed or is not supported."""
    return Filter((Among(Column.STATE, tuple(state.value for state in NOT_EXAMINED)),))
