"""What a session answers about lists and matches. `Session` is the only class made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.case.identity import case_id
from forensicdesk.chance.keeping import KeptChances
from forensicdesk.lists.library import DELTA, HASH_TYPES, RELEASES
from forensicdesk.lists.listfile import SUFFIX, load
from forensicdesk.lists.readers.columns import MAPPED_KINDS
from forensicdesk.lists.readers.table import FORMATS
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.policy_file import policy_from_json
from forensicdesk.model import CLOSED_CASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.chance.expecting import Chance
    from forensicdesk.lists.library import Library
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import Conflict, Dismissal, HashList, Match


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What a person may say of a list file that is to be imported.

    Attributes:
        formats: names of the formats that can be read.
        hash_types: what values of 64 or 16 digits may be said to be.
        column_kinds: what a column of a table may be said to hold.
        delta: the format that says only what changed in another list.
        bases: the formats of lists that a delta can change.
    """

    formats: tuple[str, ...]
    hash_types: tuple[str, ...]
    column_kinds: tuple[str, ...]
    delta: str
    bases: tuple[str, ...]


LIST_CHOICES = ListChoices(
    formats=tuple(one.name for one in FORMATS),
    hash_types=HASH_TYPES,
    column_kinds=MAPPED_KINDS,
    delta=DELTA,
    bases=RELEASES,
)


@dataclass(frozen=True, slots=True)
class ListNotes:
    """What was said of a list when it was imported, beside what `HashList` tells.

    Attributes:
        labels: (category, label) pairs of its category scheme, () if there is none.
        scheme: the scheme that the file names, "" if none.
        hash_type: what its values were said to be, "" if nothing was said.
        columns: (column, kind) pairs that were confirmed.
        base: identifier of the list that it was made from by a delta, "" if it is whole.
    """

    labels: tuple[tuple[str, str], ...] = ()
    scheme: str = ""
    hash_type: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    base: str = ""


def list_notes(library: Library, used: HashList) -> ListNotes:
    """What was said of a stored list when it was imported.

    Raises:
        ListError: the list is damaged.
    """
    _, facts = load(library.folder / f"{used.id}{SUFFIX}")
    labels = json.loads(facts.get("categories") or "{}")
    columns = json.loads(facts.get("columns") or "[]")
    return ListNotes(
        tuple((str(category), str(label)) for category, label in labels.items()),
        facts.get("scheme", ""),
        facts.get("hash_type", ""),
        tuple((str(column), str(kind)) for column, kind in columns),
        facts.get("base", ""),
    )


class Matched:
    """Questions about the lists of one open case, and about its matches."""

    _store: CaseStore

    def match_counts(self) -> dict[str, int]:
        """Matches by kind; an item counts once for each list entry it matches."""
        return self._store.reader.match_counts()

    def match_counts_by_list(self) -> dict[str, int]:
        """How many matches of contents with entries each list has, by the list's id."""
        return self._store.reader.match_counts_by_list()

    def lists_used(self) -> tuple[HashList, ...]:
        """The list versions this case was matched against."""
        return self._store.reader.lists_used()

    def but_its_own(self, lists: Iterable[HashList]) -> tuple[HashList, ...]:
        """These lists without what this very case left in the index of closed cases: it would only meet itself."""
        own = case_id(self._store.folder)
        return tuple(used for used in lists if used.format != CLOSED_CASE or used.issued_version != own)

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
