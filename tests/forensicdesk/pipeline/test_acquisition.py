"""Digests stated at acquisition are found, checked and kept; what differs blocks a report until a reason is given."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.account import Acquired, CheckResult
from forensicdesk.errors import EnvironmentProblem, Interrupted, UsageError
from forensicdesk.evidence.segments import segments_of
from forensicdesk.finding import Found
from forensicdesk.model import ItemFilter, Location, State, StatedHash, Step
from forensicdesk.session import Session
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.rehash import HashOrder, hash_files
from tests.forensicdesk.case.building import NOW
from tests.support.archives import tar_of
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.events import Event


def ignore(_event: Event) -> None:
    """A listener that hears nothing."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    with Session.create(tmp_path / "c", "Case 2026-001", "Examiner A") as made:
        yield made


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    root = tmp_path / "phone"
    (root / "sub").mkdir(parents=True)
    (root / "backup.tar").write_bytes(tar_of({"one.jpg": jpeg(1)}))
    (root / "sub" / "two.jpg").write_bytes(jpeg(2))
    (root / "note.txt").write_bytes(b"text")
    return root


def results(session: Session) -> dict[tuple[str, str, str], str]:
    return {
        (one.location.steps[-1].path.decode(), one.algorithm, one.said_by): one.result.value
        for one in session.acquired()
    }


def test_side_files_beside_and_in_a_folder_are_checked(session: Session, phone: Path) -> None:
    tar = (phone / "backup.tar").read_bytes()
    (phone / "backup.tar.sha256").write_text(f"{sha256(tar)}  backup.tar\n", encoding="ascii")
    (phone / "backup.tar.txt").write_text(f"MD5 (backup.tar) = {'0' * 32}\n", encoding="ascii")
    (phone / "SHA256SUMS").write_text(f"{sha256(jpeg(2))}  ./sub/two.jpg\n{'1' * 64}  gone.jpg\n", encoding="ascii")
    phone.with_name("phone.sha1").write_text(
        f"{hashlib.sha1(b'text', usedforsecurity=False).hexdigest()} *phone/note.txt\n", encoding="ascii"
    )

    session.add_source(phone, ignore)

    assert results(session) == {
        ("backup.tar", "sha256", "backup.tar.sha256"): "ok",
        ("backup.tar", "md5", "backup.tar.txt"): "differs",
        ("sub/two.jpg", "sha256", "SHA256SUMS"): "ok",
        ("gone.jpg", "sha256", "SHA256SUMS"): "unreadable",
        ("note.txt", "sha1", "phone.sha1"): "ok",
    }


def test_side_files_deeper_in_a_folder_are_evidence_and_no_word_about_it(session: Session, phone: Path) -> None:
    (phone / "sub" / "two.jpg.md5").write_text("0" * 32, encoding="ascii")
    (phone / "note.txt.md5.bak").write_text("0" * 32, encoding="ascii")

    session.add_source(phone, ignore)

    assert session.acquired() == ()
    assert session.sources()[0].checked


def test_a_side_file_beside_a_single_file_is_checked(session: Session, phone: Path) -> None:
    (phone / "backup.tar.sha256").write_text(sha256((phone / "backup.tar").read_bytes()), encoding="ascii")

    session.add_source(phone / "backup.tar", ignore)

    [one] = session.acquired()
    assert one.result is CheckResult.OK
    assert one.computed == one.stated == hashlib.sha256((phone / "backup.tar").read_bytes()).digest()


def test_a_side_file_without_a_digest_is_on_record(session: Session, phone: Path) -> None:
    (phone / "backup.tar.md5").write_text("see the other folder", encoding="ascii")

    session.add_source(phone, ignore)

    [record] = [one for one in session._store.audit.records() if one.action == "acquisition checked"]
    assert "states no digest" in dict(record.detail)["trouble"]


