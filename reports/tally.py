"""What a report counts of its items, taken of one after the other, so that they need not be read for each count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from reports.items import strongest_kind

if TYPE_CHECKING:
    from reports.model import ReportItem, ReportModel

Seen = Counter[tuple[str, str]]
"""Number of matches by what came of looking at both sides (`MatchCard.by_eye`), and by kind."""


@dataclass(slots=True)
class Tally:
    """Counts of items with a match.

    Attributes:
        strongest: items by the kind of their strongest match.
        weak: items all of whose matches are weak.
        dismissed: matches that an examiner dismissed.
        seen: see `Seen`.
    """

    strongest: Counter[str] = field(default_factory=Counter)
    weak: int = 0
    dismissed: int = 0
    seen: Seen = field(default_factory=Counter)

    def add(self, item: ReportItem) -> None:
        """Take one more."""
        self.strongest[strongest_kind(item)] += 1
        self.weak += all(card.weak for card in item.matches)
        self.dismissed += sum(bool(card.dismissed) for card in item.matches)
        self.seen.update((card.by_eye, card.kind) for card in item.matches)


class Counted:
    """The counts of a model; taken once, when the first of them is asked for."""

    def __init__(self, model: ReportModel) -> None:
        self._model = model

    @property
    def tally(self) -> Tally:
        """Of its items with a match."""
        return self._taken[0]

    @property
    def copies(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the items with the same content, by SHA-256; of contents that several items have."""
        return self._taken[1]

    @cached_property
    def _taken(self) -> tuple[Tally, dict[str, tuple[int, ...]]]:
        tally, same = Tally(), _Same()
        for item in self._model.items:
            tally.add(item)
            same.add(item)
        for item in self._model.decided_items:
            same.add(item)
        return tally, same.found()


class _Same:
    """Items with the same content. Of a content that one item has, no more than its number is held."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._several: dict[str, list[int]] = {}

    def add(self, item: ReportItem) -> None:
        """Take one more."""
        if item.sha256:
            first = self._first.setdefault(item.sha256, item.number)
            if first != item.number:
                self._several.setdefault(item.sha256, [first]).append(item.number)

    def found(self) -> dict[str, tuple[int, ...]]:
        """The numbers by SHA-256, ascending, of contents that several items have."""
        return {sha256: tuple(sorted(numbers)) for sha256, numbers in self._several.items()}
