"""How many matches chance alone may bring, said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import Figure, sentence

if TYPE_CHECKING:
    from forensicdesk.chance.expecting import Chance

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


def _figure(text: str) -> Figure:
    """As the other numbers of a sentence are written in English."""
    return Figure(text.replace(" ", ","))