def test_a_mismatch_blocks_a_report_until_a_reason_is_given(session: Session, phone: Path, tmp_path: Path) -> None:
    (phone / "backup.tar.sha256").write_text("0" * 64, encoding="ascii")
    session.add_source(phone, ignore)
    session.process(ignore, workers=1)

    with pytest.raises(UsageError, match=r"backup\.tar does not have the SHA256 that backup\.tar\.sha256 states"):
        session.report(tmp_path / "r", ("json",))
    assert not (tmp_path / "r").exists()
    session.report(tmp_path / "r", ("json", "html"), accept_mismatch="the copy was cut, see note 3")

    said = json.loads((tmp_path / "r" / "report-court.json").read_bytes())["report"]["acquisition"]
    assert said["accepted"] == "the copy was cut, see note 3"
    assert [one["result"] for one in said["digests"]] == ["differs"]
    page = (tmp_path / "r" / "report-court.html").read_text(encoding="utf-8")
    assert "THE EVIDENCE IS NOT WHAT WAS ACQUIRED" in page
    assert "the copy was cut, see note 3" in page
    [record] = [one for one in session._store.audit.records() if one.action == "mismatch accepted"]
    assert dict(record.detail)["reason"] == "the copy was cut, see note 3"


def test_a_check_that_is_skipped_is_kept_with_its_reason_and_blocks_nothing(
    session: Session, phone: Path, tmp_path: Path
) -> None:
    (phone / "backup.tar.sha256").write_text("0" * 64, encoding="ascii")

    session.add_source(phone, ignore, skip_hash_check="checked by the laboratory")

    [one] = session.acquired()
    assert (one.result, one.reason, one.computed) == (CheckResult.SKIPPED, "checked by the laboratory", None)
    [record] = [one for one in session._store.audit.records() if one.action == "acquisition check skipped"]
    assert dict(record.detail)["reason"] == "checked by the laboratory"
    assert session.report(tmp_path / "r", ("json",))


def test_an_interrupted_check_is_made_when_the_exhibit_is_next_worked_on(session: Session, phone: Path) -> None:
    (phone / "backup.tar.sha256").write_text("0" * 64, encoding="ascii")
    stop = threading.Event()

    session.add_source(phone, lambda _event: stop.set(), stop)
    assert session.acquired() == ()
    session.process(ignore, workers=1)

    assert [one.result for one in session.acquired()] == [CheckResult.DIFFERS]


def test_verifying_computes_acquisition_digests_again(session: Session, phone: Path) -> None:
    (phone / "backup.tar.sha256").write_text(sha256((phone / "backup.tar").read_bytes()), encoding="ascii")
    session.add_source(phone, ignore)
    session.process(ignore, workers=1)
    assert session.verify(ignore) == ()

    content = bytearray((phone / "backup.tar").read_bytes())
    content[-1] ^= 1  # in the padding, which no item has
    (phone / "backup.tar").write_bytes(content)

    [problem] = session.verify(ignore)
    assert "the evidence is not what was acquired" in problem.what
    assert problem.where == "phone: backup.tar"


def test_verifying_stops_on_request(session: Session, phone: Path) -> None:
    session.add_source(phone, ignore)
    session.process(ignore, workers=1)
    stop = threading.Event()
    stop.set()

    with pytest.raises(Interrupted):
        session.verify(ignore, stop=stop)


def test_an_exhibit_that_changed_is_named_before_anything_of_it_is_read(session: Session, phone: Path) -> None:
    session.add_source(phone / "backup.tar", ignore)
    os.utime(phone / "backup.tar", ns=(1, 1))
    with pytest.raises(EnvironmentProblem, match=r"backup\.tar is not what it was .* another time of change"):
        session.process(ignore, workers=1)
    (phone / "backup.tar").write_bytes(b"short")
    with pytest.raises(EnvironmentProblem, match=r"has 5 bytes|has 5 now|and has 5"):
        session.process(ignore, workers=1)
    (phone / "backup.tar").unlink()
    with pytest.raises(EnvironmentProblem, match="is missing"):
        session.process(ignore, workers=1)

    assert session.ledger().pending == 1


