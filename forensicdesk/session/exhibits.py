"""What a session shows of the exhibits of a case. `Session` is the only class made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.account import CheckResult
from forensicdesk.evidence.files import display

if TYPE_CHECKING:
    from forensicdesk.account import Acquired, Ledger
    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import CaseInfo, Source
    from hashing.values import Recipe


class Exhibits:
    """Questions about one open case as a whole, and about its exhibits."""

    _store: CaseStore

    def info(self) -> CaseInfo:
        """What the case says about itself."""
        return self._store.reader.info()

    def sources(self) -> tuple[Source, ...]:
        """The exhibits, in the order they were added."""
        return self._store.reader.sources()

    def ledger(self, source_id: int | None = None) -> Ledger:
        """The account of one exhibit, or of all."""
        return self._store.reader.ledger(source_id)

    def ledgers(self) -> dict[int, Ledger]:
        """The account of every exhibit in which something was seen, by its number, at one moment."""
        return self._store.reader.ledgers()

    def contents(self) -> int:
        """How many distinct byte contents the pictures and films of the case have."""
        return self._store.reader.contents()

    def pending(self) -> tuple[int, int]:
        """How many items, and how many bytes, have not been analysed yet."""
        return self._store.reader.pending()

    def recipe(self) -> Recipe | None:
        """What the case is analysed with, its profile's name included; None before the first analysis."""
        return self._store.reader.recipe()

    def acquired(self, source_id: int | None = None) -> tuple[Acquired, ...]:
        """The digests stated when an exhibit, or all of them, were acquired, each with what its check gave."""
        return self._store.reader.provenance.acquired(source_id)

    def mismatches(self) -> tuple[Acquired, ...]:
        """Those among them that differ: the evidence is not what was acquired."""
        return tuple(one for one in self.acquired() if one.result is CheckResult.DIFFERS)

    def not_as_acquired(self) -> str:
        """One sentence on mismatches, and what to do; "" if there are none."""
        differing = self.mismatches()
        if not differing:
            return ""
        first, labels = differing[0], {source.id: source.label for source in self.sources()}
        more = f" and {len(differing) - 1} more differ" if len(differing) > 1 else ""
        return (
            f"{labels[first.source_id]}: {display(first.location)} does not have the {first.algorithm.upper()} that "
            f"{first.said_by} states{more}, so this evidence is not what was acquired; find out why, or report it with "
            '--accept-mismatch "REASON".'
        )
