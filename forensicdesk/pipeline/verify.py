"""Is everything still as it was stored: a case with its evidence, a report folder, or an audit log alone."""

from __future__ import annotations

import os
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.audit import verify_log
from forensicdesk.case.backing import is_case_folder
from forensicdesk.case.store import AUDIT, open_case
from forensicdesk.chance.keeping import KeptChances
from forensicdesk.errors import CaseError, UsageError
from forensicdesk.events import Progress
from forensicdesk.evidence.files import display
from forensicdesk.language import said, sentence
from forensicdesk.model import ItemFilter, Problem, State
from forensicdesk.pipeline.acquisition import hash_stated
from forensicdesk.pipeline.checksums import SUMS, verify_report
from forensicdesk.pipeline.recordcheck import check_log_from_outside, check_record
from forensicdesk.pipeline.recount import recount
from forensicdesk.pipeline.trust import Trust
from forensicdesk.relations import GroupKind
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.rehash import HashOrder, hash_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from forensicdesk.case.database import Database
    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.finding import Hashed
    from forensicdesk.model import Location, Source

__all__ = ["verify_case", "verify_path", "verify_report"]

PHASE = "verify"
_GONE = sentence("the exhibit is not where it was; mount or connect it, then verify again")
_NAMES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512"}
_NEVER_ANALYSED = (State.PENDING, State.EXCLUDED, State.FAILED)
TOLD_EVERY = 64
"""A listener is told after so many files; a large file is told of on its own."""


@dataclass(frozen=True, slots=True)
class _Work:
    """One check of the evidence of a case."""

    store: CaseStore
    listener: Listener
    stop: threading.Event
    workers: int | None
    limits: Limits
    telling: _Telling


@dataclass(frozen=True, slots=True)
class _Expected:
    """What an item is to have."""

    source: Source
    location: Location
    digests: tuple[tuple[str, bytes], ...]


def verify_path(
    path: Path,
    listener: Listener,
    *,
    now: datetime,
    actor: str,
    stop: threading.Event | None = None,
    trust: Trust | None = None,
) -> tuple[Problem, ...]:
    """Check what lies at a path: a case folder, a report folder or an audit log; nothing is changed.

    Args:
        path: what is checked.
        listener: told how far it is.
        now: the time.
        actor: who checks.
        stop: set it to end soon.
        trust: what was brought along from outside; it is told what the check proves.

    Raises:
        UsageError: it is none of the three.
        EnvironmentProblem: it cannot be read.
    """
    if not path.exists():
        msg = sentence("There is nothing at {path}; check the path.", path=path)
        raise UsageError(msg)
    known = trust or Trust()
    if is_case_folder(path):
        record = check_record(path, known)  # first as bytes, then for what it says
        try:
            with open_case(path, writable=False, now=now, actor=actor) as store:
                problems = verify_case(store, listener, stop=stop, passwords=known.passwords)
        except CaseError as error:
            if not record:
                raise
            problems = (Problem(sentence("what is left cannot be opened: {error}", error=error), path.name),)
        return tuple(dict.fromkeys(record + problems))
    if (path / SUMS).is_file():
        return verify_report(path, known)
    if path.is_file() and _looks_like_log(path):
        problems = verify_log(path)
        return problems + (() if problems else check_log_from_outside(path, known))
    msg = sentence(
        "{path} is no case, no report folder (it has no {sums}) and no audit log; give one of these.",
        path=path,
        sums=SUMS,
    )
    raise UsageError(msg)


def verify_case(
    store: CaseStore,
    listener: Listener,
    *,
    stop: threading.Event | None = None,
    workers: int | None = None,
    passwords: tuple[str, ...] = (),
) -> tuple[Problem, ...]:
    """Check audit log, databases, thumbnails, every analysed file of the evidence, and the acquisition digests.

    Args:
        store: the case.
        listener: told how far it is.
        stop: set it to end soon.
        workers: number of child processes that read evidence; None takes one for each core.
        passwords: what encrypted containers may be opened with.

    Raises:
        Interrupted: `stop` was set.
    """
    head = store.reader.audit_head()
    log = verify_log(store.folder / AUDIT, head)
    case, thumbnails = _check_database(store.database), _check_database(store.thumbnails.database)
    problems = [*log, *case, *thumbnails]
    if not case and not thumbnails:
        problems += _check_thumbnails(store)
    if not case:
        problems += _as_far_as_readable(_check_values(store), store)
        telling = _Telling(listener, *store.reader.provenance.evidence_totals())
        work = _Work(store, listener, stop or threading.Event(), workers, Limits(passwords=passwords), telling)
        problems += _as_far_as_readable(_check_evidence(work), store)
        problems += _as_far_as_readable(_check_acquisition(work), store)
    if not case and not log:
        problems += _as_far_as_readable(recount(store), store)
    return tuple(dict.fromkeys(problems))


