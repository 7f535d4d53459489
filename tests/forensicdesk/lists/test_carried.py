"""Values of further kinds, withdrawals and what a list says of itself are kept; older stored lists stay readable."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.errors import ListError
from forensicdesk.lists import importing
from forensicdesk.lists.records import Fact, ImportSettings, Record, Withdrawal
from forensicdesk.lists.values import QUALITY_UNKNOWN
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.records import Parsed
    from forensicdesk.model import HashList

    TakeParsed = Callable[..., HashList]

LAYOUT_1 = Path(__file__).parent / "data" / "layout1.fdlist"
A, B, C = (bytes([at]) * 16 for at in (1, 2, 3))
PHOTODNA = bytes(range(144))
PHASH = bytes(range(8))


@pytest.fixture
def take_parsed(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TakeParsed:
    """Import what a reader gave, through everything that comes after reading."""

    def import_parsed(parsed: Sequence[Parsed], issuer: str = "") -> HashList:
        path = tmp_path / "list.txt"
        path.write_text("0cc175b9c0f1b6a831c399e269772661\n")
        source = importing.inspect(path)
        format_ = dataclasses.replace(source.format, read=lambda *_: iter(parsed))
        looked = source.content, source.sample, format_
        monkeypatch.setattr(importing, "look_into", lambda *_: looked)
        return library.import_with(path, ImportSettings(Role.NOTABLE, issuer=issuer), NOW)

    return import_parsed


def test_values_of_further_kinds_come_back_with_their_entry(take_parsed: TakeParsed, library: Library) -> None:
    more = (("photodna", PHOTODNA), ("phash", PHASH))
    used = take_parsed([Record(1, md5=A, more=more), Record(2, md5=B), Record(3, more=(("phash", bytes(8)),))])
    assert dict(used.entries) | {"md5": 2, "photodna": 1, "phash": 2} == dict(used.entries)
    (_, entry), (_, bare) = library.exact(used.id, "md5", [A, B])
    assert entry.more == tuple(sorted(more))
    assert bare.more == ()
    assert [found.more for found in library.entries(used.id, [3])] == [(("phash", bytes(8)),)]
    assert library.check(used.id) == ()


def test_all_values_of_a_kind(take_parsed: TakeParsed, library: Library) -> None:
    pdq = bytes(range(32))
    used = take_parsed([Record(1, pdq=pdq, quality=77), Record(2, pdq=pdq[::-1], more=(("phash", PHASH),))])
    found = library.hashes(used.id, "pdq")
    assert found.numbers.tolist() == [1, 2]
    assert found.qualities.tolist() == [77, QUALITY_UNKNOWN]
    assert [row.tobytes() for row in found.values] == [pdq, pdq[::-1]]
    near = library.hashes(used.id, "phash")
    assert (near.numbers.tolist(), near.values.tobytes(), near.qualities.tolist()) == ([2], PHASH, [QUALITY_UNKNOWN])
    nothing = library.hashes(used.id, "photodna")
    assert len(nothing.numbers) == 0
    assert nothing.values.shape[0] == 0
    assert found.numbers.dtype == np.uint32


def test_values_of_unequal_length_are_not_handed_out_as_rows(take_parsed: TakeParsed, library: Library) -> None:
    used = take_parsed([Record(1, more=(("tmk", b"12"),)), Record(2, more=(("tmk", b"123"),))])
    with pytest.raises(ListError, match="different lengths"):
        library.hashes(used.id, "tmk")


def test_entries_that_differ_in_a_further_value_only_are_both_kept(take_parsed: TakeParsed, library: Library) -> None:
    one, other = (("phash", PHASH), ("dhash", PHASH)), (("phash", bytes(8)),)
    used = take_parsed([Record(1, md5=A, more=one), Record(2, md5=A, more=other), Record(3, md5=A, more=one[::-1])])
    assert used.duplicates == 1
    assert dict(used.entries)["md5"] == 2
    assert library.hashes(used.id, "phash").numbers.tolist() == [1, 2]


def test_equal_entries_without_any_digest_are_one(take_parsed: TakeParsed) -> None:
    used = take_parsed([Record(1, more=(("phash", PHASH),)), Record(2, more=(("phash", PHASH),))])
    assert (used.duplicates, dict(used.entries)["phash"]) == (1, 1)


def test_what_an_issuer_took_back_is_no_entry_wherever_it_stands(take_parsed: TakeParsed, library: Library) -> None:
    used = take_parsed(
        [
            Withdrawal(1, "x1"),
            Record(2, "x1", md5=A),
            Record(3, "x2", md5=B, more=(("phash", PHASH),)),
            Record(4, "x3", md5=C),
            Withdrawal(5, "x2"),
            Withdrawal(6, "unknown"),
        ]
    )
    assert (used.withdrawn, used.refused, dict(used.entries)["md5"]) == (2, 0, 1)
    assert "phash" not in dict(used.entries)
    assert [entry.md5 for _, entry in library.exact(used.id, "md5", [A, B, C])] == [C]
    assert library.check(used.id) == ()


def test_a_list_of_which_all_was_taken_back_is_refused(take_parsed: TakeParsed, library: Library) -> None:
    with pytest.raises(ListError, match="took back all of them"):
        take_parsed([Record(1, "x1", md5=A), Withdrawal(2, "x1")])
    assert library.lists() == ()


def test_a_person_s_word_on_the_issuer_goes_before_the_file_s(take_parsed: TakeParsed) -> None:
    used = take_parsed([Fact("issuer", "the file"), Fact("issued_at", "2025-01"), Record(1, md5=A)], issuer="Unit 1")
    assert (used.issuer, used.issued_at, used.issued_version) == ("Unit 1", "2025-01", "")
    assert used.file_size == 33
    assert used.importer_version


def test_a_list_stored_by_the_first_layout_is_read_as_it_is(library: Library) -> None:
    library.folder.mkdir(parents=True)
    shutil.copy(LAYOUT_1, library.folder / "0ad2202d5b269f1a.fdlist")
    (used,) = library.lists()
    assert (used.name, used.issuer, used.file_size, used.refused) == ("kept", "", 0, 1)
    assert library.check("kept") == ()
    (_, entry), *others = library.exact(used.id, "md5", [bytes.fromhex("0cc175b9c0f1b6a831c399e269772661")])
    assert (entry.name, entry.label, entry.more, others) == ("b.jpg", "category 2", (), [])
    assert library.hashes(used.id, "md5").numbers.tolist() == [1, 2]
    assert len(library.hashes(used.id, "phash").numbers) == 0


def test_the_command_line_states_and_shows_the_issuer(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("0cc175b9c0f1b6a831c399e269772661\n")
    stated = ("--issuer", "Unit 1", "--issued-version", "7", "--issued-at", "2026-01-02")
    shown = document(forensicdesk(tmp_path, "list", "import", path, "--role", "notable", *stated, "--json"))
    assert (shown["issuer"], shown["issued_version"], shown["issued_at"]) == ("Unit 1", "7", "2026-01-02")
    assert (shown["file_size"], shown["withdrawn"]) == (33, 0)
    assert "Unit 1" in forensicdesk(tmp_path, "list", "show", "list").stdout
