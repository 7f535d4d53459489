"""Nothing about the evidence changes through everything that is done with it, also where writing would be possible."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.flow.test_resumption import picture
from tests.support.archives import tar_of
from tests.support.evidence import make_small_evidence
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

Facts = dict[str, tuple[object, ...]]


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    root = tmp_path / "phone"
    root.mkdir()
    make_small_evidence(root)
    inner = tar_of({f"{number}.jpg": picture(number, 320) for number in range(3)})
    (root / "backup.tar").write_bytes(tar_of({"inner.tar": inner, "DCIM/x.jpg": picture(3, 320)}))
    (root / "link").symlink_to("backup.tar")
    digest = hashlib.sha256((root / "backup.tar").read_bytes()).hexdigest()
    (root / "backup.tar.sha256").write_text(f"{digest}  backup.tar\n", encoding="ascii")
    for path in sorted(root.rglob("*")):
        if not path.is_symlink():
            os.utime(path, ns=(1_600_000_000_000_000_001, 1_600_000_000_000_000_002))
    return root


def facts_of(root: Path) -> Facts:
    """Everything that the file system says of each entry, and the bytes of each file; access times come first."""
    paths = [root, *sorted(root.rglob("*"))]
    stated = {path: path.lstat() for path in paths}
    found: Facts = {}
    for path, info in stated.items():
        kept = (info.st_mode, info.st_ino, info.st_nlink, info.st_uid, info.st_gid, info.st_size)
        times = (info.st_mtime_ns, info.st_ctime_ns, info.st_atime_ns if path.is_file() else None)
        names = tuple(sorted(os.listdir(path))) if path.is_dir() and not path.is_symlink() else ()  # noqa: PTH208
        found[str(path)] = (kept, times, names)
    return found


def contents_of(root: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def keeps_access_times(folder: Path) -> bool:
    """Whether this file system notes that a file was read, and lets its owner read without that."""
    probe = folder / "probe"
    probe.write_bytes(b"x")
    os.utime(probe, ns=(1, time.time_ns()))
    probe.read_bytes()
    return probe.stat().st_atime_ns != 1 and hasattr(os, "O_NOATIME")


def test_no_byte_no_time_stamp_and_no_entry_changes(tmp_path: Path, evidence: Path) -> None:
    contents = contents_of(evidence)
    for path in evidence.rglob("*"):
        if path.is_file() and not path.is_symlink():
            info = path.stat()
            os.utime(path, ns=(1_600_000_000_000_000_001, info.st_mtime_ns))
    before = facts_of(evidence)
    case = tmp_path / "c.fdcase"

    assert forensicdesk(tmp_path, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0
    assert forensicdesk(tmp_path, "add", case, evidence).returncode == 0
    assert forensicdesk(tmp_path, "process", case, "--profile", "thorough").returncode == 1
    assert forensicdesk(tmp_path, "case", "verify", case).returncode == 0
    assert forensicdesk(tmp_path, "report", case, "--out", tmp_path / "r").returncode == 0
    after = facts_of(evidence)

    if not keeps_access_times(tmp_path):
        before, after = without_access(before), without_access(after)
    assert after == before
    assert contents_of(evidence) == contents


def without_access(facts: Facts) -> Facts:
    """The same, but for access times."""
    return {path: (kept, times[:2], names) for path, (kept, times, names) in facts.items()}  # type: ignore[index]
