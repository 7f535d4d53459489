"""A unit's own index of closed cases: what was seen where, and what was decided of it.

A closed case becomes one line for each distinct content: digests, perceptual hashes, film frames, number of items,
decisions; no imagery, no name, no path. The file of it is kept, and imported as a neutral list of the format
`closed-case`, so a new case is compared with it as with any other list.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.identity import case_id
from forensicdesk.case.store import open_case
from forensicdesk.collecting import entry_document
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.closed_case import BEGIN, HEAD, VERSION
from forensicdesk.lists.readers.collection import END, json_object
from forensicdesk.model import CLOSED_CASE, ItemFilter, Role, State
from forensicdesk.places import case_folder
from forensicdesk.signing.carried import copy_verified, write_signed
from forensicdesk.signing.keys import read_public

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import BinaryIO

    from forensicdesk.case.store import CaseStore
    from forensicdesk.decisions import Judgement
    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList
    from forensicdesk.signing.keys import UnitKey

KIND = "closed-cases"
"""What a signed file of them says that it holds."""

_FOLDER, _SUFFIX = "closed-cases", ".closed"
_LONGEST_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """One closed case of the index.

    Attributes:
        number: the unit's case number.
        id: `case_id` of the case.
        unit: whose case it is, "" if that was not said.
        as_of: when the last of it was decided, else when the case was made; UTC.
        list: the list that it is matched as.
    """

    number: str
    id: str
    unit: str
    as_of: str
    list: HashList


def add_case(library: Library, folder: Path, *, unit: str = "", now: datetime, actor: str) -> ClosedCase:
    """Put a closed case into the index; the case is only read. Added again, it gives a new version.

    Args:
        library: the workstation's lists.
        folder: the case.
        unit: whose case it is, for other sites.
        now: the time, with zone.
        actor: who reads the case.

    Raises:
        CaseError: the folder is no case, or has to be upgraded first.
        UsageError: nothing of it was analysed, or something is waiting still.
    """
    case = case_folder(folder)
    with open_case(case, writable=False, now=now, actor=actor) as store:
        pending, _ = store.reader.pending()
        if pending:
            msg = sentence(
                "{pending:,} items of the case {case} are not analysed yet; finish it first: forensicdesk process",
                pending=pending,
                case=case,
            )
            raise UsageError(msg)
        said = _newest_act(store) or store.reader.info().created_at
        head = {HEAD: VERSION, "number": store.reader.info().number, "id": case_id(case), "unit": unit.strip()}
        with _new_file(library) as (path, target):
            _write(target, store, head | {"as_of": said})
            return _take_in(library, path, now)


def closed_cases(library: Library) -> tuple[ClosedCase, ...]:
    """The closed cases of the index, every version, by name of their list.

    Raises:
        ListError: a stored list is damaged.
    """
    return tuple(_described(library, used) for used in library.lists() if used.format == CLOSED_CASE)


def find_case(library: Library, name: str) -> ClosedCase:
    """The newest version of a closed case by its number, `case_id`, or the name of its list.

    Raises:
        UsageError: there is none, or several cases have this number.
    """
    known = closed_cases(library)
    named = [one for one in known if name in {one.number, one.id, one.list.id, one.list.name}]
    if len({one.id for one in named}) > 1:
        msg = sentence(
            "Several closed cases have the number {name}; say which: {choices}.",
            name=name,
            choices=", ".join(sorted({one.id for one in named})),
        )
        raise UsageError(msg)
    if not named:
        there = ", ".join(sorted({one.number for one in known})) or "none"
        msg = sentence("The index holds no closed case {name}; it holds: {there}.", name=name, there=there)
        raise UsageError(msg)
    return named[-1]


def remove_case(library: Library, name: str) -> ClosedCase:
    """Take a closed case, every version, out of the index; gives the newest. Cases keep what they recorded of it.

    Raises:
        UsageError: see `find_case`.
    """
    found = find_case(library, name)
    for one in closed_cases(library):
        if one.id == found.id:
            library.remove(one.list.id)
            _file_of(library, one.list).unlink(missing_ok=True)
    return found


def export_cases(library: Library, out: Path, key: UnitKey, names: Sequence[str]) -> tuple[ClosedCase, ...]:
    """Write closed cases, the newest version of each, into one signed file; gives them.

    Args:
        library: the workstation's lists.
        out: the file; it must not exist.
        key: the unit's key, opened.
        names: which cases; () takes all.

    Raises:
        UsageError: a case is none, the index is empty, or there is something at `out`.
        EnvironmentProblem: the file cannot be written.
    """
    chosen = {one.id: one for one in ([find_case(library, name) for name in names] if names else closed_cases(library))}
    if not chosen:
        msg = sentence("The index holds no closed case; add one: forensicdesk index add CASE")
        raise UsageError(msg)
    try:
        with open(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:  # noqa: PTH123 - handle
            write_signed(target, KIND, [_file_of(library, one.list) for one in chosen.values()], key)
    except FileExistsError as error:
        msg = sentence("{out} exists already; choose another name.", out=out)
        raise UsageError(msg) from error
    except OSError as error:
        out.unlink(missing_ok=True)
        msg = sentence("The index cannot be written to {out}: {strerror}.", out=out, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    return tuple(chosen.values())


def import_cases(library: Library, file: Path, trusted: Sequence[Path], now: datetime) -> tuple[ClosedCase, ...]:
    """Take the closed cases of a signed file into the index; gives them.

    Args:
        library: the workstation's lists.
        file: the signed file.
        trusted: files of public keys (`NAME.pub`), of which one has to have signed it.
        now: the time, with zone.

    Raises:
        UsageError: the file is none, was altered, or signed by a key that is not trusted.
        EnvironmentProblem: a key cannot be read.
        ListError: what was signed is no closed case.
    """
    keys = [read_public(path) for path in trusted]
    with _new_file(library) as (path, target):
        copy_verified(file, KIND, keys, target)
        target.flush()
        return tuple(_take_all(library, path, now))


def lists_of_index(library: Library) -> tuple[HashList, ...]:
    """The newest list of each closed case."""
    return tuple({one.id: one.list for one in closed_cases(library)}.values())


# --- writing and reading the file of a case ---------------------------------------------------------------------------


def _write(target: BinaryIO, store: CaseStore, head: dict[str, object]) -> None:
    """One line for each content, in the order of its first item."""
    by_content = _by_content(store)
    if not by_content:
        msg = sentence(
            "The case {folder} holds no analysed picture or film, so there is nothing to keep of it.",
            folder=store.folder,
        )
        raise UsageError(msg)
    _line(target, head)
    written = set[int]()
    for item in store.reader.items(ItemFilter(states=(State.ANALYSED,))):
        if item.content_id in by_content and item.content_id not in written and item.analysis is not None:
            written.add(item.content_id)
            items, decisions = by_content[item.content_id]
            said = {"items": items, "decisions": sorted(decisions)}
            _line(target, entry_document(replace(item.analysis, features=None), "", "") | said)
    _line(target, {END: len(written)})
    target.flush()


def _line(target: BinaryIO, document: dict[str, object]) -> None:
    target.write(json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")


def _by_content(store: CaseStore) -> dict[int, tuple[int, set[tuple[str, str]]]]:
    """By content the number of its items, and what was decided of them by whom."""
    found: dict[int, tuple[int, set[tuple[str, str]]]] = {}
    for item in store.reader.items(ItemFilter(states=(State.ANALYSED,))):
        if item.content_id is not None and item.analysis is not None and item.analysis.digests is not None:
            items, decisions = found.get(item.content_id, (0, set()))
            found[item.content_id] = (items + 1, decisions | _decided(item.judgement))
    return found


def _decided(said: Judgement | None) -> set[tuple[str, str]]:
    made = said.decision if said else None
    return {(f"{made.code} {made.label}".strip(), made.examiner)} if made else set()


def _newest_act(store: CaseStore) -> str:
    """When the last thing was decided, "" if nothing was: so an unchanged case gives the same file."""
    return max((act.said_at for act in store.decisions.acts()), default="")


def _take_all(library: Library, path: Path, now: datetime) -> Iterator[ClosedCase]:
    """Each case of a payload as a file of its own, taken in."""
    with path.open("rb") as source:
        line = source.readline()
        while line:
            if not line.startswith(BEGIN.encode()):
                msg = sentence(
                    "The signed file holds something else than closed cases; nothing more was taken from it."
                )
                raise UsageError(msg)
            with _new_file(library) as (part, target):
                target.write(line)
                while (line := source.readline()) and not line.startswith(BEGIN.encode()):
                    target.write(line)
                target.flush()
                yield _take_in(library, part, now)


def _take_in(library: Library, path: Path, now: datetime) -> ClosedCase:
    """Import the file of a case as a list, and keep it."""
    head = _head(path)
    name = f"closed case {head['number']} ({head['id'][:8]})"
    used = library.import_file(path, role=Role.NEUTRAL, name=name, now=now, as_format=CLOSED_CASE)
    path.replace(_file_of(library, used))
    return _described(library, used)


def _described(library: Library, used: HashList) -> ClosedCase:
    """A closed case as its file says; by the list alone where that is gone."""
    path = _file_of(library, used)
    head = _head(path) if path.exists() else {"number": used.name, "id": used.issued_version}
    return ClosedCase(head["number"], head["id"], used.issuer, used.issued_at, used)


def _head(path: Path) -> dict[str, str]:
    with path.open("rb") as source:
        found = json_object(source.readline(_LONGEST_HEAD).decode("utf-8", "replace")) or {}
    number, identity = found.get("number"), found.get("id")
    if not isinstance(number, str) or not isinstance(identity, str) or not number.strip() or not identity:
        msg = sentence("{name} is no closed case that this version reads; nothing was taken from it.", name=path.name)
        raise UsageError(msg)
    return {"number": number, "id": identity}


def _file_of(library: Library, used: HashList) -> Path:
    return library.folder / _FOLDER / f"{used.sha256}{_SUFFIX}"


@contextmanager
def _new_file(library: Library) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in the folder of closed cases, which goes away unless it is moved."""
    folder = library.folder / _FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="adding-", suffix=".tmp", dir=folder)
    except OSError as error:
        msg = sentence("The folder {folder} cannot be written: {strerror}.", folder=folder, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    path = Path(name)
    try:
        with open(handle, "wb") as target:  # noqa: PTH123 - from a handle
            yield path, target
    finally:
        path.unlink(missing_ok=True)
