"""Any single byte of a closed case or of a signed report folder that is changed is noticed and located."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.audit import verify_log
from forensicdesk.pipeline.checksums import verify_report
from forensicdesk.pipeline.recordcheck import check_record
from forensicdesk.pipeline.trust import Trust
from forensicdesk.pipeline.verify import verify_path
from forensicdesk.reporting.added import Added
from forensicdesk.session import Session
from forensicdesk.signing.certificate import open_certificate
from forensicdesk.signing.finish import Finish
from forensicdesk.signing.keys import new_key_files, open_key
from forensicdesk.signing.stamping import Stamper
from reports.beside import VERIFIER
from reports.render import FORMATS
from tests.forensicdesk.case.building import ACTOR, NOW
from tests.forensicdesk.signing.making import PASSPHRASE, TODAY, authority, p12
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.signing.keys import UnitKey

SEED = 20260131
FLIPS = 15
"""So many bytes of each file are changed, one at a time; `make soak` changes many more."""

NOT_PART_OF_THE_CASE = {"lock"}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> UnitKey:
    path = tmp_path_factory.mktemp("key") / "unit.key"
    new_key_files(path, PASSPHRASE)
    return open_key(path, PASSPHRASE)


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory, key: UnitKey) -> Iterator[Finish]:
    """All that a report can be finished with: key, certificate, time stamps."""
    path = tmp_path_factory.mktemp("certificate") / "unit.p12"
    path.write_bytes(p12())
    with authority() as url:
        stamper = Stamper(url)
        yield Finish(key=key, certificate=open_certificate(path, PASSPHRASE, TODAY), stamper=stamper)
        stamper.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, key: UnitKey, proofs: Finish) -> tuple[Path, Path, Path]:
    """A case with a checkpoint, closed, its signed report in every format, and one with media and all proofs."""
    root = tmp_path_factory.mktemp("made")
    (root / "evidence").mkdir()
    for number in range(3):
        (root / "evidence" / f"{number}.jpg").write_bytes(jpeg(number))
    with Session.create(root / "case", "2026-001", "Examiner A", clock=lambda: NOW) as session:
        session.add_source(root / "evidence", lambda _: None)
        session.process(lambda _: None, workers=1)
        leave_free_pages(session.folder / "case.db")
        session.report(root / "report", FORMATS, added=Added(finish=Finish(key=key)))
        proved = Added(finish=proofs, with_media=True)
        session.report(root / "proved", ("pdf", "vics"), variant="restricted", added=proved)
        return session.folder, root / "report", root / "proved"


def leave_free_pages(database: Path) -> None:
    """Pages of a database that hold nothing any more, as after many deletions."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE gone (data BLOB)")
        connection.execute("INSERT INTO gone VALUES (zeroblob(40000))")
        connection.execute("DROP TABLE gone")


def problems(path: Path, key: UnitKey) -> list[str]:
    """What `verify` says; of a case what it says of the record, without reading the evidence each time."""
    trust, log = Trust(key.public), path / "audit.jsonl"
    found = (*verify_log(log), *check_record(path, trust)) if log.exists() else verify_report(path, trust)
    return [f"{problem.where}: {problem.what}" for problem in found]


