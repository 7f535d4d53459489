"""A film from open to facts: frames with PDQ, also inside its bars; what the container says; a strip of pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, cast

from hashing.decode import kinds
from hashing.decode.film import (
    FILM_ERRORS,
    MICROSECONDS,
    NoFilmError,
    attached_pictures,
    choose_stream,
    container_facts,
    declared_duration,
    open_film,
    picture_tracks,
)
from hashing.decode.sampling import Grid, Progress, sampled
from hashing.decode.stated_size import missing_end
from hashing.decode.trouble import in_words
from hashing.films.covers import find_covers
from hashing.films.featured import FeaturedFrames
from hashing.films.inner import InnerFilm
from hashing.films.keeping import Kept, in_microseconds
from hashing.films.looking import Eye, TooLargeError, looked_at
from hashing.films.strip import Strip
from hashing.phrases import phrase
from hashing.values import INNER_VIEW, Film, Indicator, Issue, IssueCode, Stage, View, ViewKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    import numpy as np
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from hashing.decode.film import ContainerFacts
    from hashing.decode.kinds import Kind
    from hashing.films.looking import Sight
    from hashing.values import Embedded, FrameHash, Recipe

    Pixels = NDArray[np.uint8]
    _Opener = Callable[[], AbstractContextManager[InputContainer]]

FEW_FRAMES = "few-frames"
HIDDEN_FRAMES = "hidden-frames"
FURTHER_TRACKS = "further-picture-tracks"
SHORT_S = 2.0
"""Films shorter than this are looked at at every key frame, too, and are flagged."""
_FEW = 3
_MISSING_SECONDS = 1.0
_MISSING_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class FilmAnalysis:
    """What was seen of a film. `film` is None where no frame could be decoded.

    `decoded` is how many frames were met, `mostly_hidden` whether more than that seem to be left out by an edit list.
    """

    film: Film | None
    facts: ContainerFacts | None
    strip: tuple[Pixels, ...]
    issues: tuple[Issue, ...]
    sound_only: bool = False
    indicators: tuple[Indicator, ...] = ()
    views: tuple[View, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    decoded: int = 0
    mostly_hidden: bool = False


def _late(container: InputContainer, progress: Progress) -> float:
    """By how many seconds the picture track begins after the film."""
    start = cast("int | None", container.start_time)  # PyAV's annotations do not say that it may be absent
    if start is None or progress.origin_s is None:
        return 0.0
    return max(progress.origin_s - start / MICROSECONDS, 0.0)


def _shortfall(container: InputContainer, track: VideoStream, progress: Progress) -> str | None:
    """How much of the declared duration is missing, in words; None if the film is whole."""
    # Matroska and Flash films state where they end on their own clock, which need not begin with 0.
    ahead = max(progress.origin_s or 0.0, 0.0) if container.format.name.startswith(("matroska", "flv")) else 0.0
    # In others the pictures may begin later than the sound, from whose start on the film counts.
    pairs = [(declared_duration(container), progress.any_end_s + max(ahead, _late(container, progress)))]
    if track.duration is not None and track.time_base is not None:
        pairs.append((float(track.duration * track.time_base), progress.track_end_s + ahead))
    for declared, reached in pairs:
        if declared is not None and declared - reached > max(_MISSING_SECONDS, _MISSING_SHARE * declared):
            return phrase(
                "the film ends at {reached:.1f} s, {declared:.1f} s are declared", reached=reached, declared=declared
            )
    return None


def _damage(
    container: InputContainer, track: VideoStream, progress: Progress, missing: str | None
) -> tuple[Issue, ...]:
    shortfall = _shortfall(container, track, progress) or missing
    details = [shortfall] if shortfall else []
    if progress.refused:
        details.append(
            phrase(
                "{refused} packets could not be decoded ({reason})", refused=progress.refused, reason=progress.reason
            )
        )
    elif progress.broke_off:
        details.append(phrase("reading broke off ({reason})", reason=progress.reason))
    return (Issue(Stage.DECODE, IssueCode.TRUNCATED, "; ".join(details)),) if details else ()


def _grid(container: InputContainer, recipe: Recipe) -> Grid:
    duration = declared_duration(container)
    return Grid(recipe.frame_interval_s, key_frames=duration is not None and duration < SHORT_S)


@dataclass(slots=True)
class _Gathered:
    """What one way through a film brings together."""

    progress: Progress
    eye: Eye
    kept: Kept
    inner: InnerFilm | None
    strip: Strip
    featured: FeaturedFrames | None
    issues: tuple[Issue, ...] = ()


def _gather(container: InputContainer, track: VideoStream, recipe: Recipe, missing: str | None) -> _Gathered:
    """Look at the film from its start to its end, or to a limit; `missing` says how much of the file is not there."""
    progress = Progress()
    eye = Eye(recipe.max_pixels, progress)
    inner, featured = InnerFilm() if recipe.inner else None, FeaturedFrames() if recipe.features else None
    found = _Gathered(progress, eye, Kept(), inner, Strip(), featured)
    candidates = sampled(container, track, _grid(container, recipe), progress)
    try:
        for sight in looked_at(candidates, eye, lambda: len(found.kept) < recipe.max_frames // 2, progress.pace):
            if len(found.kept) >= recipe.max_frames:
                detail = phrase(
                    "stopped at {time_s:.1f} s after {max_frames} frames",
                    time_s=sight.time_s,
                    max_frames=recipe.max_frames,
                )
                found.issues = (Issue(Stage.HASH, IssueCode.FRAME_LIMIT, detail),)
                return found
            _take(sight, found)
    except TooLargeError as refusal:
        detail = phrase("{reason}, the limit is {max_pixels}", reason=refusal, max_pixels=recipe.max_pixels)
        found.issues = (Issue(Stage.DECODE, IssueCode.TOO_MANY_PIXELS, detail),)
        return found
    found.issues = (*_thinned(found, recipe), *_damage(container, track, progress, missing), *_locked(progress))
    return found


def _locked(progress: Progress) -> tuple[Issue, ...]:
    if not progress.encrypted:
        return ()
    detail = phrase("{count} of {all} frames are encrypted", count=progress.encrypted, all=progress.shown)
    return (Issue(Stage.DECODE, IssueCode.ENCRYPTED, detail),)


def _thinned(found: _Gathered, recipe: Recipe) -> tuple[Issue, ...]:
    """Half of the frames that a film may have are for its moving scenes; beyond it stays with the interval."""
    dense = recipe.max_frames // 2
    if len(found.kept) <= dense or not dense or recipe.frame_interval_s is None:
        return ()
    start = found.kept.frames()[dense].time_s
    detail = phrase(
        "from {start:.1f} s on looked at every {frame_interval_s:g} s only, after {dense} frames",
        start=start,
        frame_interval_s=recipe.frame_interval_s,
        dense=dense,
    )
    return (Issue(Stage.HASH, IssueCode.FRAME_LIMIT, detail),)


def _take(sight: Sight, found: _Gathered) -> None:
    fresh = found.kept.offer(sight.time_s, sight.pdq)
    if sight.due:
        try:
            found.strip.offer(sight.frame, found.eye.orientation)
            if found.featured is not None:
                found.featured.offer(sight, found.eye.orientation)
        except FILM_ERRORS as error:
            found.progress.refuse(error)
        if found.inner is not None:
            found.inner.learn(sight)
    if fresh and found.inner is not None:
        found.inner.keep(sight)


def _again(reopen: _Opener, recipe: Recipe, found: _Gathered, inner: InnerFilm) -> Iterator[FrameHash]:
    """A second way over the first kept frames: the box was not known yet when they passed."""
    wanted = [frame.time_s for frame in found.kept.frames()[: inner.missing]]
    progress = Progress()
    eye = Eye(recipe.max_pixels, progress)
    with reopen() as container:
        track = choose_stream(container, recipe.max_pixels)
        places = iter(wanted)
        place = next(places, None)
        for candidate in sampled(container, track, replace(_grid(container, recipe), every=True), progress):
            if place is None:
                return
            if in_microseconds(candidate.time_s) != place:
                continue
            sight = eye.see(candidate)
            if sight is not None:
                yield inner.hashed(sight)
            place = next(places, None)


def _inside(reopen: _Opener, recipe: Recipe, found: _Gathered) -> tuple[FrameHash, ...]:
    """The frames inside the bars, with the counts of the frames around them."""
    inner = found.inner
    if inner is None:
        return ()
    earlier = list(_again(reopen, recipe, found, inner)) if inner.finish() else []
    counts = {frame.time_s: frame.count for frame in found.kept.frames()}
    return tuple(replace(frame, count=counts.get(frame.time_s, 1)) for frame in inner.frames(earlier))


def _length(declared: float | None, found: _Gathered) -> float | None:
    """The declared length, where frames lie within it; else up to the last frame (joined recordings, lost indexes)."""
    return None if declared is None else max(declared, found.kept.frames()[-1].time_s)


def _few(film: Film) -> tuple[Indicator, ...]:
    """A film on which a comparison frame by frame has little to rest."""
    looked = sum(frame.count for frame in film.frames)
    length = max(film.duration_s or 0.0, film.frames[-1].time_s)
    if length >= SHORT_S and len(film.frames) >= _FEW:
        return ()
    text = phrase(
        "{count} different frames among {looked} looked at, in {length:.1f} s",
        count=len(film.frames),
        looked=looked,
        length=length,
    )
    return (Indicator(FEW_FRAMES, text),)


def _further(container: InputContainer, track: VideoStream) -> tuple[Indicator, ...]:
    """Films may hold several films, of which players show one."""
    count = len(picture_tracks(container))
    if count == 1:
        return ()
    text = phrase("{count} picture tracks; the one looked at is track {number}", count=count, number=track.index + 1)
    return (Indicator(FURTHER_TRACKS, text),)


def _hidden(found: _Gathered, *, edits: bool) -> tuple[Indicator, ...]:
    """Frames that are in the file and that players do not show."""
    if not edits:
        text = phrase(
            "the edit list leaves out most or all frames; all were looked at, at the times they have without it"
        )
        return (Indicator(HIDDEN_FRAMES, text),)
    count = found.progress.hidden
    return (Indicator(HIDDEN_FRAMES, phrase("the container leaves out {count} frames", count=count)),) if count else ()


def analyse_film(stream: BinaryIO, kind: Kind, recipe: Recipe) -> FilmAnalysis:
    """Sample, hash and describe a film. Bad content gives issues, never an exception."""
    try:
        found = _analysed(stream, kind, recipe, edits=True)
        hidden = found.film is None or found.mostly_hidden
        if hidden and not found.sound_only and kind.formats == kinds.MP4.formats:
            unedited = _analysed(stream, kind, recipe, edits=False)
            found = unedited if unedited.decoded > 2 * found.decoded else found
    except NoFilmError as refusal:
        return FilmAnalysis(None, None, (), (refusal.issue,), refusal.sound_only)
    except FILM_ERRORS as error:
        return FilmAnalysis(None, None, (), (Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, in_words(error)),))
    return found


def _analysed(stream: BinaryIO, kind: Kind, recipe: Recipe, *, edits: bool) -> FilmAnalysis:
    missing = missing_end(stream, kind)
    with open_film(stream, kind, edits=edits) as container:
        track = choose_stream(container, recipe.max_pixels)
        found = _gather(container, track, recipe, missing)
        facts = container_facts(container, track, found.eye.orientation, found.eye.sizes)
        further = _further(container, track)
        attached = bool(attached_pictures(container))
        # Key frames alone are no measure of how many frames there are.
        declared = track.frames if recipe.frame_interval_s is not None else 0
    if not len(found.kept) and found.progress.encrypted:
        return FilmAnalysis(None, facts, (), found.issues)
    if not len(found.kept):
        reason = phrase(
            "no frame could be decoded ({reason})", reason=found.progress.reason or phrase("the picture track is empty")
        )
        return FilmAnalysis(None, facts, (), (*found.issues, Issue(Stage.DECODE, IssueCode.NO_FRAMES, reason)))
    covers = find_covers(stream, lambda: open_film(stream, kind)) if attached else ()
    inside = _inside(lambda: open_film(stream, kind, edits=edits), recipe, found)
    features = found.featured.features() if found.featured is not None else ()
    film = Film(_length(facts.duration_s, found), found.kept.frames(), inside, features)
    box = found.inner.box if found.inner is not None and inside else None
    views = (
        (View(INNER_VIEW, ViewKind.INNER, phrase("bars or a border around every frame taken off"), box),) if box else ()
    )
    indicators = (*_few(film), *further, *_hidden(found, edits=edits))
    return FilmAnalysis(
        film,
        facts,
        found.strip.chosen(),
        found.issues,
        indicators=indicators,
        views=views,
        embedded=covers,
        decoded=found.progress.frames,
        mostly_hidden=max(found.progress.hidden, declared - found.progress.frames) > found.progress.frames,
    )