def test_a_missing_segment_is_named(session: Session, phone: Path) -> None:
    for number in (1, 2):
        (phone / f"image.00{number}").write_bytes(bytes(1000))
    session.add_source(phone / "image.001", ignore)
    (phone / "image.002").unlink()

    with pytest.raises(EnvironmentProblem, match=r"its file image\.002 is missing"):
        session.process(ignore, workers=1)


def test_segments_are_told_by_their_names() -> None:
    names = [
        b"a.E01",
        b"a.E02",
        b"a.E99",
        b"a.EAA",
        b"a.txt",
        b"b.E02",
        b"a.E01.txt",
        b"x.vmdk",
        b"x-s001.vmdk",
        b"y.vmdk",
    ]

    assert segments_of(b"a.E01", names) == (b"a.E01", b"a.E02", b"a.E99", b"a.EAA")
    assert segments_of(b"a.E01", [b"a.E01", b"a.E02", b"a.exe"]) == (b"a.E01", b"a.E02")
    assert segments_of(b"x.vmdk", [b"x.vmdk", b"x-s001.vmdk", b"y.vmdk"]) == (b"x-s001.vmdk", b"x.vmdk")
    assert segments_of(b"photo.jpg", [b"photo.jpg", b"photo.txt"]) == (b"photo.jpg",)
    assert segments_of(b"d.001", [b"d.001", b"d.002", b"d.010", b"d.txt"]) == (b"d.001", b"d.002", b"d.010")


def test_files_at_any_depth_are_hashed_in_order(tmp_path: Path) -> None:
    contents = {f"{number}.bin": os.urandom(1000 + 70_000 * (number % 5)) for number in range(40)}
    inner = tar_of(contents)
    (tmp_path / "a.tar").write_bytes(tar_of({"inner.tar": inner}))
    root, tar = os.fsencode(tmp_path), Step("file", b"a.tar")
    place = 512
    inside = Step("tar", b"inner.tar", b"%d+%d" % (place, len(inner)))
    orders = [
        HashOrder(number, root, Location((tar, inside, Step("tar", name.encode()))), len(content), ("md5", "sha256"))
        for number, (name, content) in enumerate(contents.items())
    ]
    orders.append(HashOrder(40, root, Location((Step("file", b"none"),)), 0, ("md5",)))
    read = 0

    def count(size: int) -> None:
        nonlocal read
        read += size

    with closing(hash_files(orders, 3, Limits(), threading.Event(), count)) as found:
        hashed = list(found)

    assert [one.number for one in hashed] == list(range(41))
    assert [dict(one.digests)["sha256"] for one in hashed[:40]] == [
        hashlib.sha256(content).digest() for content in contents.values()
    ]
    assert hashed[40].trouble == "is missing"
    assert read == sum(map(len, contents.values()))


def test_what_was_checked_at_acquisition_is_not_read_for_its_digest_again(session: Session, phone: Path) -> None:
    """An image that states the digest of its content: the reader gives it as an entry with a stated digest."""
    source = session.add_source(phone, ignore)
    writer = session._store.writer
    assert writer is not None
    top = Location((Step("file", b"backup.tar"),))
    inside = Location((*top.steps, Step("tar", b"disk", b"0+10")))
    check = Acquired(
        source.id, inside, "md5", b"m" * 16, b"m" * 16, "image", CheckResult.OK, "", "2026-01-31T09:30:00Z"
    )
    writer.record_acquisition(source.id, [check], NOW)
    [index] = [item for item in session.items(ItemFilter(states=tuple(State))) if item.location == top]
    stated = (StatedHash("md5", b"m" * 16, "image"), StatedHash("sha1", b"s" * 20, "image"))
    writer.record_listed(index.id, [Found(inside, 10, None, stated=stated)])

    [disk] = [item for item in session.items(ItemFilter(states=tuple(State))) if item.location == inside]
    assert {one.algorithm: one.agrees for one in disk.stated} == {"md5": True, "sha1": None}
    assert {job.location: job.digest for job in session._store.reader.pending_jobs(10)}[inside]
