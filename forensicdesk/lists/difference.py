"""What two list versions have in common and what not, by kind of value."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import ListError
from forensicdesk.language import said, sentence
from forensicdesk.lists.merging import Column, merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.merging import Found, Numbers
    from forensicdesk.model import HashList

SAMPLES = 20
"""So many examples of each difference are given; all are counted."""

FILMS = "vpdq"
"""The kind that stands for films: two are the same if their frames have the same PDQ in the same order."""

_NO_KINDS = ("vpdq_frames", "pdq_below_quality_")


@dataclass(frozen=True, slots=True)
class Example:
    """One value that differs.

    Attributes:
        value: lower-case hex; for a film SHA-256 over its frames' PDQ.
        entry: how the list names the first entry with it; for a film its name. Hostile text, as are the labels.
        old_labels: what the older list calls the value, none where it does not have it.
        new_labels: what the newer list calls it.
    """

    value: str
    entry: str
    old_labels: tuple[str, ...]
    new_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindDifference:
    """The distinct values of one kind that only the newer list has, only the older has, and both have.

    Attributes:
        relabelled: values of `kept` whose labels are not the same in both lists; None if labels were not compared.
        not_compared: why the kind could not be compared, "" if it was.
    """

    kind: str
    added: int = 0
    removed: int = 0
    kept: int = 0
    relabelled: int | None = None
    added_examples: tuple[Example, ...] = ()
    removed_examples: tuple[Example, ...] = ()
    relabelled_examples: tuple[Example, ...] = ()
    not_compared: str = ""

    @property
    def same(self) -> bool:
        """Whether the kind was compared and nothing differs."""
        return not (self.added or self.removed or self.relabelled or self.not_compared)


class _Side:
    """One of the two lists."""

    def __init__(self, library: Library, used: HashList) -> None:
        self._library = library
        self._id = used.id
        self._labels: Numbers | None = None
        self._films: list[tuple[str, str]] = []

    def column(self, kind: str) -> Column:
        """Every value of a kind."""
        if kind == FILMS:
            return self._film_column()
        found = self._library.hashes(self._id, kind)
        width = found.values.shape[1]
        if not width:
            return Column(np.empty(0, dtype="S1"), np.empty(0, dtype=np.int64))
        rows = np.ascontiguousarray(found.values)
        return Column(rows.view(f"S{width}").reshape(-1), found.numbers.astype(np.int64))

    def _film_column(self) -> Column:
        self._films.clear()
        digests = []
        for film in self._library.films(self._id):
            self._films.append((film.name, film.label))
            digests.append(sha256(film.values.tobytes()).digest())
        return Column(np.array(digests, dtype="S32"), np.arange(len(digests), dtype=np.int64))

    def label_hashes(self, kind: str) -> Numbers:
        """Labels by entry number, as hashes: two different labels have the same one with a chance of 1 in 2^64."""
        if kind == FILMS:
            return np.array([_hash(label) for _, label in self._films], dtype=np.int64)
        if self._labels is None:
            by_number = array("q", [0])
            for entry in self._library.walk(self._id):
                by_number.extend([0] * (entry.number - len(by_number)))
                by_number.append(_hash(entry.label))
            self._labels = np.frombuffer(by_number, dtype=np.int64)
        return self._labels

    def named(self, kind: str, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Entry and label for each of these numbers."""
        if kind == FILMS:
            return {number: self._films[number] for number in numbers}
        found = self._library.entries(self._id, sorted(set(numbers)))
        return {entry.number: (entry.entry, entry.label) for entry in found}


def difference(library: Library, older: str, newer: str, *, labels: bool = True) -> tuple[KindDifference, ...]:
    """Compare two lists of the library, kind by kind.

    Memory holds the values and entry numbers of one kind of both lists, 8 bytes for each entry where labels are
    compared, and what sorting a few million values takes.

    Args:
        library: where both lie.
        older: name, name@version or id of the list that was there before.
        newer: likewise, of the list that came later.
        labels: whether to compare labels too, which reads every entry.

    Raises:
        UsageError: there is no such list.
        ListError: a stored list is damaged.
    """
    before, after = library.find(older), library.find(newer)
    kinds = dict.fromkeys(kind for used in (before, after) for kind, count in used.entries if count)
    sides = _Side(library, before), _Side(library, after)
    return tuple(_compare(kind, *sides, labels=labels) for kind in kinds if not kind.startswith(_NO_KINDS))


def _compare(kind: str, before: _Side, after: _Side, *, labels: bool) -> KindDifference:
    try:
        old, new = before.column(kind), after.column(kind)
    except ListError as error:
        return KindDifference(kind, not_compared=said(error))
    widths = [column.values.dtype.itemsize for column in (old, new) if len(column.values)]
    if len(set(widths)) > 1:
        return KindDifference(
            kind,
            not_compared=sentence(
                "the values have {one} bytes in one list, {other} in the other",
                one=widths[0],
                other=widths[1],
            ),
        )
    hashes = (before.label_hashes(kind), after.label_hashes(kind)) if labels else None
    merged = merge(old, new, hashes, SAMPLES)
    return KindDifference(
        kind,
        added=merged.added.count,
        removed=merged.removed.count,
        kept=merged.kept,
        relabelled=merged.relabelled.count if labels else None,
        added_examples=_examples(kind, merged.added.first, before, after),
        removed_examples=_examples(kind, merged.removed.first, before, after),
        relabelled_examples=_examples(kind, merged.relabelled.first, before, after),
    )


def _examples(kind: str, found: Sequence[Found], before: _Side, after: _Side) -> tuple[Example, ...]:
    old = before.named(kind, (number for one in found for number in one.older))
    new = after.named(kind, (number for one in found for number in one.newer))
    return tuple(
        Example(
            one.value.hex(),
            new[one.newer[0]][0] if one.newer else old[one.older[0]][0],
            tuple(sorted({old[number][1] for number in one.older})),
            tuple(sorted({new[number][1] for number in one.newer})),
        )
        for one in found
    )


def _hash(label: str) -> int:
    return hash(f"={label}")
