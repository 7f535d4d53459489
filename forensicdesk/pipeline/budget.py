"""A bound on what the containers in one file of the exhibit may unfold to, so that a bomb ends and says so.

It depends on the ledger only, not on the order in which results came back or on interruptions: what counts is what
was entered from the containers listed before, and the entries of this one in their order. A file that would go beyond
the bytes is entered as not looked at, and does not count: a size that lies hides none of the files behind it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.finding import Found
from forensicdesk.language import sentence
from forensicdesk.model import Location, State
from forensicdesk.settings import (
    UNFOLDED_BYTES,
    UNFOLDED_ENTRIES,
    UNFOLDED_ENTRIES_PER_BYTE,
    UNFOLDED_RATIO,
    UNPACKING_KINDS,
)
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.reader import CaseReader
    from forensicdesk.finding import Record, Told


class Budget:
    """What the containers in one outermost file have taken so far, and may take in all."""

    def __init__(self, reader: CaseReader) -> None:
        self._reader = reader
        self._outermost: tuple[bytes, Location] | None = None
        self._item_id = 0
        self._unpacks = self._is_over = False
        self._before = (0, 0)
        self._count = self._size = 0
        self._most_entries = self._most_bytes = 0

    def begin(self, item_id: int, root: bytes, location: Location, kind: str) -> None:
        """A container is listed from its start."""
        outermost = root, Location(location.steps[:1])
        if outermost != self._outermost:
            self._outermost = outermost
            length, *before = self._reader.unfolded(item_id, outermost[1], UNPACKING_KINDS)
            self._before = before[0], before[1]
            self._most_entries = UNFOLDED_ENTRIES + int(length * UNFOLDED_ENTRIES_PER_BYTE)
            self._most_bytes = UNFOLDED_BYTES + UNFOLDED_RATIO * length
        self._item_id = item_id
        self._unpacks = kind in UNPACKING_KINDS
        self._count, self._size = self._before
        self._is_over = False

    def take(self, entries: Sequence[Found | Told | Record]) -> tuple[list[Found | Told | Record], Issue | None]:
        """The entries, those whose bytes are too many marked as not looked at; with an issue where there are too many.

        With an issue the container is to be ended behind the entries that are given.
        """
        taken: list[Found | Told | Record] = []
        for entry in entries:
            if isinstance(entry, Found):
                self._count += 1
                if self._count > self._most_entries:
                    text = sentence(
                        "The containers in this file of the exhibit hold more than {most_entries} entries",
                        most_entries=self._most_entries,
                    )
                    return taken, _issue(sentence("{what}; the rest of this one was not looked at.", what=text))
                taken.append(self._within(entry) if self._unpacks else entry)
            else:
                taken.append(entry)
        return taken, None

    def end(self) -> Issue | None:
        """The container's listing has ended; what is entered of it counts. Gives an issue if some was not looked at."""
        count, size = self._reader.unfolded_from(self._item_id)
        self._before = self._before[0] + count, self._before[1] + (size if self._unpacks else 0)
        return (
            _issue(sentence("{what}; what went beyond was not looked at.", what=self._text()))
            if self._is_over
            else None
        )

    def _within(self, entry: Found) -> Found:
        # With names it is an entry that was there before.
        size = 0 if entry.names else entry.size
        if self._size + size <= self._most_bytes:
            self._size += size
            return entry
        self._is_over = True
        return replace(
            entry, state=State.FAILED, issue=_issue(sentence("{what}; this one was not looked at.", what=self._text()))
        )

    def _text(self) -> str:
        return sentence(
            "The containers in this file of the exhibit unpack to more than {most_bytes} bytes",
            most_bytes=self._most_bytes,
        )


def _issue(text: str) -> Issue:
    return Issue(Stage.READ, IssueCode.CONTAINER_LIMIT, text)
