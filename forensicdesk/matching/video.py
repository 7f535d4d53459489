"""Films: frames of a case's film against frames of listed films (vPDQ), in eight whole-film orientations.

The film is asked as it is shown and, where bars surround its picture, without them; the better of both counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from forensicdesk.hamming import HammingIndex
from forensicdesk.language import sentence
from forensicdesk.matching.cards import film_card
from forensicdesk.matching.film_time import Stretch, joined, seconds, stretches
from forensicdesk.model import Match, MatchKind
from hashing.values import INNER_VIEW, ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from forensicdesk.matching.film_time import Range
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

    @property
    def times(self) -> npt.NDArray[np.float64]:
        """Time of each frame in seconds, NaN where the list gives none."""


@dataclass(frozen=True, slots=True)
class FilmHit:
    """A case's film that meets a listed film.

    Attributes:
        film: index of the listed film in the sequence that the search was made of.
        relation: "The case's film is part of the listed film", "… contains …", or both.
        query, reference, distance, quality, reference_quality: the closest pair of frames.
        query_percent, frames_matched, frames_considered: of the case's film, in seconds of it (see `film_time`): at one
            frame a second that is a count of frames.
        reference_percent, reference_frames_matched, reference_frames_considered: frames of the listed film.
        first_time_s, last_time_s: of the matched frames of the case's film.
        view: "" for the film as it is shown, `INNER_VIEW` for the picture inside its bars.
        ranges: stretches of the case's film that meet, in seconds.
        reference_ranges: stretches of the listed film that are met, as far as its times are known.
        pictures_matched: how many different hashes met, on the side that has fewer.
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
    view: str = ""
    ranges: tuple[Range, ...] = ()
    reference_ranges: tuple[Range, ...] = ()
    pictures_matched: int = 0


class _View:
    """The usable frames of one view of a film, and the time each stands for."""

    __slots__ = ("considered", "frames", "name", "stretches", "turns")

    def __init__(self, name: str, frames: Sequence[FrameHash], gate: int) -> None:
        usable = [frame.quality >= gate and any(frame.pdq) for frame in frames]
        self.name = name
        self.frames = [frame for frame, good in zip(frames, usable, strict=True) if good]
        self.stretches = [time for time, good in zip(stretches(frames), usable, strict=True) if good]
        self.considered = seconds(self.stretches)
        turned = all(len(frame.orientations) == len(ORIENTATIONS) for frame in self.frames)
        self.turns = len(ORIENTATIONS) if turned else 1

    def value(self, at: int, turn: int) -> bytes:
        """The hash of a frame in an orientation."""
        frame = self.frames[at]
        return frame.orientations[turn] if frame.orientations else frame.pdq


