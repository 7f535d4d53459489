"""What nobody can know is asked: 64 digits, 16 digits, and columns that a person names."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.errors import ListError, UsageError
from forensicdesk.lists.readers import table_text
from forensicdesk.lists.readers.columns import MAPPED_KINDS
from forensicdesk.lists.readers.delimited import cells_of
from forensicdesk.lists.readers.mapping import mapped_columns
from forensicdesk.lists.readers.sample import take_sample
from forensicdesk.lists.readers.sixtyfour import UndecidedError
from forensicdesk.lists.records import ImportSettings, ReadOptions, Record
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList

V64 = ("0123456789abcdef" * 4, "f0" * 32)
V16 = ("0123456789abcdef", "fedcba9876543210")
MD5 = "c2" * 16


def imported(library: Library, folder: Path, text: str, **said: object) -> HashList:
    path = folder / "list.txt"
    path.write_text(text, "utf-8")
    return library.import_with(path, ImportSettings(Role.NOTABLE, **said), NOW)  # type: ignore[arg-type]


def counts(used: HashList) -> dict[str, int]:
    return {kind: count for kind, count in used.entries if count}


@pytest.mark.parametrize(
    "text",
    [
        f"{V64[0]}\n{V64[1]}\n",
        f"name,hash\na,{V64[0]}\n",
        f"a;{V64[0]}\nb;{V64[1]}\n",
        f"{MD5}\n" * 500 + V64[0],
    ],
)
def test_64_digits_are_asked_for_where_somebody_can_answer(library: Library, tmp_path: Path, text: str) -> None:
    with pytest.raises(UndecidedError, match=r"--type sha256, --type pdq, or --type both"):
        imported(library, tmp_path, text, undecided="ask")
    assert library.lists() == ()
    both = counts(imported(library, tmp_path, text))
    assert both["sha256"] == both["pdq"] > 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"SHA-256\n{V64[0]}\n", "sha256"),
        (f"# PDQ of unit A\n{V64[0]}\n", "pdq"),
        (f"name,pdq\na,{V64[0]}\n", "pdq"),
        (f"{V64[0]}  a.jpg\n", "sha256"),
        (f"{MD5}\n", "md5"),
    ],
)
def test_what_the_file_explains_is_not_asked(library: Library, tmp_path: Path, text: str, kind: str) -> None:
    assert counts(imported(library, tmp_path, text, undecided="ask")) == {kind: 1}


@pytest.mark.parametrize("text", [f"{V16[0]}\n{V16[1]}\n", f"a,{V16[0]}\nb,{V16[1]}\n", f"hash\n{V16[0]}\n{V16[1]}\n"])
@pytest.mark.parametrize("kind", ["phash", "dhash", "ahash", "whash"])
def test_16_digits_are_always_asked_for(library: Library, tmp_path: Path, text: str, kind: str) -> None:
    for said in ({}, {"undecided": "ask"}, {"hash_type": "pdq"}):
        with pytest.raises(UndecidedError, match=r"--type phash, --type dhash, --type ahash, --type whash"):
            imported(library, tmp_path, text, **said)
    used = imported(library, tmp_path, text, hash_type=kind)
    assert counts(used) == {kind: 2}
    assert [row.tobytes().hex() for row in library.hashes(used.id, kind).values] == list(V16)


def test_a_title_answers_for_16_digits(library: Library, tmp_path: Path) -> None:
    assert counts(imported(library, tmp_path, f"pHash\n{V16[0]}\nxx\n")) == {"phash": 1}
    with pytest.raises(ListError, match="called phash, but --type says dhash"):
        imported(library, tmp_path, f"pHash\n{V16[0]}\n{V16[1]}\n", hash_type="dhash")


def test_a_type_of_16_digits_is_none_for_other_values(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ListError, match="other lengths than the 16 digits of phash"):
        imported(library, tmp_path, f"{V64[0]}\n", hash_type="phash")


def test_columns_that_a_person_names_go_before_titles(library: Library, tmp_path: Path) -> None:
    text = f"A;md5;B;C\n{V64[0]};{MD5};{V16[0]};secret\n{V64[1]};{MD5};{V16[1]};secret\n"
    columns = (("a", "pdq"), ("2", "ignore"), ("B", "dhash"), ("4", "ignore"))
    used = imported(library, tmp_path, text, columns=columns, undecided="ask")
    assert counts(used) == {"pdq": 2, "dhash": 2}
    first, _ = library.entries(used.id, [1, 2])
    assert (first.pdq, first.md5, first.extra) == (bytes.fromhex(V64[0]), None, "")


def test_a_confirmed_column_displaces_one_of_that_kind(library: Library, tmp_path: Path) -> None:
    other = "d3" * 16
    used = imported(library, tmp_path, f"md5,of file,n\n{MD5},{other},x\n", columns=(("of file", "md5"), ("3", "name")))
    (entry,) = library.entries(used.id, [1])
    assert (entry.md5, entry.name) == (bytes.fromhex(other), "x")


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        ([("x", "md5")], ListError, r"no column called x; .*: 1 one, 2 two, 3 two\."),
        ([("4", "md5")], ListError, "no column called 4"),
        ([("0", "md5")], ListError, "no column called 0"),
        ([("two", "md5")], ListError, "several columns called two"),
        ([("1", "md5"), ("2", "md5")], ListError, "twice"),
        ([("1", "md5"), ("one", "sha1")], ListError, "twice"),
        ([("1", "crc")], UsageError, "cannot be mapped to crc; say one of md5"),
    ],
)
def test_columns_that_cannot_be(said: list[tuple[str, str]], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        mapped_columns("f.csv", ["one", "two", "two"], said)


@given(
    rows=st.lists(
        st.lists(st.sampled_from([*V64, *V16, MD5, "", "7", "a,b", '"']), min_size=2, max_size=5), min_size=1
    ),
    columns=st.lists(st.tuples(st.integers(0, 6).map(str), st.sampled_from(MAPPED_KINDS)), max_size=3),
)
def test_a_mapped_column_is_read_as_what_was_said(rows: list[list[str]], columns: list[tuple[str, str]]) -> None:
    text = "".join(";".join(row) + "\n" for row in rows)
    try:
        sample = take_sample("t.csv", text.encode(), whole=True)
        options = ReadOptions("t", hash_type="pdq", columns=tuple(columns))
        parsed = list(table_text.read(io.StringIO(text), sample, options))
    except ListError:
        return
    said = {int(column) - 1: kind for column, kind in columns}
    for record in parsed:
        if isinstance(record, Record):
            values = {"md5": record.md5, "sha1": record.sha1, "sha256": record.sha256, "pdq": record.pdq}
            for kind, value in (values | dict(record.more)).items():
                if value is not None and kind in said.values():
                    at = next(place for place, meant in said.items() if meant == kind)
                    cells = cells_of(text.split("\n")[record.position - 1], ";")
                    assert cells[at].strip() == value.hex()


def test_only_tables_have_columns_to_name(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ListError, match="read as plain-text"):
        imported(library, tmp_path, f"{MD5}\n", columns=(("1", "md5"),))


def test_the_command_asks_and_takes_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text(f"{V64[0]}\n{V64[1]}\n")
    asked = forensicdesk(tmp_path, "list", "import", path, "--role", "notable")
    assert asked.returncode == 2
    assert "--type sha256, --type pdq, or --type both" in asked.stderr
    assert document(forensicdesk(tmp_path, "list", "ls", "--json")) == []
    words = ("--role", "notable", "--json", "--type", "both")
    taken = document(forensicdesk(tmp_path, "list", "import", path, *words))
    assert (taken["entries"]["sha256"], taken["entries"]["pdq"]) == (2, 2)
    table = tmp_path / "t.csv"
    table.write_text(f"x=y,n\n{V64[0]},a\n")
    named = ("--map", "x=y=pdq", "--map", "2=name")
    mapped = document(forensicdesk(tmp_path, "list", "import", table, "--role", "notable", "--json", *named))
    assert mapped["entries"]["pdq"] == 1
    wrong = forensicdesk(tmp_path, "list", "import", table, "--role", "neutral", "--map", "3=md5")
    assert (wrong.returncode, "1 x=y, 2 n" in wrong.stderr) == (2, True)
