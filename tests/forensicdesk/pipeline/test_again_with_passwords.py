"""What was encrypted is tried again when passwords are given, and interruptions change nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from forensicdesk.events import ItemsStored
from forensicdesk.model import State
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.values import Recipe
from tests.forensicdesk.evidence.containers.androidbackups import PASSWORD as AB_PASSWORD
from tests.forensicdesk.evidence.containers.androidbackups import make_ab
from tests.forensicdesk.evidence.containers.backups import PASSWORD, Made, make_backup
from tests.forensicdesk.pipeline.test_containers import account, by_path, walked
from tests.support.archives import tar_of
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    make_backup(folder / "ios", [Made("D", f"{number}.jpg", jpeg(number)) for number in range(3)], encrypt=True)
    (folder / "a.ab").write_bytes(make_ab(tar_of({"1.jpg": jpeg(4), "2.jpg": jpeg(5)}), password=AB_PASSWORD))
    (folder / "z.jpg").write_bytes(jpeg(6))
    return folder


def process(case: CaseStore, passwords: tuple[str, ...] = (), stop_after: int | None = None) -> None:
    stop = threading.Event()
    seen = 0

    def listener(event: Event) -> None:
        nonlocal seen
        seen += len(event.item_ids) if isinstance(event, ItemsStored) else 0
        if stop_after is not None and seen >= stop_after:
            stop.set()

    analyse_pending(case, Recipe(), 1, listener, stop, passwords=passwords)


@pytest.mark.parametrize("stop_after", [1, 4])
def test_an_interrupted_second_run_comes_to_the_same(tmp_path: Path, evidence: Path, stop_after: int) -> None:
    passwords = ("no", PASSWORD, AB_PASSWORD)
    with walked(tmp_path / "one", evidence) as case:
        process(case)
        before = account(case)
        process(case, passwords)
        expected = account(case)

    with walked(tmp_path / "two", evidence) as case:
        process(case)
        process(case, passwords, stop_after)
        process(case, passwords)
        assert account(case) == expected

    states = {state for _, _, state, _, _ in expected}
    assert states == {State.ANALYSED.value, State.NOT_MEDIA.value}
    assert {(number, place) for number, place, *_ in before} <= {(number, place) for number, place, *_ in expected}


def test_a_wrong_password_leaves_what_is_known(tmp_path: Path, evidence: Path) -> None:
    with walked(tmp_path / "one", evidence) as case:
        process(case)
        expected = account(case)
        process(case, ("wrong",))
        assert account(case) == expected
        items = by_path(case)

    for name in ("ios/Manifest.db", "a.ab"):
        assert items[name].state is State.ENCRYPTED
        issue = items[name].issue
        assert issue is not None
        assert "no password that was given" in issue.detail
