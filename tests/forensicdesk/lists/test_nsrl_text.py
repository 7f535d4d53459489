"""NSRLFile.txt of release 2, in both orders of columns, with and without the tables beside it."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.records import ReadOptions, Record, Refusal
from tests.forensicdesk.lists.databases import digests
from tests.forensicdesk.lists.test_formats import counted

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.records import Parsed
    from tests.forensicdesk.lists.conftest import Take

NEW = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\r\n'
OLD = '"SHA-1","FileName","FileSize","ProductCode","OpSystemCode","MD4","MD5","CRC32","SpecialCode"\r\n'


def new(word: str, name: str = "a.png", product: int = 1, size: str = "12") -> str:
    md5, sha1, _ = (value.hex().upper() for value in digests(word))
    return f'"{sha1}","{md5}","DB5CDF4A","{name}",{size},{product},"362",""\r\n'


def old(word: str, name: str = "a.png") -> str:
    md5, sha1, _ = (value.hex().upper() for value in digests(word))
    return f'"{sha1}","{name}",12,1,"WIN","","{md5}","DB5CDF4A",""\r\n'


def parsed(path: Path) -> list[Parsed]:
    content, sample, found = look_into(path)
    assert found.name == "nsrl-rds2"
    return list(found.parsed(content, sample, ReadOptions("title")))


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[Record]:
    path = folder / "NSRLFile.txt"
    path.write_bytes(text.encode(encoding))
    return [one for one in parsed(path) if isinstance(one, Record)]


def test_both_orders_of_columns_give_the_same_entries(tmp_path: Path) -> None:
    first, second = read(tmp_path, NEW + new("a") + new("b")), read(tmp_path, OLD + old("a") + old("b"))
    assert [(one.md5, one.sha1, one.name) for one in first] == [(*digests(word)[:2], "a.png") for word in "ab"]
    assert [one[:8] for one in first] == [one[:8] for one in second]


def test_lines_of_one_hash_are_one_entry(tmp_path: Path) -> None:
    found = read(tmp_path, NEW + new("a", "x", 1) + new("a", "y", 2) + new("b") + new("a"))
    assert [(one.position, one.name) for one in found] == [(2, "x"), (4, "a.png"), (5, "a.png")]


def test_the_same_sha1_with_another_md5_is_another_entry(tmp_path: Path) -> None:
    other = new("a").replace(digests("a")[0].hex().upper(), digests("b")[0].hex().upper())
    assert [one.md5 for one in read(tmp_path, NEW + new("a") + other)] == [digests("a")[0], digests("b")[0]]


def test_quotes_commas_and_old_encodings_in_names_are_kept(tmp_path: Path) -> None:
    text = NEW + new("a", 'na,me ""q"".png') + new("b", "Prüf.png")
    assert [one.name for one in read(tmp_path, text, "latin-1")] == ['na,me "q".png', "Prüf.png"]
    assert [one.name for one in read(tmp_path, text)] == ['na,me "q".png', "Prüf.png"]


def test_product_maker_and_system_come_from_the_tables_beside(tmp_path: Path) -> None:
    titles = '"ProductCode","ProductName","ProductVersion","OpSystemCode","MfgCode","Language","ApplicationType"\n'
    (tmp_path / "nsrlprod.TXT").write_text(f'{titles}1,"Paint","1.0","362","M","English","Office"\n', encoding="utf-8")
    (tmp_path / "NSRLMfg.txt").write_text('"MfgCode","MfgName"\n"M","Maker & Sons"\n', encoding="utf-8")
    (tmp_path / "NSRLOS.txt").write_text(
        '"OpSystemCode","OpSystemName","OpSystemVersion","MfgCode"\n"362","System","7","M"\n', encoding="utf-8"
    )
    (one, other) = read(tmp_path, NEW + new("a") + new("b", product=9))
    assert json.loads(one.extra) == {"size": 12, "product": "Paint 1.0", "maker": "Maker & Sons", "system": "System 7"}
    assert json.loads(other.extra) == {"size": 12, "system": "System 7"}


def test_the_release_in_one_archive_is_one_list(take: Take, tmp_path: Path) -> None:
    packed = tmp_path / "rds.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("rds/NSRLFile.txt", NEW + new("a") + new("b"))
        archive.writestr("rds/NSRLMfg.txt", '"MfgCode","MfgName"\n"M","Maker"\n')
        archive.writestr("rds/hashes.txt", f"{digests('c')[0].hex()}  rds/NSRLFile.txt\n")
    used = take(packed.read_bytes(), file_name="rds.zip")
    assert (used.format, counted(used)) == ("nsrl-rds2", {"md5": 2, "sha1": 2})


def test_lines_that_do_not_fit_are_refused_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / "x"
    damaged = new("b").replace(digests("b")[0].hex().upper(), "123")
    path.write_text(
        f"{NEW}{new('a')}nonsense\n\n{NEW}{new('')}{damaged}{'x' * 3_000_000}\n{new('c')}", encoding="utf-8"
    )
    found = parsed(path)
    refused = [(one.position, one.reason) for one in found if isinstance(one, Refusal)]
    assert [at for at, _ in refused] == [3, 6, 8, 7]
    assert refused[1][1] == "digest of the empty file"
    assert [one.sha1 for one in found if isinstance(one, Record)] == [digests(word)[1] for word in "abc"]


def test_a_size_that_is_no_number_is_kept_as_text(tmp_path: Path) -> None:
    (one,) = read(tmp_path, NEW + new("a", size='"9x"'))
    assert json.loads(one.extra) == {"size": "9x"}
