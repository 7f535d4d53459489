"""Every format and kind has words; questions name no option of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.session import LIST_CHOICES, ImportSettings, KindDifference, ListNotes, preview_list
from tests.ui.fakes import make_list
from ui.list_words import (
    COLUMN_WORDS,
    FORMAT_NAMES,
    changes_text,
    check_text,
    column_text,
    format_text,
    is_question,
    list_facts,
    question_choices,
    question_text,
)

if TYPE_CHECKING:
    from pathlib import Path

ASKING = ImportSettings(None, undecided="ask")


def test_every_format_has_a_name_for_people() -> None:
    assert set(FORMAT_NAMES) == set(LIST_CHOICES.formats)
    assert format_text("vics-json") == "VICS JSON (vics-json)"
    assert format_text("hashdeep") == "hashdeep"


def test_every_kind_of_column_has_words() -> None:
    assert set(LIST_CHOICES.column_kinds) <= set(COLUMN_WORDS)
    assert column_text("") == "kept beside the entry"


@pytest.mark.parametrize("digits", [64, 16])
def test_the_question_is_asked_without_options_and_offers_what_can_be_said(tmp_path: Path, digits: int) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("\n".join(f"{number:0{digits}x}" for number in range(1, 9)))

    question = preview_list(path, ASKING).question

    assert is_question(question)
    assert f"{digits} hexadecimal digits" in question_text(question)
    assert "--" not in question_text(question)
    said = {setting for setting, _ in question_choices(question)} - {"both"}
    assert said <= set(LIST_CHOICES.hash_types)
    for hash_type in said:
        assert preview_list(path, ImportSettings(None, hash_type=hash_type, undecided="ask")).question == ""


def test_the_check_at_import_is_spelled_out() -> None:
    told = check_text("pdq 31 64 83;phash 10 64 70")

    assert told.split("; ") == [
        "PDQ within 31 bits: 64 entries asked, all 83 pairs found",
        "pHash within 10 bits: 64 entries asked, all 70 pairs found",
    ]
    assert check_text("") == "no near values to check"


def test_changes_are_said_once_where_they_are_the_same() -> None:
    same = (KindDifference("md5", added=2, removed=1), KindDifference("sha1", added=2, removed=1))
    different = (KindDifference("md5", added=2), KindDifference("pdq", not_compared="widths"))

    assert changes_text(same) == "2 added, 1 removed"
    assert changes_text(different) == "MD5: 2 added, 0 removed; PDQ: not compared"


def test_what_is_told_of_a_list_leaves_out_what_is_not_known() -> None:
    facts = dict(list_facts(make_list(), ListNotes(columns=(("1", "md5"),)), None))

    assert facts["Columns confirmed"] == "column 1: MD5"
    assert "Issuer" not in facts
    assert facts["Refused"] == "none"
