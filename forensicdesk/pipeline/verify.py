"""Is everything still as it was stored: a case with its evidence, a report folder, or an audit log alone."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.audit import verify_log
from forensicdesk.case.store import AUDIT, DATABASE, open_case
from forensicdesk.chance.keeping import KeptChances
from forensicdesk.errors import CaseError, ForensicDeskError, UsageError
from forensicdesk.events import Progress
from forensicdesk.evidence.files import display
from forensicdesk.evidence.opening import open_evidence
from forensicdesk.model import ItemFilter, Problem, State
from forensicdesk.pipeline.checksums import SUMS, verify_report
from forensicdesk.pipeline.recount import recount
from forensicdesk.relations import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from forensicdesk.case.database import Database
    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.model import Location, Source

__all__ = ["verify_case", "verify_path", "verify_report"]

PHASE = "verify"
_NEVER_ANALYSED = (State.PENDING, State.EXCLUDED, State.FAILED)
BLOCK_BYTES = 1 << 20
TOLD_EVERY = 64
"""A listener is told after so many files; a large file is told of on its own."""


def verify_path(path: Path, listener: Listener, *, now: datetime, actor: str) -> tuple[Problem, ...]:
    """Check what lies at a path: a case folder, a report folder or an audit log; nothing is changed.

    Raises:
        UsageError: it is none of the three.
        EnvironmentProblem: it cannot be read.
    """
    if not path.exists():
        msg = f"There is nothing at {path}; check the path."
        raise UsageError(msg)
    if (path / DATABASE).is_file():
        with open_case(path, writable=False, now=now, actor=actor) as store:
            return verify_case(store, listener)
    if (path / SUMS).is_file():
        return verify_report(path)
    if path.is_file() and _looks_like_log(path):
        return verify_log(path)
    msg = f"{path} is no case, no report folder (it has no {SUMS}) and no audit log; give one of these."
    raise UsageError(msg)


def verify_case(store: CaseStore, listener: Listener) -> tuple[Problem, ...]:
    """Check audit log, databases, thumbnails and every analysed file of the evidence."""
    head = store.reader.audit_head()
    log = verify_log(store.folder / AUDIT, head)
    case, thumbnails = _check_database(store.database), _check_database(store.thumbnails.database)
    problems = [*log, *case, *thumbnails]
    if not case and not thumbnails:
        problems += _check_thumbnails(store)
    if not case:
        problems += _as_far_as_readable(_check_values(store), store)
        problems += _as_far_as_readable(_check_evidence(store, listener), store)
    if not case and not log:
        problems += _as_far_as_readable(recount(store), store)
    return tuple(dict.fromkeys(problems))


def _as_far_as_readable(problems: Iterator[Problem], store: CaseStore) -> Iterator[Problem]:
    """The problems that a check finds, up to the first value in the database that cannot be read at all."""
    try:
        yield from problems
    except CaseError as error:
        yield Problem(str(error), store.database.path.name)


def _check_values(store: CaseStore) -> Iterator[Problem]:
    """Every value of every item can be read, and is of its kind; the first that is not raises a `CaseError`."""
    for kind in GroupKind:
        for _ in store.related.groups(kind):
            pass  # reading is the check
    KeptChances(store)
    for item in store.reader.items(ItemFilter(states=tuple(State))):
        if item.analysis is None and item.state not in _NEVER_ANALYSED:
            yield Problem("the results of this item are gone", f"{store.database.path.name}, item {item.id}")


def _check_database(database: Database) -> tuple[Problem, ...]:
    try:
        found = database.check()
    except CaseError as error:
        found = (str(error),)
    return tuple(Problem(f"the database is damaged: {what}", database.path.name) for what in found)


def _check_thumbnails(store: CaseStore) -> Iterator[Problem]:
    """Both sides come in ascending order, so one walk along both finds what is missing."""
    present = store.thumbnails.digests()
    there = next(present, None)
    for expected in store.reader.contents_with_thumbnail():
        while there is not None and there < expected:
            there = next(present, None)
        if there != expected:
            yield Problem("the thumbnail is missing", f"content with SHA-256 {expected.hex()}")


# --- evidence -----------------------------------------------------------------------------------------------------


class _Telling:
    """Counts files and bytes, and tells the listener now and then."""

    def __init__(self, listener: Listener, files: int, size: int) -> None:
        self._listener = listener
        self._files = files
        self._bytes = size
        self._done = 0
        self._read = 0
        self.tell()

    def file_done(self) -> None:
        self._done += 1
        if self._done % TOLD_EVERY == 0:
            self.tell()

    def block_read(self, size: int) -> None:
        before, self._read = self._read, self._read + size
        if before >> 28 != self._read >> 28:  # another 256 MB
            self.tell()

    def tell(self) -> None:
        self._listener(Progress(PHASE, self._done, self._files, self._read, self._bytes))


def _check_evidence(store: CaseStore, listener: Listener) -> Iterator[Problem]:
    telling = _Telling(listener, *store.reader.evidence_totals())
    gone: dict[int, bool] = {}
    for source, location, _, sha256 in store.reader.content_digests_by_item():
        if sha256 is None:
            continue
        if source.id not in gone:
            gone[source.id] = not os.path.lexists(source.path)
            if gone[source.id]:
                yield Problem("the exhibit is not where it was; mount or connect it, then verify again", source.label)
        if not gone[source.id]:
            what = _difference(source, location, sha256, telling)
            if what is not None:
                yield Problem(what, f"{source.label}: {display(location)}")
        telling.file_done()
    telling.tell()


def _difference(source: Source, location: Location, sha256: bytes, telling: _Telling) -> str | None:
    digest = hashlib.sha256()
    try:
        with open_evidence(os.fsencode(source.path), location) as stream:
            while block := stream.read(BLOCK_BYTES):
                digest.update(block)
                telling.block_read(len(block))
    except (FileNotFoundError, NotADirectoryError):
        return "the evidence file is missing"
    except OSError as error:
        return f"the evidence file cannot be read: {error.strerror or type(error).__name__}"
    except ForensicDeskError:
        return "the evidence file cannot be reached: its exhibit can no longer be opened"
    if digest.digest() != sha256:
        return f"the evidence file has changed: its SHA-256 is {digest.hexdigest()}, stored was {sha256.hex()}"
    return None


def _looks_like_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(13) == b'{"sequence":1' or path.suffix == Path(AUDIT).suffix
