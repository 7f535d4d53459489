"""A stored list as a file for other programs: a table, VICS-style JSON, or bare digests. Streamed."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists import vics_writing
from forensicdesk.lists.values import QUALITY_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.values import Entry
    from forensicdesk.model import HashList

EXPORT_FORMS = ("csv", "vics", "text")
FILMS = "vpdq"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGESTS = ("md5", "sha1", "sha256", "pdq")
_ABOUT = ("id", "name", "label")
_FILM_TITLES = ("film", "frame", "pdq", "quality", "timestamp", "label")
_NO_KINDS = ("vpdq_frames", "pdq_below_quality_")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        rows: entries, frames of films, or digests in the file.
        left_out: kinds that the list has and the form cannot hold, with their number.
    """

    used: HashList
    path: Path
    form: str
    rows: int
    left_out: tuple[tuple[str, int], ...]


def export_list(library: Library, name: str, out: Path, form: str, kind: str | None = None) -> Exported:
    """Write one list to a new file.

    Args:
        library: where the list lies.
        name: name, name@version or id.
        out: the file to write; it must not exist.
        form: "csv" (entries, or frames of films), "vics" (entries) or "text" (one digest a line).
        kind: for text the kind of digest; for csv "vpdq" to write the films of a list that has entries too.

    Raises:
        UsageError: there is no such list, the file exists, or the list has nothing of what was asked for.
        EnvironmentProblem: the file cannot be written.
    """
    used = library.find(name)
    counts = {key: count for key, count in used.entries if count and not key.startswith(_NO_KINDS)}
    chosen = _chosen(used, counts, form, kind)
    with _new_file(out) as stream:
        if form == "text":
            rows = _write_text(stream, library, used, chosen)
        elif chosen == FILMS:
            rows = _write_films(stream, library, used)
        elif form == "csv":
            further = [key for key in counts if key not in {*_DIGESTS, FILMS}]
            rows = _write_csv(stream, library.walk(used.id), further)
        else:
            rows = _write_vics(stream, library.walk(used.id), used.format)
    whole = {chosen} if chosen else counts.keys() - {FILMS}
    return Exported(used, out, form, rows, tuple((key, count) for key, count in counts.items() if key not in whole))


def _chosen(used: HashList, counts: dict[str, int], form: str, kind: str | None) -> str:
    """The one kind to write, "" for whole entries."""
    title = f"{used.name}@{used.version}"
    there = [key for key in counts if form != "text" or key != FILMS]
    if kind is not None and (kind not in there or (form != "text" and (form, kind) != ("csv", FILMS))):
        msg = sentence(
            "{title} cannot be exported as {form} of {kind}; it has {choices}.",
            title=title,
            form=form,
            kind=kind,
            choices=", ".join(counts),
        )
        raise UsageError(msg)
    if form == "text":
        if kind is None and len(there) != 1:
            msg = sentence(
                "Text is one kind of digest; say which with --kind: {title} has {choices}.",
                title=title,
                choices=", ".join(counts),
            )
            raise UsageError(msg)
        return kind or there[0]
    only_films = set(counts) == {FILMS}
    if only_films and form == "vics":
        msg = sentence("{title} has films only, which VICS has no place for; export it as csv.", title=title)
        raise UsageError(msg)
    return FILMS if kind or only_films else ""


@contextmanager
def _new_file(out: Path) -> Iterator[TextIO]:
    """A file that appears under its name when it is complete, and never instead of another one."""
    temporary: Path | None = None
    try:
        _refuse_existing(out)
        handle, name = tempfile.mkstemp(prefix=".exporting-", suffix=".tmp", dir=out.absolute().parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _refuse_existing(out)
        temporary.replace(out)
    except OSError as error:
        msg = sentence("The export {out} cannot be written: {strerror}.", out=out, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _refuse_existing(out: Path) -> None:
    if out.exists() or out.is_symlink():
        msg = sentence("{out} exists and is not overwritten; choose another name with --out.", out=out)
        raise UsageError(msg)


def _write_csv(stream: TextIO, entries: Iterable[Entry], further: list[str]) -> int:
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*_ABOUT, *_DIGESTS, "quality", *further, "extra"])
    rows = 0
    for entry in entries:
        digests = [value.hex() if (value := getattr(entry, kind)) else "" for kind in _DIGESTS]
        more = ["|".join(value.hex() for key, value in entry.more if key == kind) for kind in further]
        quality = "" if entry.quality is None else str(entry.quality)
        cells = (entry.entry, entry.name, entry.label, *digests, quality, *more, entry.extra)
        writer.writerow([harmless(cell) for cell in cells])
        rows += 1
    return rows


def _write_films(stream: TextIO, library: Library, used: HashList) -> int:
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_FILM_TITLES)
    rows = 0
    for film in library.films(used.id):
        about = harmless(film.name), harmless(film.label)
        frames = zip(film.values, film.qualities.tolist(), film.times.tolist(), strict=True)
        for at, (value, quality, time) in enumerate(frames):
            said = "" if quality == QUALITY_UNKNOWN else quality
            writer.writerow([about[0], at, value.tobytes().hex(), said, "" if isnan(time) else time, about[1]])
            rows += 1
    return rows


def _write_vics(stream: TextIO, entries: Iterable[Entry], source_format: str) -> int:
    stream.write(vics_writing.START)
    rows = 0
    for entry in entries:
        stream.write((",\n" if rows else "") + vics_writing.as_text(vics_writing.record_of(entry, source_format)))
        rows += 1
    stream.write(vics_writing.END)
    return rows


def _write_text(stream: TextIO, library: Library, used: HashList, kind: str) -> int:
    values = library.hashes(used.id, kind).values
    stream.writelines(value.tobytes().hex() + "\n" for value in values)
    return len(values)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what could start one gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
