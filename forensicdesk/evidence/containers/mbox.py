"""Mailboxes in one file (mbox, RFC 4155): one message after the other, each begun by a line "From ".

Messages are read one at a time; an attachment is opened by its own place, whatever the mailbox's length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import MOST_IN_MEMORY, open_place, place_of, too_large
from forensicdesk.evidence.containers.mail_parts import message_entries
from forensicdesk.model import State
from hashing.values import Issue, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.model import Step

_LINE = rb"From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,60}\r?\n(?=>?[!-9;-~]{1,76}:|>From )"
_FIRST = re.compile(_LINE)
_LATER = re.compile(rb"(?<=\n)\r?\n(?=" + _LINE + rb")")
_PIECE, _LONGEST_LINE = 1 << 23, 1024


class MboxContainer:
    """One mailbox."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every attachment and inline part of every message; None after each message."""
        for number, (start, end) in enumerate(self._messages(), 1):
            folder = b"message %d/" % number
            try:
                yield from self._message(start, end, folder)
            except ContainerError as error:
                issue = Issue(Stage.READ, error.code, error.detail)
                yield Entry(folder[:-1], end - start, state=State.FAILED, issue=issue)
            yield None

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one part."""
        return open_place(self._around.stream, place_of(self, step))

    def _message(self, start: int, end: int, folder: bytes) -> Iterator[Entry]:
        if end - start > MOST_IN_MEMORY:
            raise too_large()
        data = self._peek(start, end - start)
        head = data.find(b"\n") + 1
        yield from message_entries(data[head:], start + head, folder)

    def _messages(self) -> Iterator[tuple[int, int]]:
        """Where each message begins, its line "From " included, and where it ends."""
        start, place = 0, 0
        while place < self._around.size:
            piece = self._peek(place, _PIECE)
            if not piece:
                break
            for found in _LATER.finditer(piece):
                yield start, place + found.start()
                start = place + found.end()
            # A line that divides messages may lie across two pieces; one that was found is not found again.
            place = max(start, place + len(piece) - _LONGEST_LINE) if len(piece) == _PIECE else self._around.size
        yield start, self._around.size

    def _peek(self, offset: int, count: int) -> bytes:
        self._around.stream.seek(offset)
        return self._around.stream.read(count)


def _is_mbox(head: Head) -> bool:
    return _FIRST.match(head.start) is not None


MBOX = ContainerFormat("mbox", "mailbox", "application/mbox", _is_mbox, MboxContainer)
