"""What a calibration says of one comparison: how many matches chance alone may bring, for a list and a case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from forensicdesk.chance.writing import about, at_most
from forensicdesk.matching.frames import concerns_film
from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from forensicdesk.chance.calibration import Calibration
    from forensicdesk.model import HashList, Match


@dataclass(frozen=True, slots=True)
class Chance:
    """How many unrelated pairs within a distance are to be expected in a comparison of this size.

    Attributes:
        calibration: whose shares these are.
        hashes: usable PDQ hashes of the case's pictures, views included.
        entries: PDQ entries of the list.
        distance: in bits.
        seen: pairs of the calibration within it.
        expected: of as many pairs as were compared, by the share seen; 0 where no pair was seen.
        upper: the upper 95 % bound of that number; it never exceeds the number of pairs compared.
    """

    calibration: Calibration
    hashes: int
    entries: int
    distance: int
    seen: int
    expected: float
    upper: float

    @property
    def upper_text(self) -> str:
        """The bound with two digits, rounded up."""
        return at_most(self.upper)

    @property
    def expected_text(self) -> str:
        """What follows from the share counted, with two digits; "" where no pair was seen."""
        return about(self.expected) if self.seen else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is kept of the last comparison of a case with a list: its calibration, and how many hashes took part."""

    calibration: Calibration
    hashes: int


def expect(calibration: Calibration, hashes: int, entries: int, distance: int) -> Chance:
    """What is to be expected where so many hashes of a case meet so many entries of a list."""
    comparisons, seen = hashes * entries, calibration.seen(distance)
    share, upper = seen / calibration.pairs, _upper(calibration, distance)
    return Chance(calibration, hashes, entries, distance, seen, share * comparisons, upper * comparisons)


@lru_cache(maxsize=1_024)
def _upper(calibration: Calibration, distance: int) -> float:
    """Many matches have the same few distances."""
    return calibration.upper(distance)


def chance_of(match: Match, compared: Compared | None, used: HashList) -> Chance | None:
    """What is to be expected up to the distance of a match.

    None where that was not calibrated: for other hashes than PDQ, for frames of films, and for comparisons that were
    made before calibrations were kept.
    """
    card, entries = match.card, dict(used.entries).get("pdq", 0)
    calibrated = match.kind is MatchKind.NEAR and card.algorithm == "pdq" and not concerns_film(card)
    if compared is None or not calibrated or not entries:
        return None
    return expect(compared.calibration, compared.hashes, entries, card.distance)


def at_threshold(threshold: int, compared: Compared | None, used: HashList) -> Chance | None:
    """What is to be expected of a whole comparison with a list; None where it has no PDQ or nothing was kept."""
    entries = dict(used.entries).get("pdq", 0)
    return expect(compared.calibration, compared.hashes, entries, threshold) if compared and entries else None
