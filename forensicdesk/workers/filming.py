"""In a child: frames of a film by presentation time, as raw pixels; sound is never decoded.

One film stays open, with the place it is at, so that playing on costs no search. Times count from the first frame.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.viewed import MOST_PAGE_BYTES, MOST_PIXELS, FilmFacts, FilmPage, NotShown, Shown, Way
from forensicdesk.workers.opened import opener
from forensicdesk.workers.showing import MAX_PIXELS, as_pixels, guarded, kind_of
from hashing.values import FrameHash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from forensicdesk.model import Job
    from hashing.decode.kinds import Kind

T = TypeVar("T")

SAME_TIME_S = 0.0005
"""Containers that count in milliseconds round; times that close are one."""
PAGE_S = 0.3
"""A page of frames is sent after this long."""
MOST_FRAMES = 48
STRIP_HEIGHT = 72
STRIP_S = 1.5
"""After so long a strip takes key frames, which are found fast, but may be far from their place."""
_EARLIER_S = (0.0, 2.0, 15.0)
"""How much further back is looked where a search has landed behind the time asked for; then from the start."""
_USUAL_RATE, _MOST_RATE = 25.0, 1000.0
_WIDEST_PIXEL = 4.0
_NO_FRAME = sentence("No frame of this film could be decoded.")


@dataclass(frozen=True, slots=True)
class FilmWish:
    """Which frames of which film are to be shown.

    Attributes:
        job: the item.
        at_s: a presentation time; with BEFORE and AFTER that of the frame on the screen.
        way: see `Way`.
        box: the largest width and height of a frame; None for all its pixels.
        coarse: the longest side in pixels that is sent, so that nothing finer leaves the child; 0 for all.
    """

    job: Job
    at_s: float
    way: Way = Way.AT
    box: tuple[int, int] | None = None
    coarse: int = 0


class _Film:
    """An open film."""

    def __init__(self, job: Job) -> None:
        from hashing.decode.film import choose_stream, declared_duration, open_film

        self.job = job
        self._open = contextlib.ExitStack()
        stream: BinaryIO = self._open.enter_context(opener().open(job.source_root, job.location))
        kind: Kind = kind_of(stream, length_of(stream))
        edits = not _is_all_hidden(stream, kind)
        self._container: InputContainer = self._open.enter_context(open_film(stream, kind, edits=edits))
        self._track: VideoStream = choose_stream(self._container, MAX_PIXELS)
        rate = float(self._track.average_rate or 0)
        self.facts = FilmFacts(
            declared_duration(self._container) or _duration(self._track),
            rate if 0 < rate <= _MOST_RATE else _USUAL_RATE,
        )
        self._origin: float | None = None
        self._orientation: int | None = None
        self._counted = 0
        self._frames = self._decoded()
        self._waiting: tuple[float, VideoFrame] | None = None
        self.at: float | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()

    def frame_at(self, time_s: float) -> tuple[float, VideoFrame] | None:
        """The frame that is on the screen at this time; the first for times before it, None if there is none."""
        for earlier in (*_EARLIER_S, None):
            from_start = earlier is None or time_s - earlier <= 0
            self._go(0.0 if earlier is None or from_start else time_s - earlier)
            found = self._last_up_to(time_s, from_start=from_start)
            if found is not None or from_start:
                return found
        return None

    def following(self, time_s: float) -> Iterator[tuple[float, VideoFrame]]:
        """The frames after this time, in order."""
        if self.at is None or abs(self.at - time_s) > SAME_TIME_S:
            self.frame_at(time_s)
        while (met := self._next()) is not None:
            if met[0] > time_s + SAME_TIME_S:
                self.at = met[0]
                yield met

    def key_frame(self, time_s: float) -> tuple[float, VideoFrame] | None:
        """A frame near this time that is found fast."""
        self._go(time_s)
        return self._next()

    def shown(self, met: tuple[float, VideoFrame], box: tuple[int, int] | None, *, coarse: int) -> Shown:
        """A frame as it leaves this process."""
        pixels, wide, high = self.picture(met, box)
        return Shown(as_pixels(pixels, coarse=coarse), wide, high, time_s=met[0], film=self.facts)

    def picture(self, met: tuple[float, VideoFrame], box: tuple[int, int] | None) -> tuple[NDArray[np.uint8], int, int]:
        """A frame upright and fitted into a box, with its width and height at full size."""
        from hashing.vision import upright

        frame = met[1]
        width, height = self._sides(frame)
        turned = self._turn(frame) >= 5  # noqa: PLR2004 - from here on EXIF's orientations swap the sides
        wide, high = (height, width) if turned else (width, height)
        most = box or (wide, high)
        factor = min(1.0, most[0] / wide, most[1] / high, (MOST_PIXELS / (wide * high)) ** 0.5)
        size = max(1, int(width * factor)), max(1, int(height * factor))
        small = frame.reformat(width=size[0], height=size[1], format="rgb24", interpolation="AREA")
        return upright(cast("NDArray[np.uint8]", small.to_ndarray()), self._turn(frame)), wide, high

    def hashed(self, met: tuple[float, VideoFrame]) -> FrameHash:
        """The PDQ of a frame, made as for the analysis."""
        from hashing.decode.luma import luma_of

        found = luma_of(met[1], self._turn(met[1])).pdq()
        return FrameHash(met[0], found.value, found.quality, found.orientations)

    # --- within ---------------------------------------------------------------------------------------------------

    def _sides(self, frame: VideoFrame) -> tuple[int, int]:
        """Width and height of a stored frame as it is shown: pixels need not be square."""
        ratio = float(self._track.sample_aspect_ratio or 1) or 1.0
        stretched = ratio if 1 / _WIDEST_PIXEL <= ratio <= _WIDEST_PIXEL else 1.0
        return max(1, round(frame.width * stretched)), frame.height

    def _turn(self, frame: VideoFrame) -> int:
        from hashing.decode.film import display_orientation

        if self._orientation is None:
            self._orientation = display_orientation(frame)
        return self._orientation

    def _go(self, time_s: float) -> None:
        """Go to a key frame at or before this time; to the first frame where the file cannot be searched."""
        from hashing.decode.film import FILM_ERRORS

        self._waiting, self.at = None, None
        origin = self._origin if self._origin is not None else _start(self._track)
        base = float(self._track.time_base or 0)
        with contextlib.suppress(*FILM_ERRORS):  # what cannot be searched is gone through from where it stands
            if base > 0:
                self._container.seek(int((max(0.0, time_s) + origin) / base), stream=self._track, backward=True)
        self._track.codec_context.flush_buffers()
        self._counted = 0 if time_s <= 0 else round(time_s * self.facts.rate)
        self._frames = self._decoded()

    def _last_up_to(self, time_s: float, *, from_start: bool) -> tuple[float, VideoFrame] | None:
        found: tuple[float, VideoFrame] | None = None
        while (met := self._next()) is not None:
            if met[0] > time_s + SAME_TIME_S:
                if found is None and not from_start:
                    return None  # it has landed behind
                found, self._waiting = (found, met) if found else (met, None)
                break
            found = met
        self.at = found[0] if found else None
        return found

    def _next(self) -> tuple[float, VideoFrame] | None:
        waiting, self._waiting = self._waiting, None
        return waiting or next(self._frames, None)

    def _decoded(self) -> Iterator[tuple[float, VideoFrame]]:
        from hashing.decode.film import FILM_ERRORS

        packets = self._container.demux(self._track)
        while True:
            try:
                packet = next(packets, None)
            except FILM_ERRORS:
                return
            if packet is None:
                return
            try:
                frames = self._track.codec_context.decode(packet)
            except FILM_ERRORS:
                continue  # a damaged packet; the analysis has counted them, and an issue of the item says so
            for frame in frames:
                yield self._seconds(frame), frame

    def _seconds(self, frame: VideoFrame) -> float:
        self._counted += 1
        base = frame.time_base or self._track.time_base
        if frame.pts is None or base is None:
            return (self._counted - 1) / self.facts.rate
        seconds = float(frame.pts * base)
        if self._origin is None:
            self._origin = _start(self._track) or seconds
        return max(0.0, seconds - self._origin)


_film: _Film | None = None


def _opened(job: Job) -> _Film:
    """The film that is open, or this one in its place."""
    global _film  # noqa: PLW0603 - one film at a time, for as long as this process lives
    if _film is None or _film.job != job:
        if _film is not None:
            _film.close()
        _film = None
        _film = _Film(job)
    return _film


def first_frame(job: Job, *, coarse: int) -> Shown | NotShown:
    """The first frame of a film; inside a guard."""
    page = _refusing(lambda: _frames(FilmWish(job, 0.0, coarse=coarse)))
    return page if isinstance(page, NotShown) else page.frames[0]


def frames(wish: FilmWish) -> FilmPage | NotShown:
    """Frames of a film: one at or before a time, or a page of those that follow."""
    return guarded(lambda: _refusing(lambda: _frames(wish)))


def picture_at(wish: FilmWish) -> NDArray[np.uint8] | NotShown:
    """The frame on the screen at a time as an array, for work in this process; inside a guard."""

    def work() -> NDArray[np.uint8] | NotShown:
        film = _opened(wish.job)
        met = film.frame_at(wish.at_s)
        return NotShown(_NO_FRAME) if met is None else film.picture(met, wish.box)[0]

    return _refusing(work)


def strip(wish: FilmWish, count: int) -> FilmPage | NotShown:
    """So many small frames spread evenly over a film, the first one first."""
    return guarded(lambda: _refusing(lambda: _strip(wish, count)))


def hash_at(wish: FilmWish) -> FrameHash | NotShown:
    """The hash of the frame that is on the screen at a time."""
    return guarded(lambda: _refusing(lambda: _hash(wish)))


def _refusing(work: Callable[[], T | NotShown]) -> T | NotShown:
    """What `work` gives, or why the file is no film."""
    from hashing.decode.film import NoFilmError

    try:
        return work()
    except NoFilmError as error:
        return NotShown(sentence("The film cannot be shown: {reason}.", reason=error.issue.detail))


def _frames(wish: FilmWish) -> FilmPage | NotShown:
    film = _opened(wish.job)
    if wish.way is Way.AFTER:
        return _page(film, wish)
    at = wish.at_s if wish.way is Way.AT else wish.at_s - 2 * SAME_TIME_S
    met = film.frame_at(max(0.0, at))
    if met is None:
        return NotShown(_NO_FRAME)
    return FilmPage((film.shown(met, wish.box, coarse=wish.coarse),), ended=False)


def _hash(wish: FilmWish) -> FrameHash | NotShown:
    film = _opened(wish.job)
    met = film.frame_at(wish.at_s)
    return NotShown(_NO_FRAME) if met is None else film.hashed(met)


def _page(film: _Film, wish: FilmWish) -> FilmPage:
    found: list[Shown] = []
    size = 0
    until = time.monotonic() + PAGE_S
    for met in film.following(wish.at_s):
        found.append(film.shown(met, wish.box, coarse=wish.coarse))
        size += len(found[-1].pixels.rgb)
        full = len(found) >= MOST_FRAMES or size + len(found[-1].pixels.rgb) > MOST_PAGE_BYTES
        if full or time.monotonic() > until:
            return FilmPage(tuple(found), ended=False)
    return FilmPage(tuple(found), ended=True)


def _strip(wish: FilmWish, count: int) -> FilmPage | NotShown:
    film = _opened(wish.job)
    length = film.facts.duration_s or 0.0
    until = time.monotonic() + STRIP_S
    places = (length * at / count for at in range(count if length else 1))
    met = (film.frame_at(at) if time.monotonic() < until else film.key_frame(at) for at in places)
    box = (STRIP_HEIGHT * 4, STRIP_HEIGHT)
    shown = tuple(film.shown(one, box, coarse=wish.coarse) for one in met if one is not None)
    film.at = None
    return FilmPage(shown, ended=True) if shown else NotShown(_NO_FRAME)


def _start(track: VideoStream) -> float:
    start, base = track.start_time, track.time_base
    return float(start * base) if start is not None and base is not None else 0.0


def _duration(track: VideoStream) -> float | None:
    length, base = track.duration, track.time_base
    return float(length * base) if length and base is not None else None


def _is_all_hidden(stream: BinaryIO, kind: Kind) -> bool:
    """Whether an edit list of MP4 or QuickTime leaves out so much that nothing would be shown."""
    from hashing.decode import kinds
    from hashing.decode.film import FILM_ERRORS, choose_stream, open_film

    if kind.formats != kinds.MP4.formats:
        return False
    with open_film(stream, kind) as container:
        track = choose_stream(container, MAX_PIXELS)
        try:
            return next(container.decode(track), None) is None
        except FILM_ERRORS:
            return False
