"""Numbers of expected matches as people read them: bounds are rounded up, and nothing looks more precise than it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forensicdesk.language import Figure, sentence

if TYPE_CHECKING:
    from forensicdesk.chance.expecting import Chance

_SMALLEST = 1e-6
_TWO_DIGITS = 10


def at_most(number: float) -> str:
    """A bound with two digits, rounded up, such as "0.0032", "48" or "1 300 000"; never below a millionth."""
    return "0.000001" if number <= _SMALLEST else _written(number, upwards=True)


def about(number: float) -> str:
    """A measured number with two digits, "0" where nothing was seen."""
    return _written(number, upwards=False) if number > 0 else "0"


def _written(number: float, *, upwards: bool) -> str:
    digits = 1 - math.floor(math.log10(number))
    scaled = number * 10.0**digits
    # A difference in the tenth digit is an error of computing, and no reason to round up.
    whole = math.ceil(scaled - 1e-9 * scaled) if upwards else round(scaled)
    rounded = whole / 10.0**digits
    if rounded >= _TWO_DIGITS:
        return f"{rounded:,.0f}".replace(",", " ")
    return f"{rounded:.{digits}f}"


def _figure(text: str) -> Figure:
    """As the other numbers of a sentence are written in English."""
    return Figure(text.replace(" ", ","))


UNCALIBRATED = sentence("How often unrelated pictures or films meet in this way by chance has not been calibrated.")


def in_words(chance: Chance | None) -> str:
    """How many matches as close chance may bring, in English; None says that this was not calibrated."""
    if chance is None:
        return UNCALIBRATED
    used = chance.calibration
    told = chance.expected_text
    expected = sentence(", which would be {about:g} matches in such a comparison", about=_figure(told)) if told else ""
    return sentence(
        "In a comparison of this size ({hashes:,} hashes with {entries:,} entries) at most {upper:g} matches of "
        "unrelated pictures within {distance} bits are to be expected by chance (upper 95 % bound, calibration "
        "{kept}). {seen:,} of its {pairs:,} pairs of {pictures:,} pictures lie so close{more}. This is about unrelated "
        "pictures of its kind, not about similar scenes, edits of one picture, or pictures taken in a row.",
        hashes=chance.hashes,
        entries=chance.entries,
        upper=_figure(chance.upper_text),
        distance=chance.distance,
        kept=used.name,
        seen=chance.seen,
        pairs=used.pairs,
        pictures=used.pictures,
        more=expected,
    )
