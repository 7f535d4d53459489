"""What an index says of files beside it is kept with them, checked against their bytes, and compared with lists."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from typing import TYPE_CHECKING

from forensicdesk.model import CarriedValue
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.values import Recipe
from tests.forensicdesk.evidence.containers.reports import with_files
from tests.forensicdesk.pipeline.test_containers import by_path, walked
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

PHOTODNA = bytes(range(144))


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


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
    assert {said.algorithm for said in item.stated} == {"md5", "photodna"}
