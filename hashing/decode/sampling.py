"""Which frames of a film are looked at: the first at or after every multiple of the interval, or all key frames."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hashing.decode.film import FILM_ERRORS
from hashing.decode.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_TOLERANCE_S = 0.0005
"""Containers that count in milliseconds round; a frame that much early still belongs to its second."""


@dataclass(slots=True)
class Progress:
    """What was met on the way through a film. Filled while `sampled` runs.

    Attributes:
        track_end_s: end of the last packet of the picture track, from the start of the film.
        any_end_s: the same over all tracks.
        decoded: frames decoded.
        refused: packets the decoder refused.
        reason: the first refusal, or why reading ended early, in words.
    """

    track_end_s: float = 0.0
    any_end_s: float = 0.0
    decoded: int = 0
    refused: int = 0
    reason: str | None = None
    broke_off: bool = False
    origin_s: float | None = field(default=None)

    def refuse(self, error: BaseException) -> None:
        """Note a refused packet."""
        self.refused += 1
        self.reason = self.reason or in_words(error)


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
            yield packet


def _decoded(container: InputContainer, track: VideoStream, progress: Progress, *, keys: bool) -> Iterator[VideoFrame]:
    flushed = False
    for packet in _packets(container, track, progress):
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


def _timed(frame: VideoFrame, track: VideoStream, progress: Progress) -> float:
    """Presentation time from the start of the film; frames without a time are counted through the frame rate."""
    stamp = frame.pts
    base = frame.time_base or track.time_base
    if stamp is None or base is None:
        return (progress.decoded - 1) / float(track.average_rate or 25)
    seconds = float(stamp * base)
    if progress.origin_s is None:
        progress.origin_s = seconds
    return seconds - progress.origin_s


def sampled(
    container: InputContainer, track: VideoStream, interval_s: float | None, progress: Progress
) -> Iterator[tuple[float, VideoFrame]]:
    """Time and frame of every frame to look at, in order of presentation. The first frame is always among them."""
    start, base = track.start_time, track.time_base
    progress.origin_s = float(start * base) if start is not None and base is not None else None
    due = -math.inf
    for frame in _decoded(container, track, progress, keys=interval_s is None):
        progress.decoded += 1
        time_s = _timed(frame, track, progress)
        if interval_s is not None:
            if time_s + _TOLERANCE_S < due:
                continue
            due = (math.floor((max(time_s, 0.0) + _TOLERANCE_S) / interval_s) + 1) * interval_s
        yield max(time_s, 0.0), frame
