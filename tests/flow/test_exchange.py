"""The files for other programs, made by the program itself from files in folders and containers."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from typing import TYPE_CHECKING

from tests.support.pictures import jpeg
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


def test_every_picture_of_the_case_is_listed(tmp_path: Path) -> None:
    evidence, case, home = tmp_path / "phone", tmp_path / "case", tmp_path / "home"
    evidence.mkdir()
    (evidence / "one.jpg").write_bytes(jpeg(1))
    (evidence / "note.txt").write_text("no picture", encoding="utf-8")
    with tarfile.open(evidence / "a.tar", "w") as archive:
        for name, number in (("=two.jpg", 2), ("twin.jpg", 1)):
            member = tarfile.TarInfo(name)
            member.size = len(jpeg(number))
            archive.addfile(member, io.BytesIO(jpeg(number)))
    made = ("--format", "csv,vics,case-uco", "--json")

    assert forensicdesk(home, "run", evidence, "--case", case, "--report", tmp_path / "r", *made).returncode == 0
    items = [json.loads(line) for line in forensicdesk(home, "items", case, "--json").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r/report-court.csv").read_text("utf-8-sig"), newline="")))
    (vics,) = json.loads((tmp_path / "r/report-court.vics.json").read_bytes())["value"]
    graph = json.loads((tmp_path / "r/report-court.case-uco.jsonld").read_bytes())["@graph"]

    assert [int(row["item"]) for row in rows] == [item["item"] for item in items]
    assert [row["sha256"] for row in rows] == [item["digests"]["sha256"] for item in items]
    assert {(row["name"], row["safe"]) for row in rows} == {("one.jpg", ""), ("'=two.jpg", "'"), ("twin.jpg", "")}
    assert sorted(len(media["MediaFiles"]) for media in vics["Media"]) == [1, 2]
    assert sum(node["@type"] == "uco-observable:RasterPicture" for node in graph) == len(items) == 3
