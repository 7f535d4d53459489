"""Is the record of a case what it was: its log, the seal of its databases, and the checkpoints of the unit's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.case.audit import AuditLog
from forensicdesk.case.auditcheck import read_chain
from forensicdesk.case.seal import SEAL, check_seal, has_seal
from forensicdesk.case.store import AUDIT
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.model import Problem
from forensicdesk.pipeline.checkpoints import check_checkpoints, check_outside
from forensicdesk.signing.keys import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.pipeline.trust import Trust

REWRITABLE = sentence(
    "Nobody outside the case vouches for its log: whoever can write the whole folder could have made all of it anew. "
    "A checkpoint or signed report that left the workstation, and the unit's public key, rule that out "
    "(--checkpoint FILE --public-key FILE)."
)


def check_record(folder: Path, trust: Trust) -> tuple[Problem, ...]:
    """Compare a case that nobody writes with its seal, its checkpoints, and what was brought from outside.

    Raises:
        EnvironmentProblem: a file cannot be read.
    """
    try:
        return (*_check_seal(folder, trust), *_check_signatures(folder, trust))
    except OSError as error:
        msg = sentence(
            "{filename} cannot be read: {strerror}. Check its rights.",
            filename=error.filename or folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error


def check_log_from_outside(log: Path, trust: Trust) -> tuple[Problem, ...]:
    """Compare a log with the checkpoint that was brought along, if there is one.

    Raises:
        EnvironmentProblem: a file cannot be read.
    """
    if trust.checkpoint is None:
        trust.said.append(REWRITABLE)
        return ()
    try:
        what = check_outside(trust.checkpoint, log, trust.public_key)
    except OSError as error:
        msg = sentence(
            "The checkpoint {checkpoint} cannot be read: {strerror}. Check the path.",
            checkpoint=trust.checkpoint,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    if what:
        return (Problem(what, trust.checkpoint.name),)
    name = trust.checkpoint.name
    trust.said.append(
        sentence("The log holds unchanged everything that {name} was signed over.", name=name)
        if trust.public_key
        else sentence(
            "The log holds unchanged everything that {name} was signed over. Its key was not given from outside: "
            "compare its fingerprint.",
            name=name,
        )
    )
    return ()


def _check_seal(folder: Path, trust: Trust) -> Iterator[Problem]:
    if not has_seal(folder):
        if _last_action(folder) == "case closed":
            yield Problem(sentence("the seal that the case was closed with is missing"), SEAL)
        else:
            trust.said.append(
                sentence(
                    "The case has no seal: it is open in a program, was not closed in good order or is of an older "
                    "version. Its databases were checked for what they say, not byte by byte."
                )
            )
        return
    problems = tuple(check_seal(folder, folder / AUDIT))
    if not has_seal(folder):
        trust.said.append(
            sentence("The case was opened for writing while it was checked; its databases were not compared.")
        )
        return
    if not problems:
        trust.said.append(sentence("The databases are, byte for byte, as they were when the case was closed."))
    yield from problems


def _check_signatures(folder: Path, trust: Trust) -> Iterator[Problem]:
    log = folder / AUDIT
    if read_chain(log).problems:
        return  # told by the check of the log itself
    made = {}
    for record in AuditLog(log).records():
        if record.action == "checkpoint signed":
            detail = dict(record.detail)
            made[detail.get("file", "")] = (detail.get("sequence", "?"), detail.get("key", "?"))
    problems = tuple(check_checkpoints(folder, log, set(made), trust.public_key))
    yield from problems
    if made and not problems:
        sequence, key = made[max(made)]
        named = fingerprint(trust.public_key) if trust.public_key else key
        said = (
            sentence("given from outside")
            if trust.public_key
            else sentence("named by the case itself: compare its fingerprint")
        )
        trust.said.append(
            sentence(
                "{count} checkpoint(s) hold, the last over line {sequence}; key {key}, {said}.",
                count=len(made),
                sequence=sequence,
                key=named,
                said=said,
            )
        )
    outside = check_log_from_outside(log, trust) if trust.checkpoint or not (made and trust.public_key) else ()
    yield from outside


def _last_action(folder: Path) -> str:
    log = folder / AUDIT
    if read_chain(log).problems:
        return ""
    last = ""
    for record in AuditLog(log).records():
        last = record.action
    return last
