"""A unit's own reference collection: from folders and closed cases to one file of hashes and features, no imagery."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.backing import is_case_folder
from forensicdesk.case.codec import display_name
from forensicdesk.case.store import open_case
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.evidence.source import open_source
from forensicdesk.language import sentence
from forensicdesk.lists.readers.collection import END, HEAD, VERSION
from forensicdesk.model import FILE_STEP, ItemFilter, State
from forensicdesk.places import case_folder
from forensicdesk.workers.files import analyse_with_inside
from hashing.values import INNER_VIEW, PROFILES, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import TextIO

    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList, Role
    from hashing.values import Analysis, Film, PerceptualHash

    Choice = Callable[[tuple[HashList, ...]], ItemFilter]

RECIPE = PROFILES[-1]
"""Pictures of folders are analysed thoroughly: without local features a collection finds no crops."""

LEAST_QUALITY = 50
"""Views and frames under this PDQ quality are left out: matching would not compare them."""

_AT_ONCE = 512


def every_analysed(_lists: tuple[HashList, ...]) -> ItemFilter:
    """Of cases a collection takes every analysed picture and film, unless somebody says otherwise."""
    return ItemFilter(states=(State.ANALYSED,))


@dataclass(slots=True)
class Collected:
    """What was put into a collection; counted while it is written."""

    pictures: int = 0
    films: int = 0
    featured: int = 0
    copies: int = 0
    left_out: int = 0


def from_folder(folder: Path, workers: int | None) -> Iterator[tuple[str, Analysis]]:
    """Name and analysis of every file of a folder, and of the files inside them; analysed in child processes.

    Raises:
        UsageError: there is nothing at this path.
        EnvironmentProblem: it may not be read.
    """
    with closing(open_source(folder).walk()) as entries:
        names = [
            os.fsdecode(found.location.steps[0].path)
            for found in entries
            if found.state is State.PENDING and found.location.steps[0].kind == FILE_STEP
        ]
    root = folder if folder.is_dir() else folder.parent
    for start in range(0, len(names), _AT_ONCE):
        paths = [root / name for name in names[start : start + _AT_ONCE]]
        for name, parts in zip(names[start:], analyse_with_inside(paths, RECIPE, workers), strict=False):
            for part in parts:
                yield name, part.analysis


def from_case(folder: Path, choose: Choice, *, now: datetime, actor: str) -> Iterator[tuple[str, Analysis]]:
    """Name and stored analysis of every item that passes, local features included; the case is only read.

    Raises:
        CaseError: the folder is no case, or has to be upgraded first.
    """
    with open_case(folder, writable=False, now=now, actor=actor) as store:
        for item in store.reader.items(choose(store.reader.lists_used())):
            if item.analysis is not None and item.content_id is not None:
                features = store.related.features_of([item.content_id]).get(item.content_id)
                yield display_name(item.location), replace(item.analysis, features=features)


@contextmanager
def collection_file(folder: Path, out: Path | None) -> Iterator[tuple[Path, TextIO]]:
    """A new file to write a collection to: at `out`, which stays if all goes well, or else for the moment in a folder.

    Raises:
        UsageError: there is something at `out` already.
        EnvironmentProblem: the file cannot be made.
    """
    try:
        if out is None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="importing-", suffix=".tmp", dir=folder)
        else:
            handle, name = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), str(out)
    except FileExistsError as error:
        msg = sentence("{out} exists already; choose another name for the file of the collection.", out=out)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "The collection cannot be written to {out}: {strerror}.", out=out or folder, strerror=error.strerror
        )
        raise EnvironmentProblem(msg) from error
    path, complete = Path(name), False
    try:
        with open(handle, "w", encoding="ascii", newline="\n") as target:  # noqa: PTH123 - from a handle
            yield path, target
        complete = out is not None
    finally:
        if not complete:
            path.unlink(missing_ok=True)


def write_collection(
    target: TextIO, found: Iterable[tuple[str, Analysis]], *, label: str = "", with_names: bool = False
) -> Collected:
    """Write a collection file; the same pictures in the same order give the same bytes.

    Args:
        target: text to write to.
        found: names and analyses; what has equal bytes is taken once.
        label: the collection's own label for all of them.
        with_names: keep the names of the files.

    Raises:
        UsageError: there was no picture and no film among them.
    """
    counted, seen = Collected(), set[bytes]()
    _line(target, {HEAD: VERSION, "label": label, "names": with_names})
    for name, analysis in found:
        if analysis.digests is None or analysis.outcome is not Outcome.ANALYSED:
            counted.left_out += 1
        elif analysis.digests.sha256 in seen:
            counted.copies += 1
        else:
            seen.add(analysis.digests.sha256)
            _line(target, entry_document(analysis, label, name if with_names else ""))
            counted.films += analysis.film is not None
            counted.pictures += analysis.film is None
            counted.featured += analysis.features is not None
    _line(target, {END: len(seen)})
    if not seen:
        msg = sentence(
            "No picture or film was found for the collection ({left_out:,} files were none or failed).",
            left_out=counted.left_out,
        )
        raise UsageError(msg)
    return counted


def _line(target: TextIO, document: dict[str, object]) -> None:
    target.write(json.dumps(document, ensure_ascii=True, separators=(",", ":")) + "\n")


def entry_document(analysis: Analysis, label: str, name: str) -> dict[str, object]:
    """The line of one picture or film that was analysed."""
    digests = analysis.digests
    assert digests is not None  # noqa: S101 - narrows the type; the caller looked
    said: dict[str, object] = {
        "md5": digests.md5.hex(),
        "sha1": digests.sha1.hex(),
        "sha256": digests.sha256.hex(),
    }
    said |= {key: value for key, value in (("label", label), ("name", name)) if value}
    if analysis.film is not None:
        return said | {"frames": list(_frames(analysis.film))}
    said["pdq"] = [[value.view, value.value.hex(), value.quality or 0] for value in _views(analysis)]
    whole = {value.algorithm: value for value in analysis.perceptual if not value.view and not value.weak}
    said |= {kind: whole[kind].value.hex() for kind in ("phash", "dhash") if kind in whole}
    if analysis.features is not None:
        said["features"] = base64.b64encode(analysis.features).decode("ascii")
    return said


def _views(analysis: Analysis) -> Iterator[PerceptualHash]:
    for value in analysis.perceptual:
        good = not value.weak and any(value.value) and (not value.view or (value.quality or 0) >= LEAST_QUALITY)
        if value.algorithm == "pdq" and good:
            yield value


def _frames(film: Film) -> Iterator[list[object]]:
    for view, frames in (("", film.frames), (INNER_VIEW, film.inner)):
        for frame in frames:
            if frame.quality >= LEAST_QUALITY:
                yield [view, round(frame.time_s, 3), frame.pdq.hex(), frame.quality]


def make_collection(  # noqa: PLR0913 - what a person may say about it
    library: Library,
    name: str,
    paths: Sequence[Path],
    *,
    role: Role | None,
    label: str = "",
    choose: Choice = every_analysed,
    with_names: bool = False,
    workers: int | None = None,
    out: Path | None = None,
    now: datetime,
    actor: str,
) -> tuple[HashList, Collected]:
    """Make a version of a reference collection from folders and closed cases, and import it as a list.

    Args:
        library: the workstation's lists.
        name: name of the collection.
        paths: folders with pictures, which are analysed thoroughly, and cases, of which the stored values are taken.
        role: what the collection is for; None makes it neutral and records that nobody said so.
        label: its own label for everything in it.
        choose: which items of a case, given the lists it was matched against.
        with_names: keep the names of the files.
        workers: number of child processes; None takes one for each core.
        out: where to keep the collection as a file for other workstations; it must not exist. None keeps none.
        now: time of import, with zone.
        actor: who reads the cases.

    Raises:
        UsageError: a path does not exist, nothing was found, or `out` is there already.
        CaseError: a case cannot be read.
    """
    entries = (
        entry
        for path in paths
        for entry in (
            from_case(case_folder(path), choose, now=now, actor=actor)
            if is_case_folder(case_folder(path))
            else from_folder(path.expanduser().absolute(), workers)
        )
    )
    with collection_file(library.folder, out) as (file, target):
        collected = write_collection(target, entries, label=label, with_names=with_names)
        target.flush()
        return library.import_file(file, role=role, name=name, now=now), collected
