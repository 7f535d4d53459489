"""What an error of PostgreSQL means for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import CaseError, EnvironmentProblem
from forensicdesk.language import later, sentence

if TYPE_CHECKING:
    import psycopg

    from forensicdesk.errors import ForensicDeskError

_LOST = later(
    "{where} cannot be reached ({error}). Check server and network, then repeat the command; what "
    "was stored before is kept."
)
_REFUSED = later(
    "{where} cannot be opened or changed ({error}). Check account, password and rights there; what "
    "was stored before is kept."
)
_BUSY = later(
    "{where} is in use by another program ({error}). Wait, then repeat the command; what was stored before is kept."
)
_DAMAGED = later("{where} is damaged ({error}). Restore it from a backup.")
_MISSING = later(
    "{where} holds no case ({error}). Check store.json in the case folder, or restore the schema from a backup."
)

_SENTENCES: tuple[tuple[str, type[ForensicDeskError], str], ...] = (
    (
        "53100",
        EnvironmentProblem,
        later("The disk of the server is full: {where} cannot grow. Free space there; what was stored before is kept."),
    ),
    (
        "53",
        EnvironmentProblem,
        later("The server has no room for {where} ({error}). Ask who looks after it; what was stored before is kept."),
    ),
    ("55P03", EnvironmentProblem, _BUSY),
    ("40", EnvironmentProblem, _BUSY),
    ("57014", EnvironmentProblem, _BUSY),
    ("57", EnvironmentProblem, _LOST),
    ("58", EnvironmentProblem, _LOST),
    ("08", EnvironmentProblem, _LOST),
    ("28", EnvironmentProblem, _REFUSED),
    ("42501", EnvironmentProblem, _REFUSED),
    ("25", EnvironmentProblem, _REFUSED),
    ("3D", CaseError, _MISSING),
    ("3F", CaseError, _MISSING),
    ("42P01", CaseError, _MISSING),
    ("XX", CaseError, _DAMAGED),
)
"""By beginning of the SQLSTATE; the first that fits counts."""


def problem_of(error: psycopg.Error, where: str) -> ForensicDeskError | None:
    """What an error means for people; None for one that is this program's own fault."""
    import psycopg  # there can be no such error without it

    said = " ".join(str(error).split()).rstrip(".")
    state = error.sqlstate or ""
    for beginning, kind, template in _SENTENCES:
        if state.startswith(beginning):
            return kind(sentence(template, where=where, error=said))
    if not state and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        refused = "authentication failed" in said or "no password supplied" in said or "does not exist" in said
        return EnvironmentProblem(sentence(_REFUSED if refused else _LOST, where=where, error=said))
    return None
