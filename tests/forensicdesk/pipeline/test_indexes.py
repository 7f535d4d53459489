"""What an index says of files beside it is kept with them, checked against their bytes, and compared with lists."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from typing import TYPE_CHECKING

from forensicdesk.model import CarriedValue, Origin, State
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.values import IssueCode, Recipe
from tests.forensicdesk.evidence.containers.reports import node, report, with_files
from tests.forensicdesk.pipeline.test_containers import account, analyse, by_path, walked
from tests.support.archives import tar_of
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

PHOTODNA = bytes(range(144))


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_a_report_inside_an_extraction(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    picture, other = jpeg(1), jpeg(2)
    nodes = [
        node("/DCIM/1.jpg", "files\\1.jpg", md5=md5(picture), number=1),
        node("/DCIM/copy.jpg", "files\\1.jpg", number=2),
        node("/trash/2.jpg", "files\\2.jpg", "Deleted", sha256="00" * 32, number=3),
        node("/notes.txt", "files\\notes.txt", sha256=hashlib.sha256(b"text").hexdigest(), number=4),
        node("/DCIM/3.jpg", None, number=5),
    ]
    with_files(
        evidence,
        {
            "files/1.jpg": picture,
            "files/2.jpg": other,
            "files/notes.txt": b"text",
            "report.xml": report(nodes).encode(),
        },
    )

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items, ledger, first = by_path(case), case.reader.ledger(), account(case)
    with walked(tmp_path / "again", evidence) as case:
        analyse(case, 1, stop_after=2)
        analyse(case, 1)
        assert account(case) == first

    assert items["files/1.jpg"].names == (b"/DCIM/1.jpg", b"/DCIM/copy.jpg")
    assert [(said.algorithm, said.agrees) for said in items["files/1.jpg"].stated] == [("md5", True)]
    assert items["files/2.jpg"].origin is Origin.DELETED
    assert [(said.algorithm, said.agrees) for said in items["files/2.jpg"].stated] == [("sha256", False)]
    # A note is neither picture nor film; it is read once more, since the report states its digest.
    assert items["files/notes.txt"].state is State.NOT_MEDIA
    assert [(said.algorithm, said.agrees) for said in items["files/notes.txt"].stated] == [("sha256", True)]
    missing = items["report.xml > /DCIM/3.jpg"]
    assert missing.issue is not None
    assert missing.issue.code is IssueCode.CONTENT_MISSING
    assert (ledger.seen, ledger.analysed, ledger.excluded, ledger.not_media, ledger.pending) == (5, 2, 1, 2, 0)


def test_the_digest_of_an_archive_is_checked_and_what_it_holds_is_kept(tmp_path: Path) -> None:
    evidence = tmp_path / "phone"
    archive = tar_of({"1.jpg": jpeg(1)})
    wrong = f"[Dumps]\nFileDump=a.tar\n[SHA256]\na.tar={'12' * 32}\nb.tar={hashlib.sha256(archive).hexdigest()}\n"
    with_files(evidence, {"a.tar": archive, "b.tar": archive, "x.ufd": wrong.encode()})

    with walked(tmp_path, evidence) as case:
        analyse(case)
        items = by_path(case)

    assert [said.agrees for said in items["a.tar"].stated] == [False]
    assert [said.agrees for said in items["b.tar"].stated] == [True]
    assert items["a.tar"].container == "tar"
    assert items["a.tar > 1.jpg"].state is State.ANALYSED


def test_photodna_of_another_program_goes_to_the_content(tmp_path: Path) -> None:
    evidence = tmp_path / "case"
    record = {"RelativeFilePath": "Media\\1.jpg", "PhotoDNA": base64.b64encode(PHOTODNA).decode(), "MD5": md5(jpeg(1))}
    context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
    document = {"@odata.context": context, "value": [{"Media": [record]}]}
    with_files(evidence, {"Media/1.jpg": jpeg(1), "Case.json": json.dumps(document).encode()})

    with walked(tmp_path, evidence) as case:
        analyse_pending(case, Recipe(), 1, lambda _: None, threading.Event())
        carried = list(case.reader.judgements.carried("photodna"))
        item = by_path(case)["Media/1.jpg"]

    assert item.content_id is not None
    assert carried == [CarriedValue(item.content_id, "photodna", PHOTODNA, "VICS case Case.json")]
    assert {said.algorithm: said.agrees for said in item.stated} == {"md5": True, "photodna": None}
