"""OLE compound files: Outlook messages, Thumbs.db, documents of Word, Excel and PowerPoint before 2007, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.by_place import place_of
from forensicdesk.evidence.containers.msg import is_message, message_streams
from forensicdesk.evidence.containers.ole_native import stream_entries
from forensicdesk.evidence.containers.ole_pictures import pictures_of
from forensicdesk.evidence.containers.ole_place import drawing_pieces, open_in
from forensicdesk.evidence.containers.ole_streams import OleStreams
from forensicdesk.evidence.containers.thumbs import is_thumbs, thumbnails
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Entry, Head, Wanted
    from forensicdesk.model import Step

_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = ("Workbook", "Book")
_FILE_PASS = 0x002F
_WORD_LOCKED, _POWERPOINT_LOCKED = 0x0100, 0xF3D1C4DF
_MOST_RECORDS = 200


class OleContainer:
    """One compound file."""

    def __init__(self, around: Around) -> None:
        self._streams = OleStreams(around)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """What the file is known to hold by what it is; of other files every picture and file in any stream."""
        self._streams.allow()
        if is_message(self._streams):
            yield from message_streams(self._streams)
        elif is_thumbs(self._streams):
            yield from thumbnails(self._streams)
        elif _is_locked(self._streams):
            text = sentence("The document is encrypted; documents of this kind cannot be opened with a password here.")
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        else:
            yield from self._document()

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        self._streams.allow()
        return open_in(self._streams, place_of(self, step))

    def _document(self) -> Iterator[Entry | None]:
        for one in self._streams.named:
            folder = b"".join(part.encode("utf-8", "replace") + b"/" for part in one.path[:-1])
            if one.path[-1] in _WORKBOOKS:
                pieces = drawing_pieces(self._streams, one.number)
                yield from pictures_of(self._streams, pieces, one.number, drawing=True)
            else:
                yield from stream_entries(self._streams, one, folder)
            yield None


def _is_locked(streams: OleStreams) -> bool:
    """Whether a document says that its contents are encrypted."""
    if streams.get("EncryptedPackage") is not None:
        return True
    word, user = streams.get("WordDocument"), streams.get("Current User")
    if word is not None and int.from_bytes(streams.read(word, 10, 2), "little") & _WORD_LOCKED:
        return True
    if user is not None and int.from_bytes(streams.read(user, 12, 4), "little") == _POWERPOINT_LOCKED:
        return True
    books = [book for name in _WORKBOOKS if (book := streams.get(name)) is not None]
    return any(_has_file_pass(streams.read(book, 0, 1 << 16)) for book in books)


def _has_file_pass(data: bytes) -> bool:
    place = 0
    for _ in range(_MOST_RECORDS):
        head = data[place : place + 4]
        if int.from_bytes(head[:2], "little") == _FILE_PASS:
            return True
        place += 4 + int.from_bytes(head[2:], "little")
    return False


def _is_ole(head: Head) -> bool:
    return head.start.startswith(_MARK)


OLE = ContainerFormat(
    "ole",
    "compound file (old Office document, Outlook message, Thumbs.db)",
    "application/x-ole-storage",
    _is_ole,
    OleContainer,
)