def _as_far_as_readable(problems: Iterator[Problem], store: CaseStore) -> Iterator[Problem]:
    """The problems that a check finds, up to the first value in the database that cannot be read at all."""
    try:
        yield from problems
    except CaseError as error:
        yield Problem(said(error), store.database.name)


def _check_values(store: CaseStore) -> Iterator[Problem]:
    """Every value of every item can be read, and is of its kind; the first that is not raises a `CaseError`."""
    for kind in GroupKind:
        for _ in store.related.groups(kind):
            pass  # reading is the check
    KeptChances(store)
    for item in store.reader.items(ItemFilter(states=tuple(State))):
        if item.analysis is None and item.state not in _NEVER_ANALYSED:
            yield Problem(
                sentence("the results of this item are gone"),
                sentence("{name}, item {id}", name=store.database.name, id=item.id),
            )


def _check_database(database: Database) -> tuple[Problem, ...]:
    try:
        found = database.check()
    except CaseError as error:
        found = (said(error),)
    return tuple(Problem(sentence("the database is damaged: {what}", what=what), database.name) for what in found)


def _check_thumbnails(store: CaseStore) -> Iterator[Problem]:
    """Both sides come in ascending order, so one walk along both finds what is missing."""
    present = store.thumbnails.digests()
    there = next(present, None)
    for expected in store.reader.contents_with_thumbnail():
        while there is not None and there < expected:
            there = next(present, None)
        if there != expected:
            yield Problem(
                sentence("the thumbnail is missing"), sentence("content with SHA-256 {hex}", hex=expected.hex())
            )


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


def _check_evidence(work: _Work) -> Iterator[Problem]:
    """Hash again whatever has digests on record; everything is opened and read in child processes."""
    store, telling = work.store, work.telling
    out: deque[_Expected] = deque()
    gone: dict[int, bool] = {}
    missing: list[Problem] = []

    def orders() -> Iterator[HashOrder]:
        number = 0
        for _, source, location, size, digests in store.reader.provenance.hashed_items():
            if source.id not in gone:
                gone[source.id] = not os.path.lexists(source.path)
                if gone[source.id]:
                    missing.append(Problem(_GONE, source.label))
            if gone[source.id]:
                telling.file_done()
                continue
            out.append(_Expected(source, location, digests))
            names = tuple(dict.fromkeys(name for name, _ in digests))
            yield HashOrder(number, os.fsencode(source.path), location, size, names)
            number += 1

    for hashed in hash_files(orders(), work.workers, work.limits, work.stop, telling.block_read):
        what = _difference(out.popleft(), hashed)
        if what is not None:
            yield what
        telling.file_done()
        yield from missing
        missing.clear()
    yield from missing
    telling.tell()


def _difference(expected: _Expected, hashed: Hashed) -> Problem | None:
    where = f"{expected.source.label}: {display(expected.location)}"
    if hashed.trouble:
        return Problem(sentence("the evidence file {trouble}", trouble=hashed.trouble), where)
    found = dict(hashed.digests)
    for algorithm, stored in expected.digests:
        if found[algorithm] != stored:
            name, digest = _NAMES.get(algorithm, algorithm), found[algorithm].hex()
            what = sentence(
                "the evidence file has changed: its {name} is {digest}, stored was {hex}",
                name=name,
                digest=digest,
                hex=stored.hex(),
            )
            return Problem(what, where)
    return None


def _check_acquisition(work: _Work) -> Iterator[Problem]:
    """Compute the digests once more that were stated when the exhibits were acquired."""
    for source in work.store.reader.sources():
        stated = work.store.reader.provenance.acquired(source.id)
        if not stated or not os.path.lexists(source.path):
            continue
        found = hash_stated(os.fsencode(source.path), stated, work.limits, work.listener, work.stop)
        for one in stated:
            hashed, where = found[one.location], f"{source.label}: {display(one.location)}"
            computed, name = dict(hashed.digests).get(one.algorithm), _NAMES.get(one.algorithm, one.algorithm)
            if computed is None:
                yield Problem(
                    sentence(
                        "what {said_by} states a digest of {trouble}", said_by=one.said_by, trouble=hashed.trouble
                    ),
                    where,
                )
            elif computed != one.stated:
                said = sentence(
                    "its {name} is {digest}, {said_by} states {stated}",
                    name=name,
                    digest=computed.hex(),
                    said_by=one.said_by,
                    stated=one.stated.hex(),
                )
                yield Problem(sentence("the evidence is not what was acquired: {said}", said=said), where)


def _looks_like_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(13) == b'{"sequence":1' or path.suffix == Path(AUDIT).suffix
