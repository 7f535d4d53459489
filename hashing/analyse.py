"""The one way in: everything that can be said about one item's bytes."""

from __future__ import annotations

import io
import itertools
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import kinds
from hashing.decode.kinds import Decoder
from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify
from hashing.digests import chunks_of, digest, read_up_to
from hashing.memory import keep_freed_memory
from hashing.phrases import phrase
from hashing.values import Analysis, Issue, IssueCode, Outcome, Stage

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.values import Digests, Recipe

IN_MEMORY_BYTES = 256 * 1024 * 1024
"""Files up to this length are read once, and the same bytes serve digests and decoders."""


@dataclass(frozen=True, slots=True)
class _Content:
    """A file after its digests were computed, and a stream for the decoders."""

    stream: BinaryIO
    digests: Digests
    length: int


def analyse(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """Analyse one file.

    Args:
        stream: the file, seekable, at its start.
        size: its length as the source states it.
        recipe: what to compute.

    Returns:
        The analysis; trouble with the content is in its issues and never raised.

    Raises:
        MemoryError: if not even the file's bytes fit into memory.
    """
    # Libraries warn about damaged content; what matters of it is an issue of this analysis.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _analyse(stream, size, recipe)
        except OSError as error:
            return _unreadable(size, error)


def _unreadable(size: int, error: OSError) -> Analysis:
    issue = Issue(Stage.READ, IssueCode.UNREADABLE, error.strerror or phrase("the file could not be read"))
    return Analysis(Outcome.FAILED, kinds.UNKNOWN.media_type, size, issues=(issue,))


def _analyse(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    head = read_up_to(stream, HEAD_BYTES)
    kind = identify(head, _tail(stream, head, size), max(size, len(head)))
    if kind.decoder is Decoder.NOT_MEDIA:
        return _not_media(stream, head, size, kind, recipe)
    keep_freed_memory()
    content = _read(stream, head, size)
    result = Analysis(Outcome.FAILED, kind.media_type, content.length, content.digests)
    if content.length != size:
        detail = phrase("{size} bytes were expected, {length} were read", size=size, length=content.length)
        result = replace(result, issues=(Issue(Stage.READ, IssueCode.CHANGED_WHILE_READ, detail),))
    if kind.decoder is Decoder.UNSUPPORTED:
        issue = Issue(
            Stage.IDENTIFY, IssueCode.FORMAT_UNSUPPORTED, phrase("{name} is recognised but not decoded", name=kind.name)
        )
        return replace(result, outcome=Outcome.UNSUPPORTED, issues=(*result.issues, issue))
    if not recipe.decode:
        return replace(result, outcome=Outcome.ANALYSED)
    try:
        if kind.decoder is Decoder.FILM:
            return _film(content, kind, recipe, result)
        return _picture(content, kind, recipe, result)
    except MemoryError:
        issue = Issue(Stage.DECODE, IssueCode.OUT_OF_MEMORY, phrase("decoding needs more memory than one item may use"))
        return replace(result, issues=(*result.issues, issue))


def _tail(stream: BinaryIO, head: bytes, size: int) -> bytes:
    if len(head) < HEAD_BYTES or size <= len(head):
        return head[-TAIL_BYTES:]
    stream.seek(-TAIL_BYTES, 2)
    tail = stream.read(TAIL_BYTES)
    stream.seek(len(head))
    return tail


def _not_media(stream: BinaryIO, head: bytes, size: int, kind: Kind, recipe: Recipe) -> Analysis:
    digests = digest(itertools.chain([head], chunks_of(stream))) if recipe.digest_everything else None
    issues: tuple[Issue, ...] = ()
    if kind is kinds.EMPTY:
        issues = (Issue(Stage.IDENTIFY, IssueCode.EMPTY, phrase("the file has no content")),)
    if kind is kinds.EMPTY and size > 0:
        issues = (
            Issue(
                Stage.READ,
                IssueCode.CHANGED_WHILE_READ,
                phrase("{size} bytes were expected, none were there", size=size),
            ),
        )
    return Analysis(Outcome.NOT_MEDIA, kind.media_type, size, digests, issues=issues)


def _read(stream: BinaryIO, head: bytes, size: int) -> _Content:
    """One read from where the head ended: to memory, or for larger files in pieces."""
    if size <= IN_MEMORY_BYTES:
        # As much as is expected, then what has come since, if anything: a request reserves all the memory it asks for.
        rest = read_up_to(stream, max(0, size - len(head)))
        more = stream.read(1)
        data = b"".join((head, rest, more, read_up_to(stream, IN_MEMORY_BYTES) if more else b""))
        return _Content(io.BytesIO(data), digest([data]), len(data))
    digests = digest(itertools.chain([head], chunks_of(stream)))
    return _Content(stream, digests, stream.tell())


def _film(content: _Content, kind: Kind, recipe: Recipe, result: Analysis) -> Analysis:
    # Late imports: PyAV takes a moment to load and most items are pictures.
    from hashing.film_analysis import analyse_film
    from hashing.metadata.container import container_metadata
    from hashing.metadata.facts import with_metadata
    from hashing.thumbnail import film_thumbnail

    seen = analyse_film(content.stream, kind, recipe)
    issues = result.issues + seen.issues
    if seen.sound_only:
        sound = kind.media_type.replace("video/", "audio/", 1)
        return replace(result, outcome=Outcome.NOT_MEDIA, media_type=sound, issues=issues)
    if seen.facts is not None:
        said = container_metadata(seen.facts, content.stream, kind)
        result = with_metadata(replace(result, width=seen.facts.width, height=seen.facts.height), said)
    if seen.film is None:
        locked = any(issue.code is IssueCode.ENCRYPTED for issue in seen.issues)
        return replace(result, outcome=Outcome.ENCRYPTED if locked else result.outcome, issues=issues)
    thumbnail = film_thumbnail(seen.strip) if seen.strip else None
    result = replace(result, indicators=(*result.indicators, *seen.indicators), embedded=seen.embedded)
    return replace(
        result, outcome=Outcome.ANALYSED, film=seen.film, issues=issues, thumbnail=thumbnail, views=seen.views
    )


def _picture(content: _Content, kind: Kind, recipe: Recipe, result: Analysis) -> Analysis:
    # Late import: not media, not needed.
    from hashing.picture_analysis import analyse_picture

    return analyse_picture(content.stream, kind, recipe, result)
