"""Extractions and backups are read as well where they lie in an archive as in a folder."""

from __future__ import annotations

import io
import tarfile
import threading
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.finding import Told
from forensicdesk.model import FILE_STEP, Location, State, Step
from forensicdesk.pipeline.analyse import analyse_pending
from hashing.values import Recipe
from tests.forensicdesk.evidence.containers.backups import PASSWORD, Made, make_backup, make_database
from tests.forensicdesk.pipeline.test_containers import by_path, walked
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


def packed(folder: Path, archive: Path) -> Path:
    """The folder in a zip or tar archive, under its own name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive, "w") as zipped:
            for path in files:
                zipped.write(path, path.relative_to(folder.parent))
    else:
        with tarfile.open(archive, "w") as tarred:
            for path in files:
                tarred.add(path, path.relative_to(folder.parent))
    return archive


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_a_backup_in_an_archive(tmp_path: Path, ending: str) -> None:
    evidence = tmp_path / "phone"
    evidence.mkdir()
    files = [Made("D", "1.jpg", jpeg(1)), Made("D", "gone.jpg", b"", stored=False)]
    make_backup(tmp_path / "plain", files)
    make_backup(tmp_path / "closed", files, encrypt=True)
    packed(tmp_path / "plain", evidence / f"plain{ending}")
    packed(tmp_path / "closed", evidence / f"closed{ending}")

    with walked(tmp_path, evidence) as case:
        analyse_pending(case, Recipe(), 2, lambda _: None, threading.Event(), passwords=("no", PASSWORD))
        items = by_path(case)

    (plain,) = [item for item in items.values() if item.names == (b"D/1.jpg",)]
    decrypted = items[f"closed{ending} > closed/Manifest.db > D/1.jpg"]
    assert plain.content_id == decrypted.content_id
    assert plain.content_id is not None
    assert items[f"plain{ending} > plain/Manifest.db > D/gone.jpg"].state is State.EXCLUDED


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_asking_for_every_file_of_a_large_archive_takes_no_search_for_each(tmp_path: Path, kind: str) -> None:
    count = 4000
    files = [Made("D", f"{number}.jpg", b"") for number in range(count)]
    manifest = make_database(tmp_path / "Manifest.db", files)
    archive = tmp_path / f"x.{kind}"
    names = ["Manifest.db", *(f"xx/{number}" for number in range(count))]
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as zipped:
            for name in names:
                zipped.writestr(name, manifest if name == "Manifest.db" else b"")
    else:
        with tarfile.open(archive, "w") as tarred:
            for name in names:
                member = tarfile.TarInfo(name)
                content = manifest if name == "Manifest.db" else b""
                member.size = len(content)
                tarred.addfile(member, io.BytesIO(content))
    root, opener = str(archive).encode(), Opener()
    outer = Location((Step(FILE_STEP, archive.name.encode()),))
    (entry,) = [
        entry
        for entry in opener.container(root, outer, kind).entries(Wanted())
        if isinstance(entry, Entry) and entry.path == b"Manifest.db"
    ]
    inner = Location((*outer.steps, Step(kind, entry.path, entry.place)))

    began = time.process_time()
    entries = list(opener.container(root, inner, "itunes").entries(Wanted()))
    seconds = time.process_time() - began

    assert sum(isinstance(entry, Entry | Told) for entry in entries) == count
    # A search through the archive for each file takes a hundred times as long.
    assert seconds < 15
