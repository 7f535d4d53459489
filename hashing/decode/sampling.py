"""Which frames of a film may be looked at: a grid over its presentation time, or its key frames."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hashing.decode.film import FILM_ERRORS
from hashing.decode.sparing import SURE, Pace, spared
from hashing.decode.trouble import in_words
from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

FINER = 8
"""Between two frames that are due, frames are held ready on a grid so many times finer."""

_TOLERANCE_S = 0.0005
"""Containers that count in milliseconds round; a frame that much early still belongs to its second."""
_LEAP_BACK_S = 0.5
"""A frame that much earlier than the one before begins a new count of time, as in joined recordings."""
_USUAL_RATE = 25.0


@dataclass(slots=True)
class Progress:
    """What was met on the way through a film. Filled while `sampled` runs.

    Attributes:
        track_end_s: end of the last packet of the picture track, from the start of the film.
        any_end_s: the same over all tracks.
        decoded: frames that were met.
        refused: packets the decoder refused.
        reason: the first refusal, or why reading ended early, in words.
        broke_off: reading ended early.
        hidden: packets of pictures that the container tells players to leave out.
        shown: all other packets of pictures.
        encrypted: those of them whose pictures are encrypted; they are not decoded.
        pace: whether frames that no other refers to are wanted.
        origin_s: the start of the film on the container's own clock.
    """

    track_end_s: float = 0.0
    any_end_s: float = 0.0
    decoded: int = 0
    refused: int = 0
    reason: str | None = None
    broke_off: bool = False
    hidden: int = 0
    shown: int = 0
    encrypted: int = 0
    pace: Pace = field(default_factory=Pace)
    origin_s: float | None = field(default=None)

    @property
    def frames(self) -> int:
        """Frames that were met, those that were left out among them."""
        return max(self.decoded, self.shown) if self.pace.spared else self.decoded

    def refuse(self, error: BaseException) -> None:
        """Note a refused packet."""
        self.refused += 1
        self.reason = self.reason or in_words(error)


@dataclass(frozen=True, slots=True)
class Grid:
    """Which frames are wanted.

    Attributes:
        interval_s: seconds between frames that are due; None for key frames only.
        key_frames: key frames are due beside the grid (for very short films).
        every: all other frames are held ready, none is left out.
    """

    interval_s: float | None
    key_frames: bool = False
    every: bool = False

    def spares(self, track: VideoStream) -> bool:
        """Whether frames may be left out that no other refers to."""
        wanted = self.interval_s is None or self.key_frames or self.every
        return not wanted and track.codec_context.codec.name in SURE


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A frame that may be looked at.

    Attributes:
        time_s: presentation time from the start of the track.
        due: it is to be looked at; others only where the picture changes.
        picture: gives the frame; raises `FILM_ERRORS` where it cannot be decoded.
    """

    time_s: float
    due: bool
    picture: Callable[[], VideoFrame]


_Met = tuple[float, bool, "Callable[[], VideoFrame]"]
"""Time, whether it is a key frame, and the way to the picture."""


def _note_end(packet: Packet[Any], track: VideoStream, progress: Progress) -> None:
    stamp = packet.pts if packet.pts is not None else packet.dts
    if stamp is None or packet.time_base is None:
        return
    end = float((stamp + (packet.duration or 0)) * packet.time_base) - (progress.origin_s or 0.0)
    progress.any_end_s = max(progress.any_end_s, end)
    if packet.stream.index == track.index:
        progress.track_end_s = max(progress.track_end_s, end)


def _packets(container: InputContainer, track: VideoStream, progress: Progress) -> Iterator[Packet[Any]]:
    """Packets of the picture track; ends of all tracks are noted; a reading error ends the film and is noted."""
    readable = [stream for stream in container.streams if stream.type in {"video", "audio"}]
    packets = container.demux(*readable)
    while True:
        try:
            packet = next(packets, None)
        except FILM_ERRORS as error:
            progress.reason = progress.reason or in_words(error)
            progress.broke_off = True
            return
        if packet is None:
            return
        _note_end(packet, track, progress)
        if packet.stream.index == track.index:
            progress.hidden += packet.is_discard
            progress.shown += not packet.is_discard and packet.size > 0
            if packet.has_sidedata("encryption_info"):
                progress.encrypted += 1
                continue
            yield packet


def _decoded(
    packets: Iterator[Packet[Any]], track: VideoStream, progress: Progress, *, keys: bool
) -> Iterator[VideoFrame]:
    flushed = False
    for packet in packets:
        if keys and not packet.is_keyframe and packet.dts is not None:
            continue
        flushed = flushed or packet.size == 0
        try:
            frames = track.codec_context.decode(packet)
        except FILM_ERRORS as error:
            progress.refuse(error)
            continue
        yield from frames
    if not flushed:
        try:
            yield from track.codec_context.decode(None)
        except FILM_ERRORS as error:
            progress.refuse(error)


