"""Whatever is written into a case or a report is for its owner only, and put in place whole."""

from __future__ import annotations

import ast
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.reporting.added import Added
from forensicdesk.session import Finish, Session
from forensicdesk.signing.keys import new_key_files, open_key
from reports.render import FORMATS
from tests.architecture.sources import modules
from tests.forensicdesk.case.building import NOW
from tests.forensicdesk.signing.making import PASSPHRASE
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

MAY_WRITE = {
    "forensicdesk/whole.py": "the one place: a temporary file, fsync, rename, fsync of the folder",
    "forensicdesk/case/audit.py": "appends one line by one call, then fsync",
    "forensicdesk/case/lock.py": "holds no data of the case",
    "forensicdesk/case/sqlite.py": "an empty database of mode 0600, filled with synchronous=FULL; copies, then renamed",
    "forensicdesk/reporting/copies.py": "copies of media: a temporary file, fsync, rename once its bytes are proved",
    "reports/xlsx.py": "entries of an archive that is made in memory",
}
"""The modules below that may open a file for writing, and how each keeps it whole."""

WRITING = {"write_bytes", "write_text", "mkstemp", "NamedTemporaryFile", "O_CREAT", "O_WRONLY", "O_RDWR"}


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are those of their folder there")
def test_every_file_of_case_and_report_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        (tmp_path / "evidence").mkdir()
        (tmp_path / "evidence" / "1.jpg").write_bytes(jpeg(1))
        new_key_files(tmp_path / "unit.key", PASSPHRASE)
        key = open_key(tmp_path / "unit.key", PASSPHRASE)
        with Session.create(tmp_path / "case", "2026-001", "Examiner A", clock=lambda: NOW) as session:
            session.add_source(tmp_path / "evidence", lambda _: None)
            session.process(lambda _: None, workers=1)
            session.report(tmp_path / "report", FORMATS, added=Added(finish=Finish(key=key)))
            open_modes = modes(session.folder)
        closed, report = modes(session.folder), modes(tmp_path / "report")
    finally:
        os.umask(before)

    assert len(open_modes) > 5
    assert len(report) > len(FORMATS)
    assert {mode for found in (open_modes, closed, report) for mode in found.values()} == {0o600, 0o700}


def modes(folder: Path) -> dict[str, int]:
    return {str(path): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_case_report_and_signing_write_files_in_known_ways_only() -> None:
    folders = (
        "forensicdesk/case",
        "forensicdesk/reporting",
        "forensicdesk/signing",
        "forensicdesk/pipeline",
        "reports",
    )
    found = {module.name for module in modules(*folders) if writes(module.tree)}

    assert found == set(MAY_WRITE) - {"forensicdesk/whole.py"}


def writes(tree: ast.Module) -> bool:
    """Whether the module opens a file for writing by any of the usual ways."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WRITING:
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "open":
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if any(set(text) & set("wax+") and len(text) <= 3 for text in texts):
                return True
    return False
