"""What opening a case looks after: is it one, is its database of this revision, does its audit log agree with it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from forensicdesk.case.audit import as_utc
from forensicdesk.case.auditcheck import check_head
from forensicdesk.case.backing import DATABASE, is_case_folder
from forensicdesk.case.schema import REVISION
from forensicdesk.case.sharedlog import SharedAuditLog
from forensicdesk.errors import CaseError, EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.case.audit import AuditLog
    from forensicdesk.case.database import Database

Detail = tuple[tuple[str, str], ...]


def check_is_case(folder: Path, thumbnails: Path) -> None:
    """Refuse a folder without the databases of a case.

    Raises:
        CaseError: one is missing.
        EnvironmentProblem: its rights forbid to look.
    """
    try:
        present, is_case, complete = folder.exists(), is_case_folder(folder), thumbnails.is_file()
    except OSError as error:
        msg = sentence(
            "The case {folder} cannot be opened: {strerror}. Check the rights on its folder.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    if not present:
        msg = sentence(
            "There is no case at {folder}; check the path, or make one with `forensicdesk case new`.", folder=folder
        )
        raise CaseError(msg)
    if not is_case:
        msg = sentence(
            "{folder} is no case (it has no {name}); give the folder NAME.fdcase of a case.",
            folder=folder,
            name=DATABASE,
        )
        raise CaseError(msg)
    if not complete:
        msg = sentence(
            "The case {folder} lacks its {name}. Restore that file from a backup.", folder=folder, name=thumbnails.name
        )
        raise CaseError(msg)


def bring_to_revision(
    folder: Path, database: Database, *, writable: bool, scripts: Path | None = None
) -> tuple[Detail, ...]:
    """Make sure that the database has this program's revision; gives what to put on record about an upgrade.

    Raises:
        CaseError: it is no case database, a newer version wrote it, or it is older and opened for reading only.
    """
    revision = database.revision()
    if revision is None:
        msg = sentence("{path} is no case database of ForensicDesk. Restore it from a backup.", path=database.label)
        raise CaseError(msg)
    if revision == REVISION and scripts is None:
        return ()
    return _upgrade(folder, database, revision, writable=writable, scripts=scripts)


def _upgrade(
    folder: Path, database: Database, revision: str, *, writable: bool, scripts: Path | None
) -> tuple[Detail, ...]:
    # Imported here: Alembic takes a third of a second to load, and few openings need it.
    from forensicdesk.case import migrate

    scripts = scripts or migrate.SCRIPTS
    if not migrate.is_known(revision, scripts):
        msg = sentence(
            "The case {folder} was written by a newer version{last_program}; use that version to open it.",
            folder=folder,
            last_program=_last_program(folder),
        )
        raise CaseError(msg)
    if revision == migrate.head_revision(scripts):
        return ()
    if not writable:
        msg = sentence(
            "The case {folder} was written by an older version and has to be upgraded before it can be "
            "read: run `forensicdesk process {folder}`, which keeps a copy of its database.",
            folder=folder,
        )
        raise CaseError(msg)
    with database.alone():
        backup = database.back_up(revision)
        with database.writing() as connection:
            migrate.upgrade(connection, scripts)
    return ((("from", revision), ("to", migrate.head_revision(scripts)), ("backup", backup)),)


def bring_audit_in_step(folder: Path, audit: AuditLog, remembered: tuple[int, str], actor: str, now: datetime) -> None:
    """Compare the log with the head that the database remembers, and mend what a kill or a power cut left.

    A torn last line is cut off, and its SHA-256 goes on record. Records that were written just before the database
    could remember them are taken over. Anything else is no accident, and is refused.

    Raises:
        CaseError: the log was altered, shortened or replaced.
    """
    if isinstance(audit, SharedAuditLog):
        audit.join(actor, as_utc(now))
        return
    chain = audit.chain(remembered[0])
    problems = chain.problems + check_head(chain, remembered, audit.path.name)
    if problems:
        msg = sentence(
            "The audit log of the case {folder} was changed from outside ({where}: {what}). Put the "
            "original log back to continue; the case can still be opened for reading, and `forensicdesk "
            "verify {folder}` lists every difference.",
            folder=folder,
            where=problems[0].where,
            what=problems[0].what,
        )
        raise CaseError(msg)
    if chain.torn:
        digest = hashlib.sha256(chain.torn).hexdigest()
        audit.cut_off(chain.torn)
        detail = (("bytes", str(len(chain.torn))), ("sha256", digest))
        audit.append(actor, "torn audit line cut off", detail, now)
    elif chain.records > remembered[0]:
        detail = (("remembered", str(remembered[0])), ("found", str(chain.records)))
        audit.append(actor, "audit records taken over", detail, now)


def _last_program(folder: Path) -> str:
    """Which program wrote the last record of the log, for a message; nothing if the log does not say."""
    try:
        with (folder / "audit.jsonl").open("rb") as log:
            last = b""
            for line in log:
                last = line
        return f" ({json.loads(last)['program']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the message is as true without it
