"""Films through PyAV: opened without a name, with one demuxer, without any protocol but `file`.

A file object that carries a name ending in `.m3u8` makes FFmpeg follow the addresses in it; so evidence is always
handed over through `Nameless`, the demuxer is forced to the recognised kind, and no other demuxer is allowed.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import av
import av.logging
from av.error import FFmpegError
from av.stream import Disposition

from hashing.decode import kinds
from hashing.decode.iso_index import missing_index
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from hashing.decode.kinds import Kind

# Only this form: `av.logging.set_level` can hang a process that closes a film early.
av.logging.set_libav_level(av.logging.FATAL)

FILM_ERRORS: tuple[type[Exception], ...] = (FFmpegError, *DECODER_ERRORS)
MICROSECONDS = 1_000_000
_SOUND_AND_TEXT = {"audio", "subtitle"}
_MATRIX_BYTES = 36


class Nameless:
    """A stream with nothing but reading and seeking: FFmpeg learns no name and can derive no address from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The current place."""
        return self._stream.tell()


@dataclass(frozen=True, slots=True)
class ContainerFacts:
    """What a film says about itself, as plain values."""

    format: str
    duration_s: float | None
    tags: tuple[tuple[str, str], ...]
    stream: tuple[tuple[str, str], ...]
    stream_tags: tuple[tuple[str, str], ...]
    width: int
    height: int


class NoFilmError(Exception):
    """The file holds no film that can be decoded. `sound_only` tells a sound recording from a damaged film."""

    def __init__(self, issue: Issue, *, sound_only: bool = False) -> None:
        super().__init__(issue.detail)
        self.issue = issue
        self.sound_only = sound_only


@contextlib.contextmanager
def open_film(stream: BinaryIO, kind: Kind, *, edits: bool = True) -> Iterator[InputContainer]:
    """Open a film; without `edits` also the frames that an edit list of MP4 or QuickTime leaves out.

    Raises:
        NoFilmError: if the demuxer refuses it.
    """
    demuxer = kind.formats[0]
    options = {"protocol_whitelist": "file", "format_whitelist": demuxer}
    if not edits:
        options["ignore_editlist"] = "1"
    stream.seek(0)
    try:
        container = av.open(Nameless(stream), mode="r", format=demuxer, options=options, metadata_errors="replace")
    except FILM_ERRORS as error:
        missing = missing_index(stream) if demuxer == kinds.MP4.formats[0] else None
        detail = "; ".join(filter(None, (in_words(error), missing)))
        raise NoFilmError(Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, detail)) from error
    try:
        yield container
    finally:
        container.close()


def picture_tracks(container: InputContainer) -> list[VideoStream]:
    """The picture tracks but for attached pictures, such as covers."""
    return [track for track in container.streams.video if not track.disposition & Disposition.attached_pic]


def attached_pictures(container: InputContainer) -> list[VideoStream]:
    """The tracks that hold one attached picture each, such as a cover."""
    return [track for track in container.streams.video if track.disposition & Disposition.attached_pic]


def choose_stream(container: InputContainer, max_pixels: int) -> VideoStream:
    """The picture track to sample, prepared for decoding with one thread.

    Raises:
        NoFilmError: if there is none, no decoder for it, or its pictures are too large.
    """
    tracks = picture_tracks(container)
    if not tracks:
        others = {track.type for track in container.streams if track.type != "video"}
        issue = Issue(Stage.DECODE, IssueCode.NO_FRAMES, phrase("the container holds no picture track"))
        raise NoFilmError(issue, sound_only=bool(others) and others <= _SOUND_AND_TEXT)
    # A track of one frame beside others is a cover that is not marked as one.
    tracks = [track for track in tracks if track.frames != 1] or tracks
    best = container.streams.best("video")
    track = next((candidate for candidate in tracks if best is not None and candidate.index == best.index), tracks[0])
    # PyAV leaves the context out where FFmpeg has no decoder; its annotations do not say so.
    context = cast("Any", track.codec_context)
    if context is None:
        raise NoFilmError(
            Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, phrase("there is no decoder for the picture track"))
        )
    if context.width * context.height > max_pixels:
        detail = phrase(
            "{width} x {height} pixels, the limit is {max_pixels} pixels",
            width=context.width,
            height=context.height,
            max_pixels=max_pixels,
        )
        raise NoFilmError(Issue(Stage.DECODE, IssueCode.TOO_MANY_PIXELS, detail))
    context.thread_count = 1
    context.options = {"max_pixels": str(max_pixels), "skip_loop_filter": "noref"}
    return track


def declared_duration(container: InputContainer) -> float | None:
    """The container's duration in seconds, None if it gives none."""
    duration = container.duration
    return duration / MICROSECONDS if duration is not None and duration > 0 else None


def _sorted(tags: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(name), str(value)) for name, value in tags.items()))


def container_facts(
    container: InputContainer, track: VideoStream, orientation: int, sizes: Sequence[tuple[int, int]] = ()
) -> ContainerFacts:
    """Everything the container and the chosen track declare.

    Args:
        container: the film.
        track: its picture track.
        orientation: how a player turns it.
        sizes: of the frames that were looked at, in the order in which they were met; the first one counts.
    """
    rate = track.average_rate
    width, height = next(iter(sizes), (track.codec_context.width, track.codec_context.height))
    changing = "; ".join(f"{wide} x {high}" for wide, high in sizes)
    stream = (
        ("codec", track.codec_context.name),
        ("width", str(width)),
        ("height", str(height)),
        *((("frame sizes", changing),) if len(sizes) > 1 else ()),
        ("pixel format", track.codec_context.pix_fmt or "unknown"),
        ("frames per second", f"{float(rate):.3f}" if rate else "unknown"),
        ("declared frames", str(track.frames) if track.frames else "unknown"),
        ("display orientation (EXIF numbering)", str(orientation)),
        ("tracks", ", ".join(each.type for each in container.streams)),
    )
    return ContainerFacts(
        container.format.name,
        declared_duration(container),
        _sorted(container.metadata),
        stream,
        _sorted(track.metadata),
        width,
        height,
    )


_ORIENTATIONS = {
    (1, 0, 0, 1): 1,
    (-1, 0, 0, 1): 2,
    (-1, 0, 0, -1): 3,
    (1, 0, 0, -1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, -1, 0): 6,
    (0, -1, -1, 0): 7,
    (0, -1, 1, 0): 8,
}
"""Signs of the display matrix (a, b, c, d) to the EXIF orientation that shows the frame the same way."""


def display_orientation(frame: VideoFrame) -> int:
    """How a player turns this frame, in EXIF's numbering; 1 for none, and for angles that are no quarter turns."""
    # PyAV's side data are a mapping to the type checker and a sequence in truth.
    for data in cast("Iterable[Any]", frame.side_data):
        if data.type.name == "DISPLAYMATRIX":
            raw = bytes(data)
            if len(raw) < _MATRIX_BYTES:
                return 1
            a, b, _, c, d = memoryview(raw[:20]).cast("i")
            signs = tuple((value > 0) - (value < 0) for value in (a, b, c, d))
            return _ORIENTATIONS.get(cast("tuple[int, int, int, int]", signs), 1)
    return 1
