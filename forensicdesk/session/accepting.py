"""Suggestions of lists, accepted by an examiner's act. `Session` is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from forensicdesk.case.audit import as_utc
from forensicdesk.deciding.suggesting import suggestions_of
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.model import ItemFilter
from forensicdesk.pipeline.decide import new_act
from forensicdesk.session.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.decisions import Act, CategoryScheme


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting.

    Attributes:
        acts: the categories that were given, one act each; before each of them stands the note that says why.
        without: how many of the named items no list suggests a category for.
        differing: of how many of them lists suggest different ones; these stay as they are.
    """

    acts: tuple[Act, ...]
    without: int
    differing: int


class Accepting(Settling):
    """How what a list suggests becomes a decision: by an examiner who says so."""

    def accept(
        self,
        items: Sequence[int],
        *,
        scope: Scope = Scope.ITEM,
        reading: Reading = Reading.FIRST,
        examiner: str = "",
    ) -> Accepted:
        """Put items into the categories that lists suggest; a note keeps which list it was, and what it says.

        Notes and categories are acts of the examiner's own, said together: one `undo` takes back all of them.

        Args:
            items: the items named; `scope` says what else each act applies to.
            scope: see `decisions.Scope`.
            reading: as who.
            examiner: "" is the case's examiner.

        Raises:
            UsageError: there is no scheme, or no list suggests one category for any of the items.
        """
        self._require_writable()
        scheme = self.scheme()
        if scheme is None:
            msg = sentence(
                "The case has no scheme of categories yet; choose one with: forensicdesk decide CASE --scheme neutral"
            )
            raise UsageError(msg)
        groups, without, differing = self._suggested(scheme, items)
        if not groups:
            msg = sentence("No list calls these items by the name of one category of the scheme; decide yourself.")
            raise UsageError(msg)
        who, now = examiner.strip() or self._store.reader.info().examiner, as_utc(self._clock())
        how = partial(new_act, examiner=who, said_at=now, reading=reading, scope=scope)
        acts: list[Act] = []
        with self._deciding:
            for (code, why), named in groups.items():
                note = self._keep(how(ActKind.NOTE, why), named, acts[-1] if acts else None)
                acts.append(self._keep(how(ActKind.CATEGORY, code), named, note))
        return Accepted(tuple(acts), without, differing)

    def _suggested(
        self, scheme: CategoryScheme, items: Sequence[int]
    ) -> tuple[dict[tuple[str, str], list[int]], int, int]:
        """Items by category and reason; how many have no suggestion, and how many several."""
        lists = {used.id: f"{used.name}@{used.version}" for used in self._store.reader.lists_used()}
        labelled = tuple(card.id for card in self._store.reader.cards(items) if card.labels)
        groups: dict[tuple[str, str], list[int]] = {}
        without, differing = len(items) - len(labelled), 0
        for record in self._store.reader.items(ItemFilter(ids=labelled)) if labelled else ():
            found = suggestions_of(scheme, record.matches)
            if len(found) == 1:
                ((code, match),) = found.items()
                named = lists.get(match.list_id, match.list_id)
                why = sentence("Accepted as suggested by the list {list}: {label}", list=named, label=match.label)
                groups.setdefault((code, str(why)), []).append(record.id)
            without, differing = without + (not found), differing + (len(found) > 1)
        return groups, without, differing
