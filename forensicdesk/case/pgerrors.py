"""What an error of PostgreSQL means for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import CaseError, EnvironmentProblem

if TYPE_CHECKING:
    import psycopg

    from forensicdesk.errors import ForensicDeskError

_KEPT = "what was stored before is kept"
_LOST = f"{{where}} cannot be reached ({{error}}). Check server and network, then repeat the command; {_KEPT}."
_REFUSED = f"{{where}} cannot be opened or changed ({{error}}). Check account, password and rights there; {_KEPT}."
_BUSY = f"{{where}} is in use by another program ({{error}}). Wait, then repeat the command; {_KEPT}."
_DAMAGED = "{where} is damaged ({error}). Restore it from a backup."
_MISSING = "{where} holds no case ({error}). Check store.json in the case folder, or restore the schema from a backup."

_SENTENCES: tuple[tuple[str, type[ForensicDeskError], str], ...] = (
    ("53100", EnvironmentProblem, f"The disk of the server is full: {{where}} cannot grow. Free space there; {_KEPT}."),
    ("53", EnvironmentProblem, f"The server has no room for {{where}} ({{error}}). Ask who looks after it; {_KEPT}."),
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
    for beginning, kind, sentence in _SENTENCES:
        if state.startswith(beginning):
            return kind(sentence.format(where=where, error=said))
    if not state and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        refused = "authentication failed" in said or "no password supplied" in said or "does not exist" in said
        return EnvironmentProblem((_REFUSED if refused else _LOST).format(where=where, error=said))
    return None
