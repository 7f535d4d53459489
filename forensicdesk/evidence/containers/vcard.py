"""Pictures of contacts in vCard files, versions 2.1 to 4.0."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import open_place, place_of, range_place
from forensicdesk.evidence.containers.codings import CODINGS, DATA_URI
from forensicdesk.evidence.containers.mail import whole
from forensicdesk.evidence.containers.picture_ends import ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.model import Step

_MARK = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,8}BEGIN:VCARD\s", re.IGNORECASE)
_CARD = re.compile(rb"^BEGIN:VCARD\b", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(
    rb"^(?:[\w\-]{1,60}\.)?(PHOTO|LOGO|FN)(;[^:\r\n]*)?:([^\r\n]*(?:\r?\n(?:[ \t][^\r\n]*|[A-Za-z0-9+/=]+(?=\r?\n)))*)",
    re.IGNORECASE | re.MULTILINE,
)
_CODED = re.compile(rb";(?:ENCODING=)?(?:B|BASE64)(?=;|\Z)", re.IGNORECASE)
_LONGEST_NAME = 120


class VcardContainer:
    """One file of contacts."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every picture that stands in the file itself, by contact; addresses of pictures are not followed."""
        data = whole(self._around)
        starts = [found.start() for found in _CARD.finditer(data)]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
            fields = list(_FIELD.finditer(data, start, end))
            name = next((_text(one) for one in fields if one[1].upper() == b"FN"), b"")
            folder = b"contact %d%s/" % (number, b", " + name if name else b"")
            for one in fields:
                if one[1].upper() != b"FN":
                    yield _picture(one, folder + one[1].lower())
            yield None

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one picture."""
        return open_place(self._around.stream, place_of(self, step))


def _picture(one: re.Match[bytes], path: bytes) -> Entry | None:
    """The picture of a field; None where it is none, but an address."""
    start, text, coding = one.start(3), one[3], b"base64"
    inner = DATA_URI.match(text)
    if inner is not None:
        start, text, coding = start + inner.start(1), inner[1], b"data-uri"
    elif not _CODED.search(one[2] or b""):
        return None
    data = CODINGS[coding](text)
    return Entry(path + ending(data), len(data), place=range_place(start, len(text), coding))


def _text(one: re.Match[bytes]) -> bytes:
    """A contact's name on one line."""
    text = one[3]
    if b"QUOTED-PRINTABLE" in (one[2] or b"").upper():
        text = binascii.a2b_qp(text)
    return b" ".join(text.split())[:_LONGEST_NAME].replace(b"/", b"_").replace(b"\\,", b",")


def _is_vcard(head: Head) -> bool:
    return _MARK.match(head.start) is not None


VCARD = ContainerFormat("vcard", "contacts (vCard)", "text/vcard", _is_vcard, VcardContainer)
