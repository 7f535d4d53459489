"""What the report's dialog collects is what the session writes, signs and puts on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.session import Session, new_key_files
from ui.report_request import ReportRequest, Signing, write_report

if TYPE_CHECKING:
    from tests.ui.reviewed import Reviewed

SECRET = "a long passphrase"  # noqa: S105 - of a key made here
TEMPLATE = Path(__file__).parents[2] / "docs" / "report-template"


def test_template_amendment_draft_media_and_key_reach_the_folder(reviewed: Reviewed, tmp_path: Path) -> None:
    key = tmp_path / "unit.key"
    new_key_files(key, SECRET)
    with Session.open(reviewed.case) as session:
        (first,) = write_report(session, ReportRequest(tmp_path / "first", ("json",), "statistics", "en"))
        asked = ReportRequest(
            tmp_path / "second",
            ("json", "vics"),
            "restricted",
            "en",
            template=TEMPLATE,
            amends=str(first.path),
            reason="The first one left out the laptop",
            certificate_draft=True,
            with_media=True,
            signing=Signing(key=key, key_passphrase=SECRET),
        )
        written = write_report(session, asked)
        with pytest.raises(UsageError, match="passphrase"):
            write_report(
                session, ReportRequest(tmp_path / "x", ("json",), "court", "en", signing=Signing(key, "wrong"))
            )

    folder = tmp_path / "second"
    assert (folder / "MANIFEST.json.sig").is_file()
    assert list(folder.glob("media-*.jpg"))
    said = json.loads(written[0].path.read_bytes())["report"]
    assert (said["amends"]["sha256"], said["amends"]["reason"]) == (first.sha256, "The first one left out the laptop")
    assert said["certificate"]
    assert said["unit"]["parties"]
    assert not (tmp_path / "x").exists()
