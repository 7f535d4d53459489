"""Films: frames of a case's film against frames of listed films (vPDQ), in eight whole-film orientations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from forensicdesk.matching.cards import film_card
from forensicdesk.matching.index import PdqIndex
from forensicdesk.model import Match, MatchKind
from hashing.values import ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from forensicdesk.matching.policy import Policy
    from hashing.values import Film, FrameHash


class ListedFilm(Protocol):
    """What matching needs of a listed film; a quality below 0 means that the list states none."""

    @property
    def number(self) -> int:
        """The film's number in its list."""

    @property
    def name(self) -> str:
        """How the list names the film."""

    @property
    def label(self) -> str:
        """The list's own label."""

    @property
    def values(self) -> npt.NDArray[np.uint8]:
        """PDQ of the frames, as rows of 32 bytes."""

    @property
    def qualities(self) -> npt.NDArray[np.int16]:
        """Quality of each frame."""


@dataclass(frozen=True, slots=True)
class FilmHit:
    """A case's film that meets a listed film.

    Attributes:
        film: index of the listed film in the sequence that the search was made of.
        relation: "The case's film is part of the listed film", "… contains …", or both.
        query, reference, distance, quality, reference_quality: the closest pair of frames.
        frames_matched: frames of the case's film that meet any frame of the listed one.
        first_time_s, last_time_s: of the matched frames of the case's film.
    """

    film: int
    orientation: str
    relation: str
    query: bytes
    reference: bytes
    distance: int
    quality: int
    reference_quality: int | None
    query_percent: float
    reference_percent: float
    frames_matched: int
    frames_considered: int
    reference_frames_matched: int
    reference_frames_considered: int
    first_time_s: float
    last_time_s: float


class _Meeting:
    """What is known so far of one case film and one listed film in one orientation."""

    __slots__ = ("best", "queries", "references")

    def __init__(self) -> None:
        self.queries: set[int] = set()
        self.references: set[int] = set()
        self.best = (PDQ_BYTES * 8 + 1, 0, 0)


class FilmSearch:
    """The films of one list, ready to be asked.

    Frames below the quality gate are not considered, on either side. Equal frames of one listed film are searched once
    and counted as often as they occur.
    """

    def __init__(self, films: Sequence[ListedFilm], policy: Policy) -> None:
        self.films = films
        self._policy = policy
        gated = [_gate(film, policy.frame_quality) for film in films]
        self._considered = [int(counts.sum()) for _, _, counts in gated]
        self._owner = np.repeat(np.arange(len(films)), [len(values) for values, _, _ in gated])
        self._values = np.concatenate([values for values, _, _ in gated] or [np.empty((0, PDQ_BYTES), np.uint8)])
        self._qualities = np.concatenate([qualities for _, qualities, _ in gated] or [np.empty(0, np.int16)])
        self._counts = np.concatenate([counts for _, _, counts in gated] or [np.empty(0, np.int64)])
        self._index = PdqIndex(self._values)

    def __len__(self) -> int:
        return self._index.size

    def find(self, film: Film, *, failing: bool = False) -> list[FilmHit]:
        """Every listed film that passes the rule, each in its best orientation, in the list's order.

        With `failing` also those that share a frame and do not pass; their `relation` is "".
        """
        frames = [frame for frame in film.frames if frame.quality >= self._policy.frame_quality and any(frame.pdq)]
        if not frames or not len(self):
            return []
        turned = all(len(frame.orientations) == len(ORIENTATIONS) for frame in frames)
        best: dict[int, tuple[tuple[float, ...], FilmHit]] = {}
        for turn in range(len(ORIENTATIONS) if turned else 1):
            for number, meeting in self._meet(frames, turn).items():
                hit = self._measure(frames, turn, number, meeting)
                if not hit.relation and not failing:
                    continue
                rank = (max(hit.query_percent, hit.reference_percent), hit.frames_matched, -hit.distance, -turn)
                if number not in best or rank > best[number][0]:
                    best[number] = (rank, hit)
        return [best[number][1] for number in sorted(best)]

    def _meet(self, frames: Sequence[FrameHash], turn: int) -> dict[int, _Meeting]:
        """Which frames meet, for each listed film that is met at all."""
        values = [frame.orientations[turn] if frame.orientations else frame.pdq for frame in frames]
        distinct = list(dict.fromkeys(values))
        rows = np.frombuffer(b"".join(distinct), dtype=np.uint8).reshape(-1, PDQ_BYTES)
        meetings: dict[int, _Meeting] = {}
        for hits in self._index.search(rows, self._policy.frame_distance):
            owners = self._owner[hits.entries]
            order = np.lexsort((hits.entries, hits.queries, hits.distances, owners))
            numbers, first = np.unique(owners[order], return_index=True)
            for number, at in zip(numbers.tolist(), np.split(order, first[1:]), strict=True):
                meeting = meetings.setdefault(number, _Meeting())
                meeting.queries.update(np.unique(hits.queries[at]).tolist())
                meeting.references.update(np.unique(hits.entries[at]).tolist())
                closest = (int(hits.distances[at[0]]), int(hits.queries[at[0]]), int(hits.entries[at[0]]))
                meeting.best = min(meeting.best, closest)
        place = {value: at for at, value in enumerate(distinct)}
        for meeting in meetings.values():
            met = meeting.queries
            meeting.queries = {at for at, value in enumerate(values) if place[value] in met}
            distance, query, reference = meeting.best
            meeting.best = (distance, values.index(distinct[query]), reference)
        return meetings

    def _measure(self, frames: Sequence[FrameHash], turn: int, number: int, meeting: _Meeting) -> FilmHit:
        """All numbers of one meeting, with the relation that the pass rule gives, "" if neither side passes."""
        ours, theirs = len(meeting.queries), int(self._counts[sorted(meeting.references)].sum())
        considered = self._considered[number]
        query_percent, reference_percent = 100.0 * ours / len(frames), 100.0 * theirs / considered
        least = self._policy.film_frames
        part = query_percent >= self._policy.film_percent and ours >= min(least, len(frames))
        whole = reference_percent >= self._policy.film_percent and theirs >= min(least, considered)
        distance, query, reference = meeting.best
        times = [frames[at].time_s for at in meeting.queries]
        quality = int(self._qualities[reference])
        frame = frames[query]
        return FilmHit(
            film=number,
            orientation=ORIENTATIONS[turn],
            relation=_relation(part=part, whole=whole),
            query=frame.orientations[turn] if frame.orientations else frame.pdq,
            reference=self._values[reference].tobytes(),
            distance=distance,
            quality=frame.quality,
            reference_quality=quality if quality >= 0 else None,
            query_percent=round(query_percent, 2),
            reference_percent=round(reference_percent, 2),
            frames_matched=ours,
            frames_considered=len(frames),
            reference_frames_matched=theirs,
            reference_frames_considered=considered,
            first_time_s=min(times),
            last_time_s=max(times),
        )


