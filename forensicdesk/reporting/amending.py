"""Which report a new one replaces: found in the audit log of the case by its SHA-256."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.store import AUDIT
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from reports.escaping import printable
from reports.unit import Amends

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")


def replaced_report(case: Path, said: str, reason: str) -> Amends:
    """The report that a new one of the case replaces.

    Args:
        case: the case folder.
        said: a report file, or its SHA-256 in hex.
        reason: why it is replaced.

    Raises:
        UsageError: no reason, the file cannot be read, or no report with this SHA-256 was written from the case.
    """
    if not reason.strip():
        msg = sentence("A report that replaces another one says why; name it with --reason.")
        raise UsageError(msg)
    digest = said.lower() if _DIGEST.fullmatch(said) else _sha256(Path(said))
    for detail in _written(case):
        if detail.get("sha256") == digest:
            name, report_id = str(detail.get("file", "?")), str(detail.get("report", ""))
            return Amends(printable(name), digest, printable(report_id), printable(" ".join(reason.split())))
    msg = sentence(
        "No report with the SHA-256 {digest} was written from this case, so a new one cannot replace it.", digest=digest
    )
    raise UsageError(msg)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = sentence(
            "{path} is no SHA-256 of 64 digits and cannot be read as a file ({strerror}).",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error


def _written(case: Path) -> Iterator[dict[str, object]]:
    """The detail of each report that was written, from the audit log; what is no record is left to `verify`."""
    with (case / AUDIT).open("rb") as log:
        for line in log:
            if b'"report written"' not in line:
                continue
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and record.get("action") == "report written":
                detail = record.get("detail")
                yield detail if isinstance(detail, dict) else {}
