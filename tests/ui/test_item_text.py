"""An item's facts say what is known, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.model import CARVED_STEP, Location, Origin, StatedHash, Step, modified_text, range_step
from hashing.values import DateFact
from tests.ui.fakes import make_record
from ui.item_text import date_blocks, hash_rows, issue_facts, main_facts, way_in
from ui.words import title_text

if TYPE_CHECKING:
    from forensicdesk.model import ItemRecord

RECORD = make_record(Path("/evidence"))


def _dates(record: ItemRecord) -> dict[str, str]:
    return {name: text for _, facts in date_blocks(record) for name, text in facts}


def test_the_location_shows_odd_bytes_and_turning_characters_written_out() -> None:
    assert dict(main_facts(RECORD))["Location"] == "DCIM/100\\xffA/evil\\u202egpj.exe"


def test_a_date_without_zone_says_so() -> None:
    dates = _dates(RECORD)

    assert dates["taken"] == "2024:05:06 07:08:09 (zone unknown; exif:DateTimeOriginal)"
    assert dates["digitised"] == "2024:05:06 07:08:09 (zone +02:00; exif:DateTimeDigitized)"
    assert dates["file modified"].startswith("2023-11-14 22:13:20 (UTC")


def test_a_file_time_outside_the_calendar_stays_a_number() -> None:
    assert modified_text(10**30) == f"{10**30} ns since 1970"


def test_hashes_come_with_their_names_and_quality() -> None:
    rows = hash_rows(RECORD)

    assert [name for name, _, _ in rows] == ["SHA-256", "SHA-1", "MD5", "PDQ"]
    assert rows[0][1] == "03" * 32
    assert "quality 88 of 100" in rows[3][2]


def test_issues_are_told_with_the_state() -> None:
    assert issue_facts(RECORD) == [
        ("State", "Analysed"),
        ("truncated", "the content ends early: The last rows are missing. (step: decoding)"),
    ]


def test_what_the_evidence_says_of_an_item_is_told() -> None:
    said = (
        StatedHash("md5", b"\x01" * 16, "report.xml", agrees=True),
        StatedHash("sha256", b"\x02" * 32, "the archive (GrayKey)", agrees=False),
        StatedHash("photodna", bytes(range(144)), "case.json"),
    )
    created = DateFact("file:created", "2024-05-06 07:08:09", None)
    told = replace(RECORD, names=(b"DCIM/1.jpg",), origin=Origin.DELETED, stated=said, dates=(created,))

    facts = dict(main_facts(told))

    assert facts["Also at"] == "DCIM/1.jpg"
    assert facts["Found"].startswith("deleted")
    assert facts["Stated md5"].endswith("by report.xml: the same as computed")
    assert "DIFFERS" in facts["Stated sha256"]
    assert facts["Stated photodna"] == "0001020304050607…, carried, not computed here; by case.json"
    assert _dates(told)["file:created"] == "2024-05-06 07:08:09 (zone unknown)"
    assert "Found" not in dict(main_facts(RECORD))


def test_dates_of_the_four_kinds_stand_apart() -> None:
    analysis = RECORD.analysis
    assert analysis is not None
    film = DateFact("container:creation_time", "2024-05-06T07:08:09Z", "Z")
    program = DateFact("application:xmp:ModifyDate", "2024-05-07", None)
    odd = DateFact("somewhere", "2024", None)
    told = replace(RECORD, analysis=replace(analysis, dates=(program, odd, film, *analysis.dates)))

    blocks = {name: [field for field, _ in facts] for name, facts in date_blocks(told)}

    assert list(blocks) == [
        "Taken (EXIF, XMP, IPTC)", "File system", "Film container", "Programs that touched it", "Other dates",
    ]  # fmt: skip
    assert blocks["File system"] == ["file modified"]
    assert blocks["Film container"] == ["film begun"]
    assert sum(map(len, blocks.values())) == len(told.analysis.dates if told.analysis else ()) + 1


def test_the_way_through_containers_is_told_step_by_step() -> None:
    inside = Location((Step("file", b"a/b.zip"), Step("zip", b"c/d.jpg"), range_step(CARVED_STEP, "jpeg", 10, 20)))
    told = replace(RECORD, location=inside)

    assert way_in(told) == [
        ("1. file", "a/b.zip"),
        ("2. zip", "c/d.jpg"),
        ("3. carved from it", "jpeg@10+20"),
    ]
    assert way_in(replace(RECORD, location=Location(inside.steps[:1]))) == []
    assert title_text(inside) == "d.jpg \N{RIGHTWARDS ARROW} jpeg@10+20"
    assert title_text(Location(inside.steps[:2])) == "d.jpg"
