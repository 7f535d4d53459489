"""Tests of the walk through a folder."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.folder import MAX_OPEN_FOLDERS, FolderSource
from forensicdesk.evidence.handles import CAN_USE_DESCRIPTORS, DescriptorFolder, PathFolder
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.trees import DEEP_LEVELS, NEWLINE, NOT_UTF8, make_deep, reachable_folder, write
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.evidence.handles import Folder
    from forensicdesk.finding import Found

FOLDER_CLASS = DescriptorFolder if CAN_USE_DESCRIPTORS else PathFolder
AS_NOBODY = """
import os, sys
from forensicdesk.evidence.source import open_source
from pathlib import Path
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for found in open_source(Path(sys.argv[1])).walk():
    print(found.location.steps[0].path.decode(), found.state.value, found.issue.code.value if found.issue else "-")
"""


def walk(folder: Path) -> list[Found]:
    return list(FolderSource(os.fsencode(folder)).walk())


def paths(found: list[Found]) -> list[bytes]:
    return [one.location.steps[0].path for one in found]


def issue_of(found: Found) -> tuple[State, IssueCode, str]:
    assert found.issue is not None
    return found.state, found.issue.code, found.issue.detail


def test_every_file_is_found_in_the_order_of_raw_names(tmp_path: Path) -> None:
    for name in (b"b/2", b"b/10", b"a", b"b.txt", b"c/d/e", NOT_UTF8, NEWLINE):
        write(tmp_path, name)

    found = walk(tmp_path)

    assert paths(found) == [b"a", b"b/10", b"b/2", b"b.txt", b"c/d/e", NOT_UTF8, NEWLINE]
    assert all(one.state is State.PENDING and one.size == 7 and one.modified_ns for one in found)


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty" / "too").mkdir(parents=True)

    assert walk(tmp_path) == []


def test_a_path_longer_than_the_system_takes_is_walked_with_few_open_folders(tmp_path: Path) -> None:
    last = make_deep(tmp_path)
    assert len(last) > 4096

    most = 0
    found = []
    for one in FolderSource(os.fsencode(tmp_path)).walk():
        found.append(one)
        most = max(most, len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0)  # noqa: PTH208

    assert len(found) == DEEP_LEVELS + 1
    assert paths(found)[0] == last
    assert {one.state for one in found} == {State.PENDING}
    assert most < MAX_OPEN_FOLDERS + 40
    shutil.rmtree(tmp_path)


def test_a_walk_left_early_gives_its_folders_back(tmp_path: Path) -> None:
    for name in (b"a/b/c/d", b"a/b/c/e"):
        write(tmp_path, name)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    walk_begun = FolderSource(os.fsencode(tmp_path)).walk()
    next(walk_begun)

    walk_begun.close()

    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_links_are_listed_with_their_target_and_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, b"secret.jpg")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "out").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "nowhere").symlink_to(b"gone\n\xff".decode("utf-8", "surrogateescape"))
    (inside / "file").symlink_to(outside / "secret.jpg")

    found = walk(inside)

    assert paths(found) == [b"file", b"loop", b"nowhere", b"out"]
    assert {issue_of(one)[:2] for one in found} == {(State.EXCLUDED, IssueCode.SYMBOLIC_LINK)}
    assert "gone\\n\\xff" in issue_of(found[2])[2]


def test_pipes_and_sockets_are_listed_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "socket"))

    found = walk(tmp_path)

    listener.close()
    assert paths(found) == [b"pipe.jpg", b"socket"]
    assert {issue_of(one)[:2] for one in found} == {(State.EXCLUDED, IssueCode.NOT_A_FILE)}


def test_a_folder_that_may_not_be_read_is_one_entry_in_the_ledger() -> None:
    with reachable_folder() as evidence:
        for name in (b"closed/a.jpg", b"closed/b.jpg", b"listed/c.jpg", b"open.jpg"):
            write(evidence, name)
        (evidence / "closed").chmod(0o000)
        (evidence / "listed").chmod(0o444)

        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(evidence)],
            capture_output=True, text=True, check=True, cwd=REPOSITORY,
        )  # fmt: skip

        (evidence / "closed").chmod(0o700)
        (evidence / "listed").chmod(0o700)
    assert done.stdout.splitlines() == [
        "closed failed folder-unreadable",
        "listed/c.jpg failed unreadable",
        "open.jpg pending -",
    ]


def test_a_folder_that_vanishes_between_opening_and_looking_is_one_entry_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (b"gone/inside.jpg", b"rest.jpg"):
        write(tmp_path, name)
    real, calls = FOLDER_CLASS.identity, iter(range(100))

    def stale(folder: Folder) -> tuple[int, int]:
        if next(calls) == 1:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return real(folder)  # type: ignore[arg-type]

    monkeypatch.setattr(FOLDER_CLASS, "identity", stale)

    found = walk(tmp_path)

    assert paths(found) == [b"gone", b"rest.jpg"]
    assert found[0].issue is not None
    assert found[0].issue.code is IssueCode.FOLDER_UNREADABLE


def test_a_missing_top_folder_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        walk(tmp_path / "gone")


def test_a_folder_mounted_below_itself_is_entered_once(tmp_path: Path) -> None:
    write(tmp_path, b"a/file")
    write(tmp_path, b"a/b/mount/x")
    script = 'mount --bind "$1/a" "$1/a/b/mount" && exec "$2" -c "$3" "$1"'
    as_we_are = AS_NOBODY.replace("== 0", "== -1")
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script, "sh", str(tmp_path), sys.executable, as_we_are],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()[:100]}")

    assert done.stdout.splitlines() == ["a/b/mount excluded not-a-file", "a/file pending -"]


def test_walking_leaves_no_trace_on_files_and_folders(tmp_path: Path) -> None:
    for name in (b"a/b.jpg", b"c.jpg"):
        write(tmp_path, name)
    everything = [tmp_path, tmp_path / "a", tmp_path / "a/b.jpg", tmp_path / "c.jpg"]
    for path in everything:
        os.utime(path, ns=(10**18, 10**18))
    before = [path.stat() for path in everything]

    walk(tmp_path)

    after = [path.stat() for path in everything]
    assert [(i.st_atime_ns, i.st_mtime_ns, i.st_ctime_ns) for i in after] == [
        (i.st_atime_ns, i.st_mtime_ns, i.st_ctime_ns) for i in before
    ]


NAMES = st.binary(min_size=1, max_size=12).map(lambda raw: raw.replace(b"/", b"_").replace(b"\0", b"0"))
TREES = st.lists(st.lists(NAMES.filter(lambda name: name not in {b".", b".."}), min_size=1, max_size=4), max_size=12)


@given(TREES)
@settings(max_examples=40, deadline=None)
def test_both_ways_to_open_folders_find_what_os_walk_finds(tree: list[list[bytes]]) -> None:
    with reachable_folder() as top:
        for names in tree:
            try:
                write(top, b"/".join(names))
            except (NotADirectoryError, IsADirectoryError, FileExistsError):
                continue
        root = os.fsencode(top)
        expected = sorted(
            (folder + b"/" + name)[len(root) + 1 :].split(b"/") for folder, _, names in os.walk(root) for name in names
        )

        by_descriptor = paths(list(FolderSource(root).walk()))
        by_path = paths(list(FolderSource(root, _path_folder).walk()))

        assert [path.split(b"/") for path in by_descriptor] == expected
        assert by_path == by_descriptor


def _path_folder(path: bytes) -> Folder:
    return PathFolder(os.fsdecode(path))
