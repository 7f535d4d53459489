"""Reference collections: one JSON object a line, as `forensicdesk collection make` writes them.

The first line says what it is, the last how many lines stand between: a file that was cut off is noticed. A line in
between is one picture or film of the collection with its digests, hashes, local features or frames; imagery and paths
are not among them.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.records import FrameRecord, Record, Refusal
from hashing.local.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

VERSION = 1
HEAD, END = "forensicdesk_collection", "end_of_collection"
_BEGIN = f'{{"{HEAD}":'
_DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32}
_SMALL = ("phash", "dhash")
_PDQ_BYTES, _SMALL_BYTES, _BEST_QUALITY = 32, 8, 100


def recognise(sample: Sample) -> float:
    """Whether the first line says so."""
    return float(sample.text.startswith(_BEGIN))


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - the table's form
    """Every picture with its views, every film with its frames.

    Raises:
        ListError: the file is cut off, or of a newer version.
    """
    head = json_object(source.readline())
    if head is None or head.get(HEAD) != VERSION:
        name = sample.file_name
        msg = sentence(
            "{name} is a reference collection of another version than {version}; use the program that made it.",
            name=name,
            version=VERSION,
        )
        raise ListError(msg)
    yield from read_entries(source, sample.file_name)


def read_entries(
    source: TextIO, name: str, label_of: Callable[[dict[str, Any]], str] | None = None
) -> Iterator[Parsed]:
    """The pictures and films in the lines after the first, up to the last, which counts them.

    Args:
        source: the lines.
        name: of the file, for messages.
        label_of: gives the label of an entry; None takes what the line says. It may raise what a wrong value raises.

    Raises:
        ListError: the file is cut off.
    """
    for number, text in enumerate(source, 1):
        found = json_object(text)
        if found is not None and END in found:
            if found[END] != number - 1:
                break
            return
        yield from _entry(number, found, label_of)
    msg = sentence("{name} is cut off: its last line is missing or counts otherwise; nothing was imported.", name=name)
    raise ListError(msg)


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object in a line; None if it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _entry(
    number: int, found: dict[str, Any] | None, label_of: Callable[[dict[str, Any]], str] | None
) -> Iterator[Parsed]:
    """The records of one line, labelled; a line with a value that cannot be is refused as a whole."""
    try:
        if found is None:
            msg = sentence("no JSON object")
            raise ValueError(msg)  # noqa: TRY301 - refused like any other value that cannot be
        if label_of is not None:
            found["label"] = label_of(found)
        records = list(_film(number, found) if "frames" in found else _picture(number, found))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield Refusal(number, sentence("no picture or film of a collection: {error}", error=error))
        return
    yield from records


def _picture(number: int, found: dict[str, Any]) -> Iterator[Record]:
    reference, label, name = f"picture {number}", _text(found, "label"), _text(found, "name")
    views = [(str(view), _bytes(value, _PDQ_BYTES), _quality(quality)) for view, value, quality in found["pdq"]]
    whole = next(((value, quality) for view, value, quality in views if not view), (None, None))
    more = [(kind, _bytes(found[kind], _SMALL_BYTES)) for kind in _SMALL if found.get(kind)]
    if found.get("features"):
        features = base64.b64decode(found["features"], validate=True)
        unpack(features)
        more.append(("features", features))
    yield Record(
        number, reference, name, label=label, **_digests(found), pdq=whole[0], quality=whole[1], more=tuple(more)
    )
    for view, value, quality in views:
        if view:
            yield Record(number, f"{reference}, {view}", name, label=label, pdq=value, quality=quality)


def _film(number: int, found: dict[str, Any]) -> Iterator[Record | FrameRecord]:
    reference, label = f"film {number}", _text(found, "label")
    yield Record(number, reference, _text(found, "name"), label=label, **_digests(found))
    for view, time_s, value, quality in found["frames"]:
        film = f"{reference}, {view}" if view else reference
        yield FrameRecord(number, film, label, float(time_s), _bytes(value, _PDQ_BYTES), _quality(quality))


def _digests(found: dict[str, Any]) -> dict[str, Any]:
    return {kind: _bytes(found[kind], size) for kind, size in _DIGEST_BYTES.items()}


def _text(found: dict[str, Any], key: str) -> str:
    return str(found.get(key) or "")


def _bytes(value: str, size: int) -> bytes:
    found = bytes.fromhex(value)
    if len(found) != size:
        msg = sentence("a value of {found} bytes instead of {size}", found=len(found), size=size)
        raise ValueError(msg)
    return found


def _quality(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= _BEST_QUALITY:
        msg = sentence("a quality of {value!r}", value=value)
        raise ValueError(msg)
    return value
