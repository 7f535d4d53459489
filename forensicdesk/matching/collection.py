"""Pictures of a case against the local features of a reference collection: crops and small rotations are found."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.model import EvidenceCard, Match, MatchKind
from hashing.local.agreement import DEFAULT_AGREEMENT_POLICY, agree
from hashing.local.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.exact import ListedEntry
    from hashing.local.agreement import Agreement

    Numbers = NDArray[np.int64]
    Fetch = Callable[[Sequence[int]], Mapping[int, bytes]]

ALGORITHM, VERSION = "local-features", "1"
FEATURES = "features"
"""How a list counts its entries with local features, and under which name they are kept."""
RARE = 32
"""Words that more entries of a collection have say nothing."""
SHARED_WORDS = 2
CANDIDATES = 20
FIRM_FEATURES = 10
"""A match on fewer features that follow one movement is marked weak."""


class FeatureSearch:
    """The local features of one collection, ready to be asked: about 3 kB of memory for each entry."""

    def __init__(self, entries: Iterable[tuple[int, bytes]], fetch: Fetch) -> None:
        """Take the features of all entries by number; `fetch` gives them again for some."""
        numbers, found = [], []
        for number, features in entries:
            numbers.append(number)
            found.append(np.array(words(features), dtype=np.uint32))
        flat = np.concatenate([*found, np.empty(0, np.uint32)])
        owners = np.repeat(np.arange(len(found)), [len(one) for one in found])
        order = np.argsort(flat, kind="stable")
        self._words, self._owners = flat[order], owners[order]
        self._numbers = np.array(numbers, dtype=np.int64)
        self._fetch = fetch

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, features: bytes) -> list[tuple[int, Agreement]]:
        """Number and agreement of every entry among the likeliest that agrees with a picture, in order of number."""
        likely = self._candidates(features)
        stored = self._fetch(likely) if likely else {}
        held = ((number, agree(features, stored[number])) for number in sorted(likely))
        return [(number, found) for number, found in held if found is not None and found.is_match]

    def _candidates(self, features: bytes) -> list[int]:
        asked = np.array([*words(features), *words(features, mirrored=True)], dtype=np.uint32)
        start = np.searchsorted(self._words, asked, side="left")
        count = np.searchsorted(self._words, asked, side="right") - start
        telling = (count > 0) & (count <= RARE)
        start, count = start[telling], count[telling]
        if not len(start):
            return []
        places = np.repeat(start - np.concatenate([[0], np.cumsum(count)[:-1]]), count) + np.arange(count.sum())
        owners = self._owners[places]
        worth = np.repeat(np.log(max(len(self), 2) / np.minimum(count, len(self))) ** 2 + 0.01, count)
        score = np.bincount(owners, weights=worth, minlength=len(self))
        shared = np.bincount(owners, minlength=len(self)) >= SHARED_WORDS
        best = np.argsort(-np.where(shared, score, -1.0), kind="stable")[:CANDIDATES]
        return [int(number) for number in self._numbers[best[shared[best]]]]


def feature_match(
    content_id: int, list_id: str, listed: ListedEntry, found: Agreement, values: tuple[bytes, bytes]
) -> Match:
    """An agreement as a near match with its card; weak where few features agree.

    Local features hold a small picture of the evidence, so the card carries their SHA-256 in their place.
    """
    differs = round(100 * (1.0 - found.alike))
    most = round(100 * (1.0 - DEFAULT_AGREEMENT_POLICY.alike))
    note = sentence(
        "{matched} local features follow one movement (least {fewest_matched}); the agreement covers "
        "{item:.0f} % of the item's picture and {entry:.0f} % of the entry's{more}; movement "
        "{movement}. Distance: percent of the overlap that differs. Query and reference: SHA-256 of the local "
        "features.",
        matched=found.matched,
        fewest_matched=DEFAULT_AGREEMENT_POLICY.fewest_matched,
        item=100 * found.coverage_a,
        entry=100 * found.coverage_b,
        more=sentence(", mirrored") if found.mirrored else "",
        movement=_movement(found),
    )
    card = EvidenceCard(
        algorithm=ALGORITHM,
        version=VERSION,
        query=hashlib.sha256(values[0]).hexdigest(),
        reference=hashlib.sha256(values[1]).hexdigest(),
        distance=differs,
        threshold=most,
        orientation=None,
        note=note,
        entry_name=listed.name,
    )
    weak = found.matched < FIRM_FEATURES
    return Match(content_id, list_id, listed.entry, listed.label, MatchKind.NEAR, card, weak)


def _movement(found: Agreement) -> str:
    """The upper two rows of the matrix, from shares of the item's width and height to shares of the entry's."""
    rows = (" ".join(f"{value:.3f}" for value in row) for row in found.transform[:2])
    return "[" + "; ".join(rows) + "]"
