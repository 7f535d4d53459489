"""Hash lists that cover part of the synthetic exhibit, with values from the program's own engine."""

from __future__ import annotations

import csv
import hashlib
import math
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.demo.films import FRAMES_PER_SECOND
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.workers.pool import analyse_files
from hashing.values import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hashing.values import Analysis

CAMERA = Path("phone/DCIM/100EXMPL")
FILM = Path("laptop/Films/crossing.mp4")
HEADER = ("name", "category", "md5", "sha1", "sha256", "pdq", "quality")
FILM_HEADER = ("film", "frame", "timestamp", "quality", "pdq")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the exhibit and which of its values the list knows."""

    path: Path
    category: str
    values: tuple[str, ...]


# Near copies of the listed PDQ values lie in the chat's folder; one digest of each kind stands alone.
LISTED = (
    Listed(CAMERA / "IMG_0001.JPG", "1", ("sha256", "pdq")),
    Listed(CAMERA / "IMG_0002.JPG", "1", ("pdq",)),
    Listed(CAMERA / "IMG_0003.JPG", "2", ("sha1", "pdq")),
    Listed(CAMERA / "IMG_0004.JPG", "2", ("pdq",)),
    Listed(CAMERA / "IMG_0005.JPG", "2", ("md5",)),
    Listed(CAMERA / "IMG_0006.JPG", "3", ("pdq",)),
    Listed(Path("laptop/Pictures/Harbour/harbour.png"), "3", ("md5", "sha1", "sha256")),
    Listed(FILM, "1", ("sha1",)),
)


def write_list(evidence: Path, target: Path) -> None:
    """Write the list of digests and PDQ values, and beside it the list of film frames.

    Raises:
        UsageError: `evidence` lacks one of the listed files, or one of them cannot be analysed.
    """
    paths = [evidence / listed.path for listed in LISTED]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        msg = sentence(
            "{evidence} is not the synthetic evidence of this version: {name} is missing; make it anew.",
            evidence=evidence,
            name=missing[0].name,
        )
        raise UsageError(msg)
    analyses = list(analyse_files(paths, Recipe(), None))
    rows = [_row(listed, analysis) for listed, analysis in zip(LISTED, analyses, strict=True)]
    _write(target, HEADER, [*rows, *_further_rows()])
    _write(film_list(target), FILM_HEADER, _frames(analyses[-1]))


def film_list(target: Path) -> Path:
    """Where the list of film frames is written: beside the list `target`, because one file holds one kind of row."""
    return target.with_name(f"{target.stem}-films{target.suffix}")


def _row(listed: Listed, analysis: Analysis) -> tuple[str, ...]:
    if analysis.digests is None:
        msg = sentence("{name} of the synthetic evidence could not be read; make it anew.", name=listed.path.name)
        raise UsageError(msg)
    pdq = next((value for value in analysis.perceptual if value.algorithm == "pdq"), None)
    known = {
        "md5": analysis.digests.md5.hex(),
        "sha1": analysis.digests.sha1.hex(),
        "sha256": analysis.digests.sha256.hex(),
        "pdq": pdq.value.hex() if pdq else "",
    }
    values = (known[kind] if kind in listed.values else "" for kind in ("md5", "sha1", "sha256", "pdq"))
    quality = str(pdq.quality) if pdq and "pdq" in listed.values else ""
    return (listed.path.name, listed.category, *values, quality)


def _further_rows() -> Iterable[tuple[str, ...]]:
    """An entry that nothing matches, and two that an import has to refuse: the empty file, and a damaged value."""
    yield ("elsewhere.jpg", "1", "", "", hashlib.sha256(b"a file that is not in the exhibit").hexdigest(), "", "")
    yield ("empty.jpg", "1", hashlib.md5(b"", usedforsecurity=False).hexdigest(), "", "", "", "")
    yield ("damaged.jpg", "1", "0123456789abcdef", "", "", "", "")


def _frames(analysis: Analysis) -> Iterable[tuple[str, ...]]:
    if analysis.film is None:
        msg = sentence("{name} of the synthetic evidence could not be read as a film; make it anew.", name=FILM.name)
        raise UsageError(msg)
    for second in range(math.ceil(analysis.film.duration_s or 0.0)):
        # The frame that is shown at that time; those that look the same are kept once.
        frame = next(one for one in reversed(analysis.film.frames) if one.time_s <= second)
        yield (FILM.name, str(second * FRAMES_PER_SECOND), f"{second}.000", str(frame.quality), frame.pdq.hex())


def _write(target: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table beside its place and move it there, so that a list is whole or absent."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    draft = target.with_name(target.name + ".part")
    draft.write_text(text.getvalue(), encoding="utf-8")
    draft.replace(target)
