"""Messages of electronic mail: .eml, files of Maildir, .emlx of Apple Mail, web pages saved as .mht; and HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerFormat
from forensicdesk.evidence.containers.by_place import MOST_IN_MEMORY, open_place, place_of, too_large
from forensicdesk.evidence.containers.codings import DATA_URI
from forensicdesk.evidence.containers.mail_parts import message_entries, uri_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Entry, Head, Wanted
    from forensicdesk.model import Step

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*")
_APPLE = re.compile(rb"(\d{1,10}) *\r?\n")
_KNOWN = {
    b"from", b"to", b"date", b"subject", b"cc", b"sender", b"reply-to", b"content-type", b"content-transfer-encoding",
    b"x-mailer", b"user-agent", b"in-reply-to", b"references", b"delivered-to", b"return-path", b"x-originating-ip",
}  # fmt: skip
_OF_MAIL_ONLY = {b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"x-mozilla-status"}
_LEAST_KNOWN = 2
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_LOOKED_AT = 1 << 22


class MailContainer:
    """One message."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry]:  # noqa: ARG002 - the same for all readers
        """Every attachment and inline part, in their order."""
        data = whole(self._around)
        apple = _APPLE.match(data)
        if apple is None:
            yield from message_entries(data)
        else:
            yield from message_entries(data[apple.end() : apple.end() + int(apple[1])], apple.end())

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one part."""
        return open_place(self._around.stream, place_of(self, step))


class HtmlContainer:
    """One web page with pictures in it."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry]:  # noqa: ARG002 - the same for all readers
        """Every picture and film that stands in the page itself."""
        yield from uri_entries(whole(self._around))

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one of them."""
        return open_place(self._around.stream, place_of(self, step))


def whole(around: Around) -> bytes:
    """All bytes of a container that is read in memory.

    Raises:
        ContainerError: it is too large.
    """
    if around.size > MOST_IN_MEMORY:
        raise too_large()
    around.stream.seek(0)
    return around.stream.read(around.size)


def begins_as_mail(start: bytes) -> bool:
    """Whether text begins with fields of a message: two known ones, and one that nothing but mail has."""
    place, names = 0, set()
    while (found := _FIELD.match(start, place)) is not None:
        names.add(found[1].lower())
        place = found.end()
    ended = place >= len(start) or start[place : place + 1] == b"\n" or start[place : place + 2] == b"\r\n"
    return ended and len(names & (_KNOWN | _OF_MAIL_ONLY)) >= _LEAST_KNOWN and bool(names & _OF_MAIL_ONLY)


def _is_mail(head: Head) -> bool:
    apple = _APPLE.match(head.start)
    return begins_as_mail(head.start[apple.end() if apple else 0 :])


def _is_html(head: Head) -> bool:
    """A web page in whose first megabytes a picture stands."""
    if not _HTML.match(head.start):
        return False
    return DATA_URI.search(head.peek(0, _HTML_LOOKED_AT)) is not None


MAIL = ContainerFormat("mail", "message of electronic mail", "message/rfc822", _is_mail, MailContainer)
HTML = ContainerFormat("html", "web page with pictures in it", "text/html", _is_html, HtmlContainer)
