"""Lists that come as tables: LED, ICSE, and the general table of IPED."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.exchange.photodna import parse_photodna
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

SHARED = shared_data()
A, B, C, D = ("0123456789abcdef" * 2, "f1" * 16, "c2" * 16, "d3" * 16)
SHA1 = "ab" * 20
PHOTODNA = bytes(range(100, 244))
ICSE = (
    "MD5;SHA1;ZZ40;PhotoDNA;Lace;Image ID;Is distributed;Victim identified;Offender identified;Series name;"
    "Investigation name;Agency;Number of submissions;File Available;Media Type;Baseline\n"
)


def test_partial_md5_of_led_never_become_md5(take: Take, library: Library) -> None:
    used = take(f"MD5,fileLength,fileExt,md5_512,md5_64k,status\n{A},19461,jpg,{B},{C},known\n,5,jpg,{D},{C},x\n")
    assert used.format == "led-csv"
    assert dict(used.entries) | {"md5": 1, "md5_512": 2, "md5_64k": 2} == dict(used.entries)
    first, second = library.entries(used.id, [1, 2])
    assert (first.md5, second.md5) == (bytes.fromhex(A), None)
    assert first.more == (("md5_512", bytes.fromhex(B)), ("md5_64k", bytes.fromhex(C)))
    assert json.loads(first.extra) == {"fileLength": "19461", "fileExt": "jpg", "status": "known"}
    assert not list(library.exact(used.id, "md5", [bytes.fromhex(text) for text in (B, C, D)]))


def test_partial_md5_never_become_md5_in_other_tables_either(take: Take) -> None:
    used = take(f"name;md5_512;md5_64k\na;{B};{C}\nb;{D};{C}\n")
    assert used.format == "csv"
    assert {kind: count for kind, count in used.entries if count} == {"md5_512": 2, "md5_64k": 2}


def test_icse_rows_may_be_short_and_carry_photodna(take: Take, library: Library) -> None:
    rows = f"{A};{SHA1};{'0' * 32};{PHOTODNA.hex().upper()};AAAA;IMG-1;Y;N;N;Series;Op;XX;3;True;Image;Yes\n{B}\n;;;\n"
    used = take(ICSE + rows + f"{C};;;{'zz' * 144};;IMG-3\n")
    assert used.format == "icse-csv"
    assert (dict(used.entries)["md5"], dict(used.entries)["sha1"], dict(used.entries)["photodna"]) == (3, 1, 1)
    assert [line for line, _ in used.refusals] == [4, 5]
    assert "zz" not in used.refusals[1][1]
    full, short, _ = library.entries(used.id, [1, 2, 3])
    assert full.entry == "Image ID IMG-1"
    assert full.more == (("photodna", PHOTODNA),)
    extra = json.loads(full.extra)
    assert (extra["Is distributed"], extra["Baseline"], extra["Lace"], extra["ZZ40"]) == ("Y", "Yes", "AAAA", "0" * 32)
    assert (short.md5, short.more) == (bytes.fromhex(B), ())


@pytest.mark.parametrize(
    "text",
    [PHOTODNA.hex(), PHOTODNA.hex().upper(), base64.b64encode(PHOTODNA).decode(), ",".join(map(str, PHOTODNA))],
)
def test_photodna_is_read_in_each_form(text: str) -> None:
    assert parse_photodna(text) == PHOTODNA


@pytest.mark.parametrize("text", ["", "00", "zz" * 144, "A" * 191 + "*", ",".join(["256"] * 144), "1,2", "-1," * 144])
def test_what_is_no_photodna_is_refused_without_being_shown(text: str) -> None:
    reason = parse_photodna(text)
    assert isinstance(reason, str)
    assert reason.startswith("no PhotoDNA (144 bytes")


@given(st.binary(min_size=144, max_size=144))
def test_every_photodna_comes_back_from_each_form(value: bytes) -> None:
    for text in (value.hex(), base64.b64encode(value).decode(), ",".join(map(str, value))):
        assert parse_photodna(text) == value


@given(st.one_of(st.text(max_size=300), st.text("0123456789,", min_size=287, max_size=600)))
def test_any_text_is_a_photodna_of_144_bytes_or_refused(text: str) -> None:
    found = parse_photodna(text)
    assert isinstance(found, str) or len(found) == 144


@pytest.mark.skipif(SHARED is None, reason="the shared test material is not there")
@pytest.mark.parametrize(
    ("name", "format_", "expected"),
    [
        ("iped/led_synthetic.csv", "led-csv", {"md5": 1, "md5_512": 1, "md5_64k": 1}),
        ("icse/icse_synthetic.csv", "icse-csv", {"md5": 2, "sha1": 2, "photodna": 1}),
    ],
)
def test_samples(library: Library, name: str, format_: str, expected: dict[str, int]) -> None:
    assert SHARED is not None
    used = library.import_file(SHARED / "samples" / name, role=Role.NOTABLE, now=NOW)
    assert (used.format, used.refused) == (format_, 0)
    assert {kind: count for kind, count in used.entries if count} == expected


def test_iped_tables_carry_what_is_not_matched(take: Take, library: Library) -> None:
    coded = base64.b64encode(PHOTODNA).decode()
    used = take(
        "MD5,SHA-1,SHA-512,EDONKEY,photoDna,pHash,average_hash,set,status\n"
        f"{A},{SHA1},{'5' * 128},{B},{coded},{'8' * 16},{'a' * 16},Set,pedo\n"
        f"{C},,,,{PHOTODNA.hex()},123,,Set,\n"
    )
    assert used.format == "csv"
    counts = {"md5": 2, "sha1": 1, "sha512": 1, "edonkey": 1, "photodna": 2, "phash": 1, "ahash": 1}
    assert {kind: count for kind, count in used.entries if count} == counts
    assert [line for line, _ in used.refusals] == [3]
    first, second = library.entries(used.id, [1, 2])
    assert dict(first.more)["edonkey"] == bytes.fromhex(B)
    assert dict(first.more)["ahash"] == b"\xaa" * 8
    assert json.loads(first.extra) == {"set": "Set", "status": "pedo"}
    assert second.more == (("photodna", PHOTODNA),)


@pytest.mark.skipif(SHARED is None, reason="the shared test material is not there")
def test_the_iped_sample(library: Library) -> None:
    assert SHARED is not None
    used = library.import_file(SHARED / "samples" / "iped" / "iped_generic.csv", role=Role.NOTABLE, now=NOW)
    assert {kind: count for kind, count in used.entries if count} == {"md5": 1, "sha1": 1, "sha256": 1, "photodna": 1}
    assert used.refused == 0