class _Meeting:
    """What is known so far of one case film and one listed film in one orientation."""

    __slots__ = ("best", "pictures", "queries", "references")

    def __init__(self) -> None:
        self.queries: set[int] = set()
        self.references: set[int] = set()
        self.pictures = 0
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
        self._index = HammingIndex.build(self._values, policy.frame_distance)

    def __len__(self) -> int:
        return self._index.size

    def find(self, film: Film, *, failing: bool = False) -> list[FilmHit]:
        """Every listed film that passes the rule, each in its best orientation, in the list's order.

        With `failing` also those that share a frame and do not pass; their `relation` is "".
        """
        best: dict[int, tuple[tuple[float, ...], FilmHit]] = {}
        for view in _views(film, self._policy.frame_quality):
            for turn in range(view.turns):
                for number, meeting in self._meet(view, turn).items():
                    hit = self._measure(view, turn, number, meeting)
                    if not hit.relation and not failing:
                        continue
                    rank = (*_rank(hit), -turn)
                    if number not in best or rank > best[number][0]:
                        best[number] = (rank, hit)
        return [best[number][1] for number in sorted(best)]

    def closest(self, film: Film, limit: int) -> tuple[int, int] | None:
        """The smallest distance of two frames, and the first listed film that has it; None where none is within it."""
        values = {
            view.value(at, turn)
            for view in _views(film, self._policy.frame_quality)
            for turn in range(view.turns)
            for at in range(len(view.frames))
        }
        rows = np.frombuffer(b"".join(sorted(values)), dtype=np.uint8).reshape(-1, PDQ_BYTES)
        best: tuple[int, int] | None = None
        for hits in self._index.search(rows, limit):
            at = np.lexsort((self._owner[hits.entries], hits.distances))[0]
            found = int(hits.distances[at]), int(self._owner[hits.entries[at]])
            best = min(best or found, found)
        return best

    def _meet(self, view: _View, turn: int) -> dict[int, _Meeting]:
        """Which frames meet, for each listed film that is met at all."""
        values = [view.value(at, turn) for at in range(len(view.frames))]
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
            meeting.pictures = min(len(met), len(meeting.references))
            meeting.queries = {at for at, value in enumerate(values) if place[value] in met}
            distance, query, reference = meeting.best
            meeting.best = (distance, values.index(distinct[query]), reference)
        return meetings

    def _measure(self, view: _View, turn: int, number: int, meeting: _Meeting) -> FilmHit:
        """All numbers of one meeting, with the relation that the pass rule gives, "" if neither side passes."""
        times = [view.stretches[at] for at in sorted(meeting.queries)]
        ours, theirs = seconds(times), int(self._counts[sorted(meeting.references)].sum())
        considered = self._considered[number]
        query_percent, reference_percent = 100.0 * ours / view.considered, 100.0 * theirs / considered
        least = self._policy.film_frames
        part = query_percent >= self._policy.film_percent and ours >= min(least, view.considered)
        whole = reference_percent >= self._policy.film_percent and theirs >= min(least, considered)
        distance, query, reference = meeting.best
        quality = int(self._qualities[reference])
        return FilmHit(
            film=number,
            orientation=ORIENTATIONS[turn],
            relation=_relation(part=part, whole=whole),
            query=view.value(query, turn),
            reference=self._values[reference].tobytes(),
            distance=distance,
            quality=view.frames[query].quality,
            reference_quality=quality if quality >= 0 else None,
            query_percent=round(query_percent, 2),
            reference_percent=round(reference_percent, 2),
            frames_matched=ours,
            frames_considered=view.considered,
            reference_frames_matched=theirs,
            reference_frames_considered=considered,
            first_time_s=min(time.start_s for time in times),
            last_time_s=max(time.end_s for time in times),
            view=view.name,
            ranges=joined(times),
            reference_ranges=self._reference_ranges(number, meeting),
            pictures_matched=meeting.pictures,
        )

    def _reference_ranges(self, number: int, meeting: _Meeting) -> tuple[Range, ...]:
        """When the met frames of the listed film are shown, as far as the list says so."""
        film = self.films[number]
        met = {self._values[at].tobytes() for at in meeting.references}
        usable = _usable(film, self._policy.frame_quality) & ~np.isnan(film.times)
        places = [at for at in np.flatnonzero(usable).tolist() if film.values[at].tobytes() in met]
        return joined(Stretch(float(film.times[at]), _end(film, at)) for at in places)


def _views(film: Film, gate: int) -> list[_View]:
    """The views of a film that have usable frames."""
    views = [_View("", film.frames, gate), _View(INNER_VIEW, film.inner, gate)]
    return [view for view in views if view.frames]


def _rank(hit: FilmHit) -> tuple[float, ...]:
    """The better hit first; of equal ones the film as it is shown."""
    passed = bool(hit.relation)
    return passed, max(hit.query_percent, hit.reference_percent), hit.frames_matched, -hit.distance, not hit.view


@dataclass(frozen=True, slots=True)
class FilmAgreement:
    """vPDQ of two films, in percent of the considered frames of each.

    Attributes:
        matched: frames of the first film that meet any frame of the second.
        considered: frames of the first film that are good enough to be compared.
        orientation: how the first film is turned against the second, one of `ORIENTATIONS`; "" if nothing meets.
        view, reference_view: which views of the films agree best: "" as they are shown, or `INNER_VIEW`.
        ranges, reference_ranges: the stretches of both films that agree, in seconds.

    Both counts are in seconds of the first film, as in `FilmHit`.
    """

    query_percent: float
    reference_percent: float
    matched: int
    considered: int
    orientation: str = ""
    view: str = ""
    reference_view: str = ""
    ranges: tuple[Range, ...] = ()
    reference_ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _FilmAtHand:
    """A film of which the frames are at hand, in the place of a listed one."""

    number: int
    name: str
    label: str
    values: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16]
    times: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.float64]