def files_of(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return [name for name in names if name not in NOT_PART_OF_THE_CASE and (folder / name).stat().st_size]


def flipped(path: Path, chance: random.Random) -> int:
    """Change one byte of a file where it lies; gives its place."""
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= chance.randrange(1, 256)
    path.write_bytes(content)
    return place


def locates(said: list[str], name: str, place: int, line: int) -> bool:
    """Whether the sentences name the file, and the place in it as exactly as can be."""
    about = [text for text in said if text.startswith(name)]
    if name == "audit.jsonl":
        return any(text.startswith((f"{name}, line {line}:", f"{name}, line {line + 1}:")) for text in about)
    if name.endswith(".db"):
        ranges = [re.match(rf"{re.escape(name)}, bytes (\d+) to (\d+):", text) for text in about]
        return any(found and int(found[1]) <= place <= int(found[2]) for found in ranges)
    if name.endswith(".pages"):
        return f"{name}, byte {place}: the list of page digests was altered" in about
    if name == "SHA256SUMS":  # a changed sum of what no manifest lists looks like a change of that file
        return any(text.startswith((f"{name}, line {line}:", "MANIFEST.json", "unit-key.pub")) for text in said)
    return bool(about) or (name.endswith(".sig") and any(text.startswith(name[:-4]) for text in said))


def try_flips(folder: Path, key: UnitKey, flips: int) -> int:
    chance, tried = random.Random(SEED), 0  # noqa: S311 - a test that can be repeated
    for name in files_of(folder):
        path = folder / name
        whole = path.read_bytes()
        for _ in range(flips):
            place = flipped(path, chance)
            said = problems(folder, key)
            path.write_bytes(whole)
            line = whole[:place].count(b"\n") + 1
            assert locates(said, name, place, line), (name, place, said)
            tried += 1
    assert problems(folder, key) == []
    return tried


def test_each_flipped_byte_of_a_report_of_every_format_is_located(made: tuple[Path, Path, Path], key: UnitKey) -> None:
    assert try_flips(made[1], key, FLIPS) >= FLIPS * (len(FORMATS) + 5)


def test_each_flipped_byte_of_a_report_with_media_certificate_and_time_stamp_is_located(
    made: tuple[Path, Path, Path], key: UnitKey
) -> None:
    names = files_of(made[2])

    assert sum(name.startswith("media-") for name in names) == 3
    assert {"MANIFEST.json.tst", "MANIFEST.json.sig", "report-restricted.pdf"} <= set(names)
    assert try_flips(made[2], key, 4) == 4 * len(names)


def test_one_flipped_byte_of_every_page_of_the_databases_is_located(
    made: tuple[Path, Path, Path], tmp_path: Path, key: UnitKey
) -> None:
    """Free pages too: a digest is kept of each page, whatever SQLite has in it."""
    copy = tmp_path / "case.fdcase"
    shutil.copytree(made[0], copy)
    chance, free = random.Random(SEED), 0  # noqa: S311 - a test that can be repeated
    for name in ("case.db", "thumbnails.db"):
        path, whole = copy / name, (copy / name).read_bytes()
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            free += connection.execute("PRAGMA freelist_count").fetchone()[0]
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        for begin in range(0, len(whole), size):
            place = begin + chance.randrange(size)
            path.write_bytes(whole[:place] + bytes([whole[place] ^ chance.randrange(1, 256)]) + whole[place + 1 :])
            assert locates(problems(copy, key), name, place, 0), (name, place)
        path.write_bytes(whole)
    assert problems(copy, key) == []
    assert free


def test_each_flipped_byte_of_a_closed_case_is_located(made: tuple[Path, Path, Path], key: UnitKey) -> None:
    names = files_of(made[0])

    assert {"audit.jsonl", "case.db", "thumbnails.db", "seal.json", "case.db.pages"} <= set(names)
    assert try_flips(made[0], key, FLIPS) == FLIPS * len(names)
    assert verify_path(made[0], lambda _: None, now=NOW, actor=ACTOR) == ()


@pytest.mark.soak
def test_a_thousand_flipped_bytes_are_located(made: tuple[Path, Path, Path], key: UnitKey) -> None:
    assert try_flips(made[0], key, 60) + try_flips(made[1], key, 60) > 1000


def test_the_checker_beside_the_report_finds_each_flipped_byte_but_its_own(
    made: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated
    copy = tmp_path / "report"
    shutil.copytree(made[1], copy)
    for name in files_of(copy):
        if name == VERIFIER:
            continue
        whole = (copy / name).read_bytes()
        flipped(copy / name, chance)
        command = [sys.executable, "-I", "-S", str(copy / VERIFIER), "--log", str(made[0] / "audit.jsonl")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        (copy / name).write_bytes(whole)
        assert done.returncode in (1, 2), (name, done.stdout)
        assert name == "SHA256SUMS" or done.returncode == 2 or name in done.stdout


def test_a_thumbnail_that_was_exchanged_is_noticed(made: tuple[Path, Path, Path], tmp_path: Path, key: UnitKey) -> None:
    copy = tmp_path / "case.fdcase"
    shutil.copytree(made[0], copy)
    with closing(sqlite3.connect(copy / "thumbnails.db")) as connection, connection:
        connection.execute("UPDATE thumbnails SET preview = mosaic")

    assert any("thumbnails.db, bytes" in text for text in problems(copy, key))


def test_a_log_that_was_written_anew_with_everything_else_is_caught_by_a_report_that_left(
    made: tuple[Path, Path, Path], tmp_path: Path, key: UnitKey
) -> None:
    with Session.create(tmp_path / "other", "2026-001", "Examiner A", clock=lambda: NOW) as session:
        other = session.folder

    def seen_from(report: Path) -> list[str]:
        trust = Trust(key.public, report / "MANIFEST.json")
        return [problem.what for problem in verify_path(other, lambda _: None, now=NOW, actor=ACTOR, trust=trust)]

    assert len(seen_from(made[1])) == 1
    assert "its end was cut off" in seen_from(made[1])[0] or "another case" in seen_from(made[1])[0]
