"""What is said of contents that have no match with a list: the nearest entry that is kept, or why there is none.

Rows are kept only of entries that were found. The rest follows from what the case has of each list: how many hashes it
has, and up to which distance, in lists of which length, its policy looks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from forensicdesk.case import codec, rows
from forensicdesk.case.schema import FRAMES, LISTS_USED, NEAREST, PERCEPTUAL, POLICIES
from forensicdesk.language import sentence
from forensicdesk.model import Nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

_PDQ, _FRAMES = "pdq", "vpdq_frames"
_NAMES = {_PDQ: sentence("PDQ hashes"), _FRAMES: sentence("frames of films")}


@dataclass(frozen=True, slots=True)
class Looked:
    """How far, and in what, one list was asked for entries that are no match.

    Attributes:
        counts: how many hashes the list has, by kind: "pdq", "vpdq_frames".
        threshold, frame_threshold: of matches, in bits.
        quality, frame_quality: smallest quality that was compared.
        distance: up to which entries were looked for, in bits.
        entries: kinds of which the list has more were not asked.
    """

    list_id: str
    counts: dict[str, int]
    threshold: int
    frame_threshold: int
    quality: int
    frame_quality: int
    distance: int
    entries: int

    def not_asked(self) -> dict[str, int]:
        """The kinds that are too many, and how many there are."""
        return {kind: count for kind, count in self.counts.items() if count > self.entries}

    def told(self, kinds: Collection[str]) -> str:
        """Why no nearest entry is named, of the kinds that the list has of these."""
        asked = [kind for kind in kinds if 0 < self.counts.get(kind, 0) <= self.entries]
        said = [sentence("No entry within {distance} of 256 bits.", distance=self.distance)] if asked else []
        said += [
            sentence(
                "Nearest entry not computed: the list has {count:,} {kind}, and lists of more than {entries:,} are "
                "not asked (`nearest_entries` of the policy).",
                count=count,
                kind=_NAMES[kind],
                entries=self.entries,
            )
            for kind, count in self.not_asked().items()
            if kind in kinds
        ]
        return " ".join(said)


def looked_for(connection: Connection) -> list[Looked]:
    """Every list that was put to all contents under a policy that says how far is looked, by name and version."""
    query = select(LISTS_USED.c.id, LISTS_USED.c.entries, POLICIES.c.policy).join(POLICIES)
    query = query.where(LISTS_USED.c.complete).order_by(LISTS_USED.c.name, LISTS_USED.c.version, LISTS_USED.c.id)
    return [one for row in connection.execute(query) for one in _looked(*row)]


def _looked(list_id: str, entries: str, policy: str) -> Iterator[Looked]:
    numbers: dict[str, Any] = json.loads(policy)
    counts = {kind: count for kind, count in codec.decode_pairs(entries) if kind in _NAMES and count}
    if counts and "nearest_distance" in numbers:  # policies of older versions say nothing of it
        yield Looked(
            list_id,
            counts,
            numbers["pdq_distance"],
            numbers["frame_distance"],
            numbers["pdq_quality"],
            numbers["frame_quality"],
            numbers["nearest_distance"],
            numbers["nearest_entries"],
        )


def nearest_of(
    connection: Connection, contents: set[int], matched: set[tuple[int, str]]
) -> dict[int, tuple[Nearest, ...]]:
    """What is said of each of these contents, by list and algorithm.

    Args:
        connection: of the case.
        contents: numbers of contents.
        matched: pairs of content and list that have a match.
    """
    query = select(NEAREST).where(NEAREST.c.content_id.in_(contents))
    found = {(row.content_id, row.list_id, row.algorithm): rows.nearest_of(row) for row in connection.execute(query)}
    lists = looked_for(connection)
    pictures = _best(connection, contents) if lists else {}
    films = _best_frames(connection, contents) if lists else {}
    for one in lists:
        for content_id in contents:
            if (content_id, one.list_id) not in matched:
                for derived in _derived(one, content_id, pictures.get(content_id, -1), films.get(content_id, -1)):
                    found.setdefault((content_id, one.list_id, derived.algorithm), derived)
    said: dict[int, list[Nearest]] = {}
    for key in sorted(found):
        said.setdefault(key[0], []).append(found[key])
    return {content_id: tuple(some) for content_id, some in said.items()}


def _derived(looked: Looked, content_id: int, quality: int, frame_quality: int) -> Iterator[Nearest]:
    """What is said of a content of which no row is kept, if it was compared at all."""
    kinds = [*[_PDQ] * (max(quality, frame_quality) >= looked.quality), *[_FRAMES] * (quality >= looked.quality)]
    note = looked.told(kinds)
    if note:
        yield Nearest(content_id, looked.list_id, "pdq", None, looked.threshold, "", note)
    if frame_quality >= looked.frame_quality and (note := looked.told([_FRAMES])):
        alone = sentence(
            "No frame lies within {frame_threshold} bits of a frame of the list.",
            frame_threshold=looked.frame_threshold,
        )
        said = note if looked.counts[_FRAMES] <= looked.entries else f"{alone} {note}"
        yield Nearest(content_id, looked.list_id, "vpdq", None, looked.frame_threshold, "", said)


def _best(connection: Connection, contents: set[int]) -> dict[int, int]:
    """The best quality of a PDQ of each content; hashes of pictures without structure are none."""
    query = select(PERCEPTUAL.c.content_id, PERCEPTUAL.c.quality)
    query = query.where(PERCEPTUAL.c.content_id.in_(contents), PERCEPTUAL.c.algorithm == "pdq", ~PERCEPTUAL.c.weak)
    best: dict[int, int] = {}
    for content_id, quality in connection.execute(query.where(PERCEPTUAL.c.quality.is_not(None))):
        best[content_id] = max(quality, best.get(content_id, quality))
    return best


def _best_frames(connection: Connection, contents: set[int]) -> dict[int, int]:
    """The best quality of a frame of each content that is a film."""
    query = select(FRAMES.c.content_id, FRAMES.c.quality).where(FRAMES.c.content_id.in_(contents))
    best: dict[int, int] = {}
    for content_id, quality in connection.execute(query.distinct()):
        best[content_id] = max(quality, best.get(content_id, quality))
    return best
