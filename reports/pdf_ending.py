"""What stands at the end of a PDF for archives: fonts, colours, metadata and the catalogue (ISO 19005-3)."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING

from fpdf.output import OutputProducer
from fpdf.syntax import PDFContentStream, PDFObject
from fpdf.util import builtin_srgb2014_bytes

if TYPE_CHECKING:
    from datetime import datetime

    from fpdf import FPDF

    from reports.pdf_file import PdfFile


@dataclass(frozen=True, slots=True)
class Described:
    """What a PDF says of itself: language, title, when it was made, and by which program."""

    language: str
    title: str
    made_at: datetime
    program: str


@dataclass(frozen=True, slots=True)
class Roots:
    """Numbers of the objects that the catalogue leads to."""

    pages: int
    first_page: int
    outline: int
    structure: int


def write_fonts(file: PdfFile, number: int, canvas: FPDF) -> None:
    """All fonts, cut to the characters that were drawn, and the object that names them.

    fpdf2 makes their objects; its output is used for nothing else.
    """
    producer = OutputProducer(canvas)
    producer.obj_id = file.reserve(0) - 1
    fonts = producer._add_fonts({}, {}, {})  # noqa: SLF001 - fpdf2 gives its fonts to nobody but itself
    file.reserve(len(producer.pdf_objs))
    for made in producer.pdf_objs:
        assert isinstance(made, PDFObject)  # noqa: S101 - narrows the type; what has no number stands in no font
        cmap = _way_back(made)
        if cmap:
            file.stream(made.id, cmap)
        else:
            file.whole(made.id, made.serialize().encode("latin-1"))
    file.add(number, "<<" + " ".join(f"/F{index} {font.id} 0 R" for index, font in fonts.items()) + ">>")


def _way_back(made: PDFObject) -> bytes:
    """The way back from codes to characters, if the object is one: without code 0, which is no character; else nothing.

    ISO 19005-3, 6.2.11.7.2: no code may lead to U+0000. fpdf2 writes one for the glyph of missing characters, which
    stands first.
    """
    if not isinstance(made, PDFContentStream):
        return b""
    content = made.content_stream()
    text = zlib.decompress(content) if made.filter else content
    if b"\nbegincmap\n" not in text:
        return b""
    return _NO_CHARACTER.sub(lambda found: b"%d beginbfchar\n" % (int(found[1]) - 1), text, count=1)


_NO_CHARACTER = re.compile(rb"(\d+) beginbfchar\n<0000> <0000>\n")


def write_catalogue(file: PdfFile, roots: Roots, said: Described) -> int:
    """Output intent, metadata and catalogue; gives the number of the last."""
    profile, metadata, catalogue = file.reserve(), file.reserve(), file.reserve()
    file.stream(profile, builtin_srgb2014_bytes(), "/N 3 /Alternate /DeviceRGB")
    packet = f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{_packet(said)}\n<?xpacket end="w"?>'
    file.stream(metadata, packet.encode(), "/Type /Metadata /Subtype /XML", compress=False)
    intent = (
        "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /OutputCondition (IEC 61966-2-1:1999)"
        f" /RegistryName (http://www.color.org) /Info (sRGB2014 \\(v2\\)) /DestOutputProfile {profile} 0 R>>"
    )
    file.add(
        catalogue,
        f"<</Type /Catalog /Pages {roots.pages} 0 R /Outlines {roots.outline} 0 R"
        f" /StructTreeRoot {roots.structure} 0 R /MarkInfo <</Marked true>> /Metadata {metadata} 0 R"
        f" /OutputIntents [{intent}] /Lang ({said.language}) /ViewerPreferences <</DisplayDocTitle true>>"
        f" /OpenAction [{roots.first_page} 0 R /Fit] /PageLabels <</Nums [0 <</S /D>>]>>>>",
    )
    return catalogue


def _packet(said: Described) -> str:
    """XMP metadata (ISO 16684-1) with the given time, and nothing of the clock."""
    stamp = said.made_at.astimezone(UTC).isoformat(timespec="seconds")
    maker = escape(said.program, quote=True)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f'<rdf:Description rdf:about="" xmp:CreatorTool="{maker}" xmp:CreateDate="{stamp}" '
        f'xmp:ModifyDate="{stamp}" xmp:MetadataDate="{stamp}" pdf:Producer="{maker}">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(said.title)}</rdf:li></rdf:Alt></dc:title>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
