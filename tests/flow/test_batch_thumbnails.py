"""A batch keeps the thumbnails of its cases encrypted, with a passphrase that nothing of it holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.session import Session
from tests.flow.test_batch import state_of
from tests.support.evidence import write_picture
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct horse battery staple"  # noqa: S105 - of this test only
QUEUE = """
[batch]
formats = ["json"]
languages = ["en", "es"]
encrypt_thumbnails = true
thumbnails_passphrase_file = "secret"
[[job]]
name = "phone"
sources = ["evidence"]
"""


@pytest.mark.skipif(os.name != "posix", reason="who may read a file is kept elsewhere there")
def test_a_passphrase_from_a_file_that_nobody_else_reads_encrypts_and_is_kept_nowhere(tmp_path: Path) -> None:
    write_picture(tmp_path / "evidence" / "one.jpg", 1)
    secret, queue = tmp_path / "secret", tmp_path / "queue.toml"
    queue.write_text(QUEUE, encoding="utf-8")
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    secret.chmod(0o640)
    order = ("batch", queue, "--workers", 1, "--least-free", 0)

    refused = forensicdesk(tmp_path / "home", *order)
    [job] = state_of(tmp_path / "queue-batch")["jobs"]

    assert refused.returncode == 1
    assert (job["stage"], job["cause"]) == ("failed", "refused")
    assert job["said"].startswith(f"Others can read the passphrase in {secret};")

    secret.chmod(0o600)
    done = forensicdesk(tmp_path / "home", *order)

    assert done.returncode == 0, done.stderr
    assert len(state_of(tmp_path / "queue-batch")["jobs"][0]["reports"]) == 2
    for path in (tmp_path / "queue-batch").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in done.stdout + done.stderr
    with Session.open(tmp_path / "queue-batch" / "cases" / "phone.fdcase", writable=False) as session:
        assert session.locked
        with pytest.raises(UsageError):
            session.unlock("another passphrase")
        session.unlock(SECRET)
        assert not session.locked
