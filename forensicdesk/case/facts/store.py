"""Reading facts from the database: once as a whole, some at a time, and later only what has changed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.deriving import BY_ORIGIN
from forensicdesk.case.facts.columns import CONTENT_TYPES, ITEM_TYPES, MISSING, NO_DISTANCE, Facts, Spoken, Vocabulary
from forensicdesk.case.facts.paths import PathText, part_of
from forensicdesk.case.facts.reading import (
    content_rows,
    fill_contents,
    fill_matches,
    fill_spoken,
    first_undecided,
    item_columns,
    item_rows,
    rows_of_items,
    said_since,
    sizes,
    state_of_work,
)
from forensicdesk.decisions import Reading
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.columns import Array, Mask
    from forensicdesk.case.facts.paths import Part
    from forensicdesk.model import State

FIRST, NEXT = 2_000, 100_000
"""So many items are read at first, so that there is something to show, then as many as there are, up to the second."""
SPARE = 1.1
"""Columns by number are made so much longer than they have to be."""


class FactStore:
    """Keeps the facts of one open case in memory; nothing is read before the first question."""

    def __init__(self, database: Database, states: Sequence[State] = MEDIA_STATES) -> None:
        self._database = database
        self._states = tuple(states)
        self._lock = threading.RLock()
        self._known: _Known | None = None
        self._stale = False
        self._changed: set[int] = set()
        self._work: tuple[object, ...] = ()

    def facts(self) -> Facts:
        """Everything, up to date."""
        with self._lock:
            known = self._current()
            while not known.complete:
                known.read_on(NEXT)
            return known.snapshot()

    def facts_so_far(self, *, undecided: bool = False) -> Facts:
        """What is known, and some more where that is not all: for showing something at once.

        With `undecided` a case that is read from its beginning is read from its first undecided item on, and what lies
        before that last.
        """
        with self._lock:
            known = self._current()
            if undecided and not known.count:
                known.begin_with_undecided()
            if not known.complete:
                known.read_on(min(max(known.count, FIRST), NEXT))
            return known.snapshot()

    def forget(self, item_ids: Iterable[int] | None = None) -> None:
        """These items changed, or with None anything may have."""
        with self._lock:
            if item_ids is None:
                self._stale = True
            else:
                self._changed.update(item_ids)

    def note_seen(self, items: Sequence[int], examiner: str) -> None:
        """An examiner has had these items on the screen, and that is stored."""
        with self._lock:
            if self._known is not None:
                self._known.note_seen(items, examiner)

    def _current(self) -> _Known:
        self._look_at_others()
        if self._known is None or self._stale:
            fresh = _Known(self._database, self._states)
            while self._known is not None and not fresh.complete:
                fresh.read_on(NEXT)
            self._known, self._stale = fresh, False
            self._changed.clear()
            return fresh
        if self._changed:
            self._known.read_again(sorted(self._changed))
            self._changed.clear()
        self._known.catch_up()
        return self._known

    def _look_at_others(self) -> None:
        """Where other programs may work on the case, what they have done since is read, too."""
        if self._database.shared:
            with self._database.reading() as connection:
                work = state_of_work(connection)
            self._stale = self._stale or (self._known is not None and work != self._work)
            self._work = work


class _Known:
    """The columns while they are filled."""

    def __init__(self, database: Database, states: Sequence[State]) -> None:
        self._database = database
        self._states = tuple(state.value for state in states)
        self._items: dict[str, Array] = {name: np.zeros(0, kind) for name, kind in ITEM_TYPES.items()}
        self._contents: dict[str, Array] = {name: np.zeros(1, kind) for name, kind in CONTENT_TYPES.items()}
        self._contents["duration"][0], self._contents["distance"][0] = np.nan, NO_DISTANCE
        for name in ("taken", *BY_ORIGIN.values()):
            self._contents[name][0] = MISSING
        self._lists: dict[str, Mask] = {}
        self._spoken = Spoken()
        self._parts: list[Part] = []
        self._paths = PathText()
        self.types, self.cameras, self.issues = Vocabulary(), Vocabulary(), Vocabulary()
        self.categories, self.examiners = Vocabulary(), Vocabulary()
        self._matches_read = False
        with self._database.reading() as connection:
            self._last_item, self._last_content, self._last_act = sizes(connection)
        self._due = [(1, self._last_item)]
        self._grow()

    @property
    def complete(self) -> bool:
        """Whether everything has been read."""
        return not self._due

    def begin_with_undecided(self) -> None:
        """Read the first undecided item and what follows first."""
        with self._database.reading() as connection:
            first = first_undecided(connection, self._states)
        if first is not None and first > 1:
            self._due = [(first, self._last_item), (1, first - 1)]

    @property
    def count(self) -> int:
        """Items known."""
        return len(self._items["id"])

    def snapshot(self) -> Facts:
        """What is known as a value."""
        return Facts(
            dict(self._items), dict(self._contents), dict(self._lists), self._spoken, self._path_text(),
            self.types, self.cameras, self.issues, self.categories, self.examiners, self.complete,
        )  # fmt: skip

    def _path_text(self) -> PathText:
        """The paths; the same value while they are the same, so that what it has worked out of them stays."""
        if len(self._paths.parts) != len(self._parts):
            self._paths = PathText(tuple(self._parts))
        return self._paths

    def read_on(self, most: int) -> None:
        """The next items, at most so many."""
        first, last = self._due.pop(0)
        with self._database.reading() as connection:
            rows = item_rows(connection, self._states, (first, last), most)
            read_to = rows[-1][0] if len(rows) == most else last
            found = item_columns(rows, self.types, self.issues)
            self._take_contents(connection, found["content"])
            fill_spoken(connection, self._spoken, self.categories, self.examiners, (first, read_to))
        if read_to < last:
            self._due.insert(0, (read_to + 1, last))
        if rows:
            self._parts.append(part_of(found["id"], [row[-1] for row in rows]))
        place = int(np.searchsorted(self._items["id"], first))
        self._items = {
            name: np.concatenate([column[:place], found[name], column[place:]]) for name, column in self._items.items()
        }

    def read_again(self, item_ids: Sequence[int]) -> None:
        """These items as they are now: changed, come or gone; those that are still to be read are read then."""
        item_ids = [item for item in item_ids if not any(first <= item <= last for first, last in self._due)]
        with self._database.reading() as connection:
            rows = rows_of_items(connection, self._states, item_ids)
            found = item_columns(rows, self.types, self.issues)
            self._last_item, self._last_content, _ = sizes(connection)
            self._grow()
            self._take_contents(connection, found["content"], anew=True)
        if rows:
            self._parts.append(part_of(found["id"], [row[-1] for row in rows]))
        keep = ~np.isin(self._items["id"], np.array(item_ids, np.int64))
        kept = {name: column[keep] for name, column in self._items.items()}
        places = np.searchsorted(kept["id"], found["id"])
        self._items = {name: np.insert(kept[name], places, found[name]) for name in ITEM_TYPES}

    def catch_up(self) -> None:
        """What was decided since."""
        with self._database.reading() as connection:
            _, _, last = sizes(connection)
            if last == self._last_act:
                return
            items = said_since(connection, self._last_act)
            self._last_act = last
            fill_spoken(connection, self._spoken, self.categories, self.examiners, items)

    def note_seen(self, items: Sequence[int], examiner: str) -> None:
        """See `FactStore.note_seen`."""
        size = len(self._spoken.codes[Reading.FIRST])
        mask = self._spoken.seen.setdefault(examiner, np.zeros(size, bool))
        mask[[item for item in items if item < len(mask)]] = True

    def _grow(self) -> None:
        """Make room for every number of an item or a content that there is now."""
        if len(self._contents["known"]) <= self._last_content:
            size = int(self._last_content * SPARE) + 1
            self._contents = {name: _longer(column, size) for name, column in self._contents.items()}
            self._lists = {name: _longer(column, size) for name, column in self._lists.items()}
        spoken = self._spoken
        size = int(self._last_item * SPARE) + 1
        for columns in (spoken.codes, spoken.judges):
            for reading in Reading:
                column = columns.get(reading, np.zeros(0, np.int16))
                columns[reading] = column if len(column) > self._last_item else _longer(column, size)
        for examiner, mask in tuple(spoken.seen.items()):
            spoken.seen[examiner] = mask if len(mask) > self._last_item else _longer(mask, size)

    def _take_contents(self, connection: Connection, contents: Array, *, anew: bool = False) -> None:
        wanted = _each_once(contents[contents > 0])
        wanted = wanted if anew else wanted[~self._contents["known"][wanted]]
        fill_contents(self._contents, content_rows(connection, wanted), self.types, self.cameras)
        if not self._matches_read:
            # For the first items those of their contents do, so that something is shown at once.
            first = not self.count and not anew and len(wanted) > 0
            span = (int(wanted[0]), int(wanted[-1])) if first else None
            fill_matches(connection, self._contents, self._lists, span)
            self._matches_read = not first


def _each_once(numbers: Array) -> Array:
    """Every number once, ascending; NumPy's own way loads its masked arrays, which takes longer than this does."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _longer(column: Array, size: int) -> Array:
    made = np.zeros(size, column.dtype)
    made[: len(column)] = column
    return made
