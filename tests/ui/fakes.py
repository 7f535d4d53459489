"""Typed stand-ins for a session's reading side and for the system's windows, and pictures to show."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from forensicdesk.account import Ledger
from forensicdesk.model import (
    CaseInfo,
    EvidenceCard,
    HashList,
    ItemCard,
    ItemRecord,
    Location,
    Match,
    MatchKind,
    Role,
    Source,
    State,
    Step,
)
from hashing.values import (
    Analysis,
    DateFact,
    Digests,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Stage,
    Thumbnail,
)
from ui.overview import Exhibit, Overview

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from forensicdesk.decisions import Judgement, Reading, Scope


def draw(seed: int, size: tuple[int, int] = (256, 192)) -> Image.Image:
    """A harmless picture that differs with its seed: a gradient, a circle, a bar."""
    picture = Image.new("RGB", size, ((seed * 37) % 200, (seed * 61) % 200, (seed * 89) % 200))
    pen = ImageDraw.Draw(picture)
    for line in range(size[1]):
        pen.line((0, line, size[0] // 3, line), fill=((line + seed * 13) % 256, (seed * 41) % 256, line % 256))
    reach = 20 + (seed * 7) % 60
    middle = (size[0] // 2 + (seed * 17) % 60, size[1] // 2 - (seed * 11) % 40)
    box = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
    pen.ellipse(box, fill=((seed * 97) % 256, 255 - (seed * 29) % 256, (seed * 53) % 256))
    pen.rectangle((10, size[1] - 40, 30 + (seed * 23) % (size[0] - 40), size[1] - 20), fill=(250, 250, 250))
    return picture


def make_thumbnail(seed: int) -> Thumbnail:
    """Both small pictures of a drawing."""
    picture = draw(seed)
    preview, mosaic = io.BytesIO(), io.BytesIO()
    picture.save(preview, "JPEG")
    picture.resize((12, 9)).save(mosaic, "PNG")
    return Thumbnail(preview.getvalue(), mosaic.getvalue())


class FakeShelf:
    """Answers for any number of items without holding them; counts what it is asked."""

    def __init__(self) -> None:
        self.cards_asked: list[int] = []
        self.thumbnails_asked: list[int] = []
        self._thumbnail = make_thumbnail(1)

    def cards(self, item_ids: Sequence[int], /) -> list[ItemCard]:
        """A card for each number; every seventh item failed."""
        self.cards_asked.extend(item_ids)
        return [make_card(item_id) for item_id in item_ids]

    def judgements(self, items: Sequence[int], reading: Reading | None = None) -> dict[int, Judgement]:
        """Nothing was said."""
        del items, reading
        return {}

    def spread(self, items: Sequence[int], scope: Scope) -> tuple[int, ...]:
        """Every item is alone."""
        del scope
        return tuple(items)

    def thumbnails(self, content_ids: Sequence[int], /) -> dict[int, Thumbnail]:
        """The same drawing for all."""
        self.thumbnails_asked.extend(content_ids)
        return dict.fromkeys(content_ids, self._thumbnail)


def make_card(item_id: int, kinds: tuple[MatchKind, ...] = ()) -> ItemCard:
    """A card of an item; every seventh failed."""
    failed = item_id % 7 == 0
    return ItemCard(
        id=item_id,
        name=f"IMG_{item_id:07}.jpg",
        state=State.FAILED if failed else State.ANALYSED,
        content_id=None if failed else item_id,
        media_type="image/jpeg",
        size=1000 + item_id,
        duration_s=None,
        match_kinds=kinds,
    )


class FakeChooser:
    """Chooses what it was told to."""

    def __init__(self, folder: Path | None = None, file: Path | None = None) -> None:
        self.next_folder = folder
        self.next_file = file

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """The folder it was told."""
        del parent, title, start
        return self.next_folder

    def file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """The file it was told."""
        del parent, title, kinds
        return self.next_file

    def new_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """The file it was told."""
        del parent, title, start
        return self.next_file


def make_list(name: str = "Known", *, refused: int = 0, role: Role = Role.NOTABLE, version: int = 1) -> HashList:
    """A list as the library tells of it."""
    return HashList(
        id=f"{name}-{version}",
        name=name,
        version=version,
        role=role,
        role_stated=True,
        format="text",
        sha256="ab" * 32,
        imported_at="2026-01-02T03:04:05Z",
        entries=(("sha256", 1200), ("pdq", 30)),
        refused=refused,
        refusals=tuple((line + 1, "no digest in this line") for line in range(min(refused, 5))),
    )


def make_match(kind: MatchKind, *, algorithm: str = "pdq", weak: bool = False) -> Match:
    """A match of each kind."""
    film = kind is MatchKind.VIDEO
    card = EvidenceCard(
        algorithm=algorithm,
        version="1",
        query="0f" * 32,
        reference="0e" * 32,
        distance=0 if kind is MatchKind.EXACT else 12,
        threshold=0 if kind is MatchKind.EXACT else 31,
        quality=None if kind is MatchKind.EXACT else 88,
        reference_quality=None if kind is MatchKind.EXACT else 90,
        orientation="rotate90" if kind is MatchKind.NEAR else None,
        query_percent=37.5 if film else None,
        reference_percent=100.0 if film else None,
        frames_matched=3 if film else None,
        frames_considered=8 if film else None,
        reference_frames_matched=4 if film else None,
        reference_frames_considered=4 if film else None,
        first_time_s=2.0 if film else None,
        last_time_s=5.0 if film else None,
    )
    return Match(1, "Known-1", "line 12", "Category A", kind, card, weak)


def make_record(root: Path, matches: tuple[Match, ...] = ()) -> ItemRecord:
    """An item with something of everything."""
    analysis = Analysis(
        outcome=Outcome.ANALYSED,
        media_type="image/jpeg",
        size=1_234_567,
        digests=Digests(b"\x01" * 16, b"\x02" * 20, b"\x03" * 32),
        width=640,
        height=480,
        perceptual=(PerceptualHash("pdq", "1", "64x64-dct16", b"\x0f" * 32, quality=88),),
        metadata=(
            ("EXIF", (("Make", "Example Cameras"), ("Model", "<b>X1</b>"), ("UserComment", "x" * 5000))),
            ("GPS", (("GPSLatitude", "52 31 12 N"),)),
        ),
        dates=(
            DateFact("exif:DateTimeOriginal", "2024:05:06 07:08:09", None),
            DateFact("exif:DateTimeDigitized", "2024:05:06 07:08:09", "+02:00"),
        ),
        issues=(Issue(Stage.DECODE, IssueCode.TRUNCATED, "The last rows are missing."),),
    )
    return ItemRecord(
        id=7,
        source=make_source(root),
        location=Location((Step("file", b"DCIM/100\xffA/evil\xe2\x80\xaegpj.exe"),)),
        size=1_234_567,
        modified_ns=1_700_000_000_000_000_000,
        state=State.ANALYSED,
        issue=None,
        content_id=1,
        analysis=analysis,
        matches=matches,
    )


def make_source(root: Path, number: int = 1) -> Source:
    """An exhibit."""
    return Source(number, "folder", root, f"Exhibit {number}", "2026-01-02T03:04:05Z", walked=True)


def make_overview(
    root: Path, *ledgers: Ledger, lists: tuple[HashList, ...] = (), used: tuple[str, ...] = ()
) -> Overview:
    """A case with one exhibit for each ledger."""
    names = ("seen", "not_media", "analysed", "unsupported", "failed", "excluded", "encrypted", "pending")
    return Overview(
        info=CaseInfo(root, "2026-1", "A. Examiner", "2026-01-02T03:04:05Z", ()),
        exhibits=tuple(Exhibit(make_source(root, place), ledger) for place, ledger in enumerate(ledgers, 1)),
        ledger=Ledger(**{name: sum(getattr(ledger, name) for ledger in ledgers) for name in names}),
        contents=0,
        matches=dict.fromkeys(MatchKind, 0),
        library=lists,
        newest=frozenset(known.id for known in lists),
        used=frozenset(used),
    )
