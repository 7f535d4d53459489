"""Pictures in documents, mail, caches and databases become items, read in child processes as they are confined."""

from __future__ import annotations

import base64
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pikepdf
import pytest

from forensicdesk.model import State
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.digests import digest
from hashing.values import IssueCode, Recipe
from tests.forensicdesk.evidence.containers.test_mail import message
from tests.forensicdesk.evidence.containers.test_ole import attachment, outlook, thumbs, with_head
from tests.forensicdesk.evidence.containers.test_pdf import image, page_with
from tests.forensicdesk.evidence.containers.test_rtf_vcard import card, folded, picture, text_with
from tests.forensicdesk.evidence.containers.test_thumbcache import TEN, cache
from tests.forensicdesk.pipeline.test_containers import by_path, walked
from tests.support.compound import compound_file
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


def pdf_with(path: Path, *numbers: int, user: str = "") -> None:
    pdf = pikepdf.new()
    page_with(pdf, *(image(pdf, jpeg(number), Filter=pikepdf.Name.DCTDecode) for number in numbers))
    pdf.save(path, encryption=pikepdf.Encryption(user=user, owner="o") if user else False)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    pdf_with(folder / "a.pdf", 1, 2)
    pdf_with(folder / "locked.pdf", 1, user="x")
    inner = message(deep=(folder / "a.pdf").read_bytes())
    (folder / "b.eml").write_bytes(message(one=jpeg(3)).as_bytes())
    (folder / "c.mbox").write_bytes(b"From a Thu Jan  1 12:00:00 2026\n" + inner.as_bytes())
    (folder / "d.msg").write_bytes(compound_file(outlook(attachment(0, "m.jpg", jpeg(4)))))
    (folder / "Thumbs.db").write_bytes(compound_file(thumbs({1: "t.jpg"}, {1: with_head(jpeg(5))})))
    (folder / "thumbcache_96.db").write_bytes(cache(TEN, [("aa", jpeg(6))]))
    (folder / ".thumbdata3").write_bytes(bytes(900) + jpeg(7) + bytes(900) + jpeg(8))
    (folder / "e.rtf").write_bytes(text_with(picture(jpeg(9))))
    (folder / "f.vcf").write_bytes(card("A", "PHOTO;ENCODING=b:" + folded(jpeg(10))).encode())
    (folder / "g.html").write_bytes(b'<html><img src="data:image/jpeg;base64,' + base64.b64encode(jpeg(11)) + b'">')
    with closing(sqlite3.connect(folder / "h.db")) as database:
        database.execute("CREATE TABLE t (b)")
        database.execute("INSERT INTO t VALUES (?)", (jpeg(12),))
        database.commit()
    return folder


@pytest.mark.parametrize("blobs", [False, True])
def test_every_picture_in_every_kind_of_document_is_an_item(tmp_path: Path, evidence: Path, blobs: bool) -> None:
    with walked(tmp_path / "case", evidence) as case:
        analyse_pending(case, Recipe(blobs=blobs), 2, lambda _: None, threading.Event())
        items = by_path(case)
        ledger = case.reader.ledger()

    found = {path: item for path, item in items.items() if item.state is State.ANALYSED}
    expected = {
        "a.pdf > page 1, image 1.jpg": 1, "a.pdf > page 1, image 2.jpg": 2, "b.eml > one.jpg": 3,
        "c.mbox > message 1/deep.jpg > page 1, image 1.jpg": 1, "c.mbox > message 1/deep.jpg > page 1, image 2.jpg": 2,
        "d.msg > m.jpg": 4, "Thumbs.db > t.jpg": 5, "thumbcache_96.db > aa.jpg": 6, ".thumbdata3 > picture 1.jpg": 7,
        ".thumbdata3 > picture 2.jpg": 8, "e.rtf > picture 1.jpg": 9, "f.vcf > contact 1, A/photo.jpg": 10,
        "g.html > data URI 1.jpg": 11, **({"h.db > t/1/b.jpg": 12} if blobs else {}),
    }  # fmt: skip
    digests = {path: item.analysis.digests for path, item in found.items() if item.analysis}
    assert digests == {path: digest([jpeg(number)]) for path, number in expected.items()}
    locked = items["locked.pdf"]
    assert locked.state is State.ENCRYPTED
    assert locked.issue is not None
    assert locked.issue.code is IssueCode.ENCRYPTED
    assert (ledger.pending, ledger.failed, ledger.encrypted) == (0, 0, 1)
