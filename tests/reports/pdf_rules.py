"""What PDF/A-3A (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of a file, as far as its parts can show it.

Each fault begins with the clause that it breaks: "A" stands for ISO 19005-3, "UA" for ISO 14289-1. Structure is looked
at in `pdf_tree_rules`, fonts in `pdf_font_rules`. This is no certificate.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf

from tests.reports import pdf_font_rules, pdf_tree_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATORS = re.compile(
    r"[bBfW]\*?|BDC|BMC|BT|BX|cm?|CS|cs|d|Do|EMC|ET|EX|F|[Gg]s?|[hijJlmMnqQSsvwy]|[Kk]|MP|DP|re|RG|rg|ri|SCN?|scn?|sh|"
    r"T[*cdDfjJLmrswz]|['\"]"
)
"""Of ISO 32000-1, table A.1, without those of inline pictures and Type 3 fonts, which reports do not have."""
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}
FOREIGN_COLOURS = {"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "gs", "ri"}
"""Operators for colours that the output intent, which is one of red, green and blue, does not cover, and for states."""
STREAM = re.compile(rb"(?<=\n)\d+ 0 obj\n(<<.{0,2000}?>>)\nstream\n", re.DOTALL)
FILTERS = {"/FlateDecode", "/DCTDecode"}
DEEPEST_Q, LONGEST_STRING, LONGEST_NAME, MOST_OBJECTS = 28, 32_767, 127, 8_388_607
XMP = {
    "dc:title",
    "xmp:CreatorTool",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "pdf:Producer",
    "pdfaid:part",
    "pdfaid:conformance",
}


def faults(content: bytes) -> list[str]:
    """Every rule that a file breaks, in words; none is said twice for one page."""
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        return [*_bytes(content), *faults_inside(pdf)]


def faults_inside(pdf: pikepdf.Pdf) -> list[str]:
    """The same without what only the bytes of the file can show."""
    return [
        *_document(pdf),
        *_metadata(pdf),
        *_objects(pdf),
        *_pages(pdf),
        *pdf_font_rules.faults(pdf),
        *pdf_tree_rules.faults(pdf),
    ]


def _bytes(content: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", content):
        yield "A 6.1.2: the header, or its comment of four bytes that are no ASCII"
    if not re.search(rb"\nstartxref\n\d+\n%%EOF\n?\Z", content) or content.count(b"%%EOF") != 1:
        yield "A 6.1.3: something stands behind the mark of the end"
    place = int(content[: content.rindex(b"\n%%EOF")].rpartition(b"\n")[2])
    if not re.match(rb"\d+ 0 obj\n<<[^>]*/Type /XRef", content[place : place + 80]):
        yield "A 6.1.4: the file does not end with what leads to its objects"
    heads = re.findall(rb"(?<=\n)\d+ 0 obj\n", content)
    if content.count(b"\nendobj\n") != len(heads):
        yield "A 6.1.9: an object does not begin and end with lines of its own"
    if not all(_ends_where_it_says(content, found) for found in STREAM.finditer(content)):
        yield "A 6.1.7.1: a stream is longer or shorter than it says, or ends in half an end of line"


def _ends_where_it_says(content: bytes, head: re.Match[bytes]) -> bool:
    """Whether the end of line that belongs to `endstream` stands right behind the stated bytes, whoever reads it."""
    said = re.search(rb"/Length (\d+)\b", head[1])
    end = head.end() + int(said[1]) if said else 0
    split = content[end - 1 : end + 1] == b"\r\n"
    return re.match(rb"\r?\nendstream\nendobj\n", content[end:]) is not None and not split


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    intents = [intent for intent in root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"]
    identity: Any = pdf.trailer.get("/ID", [])
    wanted = {
        "A 6.1.3: it is encrypted": not pdf.is_encrypted,
        "A 6.1.3: the trailer has no ID of two parts": len(identity) == 2 and all(map(bytes, identity)),
        "A 6.1.5: it has a dictionary of information, which the metadata would have to agree with": (
            "/Info" not in pdf.trailer
        ),
        "A 6.1.12: it has permissions": "/Perms" not in root,
        "A 6.1.13: it has too many objects": int(pdf.trailer.Size) <= MOST_OBJECTS,
        "A 6.2.3: there is not one output intent with a profile of three colours": (
            len(intents) == len(root.get("/OutputIntents", [])) == 1 and int(intents[0].DestOutputProfile.N) == 3
        ),
        "A 6.4.1: it has a form": "/AcroForm" not in root,
        "A 6.5.1: it has actions": "/AA" not in root and isinstance(root.get("/OpenAction"), pikepdf.Array),
        "A 6.7.2.2: it is not marked as tagged": _within(root, "/MarkInfo", "/Marked"),
        "A 6.7.4: it has no language": re.fullmatch("[a-z]{2}", str(root.get("/Lang", ""))) is not None,
        "A 6.8: it has files inside": "/Names" not in root and "/AF" not in root,
        "A 6.9: it has optional content": "/OCProperties" not in root,
        "A 6.11: it has requirements": "/Requirements" not in root,
        "UA 7.1: viewers are not told to show the title": _within(root, "/ViewerPreferences", "/DisplayDocTitle"),
        "UA 7.17: page labels or outline are missing": "/PageLabels" in root and "/Outlines" in root,
    }
    yield from (fault for fault, kept in wanted.items() if not kept)


def _within(holder: pikepdf.Object, name: str, flag: str) -> bool:
    return name in holder and bool(holder[name].get(flag, False))


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield "A 6.6.2.1: it has no metadata"
        return
    text = stream.read_raw_bytes()
    if "/Filter" in stream or not text.startswith('<?xpacket begin="\ufeff"'.encode()):
        yield "A 6.6.2.1: the metadata are packed, or have no packet around them"
    with pdf.open_metadata() as found:
        names = {re.sub(r"^\{.*[/#]([^/#]+)/?\}", "", name) for name in found}
        if found.pdfa_status != "3A":
            yield "A 6.6.4: XMP does not declare part 3, level A"
        if not found.get("dc:title"):
            yield "UA 7.1: XMP has no title"
        if found.get("xmp:CreateDate") != found.get("xmp:ModifyDate"):
            yield "A 6.6.2.3: the dates of a file that was made at once differ"
    if unknown := names - {name.partition(":")[2] for name in XMP}:
        yield f"A 6.6.2.3: XMP has properties without a schema: {sorted(unknown)}"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            yield from _stream(found)
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield from _dictionary(found)


def _stream(found: pikepdf.Stream) -> Iterator[str]:
    filters = found.get("/Filter", pikepdf.Array())
    names = [str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    if set(names) - FILTERS:
        yield f"A 6.1.7.2: a stream is packed by {names}"
    if {"/F", "/FFilter", "/FDecodeParms"} & set(found.keys()):
        yield "A 6.1.7.1: the content of a stream lies in another file"
    if str(found.get("/Subtype")) == "/Image":
        if {"/Alternates", "/OPI", "/SMask", "/Mask", "/SMaskInData"} & set(found.keys()) or found.get("/Interpolate"):
            yield "A 6.2.8: a picture has something beside its pixels"
        if str(found.ColorSpace) not in {"/DeviceRGB", "/DeviceGray"}:
            yield "A 6.2.4.3: the output intent does not cover the colours of a picture"
    if str(found.get("/Subtype")) in {"/Form", "/PS"}:
        yield "A 6.2.9: it has objects to draw that are no pictures"


def _dictionary(found: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf gives no type
    kind = str(found.get("/Type"))
    if kind == "/Action" or (found.get("/S") in ("/JavaScript", "/URI", "/Launch", "/GoToR", "/SubmitForm")):
        yield f"A 6.5.1: an action {found.get('/S')}"
    if kind == "/Annot":
        yield "A 6.3.1: an annotation"
    if kind in {"/Filespec", "/EmbeddedFile"} or "/EF" in found:
        yield "A 6.8: a file inside"
    if {"/TR", "/TR2", "/HTP", "/SMask", "/BM", "/CA", "/ca"} & set(found.keys()) - {"/SMask"} and kind == "/ExtGState":
        yield "A 6.2.5: a state of graphics with something that is not allowed"
    for name, value in found.items():
        if len(name.encode()) - 1 > LONGEST_NAME:
            yield f"A 6.1.13: a name of {len(name)} bytes"
        if isinstance(value, pikepdf.String) and len(bytes(value)) > LONGEST_STRING:
            yield f"A 6.1.13: a string of {len(bytes(value))} bytes"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        box = [float(side) for side in page.mediabox]
        if not (3 <= box[2] - box[0] <= 14_400 and 3 <= box[3] - box[1] <= 14_400):
            yield f"A 6.1.13: page {number} is too small or too large"
        if {"/Group", "/AA", "/Annots", "/PresSteps", "/TrimBox"} & set(page.obj.keys()):
            yield f"A 6.2.10, 6.3, 6.5, 6.10: page {number} has transparency, notes, actions or steps"
        yield from _content(number, page)


def _content(number: int, page: pikepdf.Page) -> Iterator[str]:
    """Known operators, covered colours; everything painted is an artifact or marked, and marks are not nested."""
    marks, states, seen = 0, 0, list[int]()
    for found in pikepdf.parse_content_stream(page):
        operands, name = found.operands, str(found.operator)
        if not OPERATORS.fullmatch(name):
            yield f"A 6.2.2: page {number}: the operator {name}"
            return
        if name in FOREIGN_COLOURS:
            yield f"A 6.2.4.3, 6.2.5: page {number}: the operator {name}"
            return
        states += (name == "q") - (name == "Q")
        marks += (name in {"BDC", "BMC"}) - (name == "EMC")
        if name == "BDC":
            seen.append(int(operands[1].MCID))
        if not 0 <= states <= DEEPEST_Q:
            yield f"A 6.1.13: page {number}: states lie {states} deep"
            return
        if marks not in {0, 1}:
            yield f"UA 7.1: page {number}: marks inside marks"
            return
        if name in PAINTS and not marks:
            yield f"UA 7.1: page {number}: {name} belongs to no element and is no artifact"
            return
    if marks or states:
        yield f"A 6.2.2: page {number}: a mark or a state is not closed"
    if sorted(seen) != list(range(len(seen))):
        yield f"UA 7.1: page {number}: marks are not numbered from 0, each once"
