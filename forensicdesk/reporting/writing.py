"""A report's model as files in a folder, with a list of checksums beside them."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.whole import write_whole
from reports.beside import files_beside
from reports.media import no_media
from reports.model import Variant
from reports.render import FORMATS, render
from reports.sums import SUMS, SumsError, merge_sums
from reports.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reports.media import Media
    from reports.model import ReportModel


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """One report file on disk."""

    format: str
    path: Path
    sha256: str


def check_request(formats: Sequence[str], variant: str, language: str) -> None:
    """Refuse what cannot be made before any work is done.

    Raises:
        UsageError: an unknown format, variant or language, naming those there are.
    """
    _check("format", formats, FORMATS)
    _check("variant", (variant,), tuple(Variant))
    _check("language", (language,), LANGUAGES)
    if not formats:
        msg = f"No report format was named; choose from: {', '.join(FORMATS)}."
        raise UsageError(msg)


def _check(kind: str, wanted: Sequence[str], offered: Sequence[str]) -> None:
    for name in wanted:
        if name not in offered:
            msg = f"There is no report {kind} {name!r}; choose one of: {', '.join(offered)}."
            raise UsageError(msg)


def write_reports(
    model: ReportModel, out: Path, formats: Sequence[str], media: Media = no_media
) -> tuple[WrittenReport, ...]:
    """Render the model in each format into a folder, with a list of checksums and a checker of it beside the files.

    Each file appears whole or not at all, and only its owner can read it. Nothing in the folder is deleted; a report of
    the same variant and format is replaced.

    Raises:
        UsageError: an unknown format, or the folder is none or holds a list of checksums of another kind.
        EnvironmentProblem: disk full, or permission refused.
    """
    check_request(formats, model.variant, model.language)
    with _explained(out):
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        listed = out / SUMS
        existing = listed.read_bytes() if listed.exists() else None
        _merged(existing, {}, out)
        rendered = [render(model, name, media) for name in dict.fromkeys(formats)]
        beside = files_beside(model.language)
        for name, content in (*((report.file_name, report.content) for report in rendered), *beside.items()):
            write_whole(out / name, content)
        sums = {report.file_name: report.sha256 for report in rendered}
        sums |= {name: hashlib.sha256(content).hexdigest() for name, content in beside.items()}
        write_whole(listed, _merged(existing, sums, out))
    return tuple(WrittenReport(report.format, out / report.file_name, report.sha256) for report in rendered)


def _merged(existing: bytes | None, written: dict[str, str], out: Path) -> bytes:
    try:
        return merge_sums(existing, written)
    except SumsError as error:
        msg = f"The file {SUMS} in {out} was not made by sha256sum ({error}); choose another folder for the report."
        raise UsageError(msg) from error


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        msg = f"{out} is no folder, so no report can be put there; choose another place."
        raise UsageError(msg) from error
    except OSError as error:
        msg = f"The report cannot be written to {out}: {error.strerror}. Free space or choose another place."
        raise EnvironmentProblem(msg) from error
