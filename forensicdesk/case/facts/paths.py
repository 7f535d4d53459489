"""The paths of all items as a few long texts, searched as fast as memory is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forensicdesk.case.codec import decode_location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.integer]
    """Numbers or places, whole."""

_ONE_FILE = b"4:file,"
_STEP = b" > "
FEW = 1 / 32
"""Letters of a word, the rarest first, are compared with all of the text until about so few places are left."""
AT_ONCE = 4
"""So many letters at most; the others are compared only where these are found."""
SAMPLE = 97
"""Every so many letters of a text one is counted, to know which are rare."""


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

    ids: Numbers
    text: bytes
    starts: Numbers
    folder_of: Numbers
    folders: tuple[bytes, ...]

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """By letter which share of the text it is, about."""
        counted = np.bincount(np.frombuffer(self.text, np.uint8)[::SAMPLE], minlength=256)
        return counted / max(1, int(counted.sum()))

    def find(self, word: bytes) -> Numbers:
        """The numbers of the items of which the path has the word, which is `folded`."""
        places = self._places(word)
        if len(places) <= len(self.starts):
            return self.ids[np.searchsorted(self.starts, places, "right") - 1]
        passed = np.searchsorted(places, np.append(self.starts, len(self.text)))
        return self.ids[passed[1:] > passed[:-1]]

    def _places(self, word: bytes) -> Numbers:
        """Every place of the word."""
        letters = np.frombuffer(self.text, np.uint8)
        room = len(letters) - len(word) + 1
        if room < 1:
            return np.zeros(0, np.int64)
        rarest = sorted((float(self.shares[letter]), at) for at, letter in enumerate(word))
        left, at = rarest[0]
        alike = letters[at : room + at] == word[at]
        compared = 1
        for share, at in rarest[1:AT_ONCE]:
            if left <= FEW:
                break
            alike &= letters[at : room + at] == word[at]
            left *= share
            compared += 1
        found = np.flatnonzero(alike)
        for _, at in rarest[compared:]:
            found = found[letters[found + at] == word[at]]
        return found


def part_of(ids: Numbers, locations: Sequence[bytes]) -> Part:
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

    by_item: Numbers
    names: list[str]
    ranks: Numbers


@dataclass(frozen=True)
class PathText:
    """The paths of all items; where an item stands in several parts, in the same words."""

    parts: tuple[Part, ...] = ()

    def find(self, word: str) -> Numbers:
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


def ranks_of(texts: Sequence[str]) -> Numbers:
    """The place of each text in their order."""
    ranks = np.zeros(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return ranks
