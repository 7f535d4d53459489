"""`list preview` shows what a list would be read as, and stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.program import document, forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()
MD5, V64 = "c2" * 16, "0123456789abcdef" * 4
PHOTODNA = bytes(range(100, 244)).hex()


def test_a_table_with_a_question(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("hash;photoDna;note;x\n" + f"{V64};{PHOTODNA};a\x1b[31m;y\n" * 30, "utf-8")
    done = forensicdesk(tmp_path, "list", "preview", path, "--json")
    assert done.returncode == 0
    seen = document(done)
    assert (seen["file_name"], seen["format"]) == ("t.csv", "csv")
    kinds = [(column["number"], column["title"], column["kind"]) for column in seen["columns"]]
    assert kinds == [(1, "hash", "hash"), (2, "photoDna", "photodna"), (3, "note", "comment"), (4, "x", "")]
    assert len(seen["rows"]) == 20
    assert seen["rows"][0][:2] == [V64, PHOTODNA[:16] + "…"]
    assert "--type sha256, --type pdq, or --type both" in seen["question"]
    plain = forensicdesk(tmp_path, "list", "preview", path)
    assert "\x1b" not in plain.stdout
    assert "\\x1b[31m" in plain.stdout
    assert "Before it can be imported" in plain.stdout
    assert not (tmp_path / "lists").exists()


def test_answers_change_what_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"a;b\n{V64};{MD5}\n", "utf-8")
    seen = document(forensicdesk(tmp_path, "list", "preview", path, "--map", "1=pdq", "--map", "b=ignore", "--json"))
    assert [column["kind"] for column in seen["columns"]] == ["pdq", "ignore"]
    assert seen["question"] == ""
    assert document(forensicdesk(tmp_path, "list", "preview", path, "--type", "both", "--json"))["question"] == ""
    wrong = forensicdesk(tmp_path, "list", "preview", path, "--map", "9=pdq")
    assert (wrong.returncode, "1 a, 2 b" in wrong.stderr) == (2, True)


def test_lists_that_are_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{MD5}\nnothing\n", "utf-8")
    seen = document(forensicdesk(tmp_path, "list", "preview", path, "--json"))
    assert seen["columns"] == []
    assert seen["rows"] == [["1", f"md5 {MD5}"], ["2", "refused: no hash value: nothing"]]
    assert (seen["counts"], seen["entries"], seen["whole"]) == ({"md5": 1, "refused": 1}, 2, True)
    path.write_text("0123456789abcdef\n", "utf-8")
    seen = document(forensicdesk(tmp_path, "list", "preview", path, "--json"))
    assert seen["rows"] == [["0123456789abcdef"]]
    assert "--type phash" in seen["question"]


def test_values_are_counted_by_kind_as_far_as_is_looked(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("md5,pdq\n" + "".join(f"{at:032x},{V64 if at % 2 else ''}\n" for at in range(5_000)), "utf-8")
    seen = document(forensicdesk(tmp_path, "list", "preview", path, "--json"))
    plain = forensicdesk(tmp_path, "list", "preview", path).stdout

    looked = seen["entries"]
    assert 0 < looked < 5_000
    assert seen["whole"] is False
    assert seen["counts"] == {"md5": looked, "pdq": looked // 2}
    assert f"The first {looked:,} entries: md5 {looked:,}, pdq {looked // 2:,}" in plain
    path.write_text("film,frame,pdq,quality\n" + f"a,1,{V64},90\nb,1,{V64},90\na,2,{V64},90\n", "utf-8")
    films = document(forensicdesk(tmp_path, "list", "preview", path, "--json"))
    assert films["counts"] == {"vpdq": 2, "vpdq_frames": 3}


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    missing = forensicdesk(tmp_path, "list", "preview", tmp_path / "missing")
    assert (missing.returncode, "does not exist" in missing.stderr) == (2, True)
    (tmp_path / "letter").write_text("Dear colleague,\n")
    letter = forensicdesk(tmp_path, "list", "preview", tmp_path / "letter")
    assert (letter.returncode, "of no known kind" in letter.stderr) == (2, True)


@pytest.mark.skipif(SHARED is None, reason="the shared test material is not there")
def test_samples_show_no_whole_photodna(tmp_path: Path) -> None:
    assert SHARED is not None
    seen = document(forensicdesk(tmp_path, "list", "preview", SHARED / "samples/icse/icse_synthetic.csv", "--json"))
    assert (seen["format"], len(seen["rows"])) == ("icse-csv", 2)
    assert seen["rows"][0][3] == "photodna bc330747d865114d…"
