"""Over all samples of evidence that there are: their known content is found, the ledger adds up, nothing changes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.evidence.opening import Opener
from forensicdesk.model import FILE_STEP, ItemFilter, State
from tests.flow.test_evidence_unchanged import contents_of, facts_of, keeps_access_times, without_access
from tests.forensicdesk.case.building import opened
from tests.support.known import CONTENT
from tests.support.ledger import assert_adds_up, items_where
from tests.support.program import forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.model import ItemRecord
    from tests.support.known import Known

SHARED = shared_data()
PASSWORDS = ("synth",)
NAMES_A_FUNCTION = re.compile(r"\.cpp|_Con:|\btsk_|libtsk|\bpy[a-z]+_\w+:|\blib[a-z]+_\w+:|Traceback")
WITHOUT_CONTENT = {State.EXCLUDED, State.NOT_MEDIA}

# The children's own tests cover single samples; test_ledger.py is the short sibling of this one.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(SHARED is None, reason="the further test material is not there"),
]


@dataclass(frozen=True, slots=True)
class Done:
    """One folder of samples, added and processed."""

    name: str
    home: Path
    case: Path
    evidence: Path
    before: tuple[Any, Any]


@pytest.fixture(scope="module", params=sorted(CONTENT))
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    assert SHARED is not None
    home = tmp_path_factory.mktemp(request.param)
    evidence, case = home / "evidence", home / "c.fdcase"
    shutil.copytree(SHARED / request.param, evidence)
    # On a writable disk, with rights to write: nothing but the program keeps the evidence as it is.
    for path in (evidence, *evidence.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    contents = contents_of(evidence)
    for path in evidence.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(1_600_000_000_000_000_001, path.stat().st_mtime_ns))
    before = facts_of(evidence), contents
    (home / "passwords.txt").write_text("\n".join(PASSWORDS), encoding="ascii")
    assert forensicdesk(home, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0
    assert forensicdesk(home, "add", case, *sorted(evidence.iterdir())).returncode in {0, 1}
    order = ("--profile", "thorough", "--password-file", home / "passwords.txt")
    assert forensicdesk(home, "process", case, *order).returncode in {0, 1}
    yield Done(request.param, home, case, evidence, before)
    shutil.rmtree(home)


def test_nothing_about_the_samples_changes(done: Done) -> None:
    assert forensicdesk(done.home, "case", "verify", done.case).returncode in {0, 1}
    facts, contents = done.before
    after = facts_of(done.evidence)
    if not keeps_access_times(done.home):
        facts, after = without_access(facts), without_access(after)
    assert after == facts
    assert contents_of(done.evidence) == contents


def test_what_is_known_to_be_in_the_samples_is_found(done: Done) -> None:
    known = CONTENT[done.name](done.evidence)
    store = opened(done.case, writable=False)
    items = {path_of(item): item for item in store.reader.items(ItemFilter(states=tuple(State)))}
    opener = Opener(PASSWORDS)

    differing = {
        path: said for path, one in known.items() if (said := difference(one, items.get(path), opener)) is not None
    }

    assert known
    assert differing == {}


def test_deleted_and_carved_is_only_what_is_known_to_be(done: Done) -> None:
    known = CONTENT[done.name](done.evidence)
    found = {
        path_of(item): item.origin.value
        for item in opened(done.case, writable=False).reader.items(ItemFilter(states=tuple(State)))
        if item.origin.value != "live" and item.state is not State.FAILED
    }
    assert found == {path: one.origin for path, one in known.items() if one.origin != "live"}


def test_the_ledger_of_every_sample_adds_up(done: Done) -> None:
    ledger = assert_adds_up(done.home, done.case)

    assert (ledger["pending"], ledger["encrypted"]) == (0, 0)
    issues = [issue for item in items_where(done.home, done.case, "state=any") for issue in item["issues"]]
    assert issues
    assert not [issue for issue in issues if NAMES_A_FUNCTION.search(issue["detail"])]
    assert not [issue for issue in issues if issue["code"] in {"unexpected", "worker-died", "timed-out"}]


def path_of(item: ItemRecord) -> str:
    """An item as the table of known content names it."""
    first, *inner = (step.path.decode("utf-8", "backslashreplace") for step in item.location.steps)
    assert item.location.steps[0].kind == FILE_STEP
    top = first if item.source.label == first else f"{item.source.label}/{first}"
    return " > ".join((top, *inner))


def difference(known: Known, item: ItemRecord | None, opener: Opener) -> str | None:
    """In words, what an item lacks of what is known of it; None if nothing."""
    if item is None:
        return "not found"
    if item.origin.value != known.origin:
        return f"is {item.origin.value}"
    if not known.names <= (names := {name.decode("utf-8", "backslashreplace") for name in item.names}):
        return f"has the names {names}"
    if not known.dates <= (dates := {fact.text for fact in item.dates} | {utc(item.modified_ns)}):
        return f"has the dates {dates}"
    return _content(known, item, opener)


def _content(known: Known, item: ItemRecord, opener: Opener) -> str | None:
    if not known.digest:
        return None if item.state in WITHOUT_CONTENT else f"is {item.state}"
    with opener.open(os.fsencode(item.source.path), item.location) as stream:
        data = stream.read()
    found = hashlib.md5(data, usedforsecurity=False).hexdigest(), hashlib.sha256(data).hexdigest()
    return None if known.digest in found else f"other bytes, {data[:40]!r}"


def utc(modified_ns: int | None) -> str:
    """A time of change as text, to the second."""
    return "" if modified_ns is None else str(datetime.fromtimestamp(modified_ns // 10**9, UTC))[:19]
