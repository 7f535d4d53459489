"""The audit log of an open case, to be read and checked. `Session` is the only class made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.case.auditcheck import verify_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import AuditRecord, Problem


class Logged:
    """Questions about the log of one open case."""

    _store: CaseStore

    def audit_head(self) -> tuple[int, str]:
        """How many records the audit log has, and the SHA-256 of the last."""
        return self._store.audit.head()

    def audit_records(self) -> Iterator[AuditRecord]:
        """The records of the log as it lies on disk, in order, up to the first line that is none.

        `audit_problems` says whether they can be believed, and names such a line.
        """
        records = self._store.audit.records()
        while True:
            try:
                record = next(records)
            except (StopIteration, ValueError, KeyError, TypeError, AttributeError):
                return
            yield record

    def audit_problems(self) -> tuple[Problem, ...]:
        """Follow the chain of the log, up to the head that the case remembers; nothing is written, nothing recorded."""
        return verify_log(self._store.audit.path, self._store.reader.audit_head())
