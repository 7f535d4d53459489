"""Cases, items and analyses to test with."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.met import ListPage
from forensicdesk.case.store import create_case, open_case
from forensicdesk.finding import Found
from forensicdesk.model import EvidenceCard, HashList, Location, Match, MatchKind, Role, Step
from hashing.values import Analysis, Digests, Issue, IssueCode, Outcome, PerceptualHash, Stage, Thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forensicdesk.case.met import PageChanges
    from forensicdesk.case.store import CaseStore
    from forensicdesk.case.writer import CaseWriter
    from forensicdesk.model import Nearest, Source

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
ACTOR = "examiner"
ROOT = Path(__file__).resolve().parents[3]
STORE: str | None = None
"""Address of the PostgreSQL database in which cases are made; None makes them in files. Set by `conftest.py`."""


def new_case(folder: Path, fields: tuple[tuple[str, str], ...] = ()) -> Path:
    """A case without sources."""
    path = folder / "test.fdcase"
    create_case(path, number="2026-17", examiner="A. Examiner", fields=fields, now=NOW, actor=ACTOR, store=STORE)
    return path


def opened(path: Path, *, writable: bool = True) -> CaseStore:
    """The case, open."""
    return open_case(path, writable=writable, now=NOW, actor=ACTOR)


def writer_of(store: CaseStore) -> CaseWriter:
    """The writer of a store that was opened for writing."""
    assert store.writer is not None
    return store.writer


def put_matches(
    store: CaseStore, list_id: str, matches: Sequence[Match], nearest: Sequence[Nearest] = ()
) -> PageChanges:
    """Put these in the place of all that the case has with a list, and call the list complete."""
    kept = writer_of(store).matches
    (changed,) = kept.replace_page(1, store.reader.last_content(), [ListPage(list_id, matches, nearest)])
    kept.complete(list_id)
    return changed


def at(path: bytes) -> Location:
    """The location of a file."""
    return Location((Step("file", path),))


def found(names: Iterable[bytes], size: int = 10) -> list[Found]:
    """Directory entries that wait for their analysis."""
    return [Found(at(name), size, 1_700_000_000_000_000_000) for name in names]


def source_with(store: CaseStore, names: Iterable[bytes], root: Path = Path("/exhibits/phone")) -> Source:
    """A source in which these files were found."""
    source = writer_of(store).add_source(root, "folder", "phone", NOW)
    writer_of(store).record_found(source.id, found(names))
    return source


def digests_of(content: bytes) -> Digests:
    """The real digests of these bytes."""
    return Digests(
        hashlib.md5(content, usedforsecurity=False).digest(),
        hashlib.sha1(content, usedforsecurity=False).digest(),
        hashlib.sha256(content).digest(),
    )


def picture(content: bytes, issues: tuple[Issue, ...] = ()) -> Analysis:
    """The analysis of a picture with these bytes."""
    sha256 = hashlib.sha256(content).digest()
    turned = tuple(bytes([turn]) * 32 for turn in range(8))
    return Analysis(
        outcome=Outcome.ANALYSED,
        media_type="image/jpeg",
        size=len(content),
        digests=digests_of(content),
        width=640,
        height=480,
        perceptual=(
            PerceptualHash("pdq", "1", "64x64-dct16", sha256, 100, turned),
            PerceptualHash("phash", "1", "8x8", sha256[:8]),
        ),
        metadata=(("EXIF", (("Make", "Camera"), ("Model", "One"))),),
        issues=issues,
        thumbnail=Thumbnail(b"preview of " + content, b"mosaic of " + content),
    )


def failed(content: bytes) -> Analysis:
    """The analysis of a picture whose child ran out of memory after the digests were made."""
    issue = Issue(Stage.DECODE, IssueCode.OUT_OF_MEMORY, "the memory limit was reached")
    return Analysis(Outcome.FAILED, "image/jpeg", len(content), digests_of(content), issues=(issue,))


def unreadable(size: int = 10) -> Analysis:
    """The analysis of a file that could not be read."""
    issue = Issue(Stage.READ, IssueCode.UNREADABLE, "the disk reports an error")
    return Analysis(Outcome.FAILED, "application/octet-stream", size, issues=(issue,))


def not_media(size: int = 10, issues: tuple[Issue, ...] = ()) -> Analysis:
    """The analysis of a text file."""
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size, issues=issues)


def a_list(name: str = "known", version: int = 1) -> HashList:
    """A hash list."""
    return HashList(
        id=hashlib.sha256(f"{name}{version}".encode()).hexdigest()[:16],
        name=name,
        version=version,
        role=Role.NOTABLE,
        role_stated=True,
        format="text",
        sha256="ab" * 32,
        imported_at="2026-01-30T12:00:00.000Z",
        entries=(("sha256", 3), ("pdq", 2)),
        refused=1,
        refusals=((4, "no digest"),),
    )


def a_match(content_id: int, list_id: str, kind: MatchKind = MatchKind.EXACT, entry: str = "line 1") -> Match:
    """A match of a content with an entry."""
    card = EvidenceCard("sha256", "1", "ab" * 32, "ab" * 32, 0, 0)
    return Match(content_id, list_id, entry, "label", kind, card)


def run_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A real process of its own that can import this checkout; it says on stdout how far it is."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
