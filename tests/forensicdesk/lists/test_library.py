"""A library keeps every imported version whole, unchanged and findable."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError, UsageError
from forensicdesk.lists.library import default_folder, list_id
from forensicdesk.lists.values import LOW_QUALITY
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

MD5 = [hashlib.md5(bytes([at]), usedforsecurity=False).hexdigest() for at in range(200)]


def test_the_same_file_under_the_same_role_and_name_is_one_list(take: Take, library: Library) -> None:
    first, again = take(MD5[0]), take(MD5[0])
    assert first == again
    assert library.lists() == (first,)
    assert first.sha256 == hashlib.sha256(MD5[0].encode()).hexdigest()
    assert first.id == list_id(first.sha256, Role.NOTABLE, "list")


def test_new_content_under_a_name_is_a_new_version(take: Take, library: Library) -> None:
    versions = [take(MD5[at]).version for at in range(3)]
    assert versions == [1, 2, 3]
    assert library.find("list").version == 3
    assert library.find("list@2").version == 2
    assert library.find(library.find("list@1").id[:6]).version == 1


def test_another_role_is_another_list(take: Take, library: Library) -> None:
    take(MD5[0], role=Role.NOTABLE)
    take(MD5[0], role=Role.IGNORABLE)
    assert {used.role for used in library.lists()} == {Role.NOTABLE, Role.IGNORABLE}


def test_a_role_that_nobody_stated_is_neutral_and_says_so(take: Take) -> None:
    used = take(MD5[0], role=None)
    assert (used.role, used.role_stated) == (Role.NEUTRAL, False)


def test_the_same_file_with_other_settings_is_refused(take: Take) -> None:
    take("a" * 64, hash_type="pdq")
    with pytest.raises(UsageError, match="imported with another --type"):
        take("a" * 64, hash_type="sha256")


def test_an_unknown_name_says_what_there_is(take: Take, library: Library) -> None:
    with pytest.raises(UsageError, match="no list has been imported yet"):
        library.find("x")
    take(MD5[0], name="unit list")
    with pytest.raises(UsageError, match=r"unit list@1 \("):
        library.find("x")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m"])
def test_a_name_has_to_be_printable(take: Take, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be named"):
        take(MD5[0], name=name)


def test_a_removed_list_is_gone_and_the_rest_stays(take: Take, library: Library) -> None:
    take(MD5[0])
    second = take(MD5[1])
    assert library.remove("list") == second
    assert [used.version for used in library.lists()] == [1]
    with pytest.raises(ListError, match="not in the library any more"):
        list(library.exact(second.id, "md5", [b""]))


def test_a_missing_file_is_a_usage_error(library: Library, tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UsageError, match="check the path"):
            library.import_file(path, role=None, now=NOW)


def test_files_of_the_library_are_for_their_owner_only(take: Take, library: Library) -> None:
    take(MD5[0])
    for path in (library.folder, *library.folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert not list(library.folder.glob("importing-*"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET label = 'other' WHERE number = 1",
        "UPDATE entry SET md5 = x'00112233445566778899aabbccddeeff' WHERE number = 2",
        "DELETE FROM entry WHERE number = 3",
        "UPDATE about SET value = 'ignorable' WHERE key = 'role'",
        "DELETE FROM refusal",
    ],
)
def test_a_changed_list_is_noticed(take: Take, library: Library, change: str) -> None:
    used = take("\n".join([*MD5[:5], "nonsense"]))
    assert library.check("list") == ()
    with sqlite3.connect(library.folder / f"{used.id}.fdlist") as connection:
        connection.execute(change)
    connection.close()
    assert library.check("list")


def test_a_damaged_list_file_is_noticed(take: Take, library: Library) -> None:
    used = take("\n".join(MD5))
    path = library.folder / f"{used.id}.fdlist"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = b"\xa5" * 200
    path.write_bytes(content)
    assert library.check(used.id)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(ListError, match="damaged"):
        library.lists()


def test_digests_are_found_and_others_are_not(take: Take, library: Library) -> None:
    used = take("\n".join(MD5))
    asked = [bytes.fromhex(value) for value in MD5[50:60]] + [bytes(16)] * 3
    found = list(library.exact(used.id, "md5", asked))
    assert sorted(entry.number for _, entry in found) == list(range(51, 61))
    assert [value for value, _ in found] == sorted(asked[:10])
    assert all(value == entry.md5 for value, entry in found)
    assert list(library.exact(used.id, "sha1", asked)) == []
    with pytest.raises(UsageError):
        list(library.exact(used.id, "pdq", asked))


def test_pdq_come_with_numbers_and_qualities(take: Take, library: Library) -> None:
    used = take(f"pdq,quality,label\n{'ab' * 32},50,x\n{'cd' * 32},,y\n{'ef' * 32},7,z\n")
    stored = library.hashes(used.id, "pdq")
    assert stored.numbers.tolist() == [1, 2, 3]
    assert stored.qualities.tolist() == [50, -1, 7]
    assert stored.values[1].tobytes() == b"\xcd" * 32
    assert [entry.label for entry in library.entries(used.id, [3, 1])] == ["x", "z"]
    assert DEFAULT_POLICY.pdq_quality == LOW_QUALITY


def test_category_numbers_get_the_labels_of_their_own_list(take: Take, library: Library, tmp_path: Path) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text('[categories]\n0 = "of no interest"\n2 = "second"\n', encoding="utf-8")
    used = take(f"md5,category\n{MD5[0]},0\n{MD5[1]},1\n{MD5[2]},2\n{MD5[3]},free text\n", categories=labels)
    found = library.entries(used.id, [1, 2, 3, 4])
    assert [entry.label for entry in found] == ["of no interest", "category 1", "second", "free text"]


@pytest.mark.parametrize("text", ["1 = 2", "nonsense", "", "\udcff"])
def test_a_wrong_categories_file_is_a_usage_error(take: Take, tmp_path: Path, text: str) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match="categories file"):
        take(MD5[0], categories=labels)


def test_several_programs_import_at_once_without_losing_a_version(library: Library, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, timezone\n"
        "from forensicdesk.lists.library import Library\n"
        "for path in sys.argv[2:]:\n"
        "    now = datetime.now(timezone.utc)\n"
        "    Library(Path(sys.argv[1])).import_file(Path(path), role=None, name='shared', now=now)\n"
    )
    paths = []
    for at in range(9):
        path = tmp_path / f"{at % 6}-{at}.txt"
        path.write_text(MD5[at % 6], encoding="utf-8")
        paths.append(str(path))
    running = [subprocess.Popen([sys.executable, "-c", program, str(library.folder), *paths[at::3]]) for at in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert sorted(used.version for used in library.lists()) == [1, 2, 3, 4, 5, 6]


def test_the_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "lists"
    monkeypatch.delenv("FORENSICDESK_HOME")
    assert default_folder().name == "lists"


def test_near_search_is_checked_against_comparing_everything_when_a_list_comes_in(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(f"pdq {at:064x}\n" for at in range(1, 6000)))
    used = library.import_file(path, role=Role.NOTABLE, now=NOW)
    kind, radius, asked, pairs = used.check.split()

    assert (kind, radius, asked) == ("pdq", "31", "64")
    assert int(pairs) > 64
    assert library.lists()[0].check == used.check
