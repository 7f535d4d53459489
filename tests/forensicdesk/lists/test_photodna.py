"""PhotoDNA is read in its three forms and carried; what is none is refused without showing it."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.exchange.photodna import BYTES, parse_photodna
from forensicdesk.lists.readers.sample import take_sample
from forensicdesk.lists.readers.vics import read
from forensicdesk.lists.records import Fact, ReadOptions
from tests.forensicdesk.lists.test_vics import CONTEXT, digest, document

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

VALUE = bytes(range(100, 244))
TEXT = base64.b64encode(VALUE).decode()


@given(st.binary(min_size=BYTES, max_size=BYTES))
def test_all_three_forms_give_the_same_bytes(value: bytes) -> None:
    numbers = [str(byte) for byte in value]
    forms = [value.hex(), value.hex().upper(), ",".join(numbers), f"[{', '.join(numbers)}]"]
    assert {parse_photodna(form) for form in [*forms, base64.b64encode(value).decode()]} == {value}


@pytest.mark.parametrize(
    "text",
    ["", "AAAA", TEXT[:-1], TEXT + "A", TEXT[:-1] + "=", VALUE.hex()[:-2], ",".join(["256"] * 144), "1," * 144],
)
def test_what_is_none_is_refused_without_showing_it(text: str) -> None:
    reason = parse_photodna(text)
    assert isinstance(reason, str)
    assert not text or text not in reason


@given(st.text(max_size=300))
def test_any_text_gives_bytes_or_a_reason(text: str) -> None:
    assert isinstance(parse_photodna(text), str)


def test_vics_carries_it_from_both_places(take: Take, library: Library) -> None:
    other = [{"HashName": "PhotoDNA", "HashValue": VALUE.hex()}, {"HashName": "SHA-512", "HashValue": "ab" * 64}]
    used = take(document({"MD5": digest(1), "PhotoDNA": TEXT}, {"MD5": digest(2), "AlternativeHashes": other}))
    assert {kind: count for kind, count in used.entries if count} == {"md5": 2, "photodna": 2, "sha512": 1}
    first, second = library.entries(used.id, [1, 2])
    assert first.more == (("photodna", VALUE),)
    assert first.extra == ""
    assert second.more == (("photodna", VALUE), ("sha512", b"\xab" * 64))


def test_a_wrong_value_is_refused_and_the_entry_is_kept(take: Take, library: Library) -> None:
    used = take(document({"MD5": digest(1), "PhotoDNA": TEXT[:-4]}))
    assert {kind: count for kind, count in used.entries if count} == {"md5": 1}
    assert used.refusals[0][1].startswith("no PhotoDNA (144 bytes")
    assert used.refusals[0][1].endswith("(the entry is kept with its MD5)")
    (kept,) = library.entries(used.id, [1])
    assert json.loads(kept.extra) == {"PhotoDNA": TEXT[:-4]}


def test_vics_says_its_version_and_country() -> None:
    text = document({"MD5": digest(1)}, context=CONTEXT)
    sample = take_sample("list", text.encode(), whole=True)
    assert Fact("scheme", "VICS 2.0, US") in list(read(io.StringIO(text), sample, ReadOptions("list")))


def test_a_category_stays_what_it_is(take: Take, library: Library) -> None:
    records = [{"MD5": digest(0), "Category": 0}, {"MD5": digest(1), "Category": None}, {"MD5": digest(2)}]
    used = take(document(*records, {"MD5": digest(3), "Category": "1"}))
    found = list(library.entries(used.id, [1, 2, 3, 4]))
    assert [entry.label for entry in found] == ["category 0", "", "", "category 1"]
    assert [json.loads(entry.extra or "{}") for entry in found] == [
        {"Category": 0},
        {"Category": None},
        {},
        {"Category": "1"},
    ]
