"""Lists inside archives are read through; what is no list, several lists or a bomb is refused in one sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError, UsageError
from forensicdesk.lists.readers.content import FREE_BYTES, Content
from forensicdesk.lists.readers.looking import look_into
from tests.forensicdesk.lists.conftest import NOW
from tests.forensicdesk.lists.test_formats import MD5, SHA1, counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

LIST = "".join(f"{value}  {at}.jpg\n" for at, value in enumerate(MD5)).encode()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_txt", ".txt").replace("/MACOSX", "__MACOSX"), content)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda raw: zipped(a_txt=raw)])
def test_a_packed_list_is_read_through(take: Take, pack: Callable[[bytes], bytes]) -> None:
    used = take(pack(LIST), file_name="list.bin")
    assert (used.format, counted(used)) == ("gnu-sum", {"md5": len(MD5)})


def test_the_one_list_among_other_files_is_taken(take: Take) -> None:
    packed = zipped(readme_txt=b"Dear colleague,\nhere it is.\n", deep__list_txt=LIST, __MACOSX__x=LIST)
    assert counted(take(packed)) == {"md5": len(MD5)}


def test_several_lists_are_named_and_nothing_is_stored(take: Take, library: Library) -> None:
    with pytest.raises(ListError, match=r"holds 2 lists \(a.txt, b.txt\)"):
        take(zipped(a_txt=LIST, b_txt=LIST, readme_txt=b"hello\n"))
    assert library.lists() == ()


def test_a_damaged_list_is_not_passed_over_for_another_file(take: Take) -> None:
    with pytest.raises(ListError, match="damaged SQLite database"):
        take(zipped(a_txt=LIST, b_db=b"SQLite format 3\x00" + bytes(80)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(a_txt=b"no list\n", b_txt=b"no list either\n"), "no file is a hash list"),
        (zipped(a_txt=gzip.compress(LIST)), "inside an archive"),
        (zipped(), "nothing in it"),
        (gzip.compress(LIST)[:-20], "damaged or cut off"),
        (lzma.compress(LIST)[:-20], "damaged or cut off"),
        (bz2.compress(LIST * 50)[:200] + b"x" * 50, "damaged or cut off"),
        (zipped(a_txt=LIST)[:60], "damaged or cut off"),
    ],
    ids=("no lists", "packed twice", "empty", "cut gzip", "cut xz", "damaged bzip2", "cut zip"),
)
def test_what_is_no_packed_list_is_refused_in_one_sentence(
    take: Take, library: Library, content: bytes, reason: str
) -> None:
    with pytest.raises(ListError, match=reason) as caught:
        take(content)
    assert "\n" not in str(caught.value)
    assert library.lists() == ()


def test_an_archive_with_a_password_says_so(take: Take) -> None:
    packed = bytearray(zipped(a_txt=LIST))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ListError, match="locked with a password"):
        take(bytes(packed))


def test_an_archive_whose_directory_lies_before_its_start_is_damaged(take: Take) -> None:
    packed = bytearray(zipped(a_txt=LIST))
    at = packed.index(b"PK\x05\x06") + 16
    packed[at : at + 4] = (int.from_bytes(packed[at : at + 4], "little") + 200).to_bytes(4, "little")
    with pytest.raises(ListError, match="damaged or cut off"):
        take(bytes(packed))


def test_a_bomb_is_refused_before_it_fills_anything(take: Take, library: Library) -> None:
    with pytest.raises(ListError, match="more than 200 times"):
        take(gzip.compress(LIST + (b"#" * 9_999 + b"\n") * (FREE_BYTES // 10_000 + 1), 6))
    assert library.lists() == ()


def test_unpacked_files_go_when_nobody_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(LIST))
    content = Content(path, "gzip")
    unpacked = content.on_disk()
    assert unpacked.read_bytes() == LIST
    del content
    assert not unpacked.exists()


def test_a_format_can_be_named(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(f"{MD5[0]},x\n{SHA1[0]},y\n", encoding="utf-8")
    used = library.import_file(path, role=None, now=NOW, as_format="csv")
    assert used.format == "csv"


def test_a_named_format_that_is_impossible_is_refused_with_those_that_fit(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(f"{MD5[0]},x\n", encoding="utf-8")
    with pytest.raises(ListError, match="cannot be read as encase-hash: it can be read as csv"):
        look_into(path, "encase-hash")
    with pytest.raises(UsageError, match=r"No format is called nonsense; there are: .*csv"):
        look_into(path, "nonsense")
