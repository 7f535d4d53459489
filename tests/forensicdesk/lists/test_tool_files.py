"""Files of particular tools: EnCase, TMK, HashKeeper, iLook, hashdeep, The Sleuth Kit's indexes."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.records import Fact, ReadOptions, Record, Refusal
from tests.forensicdesk.lists.databases import digests

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.records import Parsed

MD5 = [digests(word)[0] for word in "abc"]


def encase(values: list[bytes], count: int | None = None, name: str = "Case set") -> bytes:
    header = b"HASH\r\n\xff\x00" + struct.pack("<III", 1, 0, len(values) if count is None else count)
    named = header.ljust(1032, b"\x00") + name.encode("utf-16-le")
    return named.ljust(1152, b"\x00") + b"".join(value + b"\x00\x00" for value in values)


def tmk(periods: int = 4, coefficients: int = 3, dimension: int = 8) -> bytes:
    header = struct.pack("<12s5i", b"TMK1FVECPDQF", 15, periods, coefficients, dimension, 62)
    return header + bytes(4 * (periods + coefficients + dimension + 2 * periods * coefficients * dimension))


def parsed(path: Path, content: bytes) -> tuple[str, list[Parsed]]:
    path.write_bytes(content)
    where, sample, found = look_into(path)
    return found.name, list(found.parsed(where, sample, ReadOptions("title")))


def entries(found: list[Parsed]) -> list[Record]:
    return [one for one in found if isinstance(one, Record)]


def test_an_encase_hash_set_gives_its_md5_and_its_name(tmp_path: Path) -> None:
    name, found = parsed(tmp_path / "x", encase([*MD5, digests("")[0]]))
    assert name == "encase-hash"
    assert found[0] == Fact("scheme", "EnCase hash set Case set")
    assert [one.md5 for one in entries(found)] == MD5
    assert found[-1] == Refusal(4, "digest of the empty file")


def test_an_encase_hash_set_of_many_records_is_read_whole(tmp_path: Path) -> None:
    many = [hashlib.md5(str(at).encode(), usedforsecurity=False).digest() for at in range(10_000)]
    assert [one.md5 for one in entries(parsed(tmp_path / "x", encase(many))[1])] == many


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        (encase(MD5, 4), ("4 records", "room for 3")),
        (encase(MD5, 2), ("2 records", "room for 3")),
        (encase(MD5) + b"x" * 9, ("3 records", "room for 3.5")),
        (encase(MD5, 4_000_000_000), ("4,000,000,000 records", "room for 3")),
        (encase(MD5)[:1000], ("cut off", "1,152")),
    ],
)
def test_an_encase_hash_set_whose_count_disagrees_with_its_size_is_refused_with_both(
    tmp_path: Path, content: bytes, numbers: tuple[str, str]
) -> None:
    with pytest.raises(ListError) as caught:
        parsed(tmp_path / "x", content)
    assert all(number in str(caught.value) for number in numbers)


def test_a_tmk_signature_is_carried_and_says_that_it_is_not_compared(tmp_path: Path) -> None:
    name, found = parsed(tmp_path / "x", tmk())
    (one,) = entries(found)
    assert (name, one.name) == ("tmk", "title")
    assert one.more == (("tmk", hashlib.sha256(tmk()).digest()),)
    assert json.loads(one.extra)["frames"] == 62
    assert "never compared" in json.loads(one.extra)["note"]
    assert (one.md5, one.sha1, one.sha256, one.pdq) == (None,) * 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (tmk()[:-1], "asks for 860 bytes and it has 859"),
        (tmk() + b"x", "asks for 860 bytes and it has 861"),
        (tmk()[:20], "cut off"),
        (tmk(periods=0).replace(struct.pack("<i", 15), struct.pack("<i", -1)), "cannot be right"),
    ],
)
def test_a_damaged_tmk_signature_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(ListError, match=reason):
        parsed(tmp_path / "x", content)


def hexes(word: str) -> tuple[str, str, str]:
    md5, sha1, sha256 = (value.hex().upper() for value in digests(word))
    return md5, sha1, sha256


def test_hashkeeper_has_its_md5_in_the_fifth_column(tmp_path: Path) -> None:
    titles = (
        '"file_id","hashset_id","file_name","directory","hash","file_size","date_modified","time_modified","time_zone"'
    )
    row = f'1,7,"a, b.jpg","C:\\x","{hexes("a")[0]}",19,"20240506","070809","GMT"'
    name, found = parsed(tmp_path / "x", f"{titles}\r\n{row}\r\n".encode())
    (one,) = entries(found)
    assert (name, one.md5, one.name) == ("hashkeeper", digests("a")[0], "a, b.jpg")
    assert json.loads(one.extra)["hashset_id"] == "7"


def test_ilook_1_has_its_md5_in_the_first_column(tmp_path: Path) -> None:
    text = f"V1Hash,HashType,SetDescription,FileName,FilePath,FileSize\n{hexes('a')[0]},MD5,Set,a.jpg,C:\\,5\n"
    name, found = parsed(tmp_path / "x", text.encode())
    assert (name, entries(found)[0].md5, entries(found)[0].name) == ("ilook-v1", digests("a")[0], "a.jpg")


@pytest.mark.parametrize(("version", "further"), [("3", ""), ("4", ",CreateTime,ModTime,LastAccessTime")])
def test_ilook_3_and_4_carry_the_longer_digests(tmp_path: Path, version: str, further: str) -> None:
    titles = f"V{version}Hash,HashSHA1,FileName,FilePath,FileSize,HashSHA256,HashSHA384,HashSHA512{further}"
    md5, sha1, sha256 = hexes("a")
    row = f"{md5},{sha1},a.jpg,D:\\x\\,5,{sha256},{'ab' * 48},{'cd' * 64}"
    damaged = f"{hexes('b')[0]},,b.jpg,,5,,{'ab' * 47},"
    name, found = parsed(tmp_path / "x", f"{titles}\n{row}\n{damaged}\n".encode())
    first, second = entries(found)
    assert name == f"ilook-v{version}"
    assert (first.md5, first.sha1, first.sha256) == digests("a")
    assert first.more == (("sha384", b"\xab" * 48), ("sha512", b"\xcd" * 64))
    assert second.md5 == digests("b")[0]
    assert [one.position for one in found if isinstance(one, Refusal)] == [3]


def test_hashdeep_carries_whirlpool_and_tiger(tmp_path: Path) -> None:
    text = "%%%% HASHDEEP-1.0\n%%%% size,md5,tiger,whirlpool,filename\n"
    text += f"5,{hexes('a')[0]},{'0a' * 24},{'0b' * 64},a, b.jpg\n5,{hexes('b')[0]},xx,{'0b' * 64},b.jpg\n"
    name, found = parsed(tmp_path / "x", text.encode())
    (one,) = entries(found)
    assert (name, one.md5, one.name) == ("hashdeep", digests("a")[0], "a, b.jpg")
    assert one.more == (("whirlpool", b"\x0b" * 64), ("tiger", b"\x0a" * 24))
    assert isinstance(found[1], Refusal)


def test_an_index_of_the_sleuth_kit_is_refused_with_what_to_import(tmp_path: Path) -> None:
    text = f"{'0' * 40}0|md5sum\n{'0' * 40}1|list.txt\n{hexes('a')[0]}|0000000000000000\n"
    with pytest.raises(ListError, match=r"an index that The Sleuth Kit made of list\.txt, not a list"):
        parsed(tmp_path / "x", text.encode())
