"""A report's model as files in a folder, with a list of checksums beside them."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.reporting.saying import teller
from forensicdesk.signing import manifest
from forensicdesk.signing.finish import Finish
from forensicdesk.whole import put_in_place, write_part, write_whole
from reports.beside import files_beside
from reports.media import no_media
from reports.model import Variant
from reports.render import FORMATS, WITHOUT_FILES, file_name, write
from reports.sums import SUMS, SumsError, merge_sums
from reports.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from reports.media import Media
    from reports.model import ReportModel


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """One report file on disk.

    Attributes:
        not_copied: how many contents that it names should lie beside it and do not; it says why of each.
    """

    format: str
    path: Path
    sha256: str
    not_copied: int = 0


def check_request(formats: Sequence[str], variant: str, language: str) -> None:
    """Refuse what cannot be made before any work is done.

    Raises:
        UsageError: an unknown format, variant or language, naming those there are.
    """
    _check("format", formats, FORMATS)
    _check("variant", (variant,), tuple(Variant))
    _check("language", (language,), LANGUAGES)
    listing = [name for name in formats if name not in WITHOUT_FILES]
    if variant == Variant.STATISTICS and listing:
        msg = sentence(
            "The variant statistics names no files, so it cannot be written as {choices}; "
            "choose from: {without_files}.",
            choices=", ".join(listing),
            without_files=", ".join(WITHOUT_FILES),
        )
        raise UsageError(msg)
    if not formats:
        msg = sentence("No report format was named; choose from: {choices}.", choices=", ".join(FORMATS))
        raise UsageError(msg)


def _check(kind: str, wanted: Sequence[str], offered: Sequence[str]) -> None:
    for name in wanted:
        if name not in offered:
            msg = sentence(
                "There is no report {kind} {name!r}; choose one of: {choices}.",
                kind=kind,
                name=name,
                choices=", ".join(offered),
            )
            raise UsageError(msg)


def write_reports(
    model: ReportModel,
    out: Path,
    formats: Sequence[str],
    media: Media = no_media,
    finish: Finish | None = None,
    copied: Mapping[str, str] | None = None,
) -> tuple[WrittenReport, ...]:
    """Render the model in each format into a folder, with what is needed to check it beside the files.

    Each file appears whole or not at all, and only its owner can read it. Nothing in the folder is deleted; a report of
    the same variant and format is replaced.

    Args:
        model: the report.
        out: the folder; made if it is not there.
        formats: see `reports.render`.
        media: gives the picture of an item.
        finish: the case's identifier, and what the unit signs with; None signs nothing.
        copied: files that lie there already, name to SHA-256.

    Raises:
        UsageError: an unknown format, or the folder is none or holds a list of checksums of another kind.
        EnvironmentProblem: disk full, or permission refused.
    """
    check_request(formats, model.variant, model.language)
    last = finish or Finish()
    with explained(out):
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        existing = _there(out, SUMS)
        _merged(existing, {}, out)
        with _rendered(model, out, formats, media, last) as parts:
            beside = files_beside(model.language)
            files = {name: _entry_of(part, model.report_id) for name, part in parts.items()}
            files |= {name: {"sha256": _sha256(content), "size": len(content)} for name, content in beside.items()}
            sums = {name: str(entry["sha256"]) for name, entry in files.items()} | dict(copied or {})
            listed = _sums_of(_merged(existing, sums, out))
            entries = manifest.merged(_there(out, manifest.MANIFEST), listed, files)
            if entries is None:
                msg = sentence(
                    "The file {manifest} in {out} was altered; choose another folder for the report.",
                    manifest=manifest.MANIFEST,
                    out=out,
                )
                raise UsageError(msg)
            audit = (model.audit.records, model.audit.sha256)
            proofs = last.proofs(model.made_at, audit, entries)
            for name, part in parts.items():
                put_in_place(part, out / name)
            for name, content in (beside | proofs).items():
                write_whole(out / name, content)
            sums |= {name: _sha256(content) for name, content in proofs.items()}
            write_whole(out / SUMS, _merged(existing, sums, out, gone=set(manifest.SIGNED_FILES) - set(proofs)))
            for name in set(manifest.SIGNED_FILES) - set(proofs):
                (out / name).unlink(missing_ok=True)  # of the manifest that was just replaced
    names = {name: file_name(model, name) for name in formats}
    return tuple(WrittenReport(name, out / file, sums[file]) for name, file in names.items())


@contextmanager
def _rendered(
    model: ReportModel, out: Path, formats: Sequence[str], media: Media, last: Finish
) -> Iterator[dict[str, Path]]:
    """The formats as files beside their places, by the names they are to have; what is left of them is removed."""
    parts: dict[str, Path] = {}
    try:
        for name in dict.fromkeys(formats):
            target = out / file_name(model, name)
            parts[target.name] = write_part(target, partial(_write, model, name, media, last))
        yield parts
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _write(model: ReportModel, name: str, media: Media, last: Finish, file: BinaryIO) -> None:
    """One format, signed where it is to be."""
    write(model, name, media, file, teller(model.language))
    last.sign_rendered(name, file)


def _entry_of(part: Path, report_id: str) -> dict[str, object]:
    """What the manifest says of a rendered file."""
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "size": part.stat().st_size, "report": report_id}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _there(out: Path, name: str) -> bytes | None:
    return (out / name).read_bytes() if (out / name).exists() else None


def _sums_of(content: bytes) -> dict[str, str]:
    """File name to SHA-256, of a list that `merge_sums` made."""
    return {name: digest for digest, name in (line.split("  ", 1) for line in content.decode().split("\n") if line)}


def _merged(existing: bytes | None, written: dict[str, str], out: Path, gone: Iterable[str] = ()) -> bytes:
    try:
        if existing is not None and gone:
            kept = [line for line in existing.split(b"\n") if line and line[66:].decode() not in gone]
            existing = b"".join(line + b"\n" for line in kept)
        return merge_sums(existing, written)
    except SumsError as error:
        msg = sentence(
            "The file {sums} in {out} was not made by sha256sum ({error}); choose another folder for the report.",
            sums=SUMS,
            out=out,
            error=error,
        )
        raise UsageError(msg) from error


@contextmanager
def explained(out: Path) -> Iterator[None]:
    """Trouble with the folder as an error that says what to do."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        msg = sentence("{out} is no folder, so no report can be put there; choose another place.", out=out)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "The report cannot be written to {out}: {strerror}. Free space or choose another place.",
            out=out,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
