"""A film from open to facts: sampled frames with PDQ, what the container says, a strip of pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from hashing.decode.film import (
    FILM_ERRORS,
    NoFilmError,
    choose_stream,
    container_facts,
    declared_duration,
    display_orientation,
    open_film,
)
from hashing.decode.sampling import Progress, sampled
from hashing.decode.trouble import in_words
from hashing.perceptual.pdq import pdq
from hashing.thumbnail import PREVIEW_SIDE, STRIP_FRAMES
from hashing.values import Film, FrameHash, Issue, IssueCode, Stage
from hashing.vision import upright

if TYPE_CHECKING:
    import numpy as np
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from hashing.decode.film import (
        ContainerFacts,
    )
    from hashing.decode.kinds import Kind
    from hashing.values import Recipe

    Pixels = NDArray[np.uint8]

_MISSING_SECONDS = 1.0
_MISSING_SHARE = 0.05
_TIME_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class FilmAnalysis:
    """What was seen of a film. `film` is None where no frame could be decoded."""

    film: Film | None
    facts: ContainerFacts | None
    strip: tuple[Pixels, ...]
    issues: tuple[Issue, ...]
    sound_only: bool = False


class Strip:
    """Keeps a few small frames spread evenly over a film whose length is not known beforehand.

    Every `stride`-th frame is kept; whenever twice as many as wanted are held, every second one goes and the stride
    doubles.
    """

    def __init__(self, wanted: int = STRIP_FRAMES) -> None:
        self._wanted = wanted
        self._stride = 1
        self._seen = 0
        self._kept: list[Pixels] = []

    def offer(self, frame: VideoFrame, orientation: int) -> None:
        """Keep the frame if it is one of those wanted."""
        wanted = self._seen % self._stride == 0
        self._seen += 1
        if not wanted:
            return
        if len(self._kept) == 2 * self._wanted:
            del self._kept[1::2]
            self._stride *= 2
            if (self._seen - 1) % self._stride:
                return
        self._kept.append(upright(_small(frame), orientation))

    def chosen(self) -> tuple[Pixels, ...]:
        """At most the wanted number, evenly spread."""
        count = min(self._wanted, len(self._kept))
        return tuple(self._kept[int((place + 0.5) * len(self._kept) / count)] for place in range(count))


def _small(frame: VideoFrame) -> Pixels:
    factor = min(1.0, PREVIEW_SIDE / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * factor)), max(1, round(frame.height * factor))
    return cast("Pixels", frame.reformat(width=width, height=height, format="rgb24").to_ndarray())


def _hashed(time_s: float, frame: VideoFrame, orientation: int) -> FrameHash:
    found = pdq(upright(cast("Pixels", frame.to_ndarray(format="gray")), orientation))
    return FrameHash(round(time_s, _TIME_DECIMALS), found.value, found.quality, found.orientations)


def _shortfall(container: InputContainer, track: VideoStream, progress: Progress) -> str | None:
    """How much of the declared duration is missing, in words; None if the film is whole."""
    pairs = [(declared_duration(container), progress.any_end_s)]
    if track.duration is not None and track.time_base is not None:
        pairs.append((float(track.duration * track.time_base), progress.track_end_s))
    for declared, reached in pairs:
        if declared is not None and declared - reached > max(_MISSING_SECONDS, _MISSING_SHARE * declared):
            return f"the film ends at {reached:.1f} s, {declared:.1f} s are declared"
    return None


def _damage(container: InputContainer, track: VideoStream, progress: Progress) -> tuple[Issue, ...]:
    shortfall = _shortfall(container, track, progress)
    details = [shortfall] if shortfall else []
    if progress.refused:
        details.append(f"{progress.refused} packets could not be decoded ({progress.reason})")
    elif progress.broke_off:
        details.append(f"reading broke off ({progress.reason})")
    return (Issue(Stage.DECODE, IssueCode.TRUNCATED, "; ".join(details)),) if details else ()


def _sample(container: InputContainer, track: VideoStream, recipe: Recipe) -> FilmAnalysis:
    progress, strip, hashes = Progress(), Strip(), list[FrameHash]()
    issues: tuple[Issue, ...] = ()
    orientation = 1
    for time_s, frame in sampled(container, track, recipe.frame_interval_s, progress):
        if len(hashes) >= recipe.max_frames:
            detail = f"stopped at {time_s:.1f} s after {recipe.max_frames} frames"
            issues = (Issue(Stage.HASH, IssueCode.FRAME_LIMIT, detail),)
            break
        if frame.width * frame.height > recipe.max_pixels:
            detail = (
                f"a frame of {frame.width} x {frame.height} pixels at {time_s:.1f} s, the limit is {recipe.max_pixels}"
            )
            issues = (Issue(Stage.DECODE, IssueCode.TOO_MANY_PIXELS, detail),)
            break
        orientation = display_orientation(frame) if not hashes else orientation
        try:
            hashes.append(_hashed(time_s, frame, orientation))
            strip.offer(frame, orientation)
        except FILM_ERRORS as error:
            progress.refuse(error)
    else:
        issues = _damage(container, track, progress)
    facts = container_facts(container, track, orientation)
    if not hashes:
        reason = f"no frame could be decoded ({progress.reason or 'the picture track is empty'})"
        return FilmAnalysis(None, facts, (), (*issues, Issue(Stage.DECODE, IssueCode.NO_FRAMES, reason)))
    return FilmAnalysis(Film(facts.duration_s, tuple(hashes)), facts, strip.chosen(), issues)


def analyse_film(stream: BinaryIO, kind: Kind, recipe: Recipe) -> FilmAnalysis:
    """Sample, hash and describe a film. Bad content gives issues, never an exception."""
    try:
        with open_film(stream, kind) as container:
            track = choose_stream(container, recipe.max_pixels)
            return _sample(container, track, recipe)
    except NoFilmError as refusal:
        return FilmAnalysis(None, None, (), (refusal.issue,), refusal.sound_only)
    except FILM_ERRORS as error:
        return FilmAnalysis(None, None, (), (Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, in_words(error)),))
