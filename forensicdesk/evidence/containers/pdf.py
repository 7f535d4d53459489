"""How PDF documents are recognised; see `pdf_document`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerFormat

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Around, Container, Head

_MARK = b"%PDF-"
_MARK_WITHIN = 1024


def _is_pdf(head: Head) -> bool:
    """The mark at the start; or, as common viewers accept it, a little later, if the file ends as such files do."""
    later = _MARK in head.start[: _MARK_WITHIN + len(_MARK)] and (b"%%EOF" in head.end or b"startxref" in head.end)
    return head.start.startswith(_MARK) or later


def _open(around: Around) -> Container:
    # Imported here: the library takes a while to load, and most runs meet no PDF.
    from forensicdesk.evidence.containers.pdf_document import PdfContainer

    return PdfContainer(around)


PDF = ContainerFormat("pdf", "PDF document", "application/pdf", _is_pdf, _open)
