"""Still pictures against film frames, and the reverse: by the same rule as pictures against pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.matching.cards import VPDQ_VERSION, near_card
from forensicdesk.matching.near import NearSearch
from forensicdesk.model import Match, MatchKind
from hashing.values import PDQ_BYTES, PerceptualHash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.matching.near import NearHit
    from forensicdesk.matching.policy import Policy
    from forensicdesk.matching.video import ListedFilm
    from forensicdesk.model import EvidenceCard
    from hashing.values import Film, FrameHash

PARAMETERS = "film frame"
FRAME_OF_FILM_NOTE = sentence("The entry is a film; the values are those of its closest frame.")
_FRAME_AT, _INNER_AT = sentence("frame at {time_s:.2f} s"), sentence("inner picture at {time_s:.2f} s")
_FRAMES = tuple(name.partition("{")[0] for name in (_FRAME_AT, _INNER_AT))


def frame_hashes(film: Film) -> Iterator[PerceptualHash]:
    """The frames of a film as hashes of pictures; the view says which frame, and whether its borders were taken off."""
    for frame in film.frames:
        yield _as_picture(frame, _FRAME_AT.format(time_s=frame.time_s))
    for frame in film.inner:
        yield _as_picture(frame, _INNER_AT.format(time_s=frame.time_s))


def _as_picture(frame: FrameHash, view: str) -> PerceptualHash:
    return PerceptualHash("pdq", VPDQ_VERSION, PARAMETERS, frame.pdq, frame.quality, frame.orientations, view)


def concerns_film(card: EvidenceCard) -> bool:
    """Whether a near match is one of a film's frame, on either side."""
    of_frame = card.view.startswith(_FRAMES)
    return of_frame or FRAME_OF_FILM_NOTE in card.note


class FrameSearch:
    """The frames of a list's films, ready to be asked for pictures."""

    def __init__(self, films: Sequence[ListedFilm], policy: Policy) -> None:
        self.films = {film.number: film for film in films}
        counts = [len(film.values) for film in films]
        numbers = np.repeat(np.array([film.number for film in films], dtype=np.int64), counts)
        values = np.concatenate([film.values for film in films] or [np.empty((0, PDQ_BYTES), np.uint8)])
        qualities = np.concatenate([film.qualities for film in films] or [np.empty(0, np.int16)])
        self._policy = policy
        self.near = NearSearch(numbers, values, qualities, policy)

    def find(self, pictures: Sequence[tuple[int, PerceptualHash]]) -> list[NearHit]:
        """Every meeting of a picture and a frame; `NearHit.number` is the film's. See `near.best_hits` for the best."""
        return self.near.find(pictures)

    def match(self, hit: NearHit, list_id: str) -> Match:
        """A hit as a match with its card; weak where a quality is close to the gate."""
        film = self.films[hit.number]
        qualities = [hit.quality] if hit.reference_quality is None else [hit.quality, hit.reference_quality]
        card = near_card(
            version=hit.version,
            query=hit.value,
            reference=hit.reference,
            distance=hit.distance,
            threshold=self._policy.frame_distance,
            quality=hit.quality,
            reference_quality=hit.reference_quality,
            orientation=hit.orientation,
            entry_name="",
            view=hit.view,
            note=FRAME_OF_FILM_NOTE,
        )
        return Match(
            content_id=hit.content_id,
            list_id=list_id,
            entry=film.name,
            label=film.label,
            kind=MatchKind.NEAR,
            card=card,
            weak=min(qualities) < self._policy.pdq_firm_quality,
        )
