"""The whole job as one order: exhibits in, lists, analysis, matching, reports out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forensicdesk.crosscase import lists_of_index
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.model import Role
from forensicdesk.profiles import recipe_for
from forensicdesk.reporting.loading import begin_loading
from forensicdesk.session import (
    Library,
    Session,
    case_folder,
    check_passphrase,
    check_request,
    check_source,
    default_folder,
    refuse_inside,
    utc_now,
)
from forensicdesk.workers.measure import begin_measuring

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.account import Ledger
    from forensicdesk.events import Listener
    from forensicdesk.model import Source
    from forensicdesk.session import Cluster, WrittenReport

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class CaseOpening:
    """The case a run works on; number, examiner and fields count only where the case is made.

    Attributes:
        store: address of the PostgreSQL database that holds the tables of a new case; None keeps them in its folder.
        encrypt: keep the thumbnails encrypted, from before the first of them on.
        passphrase: gives what opens encrypted thumbnails, where that is needed; None leaves such a case unopened.
    """

    folder: Path
    number: str | None = None
    examiner: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    store: str | None = None
    encrypt: bool = False
    passphrase: Callable[[], str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RunOrder:
    """What a run is to do.

    Attributes:
        report_folder: None writes into the case.
        profile, workers: None are the defaults.
        passwords: what encrypted containers may be opened with; they are neither stored nor shown.
        stop_at: end the analysis once so many contents were found by digest on a notable list; None goes to the end.
        skip_hash_check: a reason not to compute digests stated at acquisition, "" to compute them.
        accept_mismatch: a reason to report although evidence is not what was acquired.
        cluster: whose nodes analyse; None takes this machine's children.
    """

    sources: tuple[Path, ...]
    lists: tuple[tuple[Path, Role | None], ...] = ()
    report_folder: Path | None = None
    formats: tuple[str, ...] = ("pdf", "html", "json")
    variant: str = "court"
    language: str = "en"
    profile: str | None = None
    workers: int | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    stop_at: int | None = None
    skip_hash_check: str = ""
    accept_mismatch: str = ""
    cluster: Cluster | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to; `refused` says why there is no report, "" if there is one or the run was stopped."""

    case: Path
    ledger: Ledger
    by_source: tuple[tuple[Source, Ledger], ...]
    contents: int
    matches: dict[str, int]
    reports: tuple[WrittenReport, ...]
    refused: str = ""


def check_order(case: Path, order: RunOrder) -> None:
    """Refuse what cannot work before anything is written.

    Raises:
        UsageError: a source is missing, empty or holds the case or the report; a list is missing or none is notable
            where that decides; or the report that is asked for cannot be made.
    """
    check_request(order.formats, order.variant, order.language)
    if order.stop_at is not None and all(role is not Role.NOTABLE for _, role in order.lists):
        msg = sentence("--stop-at counts what stands on a notable list; give one with --list FILE:notable.")
        raise UsageError(msg)
    for path in order.sources:
        root = path.expanduser().absolute()
        check_source(root, case)
        if order.report_folder is not None:
            refuse_inside(order.report_folder.expanduser().absolute(), root)
    for path, _ in order.lists:
        if not path.expanduser().is_file():
            msg = sentence("The hash list {path} does not exist or is no file; check the path.", path=path)
            raise UsageError(msg)


def run_all(opening: CaseOpening, order: RunOrder, listener: Listener, stop: threading.Event) -> RunSummary:
    """Do the whole job; on an existing case, what is done already is not done again.

    The case is compared with the lists of the order, those it was compared with before, and the unit's closed cases;
    with no other list of this workstation. Lists are read before the case is touched, so that a damaged list costs no
    hours of work.

    Raises:
        ForensicDeskError: see `check_order`, and the acts of `Session`.
    """
    check_order(case_folder(opening.folder), order)
    secret = _new_passphrase(opening)
    # While lists are read and the case is made, a processor is free for what the report will ask.
    begin_measuring()
    library, now = Library(default_folder()), utc_now()
    lists = [library.import_file(path.expanduser(), role=role, now=now) for path, role in order.lists]
    with _open(opening) as session:
        _open_thumbnails(session, opening, secret)
        begin_loading(order.formats, recipe_for(session.recipe(), order.profile).perceptual)
        for path in order.sources:
            if not stop.is_set():
                session.add_source(
                    path, listener, stop, skip_hash_check=order.skip_hash_check, passwords=order.passwords
                )
        used = session.lists_to_match((*lists, *lists_of_index(library)))
        ledger = session.process(
            listener,
            profile=order.profile,
            workers=order.workers,
            stop=stop,
            passwords=order.passwords,
            stop_at=None if order.stop_at is None else (order.stop_at, used),
            cluster=order.cluster,
        )
        if stop.is_set():
            return _summary(session, ledger, ())
        session.match(used, listener, stop=stop)
        refused = "" if order.accept_mismatch.strip() else session.not_as_acquired()
        if refused:
            return replace(_summary(session, ledger, ()), refused=refused)
        target = order.report_folder or session.folder / "reports" / f"{session.audit_head()[0]:04}"
        reports = session.report(
            target,
            order.formats,
            variant=order.variant,
            language=order.language,
            accept_mismatch=order.accept_mismatch,
        )
        return _summary(session, ledger, reports)


def _open(opening: CaseOpening) -> Session:
    folder = case_folder(opening.folder)
    if folder.exists():
        return Session.open(folder)
    number, examiner = opening.number or folder.stem, opening.examiner or NOT_STATED
    return Session.create(folder, number, examiner, opening.fields, store=opening.store)


def _new_passphrase(opening: CaseOpening) -> str:
    """What thumbnails are to be encrypted with, "" if they are not; asked for before any work is done."""
    if not opening.encrypt or opening.passphrase is None:
        return ""
    secret = opening.passphrase()
    check_passphrase(secret)
    return secret


def _open_thumbnails(session: Session, opening: CaseOpening, secret: str) -> None:
    """Open encrypted thumbnails, or encrypt those that are to come.

    Raises:
        UsageError: the passphrase is wrong, or the case has thumbnails already that are not encrypted.
    """
    if session.locked and opening.passphrase is not None:
        session.unlock(secret or opening.passphrase())
    elif secret:
        session.veil(secret)


def _summary(session: Session, ledger: Ledger, reports: tuple[WrittenReport, ...]) -> RunSummary:
    return RunSummary(
        case=session.folder,
        ledger=ledger,
        by_source=tuple((source, session.ledger(source.id)) for source in session.sources()),
        contents=session.contents(),
        matches=session.match_counts(),
        reports=reports,
    )
