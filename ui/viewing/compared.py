"""What two items have in common, read off the event loop, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _, later, retold
from forensicdesk.language.orientations import ORIENTATIONS
from forensicdesk.viewed import NotShown
from ui.related import read_related
from ui.viewing.film_bar import time_text
from ui.viewing.pixels import image_of
from ui.words import DIGEST_NAMES, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage

    from forensicdesk.decisions import Pairing, Reading
    from forensicdesk.session import Session
    from forensicdesk.session.comparing import ItemComparison
    from forensicdesk.viewed import Aligned
    from ui.models.looks import Look

MOST_PARTNERS = 60
FINDINGS = {
    "match": later("they agree, over a part that is large enough"),
    "few-features": later("too few agree for a match"),
    "small-part": later("they agree over too small a part for a match"),
    "distorted": later("they agree only if one is distorted too much for a match"),
    "rest-differs": later("no match: what lies between them differs, as under one frame, caption or watermark"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two items beside each other, ready to paint."""

    first: int
    second: int
    look: Look
    said: ItemComparison
    pairing: Pairing | None = None
    """What examiners said of these two, as far as who asks may know."""
    trouble: str = ""
    aligned: Aligned | None = None
    pictures: tuple[QImage, ...] = ()
    """First, second, the first laid onto the second, and how they differ."""


def read_compared(session: Session, first: int, second: int, look: Look, reading: Reading | None = None) -> Compared:
    """Ask the session and the child; a `reading` is told only what it said itself."""
    said = session.compare_items(first, second)
    pairing = read_pairing(session, first, second, reading)
    aligned = session.align_items(first, second, said, coarse=look.coarse_px)
    if isinstance(aligned, NotShown):
        return Compared(first, second, look, said, pairing, retold(aligned.reason))
    pixels = (aligned.first, aligned.second, aligned.laid, aligned.difference)
    return Compared(first, second, look, said, pairing, "", aligned, tuple(image_of(one, look) for one in pixels))


def read_pairing(session: Session, first: int, second: int, reading: Reading | None = None) -> Pairing | None:
    """What stands between two items; None where nothing was said."""
    judged = session.judgements([first], reading).get(first)
    return next((pair for pair in judged.pairs if pair.other == second), None) if judged else None


def read_partners(session: Session, item_id: int) -> tuple[tuple[int, str], ...]:
    """The items that an item is compared with, nearest tie first: number, and name with what ties them."""
    record = session.item(item_id)
    ties: dict[int, str] = {}
    for relatives in read_related(session, record):
        for one in relatives.found:
            ties.setdefault(one.items[0], relatives.title)
    for item in session.matched_alike(item_id):
        ties.setdefault(item, _("Same entry of a list"))
    ties.pop(item_id, None)
    names = {card.id: printable(card.name) for card in session.cards(list(ties)[:MOST_PARTNERS])}
    told = _("{name}, item {number} ({tie})")
    return tuple((item, told.format(name=name, number=item, tie=ties[item])) for item, name in names.items())


def distance_rows(found: ItemComparison) -> Iterator[tuple[str, str, str, str]]:
    """Name, distance, threshold and orientation of every hash of the wholes."""
    for one in found.distances:
        close = _("within") if one.distance <= one.threshold else _("beyond")
        yield (
            DIGEST_NAMES.get(one.algorithm, one.algorithm),
            _("{distance} of {most} {unit}").format(distance=one.distance, most=one.bits, unit=one.unit),
            _("{threshold}, {close}").format(threshold=one.threshold, close=close),
            "" if one.orientation in (None, "original") else ORIENTATIONS.get(one.orientation, one.orientation),
        )


def sentences(compared: Compared) -> Iterator[str]:
    """Everything else that is known, one sentence each."""
    found, aligned = compared.said, compared.aligned
    if found.same_bytes:
        yield _("Both have equal bytes.")
    if found.views is not None:
        view = found.views
        whole = _("the whole")
        yield _("The closest views: {first} against {second}, {distance} bits of PDQ.").format(
            first=retold(view.view_a) or whole, second=retold(view.view_b) or whole, distance=view.distance
        )
    if found.film is not None:
        film = found.film
        yield _("{first} % of the frames of A meet B, {second} % of those of B meet A.").format(
            first=f"{film.query_percent:.0f}", second=f"{film.reference_percent:.0f}"
        )
    if found.still is not None and found.still.frames:
        closest = found.still.frames[0]
        yield _("The film's closest frame is at {time}, {distance} bits of PDQ (up to {threshold} count).").format(
            time=time_text(closest.time_s), distance=closest.distance, threshold=found.still.threshold
        )
    if aligned is not None:
        yield from _alignment(aligned)
    if compared.trouble:
        yield compared.trouble
    yield _("Closeness is a lead, never an identity.")


def _alignment(aligned: Aligned) -> Iterator[str]:
    if aligned.finding:
        text = _("Local features: {matched} follow one movement; {finding}.")
        yield text.format(matched=aligned.matched, finding=_(FINDINGS.get(aligned.finding, aligned.finding)))
    else:
        yield _("Local features agree nowhere.")
    turned = ORIENTATIONS.get(aligned.orientation, aligned.orientation)
    yield {
        "features": _("A is laid onto B by that movement."),
        "orientation": _("A is laid onto B {turned}, as its PDQ says.").format(turned=turned),
    }.get(aligned.by, _("Nothing says how A lies on B: only their sides were made equal."))
