"""Attachments of Outlook messages (.msg, [MS-OXMSG]), those of messages within the message in folders of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.by_place import MOST_IN_MEMORY, range_place
from forensicdesk.evidence.containers.codings import CODINGS
from forensicdesk.evidence.containers.mail_parts import uri_entries
from forensicdesk.evidence.containers.ole_native import object_entries
from forensicdesk.evidence.containers.ole_place import place_in, stream_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Entry
    from forensicdesk.evidence.containers.ole_streams import OleStreams

_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_DATA, _OBJECT = "__substg1.0_37010102", "__substg1.0_3701000D"
_NAMES = ("3707", "3704", "3001")
_HTML = {"__substg1.0_10130102": b"", "__substg1.0_1013001E": b"", "__substg1.0_1013001F": b"utf-16"}
_TEXTS = {"001F": "utf-16-le", "001E": "latin-1"}
_LONGEST_NAME = 4096


def is_message(streams: OleStreams, at: tuple[str, ...] = ()) -> bool:
    """Whether a storage is a message."""
    return streams.get(*at, _PROPERTIES) is not None


def message_streams(streams: OleStreams) -> Iterator[Entry | None]:
    """Every attachment: files, objects, and what messages that are attached bring along; pictures in bodies of HTML."""
    for storage in sorted({path for one in streams.named for path in _attachments(one.path)}):
        label = b"/".join(_label(streams, outer) for outer in _attachments(storage))
        data = streams.get(*storage, _DATA)
        if data is not None:
            yield stream_entry(streams, data, label)
        elif not is_message(streams, (*storage, _OBJECT)):
            yield from object_entries(streams, (*storage, _OBJECT), label)
    for one in streams.named:
        if one.path[-1] in _HTML and one.size <= MOST_IN_MEMORY:
            coding = _HTML[one.path[-1]]
            text = CODINGS[coding](streams.read(one))
            yield from uri_entries(text, outer=place_in(one.number, range_place(0, one.size, coding) + b"/"))


def _attachments(path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The storages of attachments that a path leads through, from the outside in."""
    return [path[: at + 1] for at, part in enumerate(path) if part.startswith(_ATTACHMENT)]


def _label(streams: OleStreams, storage: tuple[str, ...]) -> bytes:
    """The name that an attachment is given, or its number."""
    for name in _NAMES:
        for kind, encoding in _TEXTS.items():
            one = streams.get(*storage, f"__substg1.0_{name}{kind}")
            if one is not None:
                raw = streams.read(one, 0, _LONGEST_NAME)
                text = raw.decode(encoding, "replace").split("\0")[0].replace("/", "_").strip()
                if text:
                    return text.encode("utf-8", "replace")
    return b"attachment " + storage[-1].removeprefix(_ATTACHMENT).encode("utf-8", "replace")