def _seconds(stamp: int | None, base: object, track: VideoStream, progress: Progress) -> float:
    """Presentation time from the start of the film; frames without a time are counted through the frame rate."""
    if stamp is None or base is None:
        rate = float(track.average_rate or 0)
        return (progress.decoded - 1) / (rate if rate > 0 else _USUAL_RATE)
    seconds = float(stamp * base)  # type: ignore[operator]  # a fraction, which is no type of its own here
    if progress.origin_s is None:
        progress.origin_s = seconds
    return seconds - progress.origin_s


def _one_by_one(frames: Iterator[VideoFrame], track: VideoStream, progress: Progress) -> Iterator[_Met]:
    for frame in frames:
        progress.decoded += 1
        time_s = _seconds(frame.pts, frame.time_base or track.time_base, track, progress)
        yield time_s, bool(frame.key_frame), lambda frame=frame: frame  # type: ignore[misc]  # bound at once


def _on_demand(packets: Iterator[Packet[Any]], track: VideoStream, progress: Progress) -> Iterator[_Met]:
    """Frames of a codec in which each stands for itself: only what is asked for is decoded."""

    def picture(packet: Packet[Any]) -> VideoFrame:
        frames = track.codec_context.decode(packet)
        if not frames:
            msg = phrase("the packet held no frame")
            raise ValueError(msg)
        return frames[0]

    for packet in packets:
        if packet.size == 0 or packet.is_discard:
            continue
        progress.decoded += 1
        time_s = _seconds(packet.pts, packet.time_base, track, progress)
        yield time_s, True, lambda packet=packet: picture(packet)  # type: ignore[misc]  # bound at once


def _met(
    container: InputContainer, track: VideoStream, grid: Grid, progress: Progress, *, lazy: bool
) -> Iterator[_Met]:
    packets = _packets(container, track, progress)
    if lazy and track.codec_context.codec.intra_only:
        first = next(packets, None)
        if first is None:
            return iter(())
        packets = _with(first, packets)
        if first.pts is not None and first.time_base is not None:
            return _on_demand(packets, track, progress)
    if lazy and grid.interval_s is not None and grid.spares(track):
        packets = spared(packets, track, _stretches(grid.interval_s, progress), progress.pace)
    return _one_by_one(_decoded(packets, track, progress, keys=grid.interval_s is None), track, progress)


def _stretches(interval_s: float, progress: Progress) -> Callable[[float], float]:
    """The way from a time on the container's clock to the end of the stretch whose first frame is due."""
    return lambda time_s: _next_due(time_s - (progress.origin_s or 0.0), interval_s)


def _with(first: Packet[Any], rest: Iterator[Packet[Any]]) -> Iterator[Packet[Any]]:
    yield first
    yield from rest


def _next_due(time_s: float, step_s: float) -> float:
    """The next multiple of the step; steps under a second meet every whole second, too."""
    count = math.floor((max(time_s, 0.0) + _TOLERANCE_S) / step_s) + 1
    following = count * step_s
    whole = math.floor(max(time_s, 0.0) + _TOLERANCE_S) + 1.0
    return min(following, whole) if step_s < 1.0 else following


def _continued(met: Iterator[_Met]) -> Iterator[_Met]:
    """The same with time running on where a container starts counting anew."""
    shift, last, usual = 0.0, -math.inf, 1.0 / _USUAL_RATE
    for time_s, key, picture in met:
        if time_s + shift < last - _LEAP_BACK_S:
            shift = last + usual - time_s
        last = max(last, time_s + shift)
        yield time_s + shift, key, picture


def sampled(
    container: InputContainer, track: VideoStream, grid: Grid, progress: Progress, *, lazy: bool = True
) -> Iterator[Candidate]:
    """The frames that may be looked at, in order of presentation; the first frame is always among them, and due.

    Args:
        container: the film.
        track: its picture track.
        grid: which frames are wanted.
        progress: filled on the way.
        lazy: decode only what is looked at where the codec allows; the frames and times are the same either way.
    """
    start, base = track.start_time, track.time_base
    progress.origin_s = float(start * base) if start is not None and base is not None else None
    due = ready = -math.inf
    for time_s, key, picture in _continued(_met(container, track, grid, progress, lazy=lazy)):
        shown = max(time_s, 0.0)
        if grid.interval_s is None:
            yield Candidate(shown, due=True, picture=picture)
            continue
        wanted = time_s + _TOLERANCE_S >= due or (grid.key_frames and key)
        if not wanted and not grid.every and time_s + _TOLERANCE_S < ready:
            continue
        if wanted:
            due = _next_due(time_s, grid.interval_s)
        ready = _next_due(time_s, grid.interval_s / FINER)
        yield Candidate(shown, due=wanted, picture=picture)
