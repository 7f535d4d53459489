"""Passwords come from a file, open what is encrypted also in a later run, and are kept nowhere."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.passwords import read_passwords
from tests.forensicdesk.evidence.containers.androidbackups import make_ab
from tests.forensicdesk.evidence.containers.backups import PASSWORD, Made, make_backup
from tests.support.archives import tar_of
from tests.support.pictures import jpeg
from tests.support.program import command, document, environment, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

AB_PASSWORD = "Other secret 77"  # noqa: S105 - of a backup made for tests


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    make_backup(folder / "ios", [Made("CameraRollDomain", "Media/1.jpg", jpeg(1))], encrypt=True)
    ab = make_ab(tar_of({"shared/0/2.jpg": jpeg(2)}), password=AB_PASSWORD)
    (folder / "x.ab").write_bytes(ab)
    (folder / "3.jpg").write_bytes(jpeg(3))
    return folder


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "passwords.txt"
    path.write_text(f"nonsense\n{PASSWORD}\n{AB_PASSWORD}\n", encoding="utf-8")
    return path


def items(home: Path, case: Path) -> list[tuple[int, str, str]]:
    """Number, path and state of every item."""
    found = forensicdesk(home, "items", case, "--where", "state=any").stdout.splitlines()
    return [
        (item["item"], " > ".join(step["path"] for step in item["location"]), item["state"])
        for item in map(json.loads, found)
    ]


def test_a_later_run_with_the_passwords_finds_the_rest(tmp_path: Path, evidence: Path, password_file: Path) -> None:
    case, once = tmp_path / "a.fdcase", tmp_path / "b.fdcase"
    common = ("--format", "json", "--workers", 2, "--json")

    first = forensicdesk(tmp_path, "run", evidence, "--case", case, *common)
    before = items(tmp_path, case)
    second = forensicdesk(tmp_path, "run", evidence, "--case", case, "--password-file", password_file, *common)
    after = items(tmp_path, case)

    ledger = document(first)["ledger"]
    assert (ledger["analysed"], ledger["encrypted"], ledger["pending"]) == (1, 2, 0), first.stderr
    ledger = document(second)["ledger"]
    assert (ledger["analysed"], ledger["encrypted"], ledger["pending"]) == (3, 0, 0), second.stderr
    # What was there keeps its number.
    names = {number: name for number, name, _ in after}
    assert all(names[number] == name for number, name, state in before if state != "encrypted")
    found = {name for _, name, state in after if state == "analysed"}
    assert found == {
        "3.jpg", "ios/Manifest.db > CameraRollDomain/Media/1.jpg", "x.ab > backup.tar > shared/0/2.jpg",
    }  # fmt: skip

    whole = forensicdesk(tmp_path, "run", evidence, "--case", once, "--password-file", password_file, *common)
    assert document(whole)["ledger"] == ledger
    assert {name for _, name, state in items(tmp_path, once) if state == "analysed"} == found


@pytest.mark.slow
def test_a_backup_with_as_many_rounds_as_phones_ask_for(tmp_path: Path, password_file: Path) -> None:
    files = [Made("CameraRollDomain", f"Media/{number}.jpg", jpeg(number)) for number in range(3)]
    make_backup(tmp_path / "ios", files, encrypt=True, rounds=10_000_000)
    case = tmp_path / "a.fdcase"

    done = forensicdesk(
        tmp_path,
        "run",
        tmp_path / "ios",
        "--case",
        case,
        "--password-file",
        password_file,
        "--format",
        "json",
        "--json",
    )

    ledger = document(done)["ledger"]
    assert (ledger["analysed"], ledger["failed"], ledger["encrypted"]) == (3, 0, 0), done.stderr


def test_no_password_is_kept_or_shown(tmp_path: Path, evidence: Path, password_file: Path) -> None:
    case = tmp_path / "a.fdcase"
    assert forensicdesk(tmp_path, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0
    assert forensicdesk(tmp_path, "add", case, evidence).returncode == 0

    done = forensicdesk(tmp_path, "process", case, "--password-file", password_file)

    assert done.returncode == 0, done.stderr
    log = (case / "audit.jsonl").read_bytes()
    assert b'"passwords":"3"' in log
    for path in (path for path in case.rglob("*") if path.is_file()):
        for password in (PASSWORD, AB_PASSWORD, PASSWORD.encode("unicode_escape").decode()):
            assert password.encode() not in path.read_bytes()
    for text in (done.stdout, done.stderr):
        assert AB_PASSWORD not in text


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_passwords_are_asked_for_on_the_terminal_and_not_shown(tmp_path: Path, evidence: Path) -> None:
    case = tmp_path / "a.fdcase"
    assert forensicdesk(tmp_path, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0
    assert forensicdesk(tmp_path, "add", case, evidence).returncode == 0

    code, shown = on_a_terminal(tmp_path, ["process", case, "--ask-password"], ["wrong", PASSWORD, AB_PASSWORD, ""])

    assert code == 0, shown
    assert shown.count("Password ") == 4
    assert not [password for password in (PASSWORD, AB_PASSWORD) if password in shown]
    assert {state for _, _, state in items(tmp_path, case)} == {"analysed", "not_media"}
    for path in (path for path in case.rglob("*") if path.is_file()):
        assert AB_PASSWORD.encode() not in path.read_bytes()


def on_a_terminal(home: Path, arguments: list[object], lines: list[str]) -> tuple[int, str]:
    """Run the program on a terminal of its own and type a line at each question; its exit code and what was shown."""
    import pty

    child, terminal = pty.fork()
    if not child:
        os.execve(sys.executable, command(*arguments), environment(home))  # noqa: S606 - what every test runs
    shown = b""
    for number, line in enumerate(lines, 1):
        while shown.count(b"): ") < number:
            shown += os.read(terminal, 4096)
        os.write(terminal, line.encode() + b"\n")
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            break
        if not data:
            break
        shown += data
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    done = forensicdesk(tmp_path, "process", tmp_path / "a.fdcase", "--ask-password")

    assert done.returncode == 2
    assert "--password-file" in done.stderr


def test_an_exhibit_is_added_with_passwords_and_none_is_kept(tmp_path: Path) -> None:
    case, folder = tmp_path / "a.fdcase", tmp_path / "phone"
    folder.mkdir()
    (folder / "x.ab").write_bytes(make_ab(tar_of({"1.jpg": jpeg(1)}), password=AB_PASSWORD))
    (tmp_path / "p.txt").write_text(AB_PASSWORD, encoding="utf-8")
    assert forensicdesk(tmp_path, "case", "new", case, "--number", "1", "--examiner", "Examiner A").returncode == 0

    done = forensicdesk(tmp_path, "add", case, folder, "--password-file", tmp_path / "p.txt")

    assert done.returncode == 0, done.stderr
    assert not [path for path in case.rglob("*") if path.is_file() and AB_PASSWORD.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbfa\r\n b \n\na\n", ("a", " b ")),
        ("Käse".encode(), ("Käse",)),
    ],
)
def test_one_password_a_line(tmp_path: Path, content: bytes, expected: tuple[str, ...]) -> None:
    path = tmp_path / "p.txt"
    path.write_bytes(content)

    assert read_passwords(path) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\n\r\n", "holds no password"),
        (b"\xff\xfe\0", "no UTF-8"),
        (b"\n".join(b"%d" % number for number in range(1001)), "1,001 passwords"),
        (b"x" * (1 << 21), "longer than"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "p.txt"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match=said):
        read_passwords(path)
    if content is None:
        done = forensicdesk(tmp_path, "process", tmp_path / "a.fdcase", "--password-file", path)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
