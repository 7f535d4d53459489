"""Frames of a film that need not be decoded: no other frame refers to them, and nothing asks for them.

A decoder that is told to leave out what no other frame refers to has half of the work with most H.264 films, and the
frames that it gives stay the same to the bit. So as long as a film is calm, only the frames that are due, and those
that others need, are decoded; where it moves, all are.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from av.packet import Packet
    from av.video.stream import VideoStream

SURE = frozenset({"h264"})
"""Decoders that tell such frames apart beyond doubt: in H.264 each says of itself whether others may refer to it.

In H.265 a frame says so for its own layer of time only.
"""

_REORDERED = 24
"""Frames are shown that many places before or behind where they stand in the file, at most (H.264 allows 16)."""
_CALM_LOOKS = 2


@dataclass(slots=True)
class Pace:
    """Whether a film is calm: what those who look at its frames tell those who decode them.

    Attributes:
        calm: the frames that others refer to are enough.
        spared: packets that were decoded on the condition that others refer to their frames.
    """

    calm: bool = False
    spared: int = 0

    def note(self, looks: int, *, enough: bool) -> None:
        """Learn from the time between two frames that are due.

        Args:
            looks: frames that were looked at between them.
            enough: neighbours were close at last.
        """
        self.calm = enough and (self.calm or looks <= _CALM_LOOKS)


_Placed = tuple["Packet[Any]", float | None, float]
"""A packet, its time, and the end of the stretch of time in which the first frame is due."""


def spared(
    packets: Iterator[Packet[Any]], track: VideoStream, stretch: Callable[[float], float], pace: Pace
) -> Iterator[Packet[Any]]:
    """The same packets; before each the decoder is told whether it may leave its frame out.

    Args:
        packets: of the picture track, in the order of the file.
        track: whose decoder is told.
        stretch: gives of a time in seconds the end of the stretch in which the first frame is due.
        pace: whether the film is calm.
    """
    ahead: deque[_Placed] = deque()
    near: deque[tuple[float, float]] = deque(maxlen=2 * _REORDERED + 1)
    for packet in packets:
        placed = _placed(packet, stretch)
        ahead.append(placed)
        if placed[1] is not None:
            near.append((placed[2], placed[1]))
        if len(ahead) > _REORDERED:
            yield _told(ahead.popleft(), near, track, pace)
    # Towards the end nothing is left out: the last frame of a film is looked at.
    track.codec_context.skip_frame = "DEFAULT"
    yield from (packet for packet, _, _ in ahead)


def _placed(packet: Packet[Any], stretch: Callable[[float], float]) -> _Placed:
    stamp, base = packet.pts, packet.time_base
    if stamp is None or not base or packet.is_discard:
        return packet, None, 0.0
    time_s = float(stamp * base)
    return packet, time_s, stretch(time_s)


def _told(placed: _Placed, near: deque[tuple[float, float]], track: VideoStream, pace: Pace) -> Packet[Any]:
    packet, time_s, end = placed
    spare = pace.calm and time_s is not None and time_s > min(other for its, other in near if its == end)
    pace.spared += spare
    track.codec_context.skip_frame = "NONREF" if spare else "DEFAULT"
    return packet
