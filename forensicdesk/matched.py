"""What a session answers about lists and matches. `Session` is the only class made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.chance.keeping import KeptChances
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.policy_file import policy_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.chance.expecting import Chance
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import Conflict, Dismissal, HashList, Match


class Matched:
    """Questions about the lists of one open case, and about its matches."""

    _store: CaseStore

    def match_counts(self) -> dict[str, int]:
        """Matches by kind; an item counts once for each list entry it matches."""
        return self._store.reader.match_counts()

    def lists_used(self) -> tuple[HashList, ...]:
        """The list versions this case was matched against."""
        return self._store.reader.lists_used()

    def chances(self) -> Callable[[Match], Chance | None]:
        """What tells of a match how many as close chance may bring; None where that was not calibrated."""
        return KeptChances(self._store).of_match

    def policy(self) -> Policy:
        """The policy of the case's last matching, the program's own before the first."""
        said = self._store.reader.judgements.last_policy()
        return policy_from_json(said) if said else DEFAULT_POLICY

    def dismissals(self) -> tuple[Dismissal, ...]:
        """Everything that examiners said of matches, in order, what was taken back included."""
        return self._store.reader.judgements.dismissals()

    def conflicts(self) -> Iterator[Conflict]:
        """Contents that lists, or entries of one list, label differently; side by side, nothing preferred."""
        return self._store.reader.judgements.conflicts()

    def lists_incomplete(self) -> tuple[HashList, ...]:
        """The lists among them that were not compared with everything; reports say so, matching again mends it."""
        return self._store.reader.lists_incomplete()