@dataclass(frozen=True, slots=True)
class FilmAgreement:
    """vPDQ of two films, in percent of the considered frames of each.

    Attributes:
        matched: frames of the first film that meet any frame of the second.
        considered: frames of the first film that are good enough to be compared.
    """

    query_percent: float
    reference_percent: float
    matched: int
    considered: int


@dataclass(frozen=True, slots=True, eq=False)
class _FilmAtHand:
    """A film of which the frames are at hand, in the place of a listed one."""

    number: int
    name: str
    label: str
    values: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16]


def compare_films(query: Film, reference: Film, policy: Policy) -> FilmAgreement:
    """How far two films agree, whether or not that makes a match."""
    frames = [frame for frame in reference.frames if any(frame.pdq)]
    values = np.frombuffer(b"".join(frame.pdq for frame in frames), dtype=np.uint8).reshape(-1, PDQ_BYTES)
    qualities = np.array([frame.quality for frame in frames], dtype=np.int16)
    hits = FilmSearch([_FilmAtHand(1, "", "", values, qualities)], policy).find(query, failing=True)
    if not hits:
        considered = sum(frame.quality >= policy.frame_quality and any(frame.pdq) for frame in query.frames)
        return FilmAgreement(0.0, 0.0, 0, considered)
    best = hits[0]
    return FilmAgreement(best.query_percent, best.reference_percent, best.frames_matched, best.frames_considered)


def _relation(*, part: bool, whole: bool) -> str:
    if part and whole:
        return "The case's film and the listed film cover each other"
    if part:
        return "The case's film is part of the listed film"
    return "The case's film contains the listed film" if whole else ""


def film_match(content_id: int, hit: FilmHit, list_id: str, listed: ListedFilm, policy: Policy) -> Match:
    """A hit as a match with its card; weak where few frames or frames of low quality met."""
    qualities = [hit.quality] if hit.reference_quality is None else [hit.quality, hit.reference_quality]
    few = min(hit.frames_matched, hit.reference_frames_matched) < policy.film_frames
    return Match(
        content_id=content_id,
        list_id=list_id,
        entry=listed.name,
        label=listed.label,
        kind=MatchKind.VIDEO,
        card=film_card(hit, policy.frame_distance),
        weak=few or min(qualities) < policy.pdq_firm_quality,
    )


def _gate(film: ListedFilm, gate: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16], npt.NDArray[np.int64]]:
    """A listed film's distinct usable frames, the quality of each, and how often each occurs."""
    usable = (film.qualities < 0) | (film.qualities >= gate)
    values, first, counts = np.unique(film.values[usable], axis=0, return_index=True, return_counts=True)
    return values, film.qualities[usable][first], counts.astype(np.int64)
