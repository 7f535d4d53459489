"""What a message of electronic mail brings along: its parts, found in place (RFC 5322, RFC 2045 to 2049)."""

from __future__ import annotations

import binascii
import itertools
import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.by_place import range_place
from forensicdesk.evidence.containers.codings import CODINGS, DATA_URI, data_uri_bytes, uu_bytes
from forensicdesk.evidence.containers.picture_ends import ending
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_HEAD_END = re.compile(rb"^\r?\n", re.MULTILINE)
_UU = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n((?:[ -`][^\n]{0,90}\n)+?)(?:`\r?\n| *\r?\n)?end\r?$", re.MULTILINE
)
_FIELD = re.compile(
    rb"^Content-(?:Type|Disposition|Transfer-Encoding|Location)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_HEAD, _MOST_FIELDS, _LONGEST_FIELD, _MOST_PARAMETERS = 1 << 20, 16, 4096, 48
_DEEPEST, _MOST_PARTS = 20, 20_000
_CODED = {"base64": b"base64", "quoted-printable": b"quoted-printable"} | dict.fromkeys(
    ("uuencode", "x-uuencode", "x-uue", "uue"), b"uuencode"
)
_UNREADABLE = (MessageError, LookupError, ValueError, AssertionError, AttributeError, TypeError, binascii.Error)
_MESSAGES = {"message/rfc822", "message/global", "message/news"}
_BODIES = {"text/plain", "text/html", "text/rtf", "text/enriched"}
_parser = BytesHeaderParser(policy=policy.compat32)


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of the message: from its head to its end, how deep it lies, and the folder it is shown in."""

    start: int
    end: int
    depth: int
    folder: bytes


def message_entries(data: bytes, base: int = 0, folder: bytes = b"") -> Iterator[Entry]:
    """Every attachment and inline part of a message, those of forwarded messages in folders of their own.

    Bodies of text are not given, but what is uuencoded in them or stands in them as a data URI.

    Args:
        data: the message.
        base: where it begins; places are given from there.
        folder: what the paths begin with.

    Raises:
        ContainerError: it has too many parts, or parts in parts too deep; those before were given.
    """
    waiting, count = [_Span(0, len(data), 0, folder)], 0
    while waiting:
        span = waiting.pop()
        count += 1
        if count > _MOST_PARTS or span.depth > _DEEPEST:
            text = sentence("The message has more parts, or parts in parts, than are looked at; the rest is not known.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
        head, body = _head(data, span)
        kind = head.get_content_type()
        coding = _coding(head)
        inner = _inner(data, span, body, head) if kind.startswith("multipart/") else None
        if inner is not None:
            waiting.extend(reversed(inner))
        elif kind in _MESSAGES and not coding:
            waiting.append(_Span(body, span.end, span.depth + 1, span.folder + b"message %d/" % count))
        elif (kind in _BODIES or kind.startswith("multipart/")) and not _name(head):
            yield from _in_text(data[body : span.end], coding, base + body, span.folder)
        else:
            yield _leaf(data[body : span.end], (base + body, coding), head, span.folder, count)


def _head(data: bytes, span: _Span) -> tuple[Message, int]:
    """The fields before a part's body, and where the body begins."""
    limit = min(span.end, span.start + _MOST_HEAD)
    found = _HEAD_END.search(data, span.start, limit)
    end, body = (limit, span.end) if found is None else (found.start(), found.end())
    fields = [
        b";".join(one[0][:_LONGEST_FIELD].split(b";")[:_MOST_PARAMETERS])
        for one in itertools.islice(_FIELD.finditer(data, span.start, end), _MOST_FIELDS)
    ]
    return _parser.parsebytes(b"\n".join(fields) + b"\n\n"), body


def _inner(data: bytes, span: _Span, body: int, head: Message) -> list[_Span] | None:
    """The parts between the lines that divide a body; None where there are none."""
    try:
        boundary = head.get_boundary()
    except _UNREADABLE:
        boundary = None
    if not boundary:
        return None
    line = re.compile(rb"^--%s(--)?[ \t]*\r?$" % re.escape(boundary.encode("utf-8", "surrogateescape")), re.MULTILINE)
    spans: list[_Span] = []
    start = -1
    for found in line.finditer(data, body, span.end):
        if start >= 0:
            spans.append(_Span(start, max(start, _line_before(data, found.start())), span.depth + 1, span.folder))
        start = -1 if found[1] else min(found.end() + 1, span.end)
        if len(spans) > _MOST_PARTS:
            break
        if found[1]:
            break
    if start >= 0:
        spans.append(_Span(start, span.end, span.depth + 1, span.folder))
    return spans or None


def _line_before(data: bytes, place: int) -> int:
    """Where the line before a place ends, without its line end, which belongs to what divides the parts."""
    if data[place - 2 : place] == b"\r\n":
        return place - 2
    return place - 1


def _coding(head: Message) -> bytes:
    return _CODED.get(str(head.get("content-transfer-encoding", "")).strip().lower(), b"")


def _name(head: Message) -> str:
    """The name that a part is given, as text; "" without one."""
    try:
        name = head.get_filename() or ""
        if not name and head.get("content-location"):
            name = str(head["content-location"]).split("?")[0].rstrip("/").rpartition("/")[2].strip()[:255]
        return str(make_header(decode_header(name))) if "=?" in name else name
    except _UNREADABLE:
        return ""


def _leaf(raw: bytes, place: tuple[int, bytes], head: Message, folder: bytes, number: int) -> Entry:
    offset, coding = place
    data = CODINGS[coding](raw)
    name = _name(head).encode("utf-8", "surrogateescape").strip()
    name = name.replace(b"/", b"_") or b"part %d%s" % (number, ending(data))
    return Entry(folder + name, len(data), place=range_place(offset, len(raw), coding))


def _in_text(raw: bytes, coding: bytes, offset: int, folder: bytes) -> Iterator[Entry]:
    """What is written as text within a body of text."""
    text = CODINGS[coding](raw) if coding else raw
    outer = range_place(offset, len(raw), coding) + b"/" if coding else b""
    shift = 0 if coding else offset
    for found in _UU.finditer(text):
        name = found[1].strip().replace(b"/", b"_") or b"uuencoded"
        place = range_place(shift + found.start(2), len(found[2]), b"uuencode")
        yield Entry(folder + name, len(uu_bytes(found[2])), place=outer + place)
    yield from uri_entries(text, shift, outer, folder)


def uri_entries(text: bytes, shift: int = 0, outer: bytes = b"", folder: bytes = b"") -> Iterator[Entry]:
    """Pictures and films that stand in a text as data URIs.

    Args:
        text: the text.
        shift: where it begins in what `outer` leads to.
        outer: the place of what it lies in, ready to be joined.
        folder: what the paths begin with.
    """
    for number, found in enumerate(DATA_URI.finditer(text), 1):
        data = data_uri_bytes(found[1])
        path = b"data URI %d%s" % (number, ending(data))
        if data:
            place = range_place(shift + found.start(1), len(found[1]), b"data-uri")
            yield Entry(folder + path, len(data), place=outer + place)
