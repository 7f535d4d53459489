"""What matching again changed, read page by page: of millions of matches only their numbers are in memory."""

from __future__ import annotations

import json
import weakref
from array import array
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import numpy as np

from forensicdesk.case import codec
from forensicdesk.case.paging import in_pages
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.model import Match, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from forensicdesk.case.met import MatchStore
    from forensicdesk.case.store import CaseStore
    from forensicdesk.changed import Matches

_FIELDS = ("content_id", "list_id", "entry", "label", "kind", "weak", "policy_id")


class StoredMatches:
    """Matches that are rows of the case, in the order of the first items that have their contents.

    They can be read until the case is matched again: the rows are others then.
    """

    def __init__(self, store: CaseStore, matches: MatchStore, numbers: Sequence[int]) -> None:
        """Take the numbers of the rows; of one content they are in the order in which they are to come."""
        self._matches, self._turn = matches, matches.turn
        found = np.array(numbers, dtype=np.int64)
        owners = array("q", matches.contents_of(numbers))
        self._numbers = array("q", found[np.lexsort((found, _first_items(store, owners)))].tobytes())

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Match]:
        if self._turn != self._matches.turn:
            msg = sentence("The case was matched again since; what changed before cannot be listed any more.")
            raise UsageError(msg)
        return self._matches.matches_of(self._numbers)


class SetAside:
    """Matches that the case does not have any more, in a file without a name inside the case, which ends with them.

    Args:
        folder: the case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._places, self._contents = array("q"), array("q")

    def add(self, match: Match) -> None:
        """Keep one more.

        Raises:
            EnvironmentProblem: the file cannot be written.
        """
        row = {name: getattr(match, name) for name in _FIELDS} | {"card": codec.encode_card(match.card)}
        try:
            if self._file is None:
                self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - lives as long as this
                weakref.finalize(self, self._file.close)
            self._places.append(self._file.seek(0, 2))
            self._contents.append(match.content_id)
            self._file.write(json.dumps(row).encode() + b"\n")
        except OSError as error:
            msg = sentence(
                "Matches that are gone cannot be kept in {folder} ({strerror}); make room, match again.",
                folder=self._folder,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error

    def put_in_order(self, store: CaseStore) -> None:
        """Order them by the first items that have their contents."""
        order = np.argsort(_first_items(store, self._contents), kind="stable")
        self._places = array("q", np.array(self._places, dtype=np.int64)[order].tobytes())

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Match]:
        for place in self._places:
            if self._file is not None:
                self._file.seek(place)
                said = json.loads(self._file.readline())
                said |= {"kind": MatchKind(said["kind"]), "card": codec.decode_card(said["card"])}
                yield Match(**said)


class AllMatches:
    """Several groups of matches, one after the other."""

    def __init__(self, groups: Iterable[Matches]) -> None:
        self._groups = list(groups)

    def __len__(self) -> int:
        return sum(len(group) for group in self._groups)

    def __iter__(self) -> Iterator[Match]:
        return chain.from_iterable(self._groups)


def _first_items(store: CaseStore, contents: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The first item of each of these contents, 0 for one that has none."""
    found = np.zeros(len(contents), dtype=np.int64)
    at = 0
    for page in in_pages(contents):
        items = store.related.items_of(sorted(set(page)))
        for content in page:
            found[at] = items.get(content, (0,))[0]
            at += 1
    return found
