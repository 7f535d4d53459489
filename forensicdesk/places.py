"""Where a case lies, and what must not lie inside what: nothing of ours is ever written into evidence."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.evidence.source import open_source
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.evidence.source import EvidenceSource

CASE_SUFFIX = ".fdcase"


def case_folder(path: Path) -> Path:
    """The folder a case lives in: `path`, with the suffix `.fdcase` added where it is missing."""
    absolute = path.expanduser().absolute()
    return absolute if absolute.suffix == CASE_SUFFIX else absolute.with_name(absolute.name + CASE_SUFFIX)


def refuse_inside(ours: Path, evidence: Path) -> None:
    """Refuse to write into evidence.

    Raises:
        UsageError: `ours`, which the program would write, lies inside `evidence`.
    """
    if ours.resolve().is_relative_to(evidence.resolve()):
        msg = sentence(
            "{ours} would lie inside the evidence {evidence}; choose a place outside it.", ours=ours, evidence=evidence
        )
        raise UsageError(msg)


def check_source(root: Path, case: Path) -> EvidenceSource:
    """Open a source that can be added to a case.

    Raises:
        UsageError: it does not exist, is of no known kind, holds nothing, or holds the case.
    """
    evidence = open_source(root)
    refuse_inside(case, root)
    if next(evidence.walk(), None) is None:
        msg = sentence("The folder {root} is empty; there is nothing to add. Check the path or the mount.", root=root)
        raise UsageError(msg)
    return evidence


def account_name() -> str:
    """Who opens the case, for the lock and the log: the account name, "unknown" where the system gives none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
