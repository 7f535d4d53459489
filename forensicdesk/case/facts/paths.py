"""The paths of all items as a few long texts, searched as fast as memory is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forensicdesk.case.codec import decode_location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.facts.columns import Array

_ONE_FILE = b"4:file,"
_STEP = b" > "
MANY = 3000
"""From so many places in a part on, a word is looked for in another way."""
AT_ONCE = 4
"""So many letters of a word are compared with all of the text, the others only where these are found."""


def path_of(raw: bytes) -> bytes:
    """The paths of all steps of a stored location, outermost first; line ends become spaces."""
    if raw.startswith(_ONE_FILE):
        head, _, rest = raw[len(_ONE_FILE) :].partition(b":")
        if len(rest) == int(head) + 1:
            return rest[:-1] if b"\n" not in rest else rest[:-1].replace(b"\n", b" ")
    return _STEP.join(step.path for step in decode_location(raw).steps).replace(b"\n", b" ")


def folded(text: bytes) -> bytes:
    """Text in which large and small letters are the same."""
    return (
        text.lower()
        if text.isascii()
        else text.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")
    )


@dataclass(frozen=True)
class Part:
    """Some items.

    Attributes:
        ids: their numbers.
        text: their paths, `folded`, a line each.
        starts: where each begins.
        folder_of: the number of each item's folder.
        folders: the folders, as they are written.
    """

    ids: Array
    text: bytes
    starts: Array
    folder_of: Array
    folders: tuple[bytes, ...]

    def find(self, word: bytes) -> Array:
        """The numbers of the items of which the path has the word, which is `folded`."""
        found = self._sparse(word)
        places = np.searchsorted(self.starts, self._dense(word) if found is None else found, "right") - 1
        numbers: Array = self.ids[places]
        return numbers

    def _sparse(self, word: bytes) -> Array | None:
        """Where the word stands first in each line that has it, one after the other; None where these are many."""
        found: list[int] = []
        text, at = self.text, self.text.find(word)
        while at >= 0:
            if len(found) == MANY:
                return None
            found.append(at)
            end = text.find(b"\n", at)
            at = text.find(word, end) if end >= 0 else -1
        return np.array(found, np.int64)

    def _dense(self, word: bytes) -> Array:
        """Every place of the word: for many, by comparing all of the text letter by letter."""
        letters, size = np.frombuffer(self.text, np.uint8), len(word)
        room = len(letters) - size + 1
        alike = letters[:room] == word[0]
        for at in range(1, min(size, AT_ONCE)):
            alike &= letters[at : room + at] == word[at]
        found = np.flatnonzero(alike)
        for at in range(AT_ONCE, size):
            found = found[letters[found + at] == word[at]]
        return found


def part_of(ids: Array, locations: Sequence[bytes]) -> Part:
    """The paths of some items."""
    paths = [path_of(location) for location in locations]
    text = folded(b"\n".join(paths))
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    known: dict[bytes, int] = {}
    folder_of = np.array([known.setdefault(path.rpartition(b"/")[0], len(known)) for path in paths], np.int32)
    return Part(ids, text, np.concatenate([np.zeros(1, np.int64), ends + 1]), folder_of, tuple(known))


class Folders(NamedTuple):
    """The folders of all items.

    Attributes:
        by_item: by number of the item that of its folder.
        names: the folders, in the order of their numbers.
        ranks: by number of the folder its place in the order of names.
    """

    by_item: Array
    names: list[str]
    ranks: Array


@dataclass(frozen=True)
class PathText:
    """The paths of all items; where an item stands in several parts, in the same words."""

    parts: tuple[Part, ...] = ()

    def find(self, word: str) -> Array:
        """The numbers of the items of which the path has this word, in no order."""
        sought = folded(word.encode("utf-8", "surrogateescape"))
        found = [part.find(sought) for part in self.parts if len(part.ids)]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    @cached_property
    def folders(self) -> Folders:
        """The folder of every item; that of a file in a container or in another file ends with that."""
        known: dict[bytes, int] = {}
        by_item = np.zeros(1 + max((int(part.ids.max(initial=0)) for part in self.parts), default=0), np.int32)
        for part in self.parts:
            codes = np.array([known.setdefault(folder, len(known)) for folder in part.folders], np.int32)
            by_item[part.ids] = codes[part.folder_of]
        names = [folder.decode("utf-8", "backslashreplace") for folder in known]
        return Folders(by_item, names, ranks_of(names))


def ranks_of(texts: Sequence[str]) -> Array:
    """The place of each text in their order."""
    ranks = np.zeros(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return ranks
