"""From an extraction of a phone to a report that names its paths on the phone and what does not agree."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

from tests.forensicdesk.evidence.containers.reports import node, report
from tests.support.pictures import jpeg
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


def test_the_report_of_a_phone(tmp_path: Path) -> None:
    picture = jpeg(1)
    nodes = [
        node("/DCIM/1.jpg", "files\\Image\\1.jpg", "Deleted", sha256="00" * 32, number=1),
        node("/trash/1.jpg", "files\\Image\\1.jpg", "Deleted", number=2),
    ]
    with zipfile.ZipFile(tmp_path / "phone.ufdr", "w") as archive:
        archive.writestr("report.xml", report(nodes))
        archive.writestr("files/Image/1.jpg", picture)
    (tmp_path / "list.txt").write_text(hashlib.sha256(picture).hexdigest() + "\n")

    done = forensicdesk(
        tmp_path, "run", tmp_path / "phone.ufdr", "--case", tmp_path / "a.fdcase", "--list",
        f"{tmp_path / 'list.txt'}:notable", "--report", tmp_path / "out", "--format", "json,html", "--json",
    )  # fmt: skip

    assert document(done)["matches"]["exact"] == 1, done.stderr
    written = json.loads(next((tmp_path / "out").glob("*.json")).read_bytes())
    (item,) = written["report"]["items"]
    assert (item["origin"], item["names"]) == ("deleted", ["/DCIM/1.jpg", "/trash/1.jpg"])
    assert item["stated"] == [["sha256", "00" * 32, "report of the extraction", "differs"]]
    page = next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    assert "/trash/1.jpg" in page
    assert "DIFFERS" in page
