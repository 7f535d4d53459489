"""Over all samples of evidence that there are, the ledger adds up and every trouble is told in words for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.ledger import assert_adds_up, items_where
from tests.support.program import forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()
NAMES_A_FUNCTION = re.compile(r"\.cpp|_Con:|\btsk_|libtsk|\bpy[a-z]+_\w+:|\blib[a-z]+_\w+:|Traceback")

# The children's own tests cover single samples; test_ledger.py is the short sibling of this one.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(SHARED is None, reason="the further test material is not there"),
]


@pytest.mark.parametrize("folder", ["device", "forensic", "samples"])
def test_the_ledger_of_every_sample_adds_up(tmp_path: Path, folder: str) -> None:
    assert SHARED is not None
    case = tmp_path / "c.fdcase"
    (tmp_path / "passwords.txt").write_text("synth\n", encoding="ascii")
    assert forensicdesk(tmp_path, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0
    exhibits = sorted(SHARED.joinpath(folder).iterdir())
    assert forensicdesk(tmp_path, "add", case, *exhibits).returncode in {0, 1}
    order = ("--profile", "thorough", "--password-file", tmp_path / "passwords.txt")
    assert forensicdesk(tmp_path, "process", case, *order).returncode in {0, 1}

    ledger = assert_adds_up(tmp_path, case)

    assert (ledger["pending"], ledger["encrypted"]) == (0, 0)
    issues = [issue for item in items_where(tmp_path, case, "state=any") for issue in item["issues"]]
    assert issues
    assert not [issue for issue in issues if NAMES_A_FUNCTION.search(issue["detail"])]
    assert not [issue for issue in issues if issue["code"] in {"unexpected", "worker-died", "timed-out"}]
