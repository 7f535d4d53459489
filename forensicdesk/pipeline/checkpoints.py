"""Checkpoints of an audit log: its head, signed with the unit's key, kept in the case and to be given out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.build import program_build
from forensicdesk.case.audit import as_utc
from forensicdesk.case.auditcheck import read_chain
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.model import Problem
from forensicdesk.signing import manifest, statements
from forensicdesk.signing.keys import fingerprint
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.signing.keys import UnitKey

CHECKPOINTS = "checkpoints"
"""Folder of a case in which they lie."""

KIND = "checkpoint of an audit log"
_NAME = re.compile(r"[0-9]{8}\.json")


def sign_checkpoint(store: CaseStore, key: UnitKey, now: datetime) -> tuple[Path, tuple[tuple[str, str], ...]]:
    """Write a signed statement of the head of the log; gives its path, and what the log is to say of it.

    Raises:
        EnvironmentProblem: the disk or its rights refuse.
    """
    records, head = store.audit.head()
    content = statements.encode(
        {
            "kind": KIND,
            "case": store.audit.case_id(),
            "sequence": records,
            "head": head,
            "time": as_utc(now),
            "clock": "of the workstation",
            "program": f"forensicdesk {__version__}",
            "build": program_build(),
            statements.KEY: key.public.hex(),
        }
    )
    path = store.folder / CHECKPOINTS / f"{records:08}.json"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, content)
        write_whole(path.with_name(path.name + statements.SIGNATURE_SUFFIX), key.sign(content))
    except OSError as error:
        msg = sentence(
            "The checkpoint {path} cannot be written: {strerror}. Free space or mend the rights.",
            path=path,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    said = (("sequence", str(records)), ("head", head), ("key", fingerprint(key.public)), ("file", path.name))
    return path, said


def checkpoint_names(folder: Path) -> tuple[str, ...]:
    """Names of the checkpoints of a case, in order."""
    place = folder / CHECKPOINTS
    return tuple(sorted(path.name for path in place.iterdir())) if place.is_dir() else ()


def check_checkpoints(folder: Path, log: Path, expected: set[str], trusted: bytes | None) -> Iterator[Problem]:
    """Compare the checkpoints in a case with its log.

    Args:
        folder: the case folder.
        log: its audit log.
        expected: names of the checkpoints that the log says were made.
        trusted: the unit's public key, given from outside the case; None takes the one that each names.

    Raises:
        OSError: a file cannot be read.
    """
    present = set(checkpoint_names(folder))
    statements_there = {name for name in present if _NAME.fullmatch(name)}
    for name in sorted(expected - present):
        yield Problem(sentence("the checkpoint that the log names is missing"), f"{CHECKPOINTS}/{name}")
    wanted = statements_there | {name + statements.SIGNATURE_SUFFIX for name in statements_there | expected}
    for name in sorted(present - wanted):
        yield Problem(sentence("the file is no checkpoint of this case: it was added"), f"{CHECKPOINTS}/{name}")
    for name in sorted(statements_there):
        what = _trouble(folder / CHECKPOINTS / name, log, trusted)
        if what:
            yield Problem(what, f"{CHECKPOINTS}/{name}")
        elif name not in expected:
            yield Problem(sentence("the log does not say that this checkpoint was made"), f"{CHECKPOINTS}/{name}")


def check_outside(path: Path, log: Path, trusted: bytes | None) -> str:
    """What is wrong with a log seen from a checkpoint that was kept outside its case; "" if nothing is.

    Raises:
        OSError: a file cannot be read.
    """
    return _trouble(path, log, trusted)


def _trouble(path: Path, log: Path, trusted: bytes | None) -> str:
    content = path.read_bytes()
    signature = path.with_name(path.name + statements.SIGNATURE_SUFFIX)
    what = statements.trouble_with(content, signature.read_bytes() if signature.is_file() else None, trusted)
    values = statements.decode(content)
    if what or values is None:
        return what
    sequence, head = _anchor(values)
    if not sequence:
        return sentence("the statement is signed, but no checkpoint of an audit log")
    chain = read_chain(log, anchor_at=sequence)
    if chain.records < sequence:
        return sentence(
            "the log has {records} lines, the checkpoint was signed over {sequence}: its end was cut off",
            records=chain.records,
            sequence=sequence,
        )
    if chain.first != values.get("case"):
        return sentence("the log is that of another case than the checkpoint, or its first line was altered")
    if chain.anchor != head:
        return sentence(
            "line {sequence} of the log, or a line before it, is not what the checkpoint was signed over",
            sequence=sequence,
        )
    return ""


def _anchor(values: Mapping[str, object]) -> tuple[int, object]:
    """Number and SHA-256 of the record that a statement is about; (0, None) if it is about none.

    The signed manifest of a report is a checkpoint, too: it names the record that the report rests upon.
    """
    said = values
    if values.get("kind") == manifest.KIND:
        within = values.get("audit_log")
        said = {"sequence": within.get("record"), "head": within.get("sha256")} if isinstance(within, dict) else {}
    elif values.get("kind") != KIND:
        return 0, None
    sequence = said.get("sequence")
    return (sequence, said.get("head")) if isinstance(sequence, int) else (0, None)
