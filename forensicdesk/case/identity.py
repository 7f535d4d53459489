"""What tells a case from every other: the digest of the first line of its audit log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from forensicdesk.case.store import AUDIT
from forensicdesk.errors import CaseError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_LINE = 1 << 20


def case_id(folder: Path) -> str:
    """16 hex digits that stay the same for as long as the case exists, wherever it is moved.

    Raises:
        CaseError: the log cannot be read.
    """
    try:
        with (folder / AUDIT).open("rb") as log:
            first = log.readline(_LONGEST_LINE)
    except OSError as error:
        msg = sentence(
            "The audit log of the case {folder} cannot be read: {strerror}.", folder=folder, strerror=error.strerror
        )
        raise CaseError(msg) from error
    return hashlib.sha256(first).hexdigest()[:16]
