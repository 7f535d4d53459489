"""Report models to try renderers on: a plain one, a hostile one, and as large as wanted."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import random
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from PIL import Image

from reports.figures import Distance, ExhibitResult, Figures
from reports.json_ import content_id
from reports.media import no_media
from reports.model import (
    AuditHead,
    CaseHeader,
    Exhibit,
    IssueNote,
    LedgerRow,
    ListUsed,
    MatchCard,
    NotExamined,
    ReportItem,
    ReportModel,
    SharedExhibits,
    SharedPair,
    Threshold,
    Tool,
    Variant,
)
from reports.packed import Room, packed
from reports.render import render
from reports.unit import Amends, Custody, Letterhead, OwnSection, Party, UnitText, ValidationStatus

if TYPE_CHECKING:
    from reports.media import Media

RTL = "صورة العطلة/ילדה.jpg"
CJK = "写真/中文/한국어.png"
EMOJI = "party 🎉👨‍👩‍👧/😀.gif"
MARKUP = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>&amp;\"'{{7*7}}{% raw %}"
CONTROL = "a\x00b\x07c\x1b[31md\x7fe\u202egpj.exe\u2066\u200b\ud800\udcff{nb}\ue000"
NEWLINES = "line one\nline two\r\nline three\ttab\u2028sep"
LONG = "/".join(["a-folder-with-a-name"] * 190) + "/end.jpg"
HOSTILE = (RTL, CJK, EMOJI, MARKUP, CONTROL, NEWLINES, LONG)


def mosaic(seed: int = 0, width: int = 12, height: int = 9) -> bytes:
    """A small PNG of random colours."""
    source = random.Random(seed)  # noqa: S311 - test pictures
    image = Image.frombytes("RGB", (width, height), source.randbytes(width * height * 3))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def preview(seed: int = 0, width: int = 256, height: int = 170) -> bytes:
    """A JPEG as a preview would be."""
    colours = random.Random(seed).randbytes(144)  # noqa: S311 - test pictures
    image = Image.frombytes("RGB", (8, 6), colours).resize((width, height), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def digest(text: str, name: str = "sha256") -> str:
    """A digest in hex that depends on the text alone."""
    return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()


def exact_card(number: int = 1, **changes: Any) -> MatchCard:  # noqa: ANN401 - any field
    """A match by SHA-256."""
    value = digest(f"content {number}")
    card = MatchCard(
        kind="exact",
        list_name="Unit list 2026",
        list_version=3,
        role="notable",
        entry=f"line {number}",
        label="category 2",
        algorithm="sha256",
        algorithm_version="",
        query=value,
        reference=value,
        distance=0,
        threshold=0,
        quality=None,
        reference_quality=None,
        orientation=None,
        query_percent=None,
        reference_percent=None,
        frames="",
        times="",
        weak=False,
        note="",
    )
    return dataclasses.replace(card, **changes)


def near_card(number: int = 1, **changes: Any) -> MatchCard:  # noqa: ANN401 - any field
    """A match by PDQ."""
    base = exact_card(
        number,
        kind="near",
        algorithm="pdq",
        algorithm_version="1",
        query=digest(f"q{number}"),
        reference=digest(f"r{number}"),
        distance=4,
        threshold=31,
        quality=100,
        reference_quality=98,
        orientation="flipy",
        label="",
    )
    return dataclasses.replace(base, **changes)


def video_card(number: int = 1, **changes: Any) -> MatchCard:  # noqa: ANN401 - any field
    """A match by film frames."""
    base = near_card(
        number,
        kind="video",
        algorithm="vpdq",
        orientation="original",
        query_percent=83.333,
        reference_percent=100.0,
        frames="10 of 12 of the item, 9 of 9 of the list",
        times="0:03 to 0:12",
        weak=True,
        note="The clip is shorter than the listed film.",
    )
    return dataclasses.replace(base, **changes)


def item(number: int, *cards: MatchCard, location: str = "", picture: bytes | None = None) -> ReportItem:
    """One item with the usual facts."""
    film = any(card.kind == "video" for card in cards)
    return ReportItem(
        number=number,
        exhibit="EX-01 phone",
        location=location or f"DCIM/Camera/IMG_{number:05d}.jpg",
        location_bytes="",
        media_type="video/mp4" if film else "image/jpeg",
        size=1_234_567 + number,
        dimensions="4000 \N{MULTIPLICATION SIGN} 3000",
        duration="0:12, 12 frames hashed" if film else "",
        md5=digest(f"content {number}", "md5"),
        sha1=digest(f"content {number}", "sha1"),
        sha256=digest(f"content {number}"),
        perceptual=()
        if film
        else (
            ("pdq", "1", digest(f"q{number}"), 100, ""),
            ("phash", "1", "a1b2c3d4e5f60718", None, ""),
        ),
        dates=(
            ("exif:DateTimeOriginal", "2024:05:01 10:20:30", "+02:00"),
            ("exif:DateTimeDigitized", "2024:05:01 10:20:31", ""),
            ("file system: modified", "2024-05-02T08:00:00Z", "Z"),
        ),
        metadata=(
            ("EXIF", (("Make", "Example"), ("Model", "Camera 1"), ("Software", "Editor 2.1"))),
            ("GPS", (("Latitude", "52.1"), ("Longitude", "4.3"))),
        ),
        indicators=(("edited-with", "Software names an editor: Editor 2.1"),),
        issues=(IssueNote("truncated", "the last 312 bytes are missing"),) if number % 5 == 0 else (),
        matches=cards,
        picture=mosaic(number) if picture is None else picture,
        picture_type="image/png" if picture is None or picture.startswith(b"\x89PNG") else "image/jpeg",
    )


def left_out(number: int, state: str, code: str, location: str = "") -> NotExamined:
    """One item that was not analysed, or not in full."""
    return NotExamined(
        number, "EX-01 phone", location or f"DCIM/{number}.jpg", "", state, (IssueNote(code, f"detail of {code}"),)
    )


FIGURES = Figures(
    months=(("2024-05", 3), ("2024-07", 9)),
    undated=8,
    cameras=(("Example Camera 1", 9), ("Other Camera", 2)),
    unnamed=9,
    results=(ExhibitResult("EX-01 phone", 20, 2, 1, 1, 16),),
    categories=("1: one", "2: two", "No category yet"),
    by_category=(("EX-01 phone", (2, 1, 17)),),
    distances=tuple(Distance(bits, int(bits == 4), 0.001 * bits) for bits in range(32)),
)
"""Counts as a small case has them."""

UNIT = UnitText(
    letterhead=Letterhead(("Example Unit", "1 Example Street")),
    parties=(Party("Requested by", "Prosecutor B", "R-77"),),
    questions=("Which known pictures are on the exhibits?",),
    custody=(Custody("EX-01 phone", "2026-11-20 09:00 +01:00", "Examiner A", "received, sealed", "store 3"),),
    sections=(OwnSection("front", "Our own section", ("A paragraph of the unit.",)),),
)
"""What a unit adds."""


def sealed(model: ReportModel) -> ReportModel:
    """The model with the ID that belongs to its content."""
    return dataclasses.replace(model, report_id=content_id(model))


def model(*items: ReportItem, variant: Variant = Variant.COURT, language: str = "en") -> ReportModel:
    """A complete model around some items."""
    row = LedgerRow("EX-01 phone", 120, 100, 20, 15, 2, 1, 1, 1, 0)
    total = dataclasses.replace(row, label="All exhibits")
    return sealed(
        ReportModel(
            report_id="",
            variant=variant,
            language=language,
            made_at="2026-11-22T10:00:00+01:00",
            program="ForensicDesk 0.1.0",
            case=CaseHeader(
                "2026-0815",
                "A. Examiner",
                "2026-11-20T09:00:00+01:00",
                (("Request", "R-77"), ("Authority", "Warrant 12/26")),
            ),
            exhibits=(Exhibit("EX-01 phone", "folder", "2026-11-20T09:05:00+01:00"),),
            ledger=(row, total),
            contents=14,
            match_counts=(("exact", 2), ("near", 1), ("video", 1)),
            items=items,
            lists=(
                ListUsed(
                    "Unit list 2026",
                    3,
                    "notable",
                    True,
                    "csv",
                    digest("list"),
                    "2026-11-19T12:00:00+01:00",
                    (("sha256", 12_000), ("pdq", 800)),
                    2,
                    len(items),
                    complete=True,
                ),
                ListUsed(
                    "Stock pictures",
                    1,
                    "ignorable",
                    False,
                    "vics-2.0",
                    digest("stock"),
                    "2026-11-19T12:05:00+01:00",
                    (("md5", 55),),
                    0,
                    0,
                    complete=True,
                ),
            ),
            thresholds=(
                Threshold("PDQ distance", "at most 31 of 256 bits", "The value published with PDQ for matching."),
                Threshold(
                    "PDQ quality", "at least 50 of 100, on both sides", "Even areas give hashes that agree by accident."
                ),
            ),
            method=("The exhibits were opened read-only.", "Pictures and films were recognised by their content."),
            settings=(("Profile", "standard"), ("Perceptual hashes of pictures", "pdq, phash, dhash")),
            tools=(Tool("ForensicDesk", "0.1.0", "Apache-2.0"), Tool("Pillow", "13.0.0", "MIT-CMU")),
            negative=("Checked against list “Stock pictures” version 1 (md5 55): no match.",),
            not_examined=(left_out(90, "failed", "decoder-refused"), left_out(91, "encrypted", "unreadable")),
            named_like_media=(left_out(92, "not_media", "name-suggests-media"),),
            analysed_with_issues=(left_out(5, "analysed", "truncated"),),
            limits=("A similar picture or film is a lead.", "Categories and labels are those of the hash list."),
            audit=AuditHead(42, digest("log")),
            figures=FIGURES,
            unit=UNIT,
            content_sha256=digest("content"),
        )
    )


def usual(variant: Variant = Variant.COURT, language: str = "en") -> ReportModel:
    """Four items, one of each kind of match and one with two."""
    shown = None if variant is Variant.COURT else preview(1)
    return model(
        item(3, exact_card(3), near_card(3, distance=0, orientation="original"), picture=shown),
        item(7, exact_card(7, algorithm="md5", query="ab" * 16, reference="ab" * 16, weak=True), picture=shown),
        item(5, near_card(5), picture=shown),
        item(9, video_card(9), picture=shown),
        variant=variant,
        language=language,
    )


def hostile(variant: Variant = Variant.COURT) -> ReportModel:
    """Every free text of the model is an attack in turn."""
    items = tuple(
        dataclasses.replace(
            item(number, near_card(number, entry=text, label=text, note=text, list_name=text), location=text),
            exhibit=text,
            media_type=text,
            metadata=((text, ((text, text), ("plain", text))),),
            dates=((text, text, text),),
            indicators=((text, text),),
            issues=(IssueNote(text[:50], text),),
        )
        for number, text in enumerate(HOSTILE, start=1)
    )
    base = model(*items, variant=variant)
    return sealed(
        dataclasses.replace(
            base,
            case=CaseHeader(MARKUP, RTL, CONTROL, tuple((text, text) for text in HOSTILE)),
            exhibits=tuple(Exhibit(text, text, text) for text in HOSTILE),
            ledger=(*(dataclasses.replace(base.ledger[0], label=text) for text in HOSTILE), base.ledger[-1]),
            not_examined=tuple(left_out(n, "failed", "unexpected", text) for n, text in enumerate(HOSTILE, start=50)),
            method=HOSTILE,
            figures=dataclasses.replace(
                FIGURES,
                cameras=tuple((text, 1) for text in HOSTILE),
                categories=HOSTILE,
                by_category=tuple((text, tuple(range(len(HOSTILE)))) for text in HOSTILE),
            ),
            unit=UnitText(
                MARKUP,
                Letterhead(HOSTILE[:4]),
                tuple((text, text) for text in HOSTILE),
                tuple(Party(text, text, text) for text in HOSTILE),
                HOSTILE,
                tuple(Custody(text, text, text, text, text, text) for text in HOSTILE[:6]),
                HOSTILE,
                HOSTILE,
                (OwnSection("end", RTL, HOSTILE),),
            ),
            shared=SharedExhibits(3, (SharedPair(MARKUP, RTL, 1, 2, 0, 0, HOSTILE[:2]),)),
            validation=ValidationStatus(MARKUP, RTL, CJK, CONTROL, tuple((text, text) for text in HOSTILE)),
            amends=Amends(MARKUP, CONTROL, RTL, EMOJI),
            certificate=True,
            limits=HOSTILE,
            negative=HOSTILE,
            settings=tuple((text, text) for text in HOSTILE),
            tools=tuple(Tool(text, text, text) for text in HOSTILE),
        )
    )


def rendered(model: ReportModel, name: str, media: Media = no_media) -> bytes:
    """One format of a report."""
    return render(model, name, media).content


def large(count: int) -> ReportModel:
    """As many items as wanted, with matches and pictures of their own, in a file as those of a case are."""
    items = (item(number, near_card(number)) for number in range(1, count + 1))
    return replaced(model(), items=packed(ReportItem, items, Room(TemporaryFile())))


def replaced(model: ReportModel, **changes: Any) -> ReportModel:  # noqa: ANN401 - any field
    """The model with other values in some fields, and the ID that belongs to it then."""
    return sealed(dataclasses.replace(model, **changes))


def empty() -> ReportModel:
    """A case in which nothing was done yet."""
    nothing = LedgerRow("All exhibits", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return replaced(
        model(),
        exhibits=(),
        ledger=(nothing,),
        contents=0,
        match_counts=(),
        lists=(),
        negative=("No hash list was used: the report makes no statement on known material.",),
        settings=(),
        not_examined=(),
        named_like_media=(),
        analysed_with_issues=(),
    )
