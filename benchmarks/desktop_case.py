"""A case of made-up items for the desktop: paths, dates, metadata, copies, stacks, matches; pictures are squares."""

from __future__ import annotations

import argparse
import hashlib
import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.case.met import ListPage
from forensicdesk.case.store import create_case, open_case
from forensicdesk.decisions import ActKind
from forensicdesk.finding import Found
from forensicdesk.model import (
    EvidenceCard,
    HashList,
    ItemFilter,
    Location,
    Match,
    MatchKind,
    Origin,
    Result,
    Role,
    Step,
)
from forensicdesk.relations import Group, GroupKind, Member, Reason, Relations
from forensicdesk.session import Session, find_category_scheme
from hashing.values import (
    ORIENTATIONS,
    PDQ_BYTES,
    Analysis,
    DateFact,
    Digests,
    Film,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Recipe,
    Stage,
    Thumbnail,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.case.writer import CaseWriter

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EXAMINER = "Examiner A"
SEED = 20_260_601
EXHIBITS = ("phone", "laptop", "disk", "card")
CAMERAS = (("Kamera", "K-100"), ("Kamera", "K-200"), ("Optik", "One"), ("Lumen", "L5"), ("", ""), ("", ""))
BATCH, SMALL_BATCH = 20_000, 500
COPY, STACKED, MATCHED, DECIDED, SEEN = 0.1, 0.2, 0.02, 0.01, 0.02
"""Shares of items: equal copies of an earlier one, contents in stacks, with a match, decided, seen."""
STACK = 4
SQUARES = 64
SMALL_BYTES = 8


def make_case(folder: Path, items: int, seed: int = SEED, *, hashes: bool = False) -> None:
    """A case of so many items, the same for the same seed; with made-up perceptual hashes where they are wanted."""
    random = np.random.default_rng(seed)
    create_case(folder, number="2026-001", examiner=EXAMINER, fields=(), now=NOW, actor=EXAMINER)
    with open_case(folder, writable=True, now=NOW, actor=EXAMINER) as store:
        writer = store.writer
        if writer is None:
            msg = "the case is open for reading only"
            raise ValueError(msg)
        sources = [writer.add_source(folder.parent / name, "folder", name, NOW) for name in EXHIBITS]
        squares = [_square(number) for number in range(SQUARES)]
        made = 0
        while made < items:
            count = min(BATCH, items - made)
            source = sources[made // BATCH % len(sources)]
            writer.record_found(source.id, [_found(random, made + at) for at in range(count)])
            jobs = store.reader.pending_jobs(count)
            analyses = [_analysis(random, made + at, squares, hashes=hashes) for at in range(count)]
            results = [Result(job.item_id, analysis) for job, analysis in zip(jobs, analyses, strict=True)]
            writer.record_results(results, Recipe())
            made += count
        for source in sources:
            writer.finish_walk(source.id)
        contents = store.reader.last_content()
        _match(writer, random, contents)
        _stack(store, contents)
    _decide(folder, items)


def _found(random: np.random.Generator, at: int) -> Found:
    day = NOW - timedelta(days=int(random.integers(2000)), seconds=int(random.integers(86_400)))
    path = f"Users/owner/Pictures/{day:%Y}/{day:%m}/set {at // 900:05}/IMG_{at:07}.JPG"
    modified = int(day.timestamp()) * 1_000_000_000
    dates = tuple(
        DateFact(f"file:{kind}", f"{day + timedelta(hours=shift):%Y-%m-%d %H:%M:%S}", "Z")
        for kind, shift in (("created", 0), ("accessed", 30), ("changed", 1))
    )
    origin = Origin.DELETED if at % 50 == 7 else Origin.CARVED if at % 100 == 8 else Origin.LIVE  # noqa: PLR2004
    size = int(random.integers(20_000, 9_000_000))
    return Found(Location((Step("file", path.encode()),)), size, modified, dates=dates, origin=origin)


def _analysis(random: np.random.Generator, at: int, squares: Sequence[Thumbnail], *, hashes: bool = False) -> Analysis:
    number = at - int(random.integers(1, 1000)) if at > 1000 and random.random() < COPY else at  # noqa: PLR2004
    if at % 200 == 3:  # noqa: PLR2004
        issue = Issue(Stage.DECODE, IssueCode.FORMAT_UNSUPPORTED, "a made-up format")
        return Analysis(Outcome.UNSUPPORTED, "image/x-made-up", 5000, _digests(number), issues=(issue,))
    film = number % 40 == 0
    make, model = CAMERAS[number % len(CAMERAS)]
    day = NOW - timedelta(days=number % 2000, seconds=number % 86_400)
    taken = f"{day:%Y:%m:%d %H:%M:%S}"
    pairs = [
        ("Make", make),
        ("Model", model),
        ("DateTimeOriginal", taken),
        ("ExposureTime", "1/60"),
        ("FNumber", "2.8"),
    ]
    pairs += [("ISOSpeedRatings", "200"), ("FocalLength", "4.2"), ("Software", f"firmware {number % 90}")]
    pairs += [("ImageUniqueID", f"{number:032x}"), ("LensModel", f"lens {number % 7}"), ("Orientation", "1")]
    place = (("GPSLatitude", f"{number % 90}.5"), ("GPSLongitude", f"{number % 180}.25")) if number % 3 == 0 else ()
    groups = (("summary", (*(pair for pair in pairs[:3] if pair[1]), *place)), ("EXIF", tuple(pairs[3:])))
    return Analysis(
        Outcome.ANALYSED,
        "video/mp4" if film else "image/jpeg",
        5000,
        _digests(number),
        (640, 1920, 4000)[number % 3],
        (480, 1080, 3000)[number % 3],
        perceptual_hashes(number) if hashes and not film else (),
        metadata=groups,
        dates=(DateFact("exif:DateTimeOriginal", taken, None),),
        thumbnail=squares[number % len(squares)],
        film=Film(float(number % 600), ()) if film else None,
    )


def _digests(number: int) -> Digests:
    name = b"%d" % number
    sha1 = hashlib.sha1(name, usedforsecurity=False).digest()
    return Digests(hashlib.md5(name, usedforsecurity=False).digest(), sha1, hashlib.sha256(name).digest())


def perceptual_hashes(number: int) -> tuple[PerceptualHash, ...]:
    """Those of the standard profile for the content of this number, none of them near that of another."""
    bits = hashlib.shake_128(b"%d" % number).digest(len(ORIENTATIONS) * PDQ_BYTES + 2 * SMALL_BYTES)
    turned = tuple(bits[at : at + PDQ_BYTES] for at in range(0, len(ORIENTATIONS) * PDQ_BYTES, PDQ_BYTES))
    small = bits[-2 * SMALL_BYTES : -SMALL_BYTES], bits[-SMALL_BYTES:]
    return (
        PerceptualHash("pdq", "1", "made up", turned[0], 90, turned),
        PerceptualHash("phash", "1", "made up", small[0], 90),
        PerceptualHash("dhash", "1", "made up", small[1], 90),
    )


def _square(number: int) -> Thumbnail:
    """A small picture with a number of its own in its colours."""
    edge = 96
    picture = Image.new("RGB", (edge, edge * 3 // 4), (number * 4 % 256, 255 - number * 3 % 256, number * 37 % 256))
    picture.paste((255, 255, 255), (8 + number % 8 * 8, 8 + number // 8 * 6, 24 + number % 8 * 8, 20 + number // 8 * 6))
    preview, mosaic = io.BytesIO(), io.BytesIO()
    picture.save(preview, "JPEG", quality=60)
    picture.resize((12, 9)).save(mosaic, "PNG")
    return Thumbnail(preview.getvalue(), mosaic.getvalue())


def _match(writer: CaseWriter, random: np.random.Generator, contents: int) -> None:
    for at, name in enumerate(("notable", "neighbours")):
        used = HashList(
            id=hashlib.sha256(name.encode()).hexdigest()[:16], name=name, version=1, role=Role.NOTABLE,
            role_stated=True, format="text", sha256="ab" * 32, imported_at="2026-01-01T00:00:00.000Z",
            entries=(("sha256", 3),), refused=0, refusals=(),
        )  # fmt: skip
        writer.record_list(used, NOW)
        kind = (MatchKind.EXACT, MatchKind.NEAR)[at]
        for first in range(1, contents + 1, BATCH):
            last = min(first + BATCH - 1, contents)
            hit = first + np.flatnonzero(random.random(last - first + 1) < MATCHED / 2)
            matches = [
                Match(content, used.id, f"line {content}", "made up", kind, _card(at * int(content % 32)))
                for content in hit.tolist()
            ]
            writer.matches.replace_page(first, last, [ListPage(used.id, matches)])
        writer.matches.complete(used.id)


def _card(distance: int) -> EvidenceCard:
    return EvidenceCard("pdq", "1", "ab" * 32, "ab" * 32, distance, 31)


def _stack(store: CaseStore, contents: int) -> None:
    stacks = []
    for number, first in enumerate(range(1, contents - STACK, round(STACK / STACKED)), 1):
        reason = Reason(first, "pdq", 4, 31)
        members = (Member(first, None), *(Member(first + step, reason) for step in range(1, STACK)))
        stacks.append(Group(number, GroupKind.STACK, "picture", first, members))
    store.related.replace(Relations(tuple(stacks)), "made up", "1", {}, NOW)


def _decide(folder: Path, items: int) -> None:
    with Session.open(folder) as session:
        session.choose_scheme(find_category_scheme(Path("neutral")))
        ids = session.item_ids(ItemFilter())
        session.mark_seen(ids[: int(items * SEEN)])
        decided = ids[: int(items * DECIDED)]
        for at in range(0, len(decided), 1000):
            session.decide(ActKind.CATEGORY, str(at // 1000 % 3 + 1), decided[at : at + 1000])
        session.decide(ActKind.TAG, "room", decided[:50])


def cost_of_writing(folder: Path, items: int, seed: int = SEED) -> str:
    """What entering items and storing their results takes, without the items' analysis; to compare two versions."""
    random = np.random.default_rng(seed)
    squares = [_square(number) for number in range(SQUARES)]
    create_case(folder, number="2026-001", examiner=EXAMINER, fields=(), now=NOW, actor=EXAMINER)
    entering = storing = 0.0
    with open_case(folder, writable=True, now=NOW, actor=EXAMINER) as store:
        writer = store.writer
        if writer is None:
            msg = "the case is open for reading only"
            raise ValueError(msg)
        source = writer.add_source(folder.parent / EXHIBITS[0], "folder", EXHIBITS[0], NOW)
        for first in range(0, items, SMALL_BATCH):
            found = [_found(random, first + at) for at in range(SMALL_BATCH)]
            began = time.process_time()
            writer.record_found(source.id, found)
            entering += time.process_time() - began
            jobs = store.reader.pending_jobs(SMALL_BATCH)
            analyses = [_analysis(random, first + at, squares) for at in range(SMALL_BATCH)]
            results = [Result(job.item_id, analysis) for job, analysis in zip(jobs, analyses, strict=True)]
            began = time.process_time()
            writer.record_results(results, Recipe())
            storing += time.process_time() - began
    size = (folder / "case.db").stat().st_size / items
    return (
        f"{items:,} items: entering {entering / items * 1e6:.0f} µs of a processor an item,"
        f" storing results {storing / items * 1e6:.0f} µs, {size:,.0f} bytes of the database"
    )


def main() -> None:
    """Make a case, or measure what writing one costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("items", type=int)
    parser.add_argument("--cost", action="store_true", help="print what writing costs")
    arguments = parser.parse_args()
    if arguments.cost:
        print(cost_of_writing(arguments.case, arguments.items))
    else:
        make_case(arguments.case, arguments.items)


if __name__ == "__main__":
    main()
