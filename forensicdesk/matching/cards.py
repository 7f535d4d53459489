"""Evidence cards: all that somebody else needs to check a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.matching.film_time import in_words
from forensicdesk.model import EvidenceCard

if TYPE_CHECKING:
    from forensicdesk.matching.video import FilmHit

STANDARDS = {"md5": "RFC 1321", "sha1": "FIPS 180-4", "sha256": "FIPS 180-4"}
"""The published definitions of the digests, in place of a version."""

VPDQ_VERSION = "5"
"""Our version of choosing, hashing and comparing the frames of films."""

UNKNOWN_QUALITY_NOTE = sentence("The list states no quality for its PDQ (quality unknown).")


def exact_card(algorithm: str, value: bytes, note: str, entry_name: str) -> EvidenceCard:
    """The card of equal digests."""
    return EvidenceCard(
        algorithm=algorithm,
        version=STANDARDS[algorithm],
        query=value.hex(),
        reference=value.hex(),
        distance=0,
        threshold=0,
        note=note,
        entry_name=entry_name,
    )


def near_card(  # noqa: PLR0913 - a card has as many facts
    *,
    version: str,
    query: bytes,
    reference: bytes,
    distance: int,
    threshold: int,
    quality: int,
    reference_quality: int | None,
    orientation: str,
    entry_name: str,
    view: str,
    note: str = "",
) -> EvidenceCard:
    """The card of two PDQ hashes within the threshold; `query` is the hash of the view, turned as it met."""
    return EvidenceCard(
        algorithm="pdq",
        version=version,
        query=query.hex(),
        reference=reference.hex(),
        distance=distance,
        threshold=threshold,
        quality=quality,
        reference_quality=reference_quality,
        orientation=orientation,
        note=" ".join(filter(None, (note, UNKNOWN_QUALITY_NOTE if reference_quality is None else ""))),
        entry_name=entry_name,
        view=view,
    )


def film_card(hit: FilmHit, threshold: int) -> EvidenceCard:
    """The card of two films; values and qualities are those of the closest pair of frames."""
    notes = [f"{hit.relation}."]
    if hit.ranges:
        notes.append(sentence("Parts of the case's film that meet: {parts}.", parts=in_words(hit.ranges)))
    if hit.reference_ranges:
        notes.append(sentence("Parts of the listed film that are met: {parts}.", parts=in_words(hit.reference_ranges)))
    if hit.reference_quality is None:
        notes.append(sentence("The list states no quality for the frame (quality unknown)."))
    return EvidenceCard(
        algorithm="vpdq",
        version=VPDQ_VERSION,
        query=hit.query.hex(),
        reference=hit.reference.hex(),
        distance=hit.distance,
        threshold=threshold,
        quality=hit.quality,
        reference_quality=hit.reference_quality,
        orientation=hit.orientation,
        view=hit.view,
        query_percent=hit.query_percent,
        reference_percent=hit.reference_percent,
        frames_matched=hit.frames_matched,
        frames_considered=hit.frames_considered,
        reference_frames_matched=hit.reference_frames_matched,
        reference_frames_considered=hit.reference_frames_considered,
        first_time_s=hit.first_time_s,
        last_time_s=hit.last_time_s,
        note=" ".join(notes),
    )