def _at_hand(name: str, frames: Sequence[FrameHash]) -> _FilmAtHand:
    usable = [any(frame.pdq) for frame in frames]
    kept = [frame for frame, good in zip(frames, usable, strict=True) if good]
    times = [time for time, good in zip(stretches(frames), usable, strict=True) if good]
    return _FilmAtHand(
        number=1,
        name=name,
        label="",
        values=np.frombuffer(b"".join(frame.pdq for frame in kept), dtype=np.uint8).reshape(-1, PDQ_BYTES),
        qualities=np.array([frame.quality for frame in kept], dtype=np.int16),
        times=np.array([time.start_s for time in times], dtype=np.float64),
        counts=np.array([frame.count for frame in kept], dtype=np.int64),
        ends=np.array([time.end_s for time in times], dtype=np.float64),
    )


def film_at_hand(number: int, name: str, frames: Sequence[FrameHash]) -> ListedFilm:
    """A film of a case in the place of a listed one; pruned frames count as often as they were seen."""
    return replace(_at_hand(name, frames), number=number)


def compare_films(query: Film, reference: Film, policy: Policy) -> FilmAgreement:
    """How far two films agree, whether or not that makes a match; each as it is shown or without its bars."""
    views = [_at_hand("", reference.frames), _at_hand(INNER_VIEW, reference.inner)]
    hits = FilmSearch([view for view in views if len(view.values)], policy).find(query, failing=True)
    if not hits:
        shown = _views(query, policy.frame_quality)
        return FilmAgreement(0.0, 0.0, 0, shown[0].considered if shown else 0)
    best = max(hits, key=lambda hit: (*_rank(hit), -hit.film))
    return FilmAgreement(
        best.query_percent,
        best.reference_percent,
        best.frames_matched,
        best.frames_considered,
        best.orientation,
        best.view,
        [view for view in views if len(view.values)][best.film].name,
        best.ranges,
        best.reference_ranges,
    )


def _relation(*, part: bool, whole: bool) -> str:
    if part and whole:
        return sentence("The case's film and the listed film cover each other")
    if part:
        return sentence("The case's film is part of the listed film")
    return sentence("The case's film contains the listed film") if whole else ""


def film_match(content_id: int, hit: FilmHit, list_id: str, listed: ListedFilm, policy: Policy) -> Match:
    """A hit as a match with its card; weak where few frames, few different pictures or low quality met."""
    qualities = [hit.quality] if hit.reference_quality is None else [hit.quality, hit.reference_quality]
    few = min(hit.frames_matched, hit.reference_frames_matched, hit.pictures_matched) < policy.film_frames
    return Match(
        content_id=content_id,
        list_id=list_id,
        entry=listed.name,
        label=listed.label,
        kind=MatchKind.VIDEO,
        card=film_card(hit, policy.frame_distance),
        weak=few or min(qualities) < policy.pdq_firm_quality,
    )


def _usable(film: ListedFilm, gate: int) -> npt.NDArray[np.bool_]:
    return (film.qualities < 0) | (film.qualities >= gate)


def _end(film: ListedFilm, at: int) -> float:
    """Until when a frame of a film is shown, as far as that is known."""
    return float(film.ends[at] if isinstance(film, _FilmAtHand) else film.times[at])


def _gate(film: ListedFilm, gate: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16], npt.NDArray[np.int64]]:
    """A listed film's distinct usable frames, the quality of each, and how often each occurs."""
    usable = _usable(film, gate)
    values, first, inverse = np.unique(film.values[usable], axis=0, return_index=True, return_inverse=True)
    weights = film.counts[usable] if isinstance(film, _FilmAtHand) else np.ones(int(usable.sum()), dtype=np.int64)
    counts = np.zeros(len(values), dtype=np.int64)
    np.add.at(counts, inverse.ravel(), weights)
    return values, film.qualities[usable][first], counts
