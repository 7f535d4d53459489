"""In a child: an item as a person looks at it, decoded to raw pixels and bounded in size.

One item stays open for as long as its pages are asked for; asking for another one closes it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.viewed import NotShown, Shown
from forensicdesk.workers.filming import first_frame
from forensicdesk.workers.opened import opener
from forensicdesk.workers.showing import MAX_PIXELS, NOTHING, as_pixels, guarded, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.model import Job
    from forensicdesk.workers.showing import Picture
    from hashing.decode.frames import DamagedFrame, Frame
    from hashing.decode.kinds import Kind
    from hashing.decode.still import Still

NO_PAGE = sentence("There is no such page or frame.")
_FULL_JPEG_PIXELS = 64_000_000
"""A JPEG of more pixels than this is decoded at a fraction of its size, as for its hashes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which picture of which item is to be shown.

    Attributes:
        job: the item.
        page: which page or frame, from 1.
        coarse: the longest side in pixels that is sent, so that nothing finer leaves the child; 0 for all.
    """

    job: Job
    page: int = 1
    coarse: int = 0


def whole_picture(stream: BinaryIO, kind: Kind) -> tuple[Still, Picture | None]:
    """The decoded picture with all its pixels, and what else the decoder says."""
    from hashing.decode import kinds
    from hashing.decode.pictures import decode_picture
    from hashing.decode.still import open_picture, upright_pixels
    from hashing.decode.trouble import DECODER_ERRORS

    still = decode_picture(stream, kind, MAX_PIXELS)
    full = (still.width or 0) * (still.height or 0)
    if kind is not kinds.JPEG or still.issue is not None or not 0 < full <= _FULL_JPEG_PIXELS:
        return still, still.pixels
    if still.pixels is not None and still.pixels.shape[0] * still.pixels.shape[1] >= full:
        return still, still.pixels
    try:
        image = open_picture(stream, kind)
        image.load()
        return still, upright_pixels(image)
    except DECODER_ERRORS:
        return still, still.pixels


# --- one open item ------------------------------------------------------------------------------------------------


class _Looked:
    """A picture that is open, and how far its pages have been gone through."""

    def __init__(self, job: Job, stream: BinaryIO, kind: Kind) -> None:
        from hashing.decode.frames import Budget

        self.job = job
        self._stream = stream
        still, first = whole_picture(stream, kind)
        self._first, self._issue = first, still.issue
        self._size = _upright_size(still, first)
        self._count = _declared(still)
        self._further: Iterator[Frame | DamagedFrame] = iter(still.further(Budget()) if still.further else ())
        self.at = 1

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def page(self, number: int, *, coarse: int) -> Shown | NotShown:
        """A page that was not passed yet, or the first."""
        if number == 1:
            if self._first is None:
                return NotShown(self._issue.detail if self._issue else NOTHING)
            note = self._issue.detail if self._issue else ""
            pixels = as_pixels(self._first, coarse=coarse)
            return Shown(pixels, *self._size, 1, self._count, 0.0 if self._count else None, note=note)
        frame: Frame | DamagedFrame | None = None
        while self.at < number:
            frame = next(self._further, None)
            if frame is None:
                break
            self.at += 1
        return NotShown(NO_PAGE) if frame is None else self._frame(frame, coarse=coarse)

    def _frame(self, frame: Frame | DamagedFrame, *, coarse: int) -> Shown | NotShown:
        from hashing.decode.frames import DamagedFrame

        if isinstance(frame, DamagedFrame):
            return NotShown(
                sentence(
                    "Page or frame {number} cannot be decoded: {reason}.", number=frame.number, reason=frame.reason
                )
            )
        height, width = frame.pixels.shape[:2]
        return Shown(as_pixels(frame.pixels, coarse=coarse), width, height, self.at, self._count, frame.time_s)


_looked: _Looked | None = None


def look(wish: Wish) -> Shown | NotShown:
    """A page of a picture; of a film its first frame, with what is known of it."""
    return guarded(lambda: _look(wish))


def _look(wish: Wish) -> Shown | NotShown:
    global _looked  # noqa: PLW0603 - one item at a time, for as long as this process lives
    if _looked is None or _looked.job != wish.job or 1 < wish.page <= _looked.at:
        forget()
        stream = opener().open(wish.job.source_root, wish.job.location)
        size = length_of(stream)
        kind = kind_of(stream, size)
        other = _other_than_picture(kind, wish, stream)
        if other is not None:
            return other
        _looked = _Looked(wish.job, stream, kind)
    return _looked.page(wish.page, coarse=wish.coarse)


def _other_than_picture(kind: Kind, wish: Wish, stream: BinaryIO) -> Shown | NotShown | None:
    """What is shown of an item that is no picture; None if it is one."""
    from hashing.decode.kinds import Decoder

    if kind.decoder is Decoder.FILM:
        stream.close()
        return first_frame(wish.job, coarse=wish.coarse)
    if kind.decoder in {Decoder.NOT_MEDIA, Decoder.UNSUPPORTED}:
        stream.close()
        return NotShown(NOTHING)
    return None


def forget() -> None:
    """Close the picture that is open."""
    global _looked  # noqa: PLW0603 - as in `_look`
    if _looked is not None:
        with contextlib.suppress(OSError):
            _looked.close()
    _looked = None


def first_bytes(job: Job, count: int) -> bytes | NotShown:
    """The first bytes of an item."""

    def read() -> bytes:
        with opener().open(job.source_root, job.location) as stream:
            return stream.read(count)

    return guarded(read)


def _upright_size(still: Still, pixels: Picture | None) -> tuple[int, int]:
    """Width and height at full size, turned as the picture is shown."""
    if pixels is None:
        return still.width or 0, still.height or 0
    height, width = pixels.shape[:2]
    stored = still.width or width, still.height or height
    swapped = (width > height) != (stored[0] > stored[1])
    return (stored[1], stored[0]) if swapped else stored


def _declared(still: Still) -> int | None:
    """How many pages or frames the file says it has; None for one alone."""
    from hashing.decode.trouble import DECODER_ERRORS

    if still.further is None:
        return None
    try:
        count = getattr(still.image, "n_frames", 1)
    except DECODER_ERRORS:
        return None
    return count if isinstance(count, int) and count > 1 else None
