"""A whole run keeps its thumbnails encrypted when asked to, and goes on only with the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.session import Session
from tests.support.evidence import write_picture
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_encrypts_its_thumbnails_and_continues_with_the_passphrase_only(tmp_path: Path) -> None:
    write_picture(tmp_path / "e" / "1.jpg", 1)
    secret, wrong, short = (tmp_path / name for name in ("secret", "wrong", "short"))
    secret.write_text("correct horse\n", encoding="utf-8")
    wrong.write_text("wrong horse\n", encoding="utf-8")
    short.write_text("short\n", encoding="utf-8")
    order = ("run", tmp_path / "e", "--case", tmp_path / "c", "--workers", 1, "--format", "json", "--json")
    encrypting = (*order, "--encrypt-thumbnails", "--thumbnails-passphrase-file")

    refused = forensicdesk(tmp_path, *encrypting, short)
    assert (refused.returncode, (tmp_path / "c.fdcase").exists()) == (2, False)
    assert forensicdesk(tmp_path, *encrypting, secret).returncode == 0
    with Session.open(tmp_path / "c", writable=False) as session:
        assert session.locked
        content = session.item(1).content_id
        assert content is not None
        assert session.thumbnail(content) is None
        session.unlock("correct horse")
        assert session.thumbnail(content) is not None

    for given, code in (((*encrypting, wrong), 2), (order, 2), ((*order, "--thumbnails-passphrase-file", secret), 0)):
        done = forensicdesk(tmp_path, *given)
        assert done.returncode == code, done.stderr
    assert document(done)["ledger"]["analysed"] == 1
