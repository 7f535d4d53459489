"""ThreatExchange and imagehash as JSON; and whatever JSON of these kinds a file holds, it is a list or a ListError."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

PDQ, MD5, SHA256 = "ab" * 32, "cd" * 16, "ef" * 32
PICTURE = {"file": "a.jpg", "phash": "80" * 8, "dhash": "81" * 8, "average_hash": "82" * 8, "whash": "83" * 8}


def kinds(used: Any) -> dict[str, int]:  # noqa: ANN401 - a HashList
    return {kind: count for kind, count in used.entries if count}


@pytest.mark.parametrize("around", [False, True])
@pytest.mark.parametrize(("value", "type_"), [("td_raw_indicator", "td_indicator_type"), ("indicator", "type")])
def test_indicators_are_entries_in_an_array_or_an_answer(
    take: Take, library: Library, value: str, type_: str, *, around: bool
) -> None:
    found = [
        {"id": "11", value: PDQ, type_: "HASH_PDQ", "status": "MALICIOUS"},
        {"id": 12, value: MD5, type_: "HASH_VIDEO_MD5"},
        {value: SHA256, type_: "HASH_SHA256"},
    ]
    used = take(json.dumps({"data": found, "paging": {"next": "x"}} if around else found))
    assert (used.format, used.refused) == ("threatexchange-json", 0)
    assert kinds(used) == {"pdq": 1, "md5": 1, "sha256": 1}
    first, second, third = library.entries(used.id, [1, 2, 3])
    assert [entry.entry for entry in (first, second, third)] == ["11", "12", "record 3"]
    assert json.loads(first.extra) == {type_: "HASH_PDQ", "status": "MALICIOUS"}


def test_indicators_of_other_types_are_refused_and_deletions_honoured(take: Take, library: Library) -> None:
    used = take(
        json.dumps(
            [
                {"id": "1", "indicator": PDQ, "type": "HASH_PDQ"},
                {"id": "2", "indicator": MD5, "type": "HASH_MD5"},
                {"id": "3", "indicator": "x", "type": "HASH_TMK"},
                {"id": "4", "indicator": "abc", "type": "HASH_MD5"},
                {"id": "5"},
                7,
                {"id": "1", "indicator": PDQ, "type": "HASH_PDQ", "should_delete": True},
                {"should_delete": True},
            ]
        )
    )
    assert (kinds(used), used.withdrawn) == ({"md5": 1}, 1)
    assert [entry.entry for entry in library.entries(used.id, [1, 2])] == ["2"]
    assert used.refusals == (
        (3, "the signal type HASH_TMK is not used"),
        (4, "not 32 hexadecimal digits as MD5 has: abc"),
        (5, "the record has no indicator with a type"),
        (6, "the record is no object"),
        (8, "a deletion without an id"),
    )


@pytest.mark.parametrize("several", [False, True])
def test_pictures_carry_the_hashes_of_imagehash(take: Take, library: Library, *, several: bool) -> None:
    picture = PICTURE | {"colorhash": "0123456789a", "imagehash_version": "4.3.2", "md5": MD5}
    used = take(json.dumps([picture, {"file": "b.jpg", "phash": "84" * 8}] if several else picture))
    assert (used.format, used.refused) == ("imagehash-json", 0)
    assert kinds(used) == {"md5": 1, "phash": 1 + several, "dhash": 1, "ahash": 1, "whash": 1, "colorhash": 1}
    entry = next(iter(library.entries(used.id, [1])))
    assert (entry.name, json.loads(entry.extra)) == ("a.jpg", {"imagehash_version": "4.3.2"})
    assert entry.more == (
        ("ahash", b"\x82" * 8),
        ("colorhash", bytes.fromhex("00123456789a")),
        ("dhash", b"\x81" * 8),
        ("phash", b"\x80" * 8),
        ("whash", b"\x83" * 8),
    )


def test_hashes_of_other_sizes_are_refused_and_the_rest_is_kept(take: Take) -> None:
    used = take(json.dumps([PICTURE | {"phash": "80" * 32}, {"file": "x"}, [], {"dhash": 5}]))
    assert kinds(used) == {"dhash": 1, "ahash": 1, "whash": 1}
    assert [position for position, _ in used.refusals] == [1, 2, 3, 4]
    assert used.refusals[0][1].startswith("not 16 hexadecimal digits as pHash has: 8080")
    assert used.refusals[0][1].endswith("(the entry is kept with its dHash and aHash and wHash)")


@pytest.mark.parametrize(
    "whole", [json.dumps([PICTURE] * 3), json.dumps({"data": [{"indicator": MD5, "type": "HASH_MD5", "id": "12"}]})]
)
@pytest.mark.parametrize("cut", [-1, -9])
def test_a_truncated_document_is_refused_whole(take: Take, library: Library, whole: str, cut: int) -> None:
    with pytest.raises(ListError, match=r"the file ends too early, at character \d+, after \d complete record"):
        take(whole[:cut])
    assert library.lists() == ()


WORDS = ["indicator", "type", "td_raw_indicator", "td_indicator_type", "data", "phash", "whash", "file", "hashRecords"]
WORDS += ["signalType", "hashValue", "hashStatus", "objects", "hashes", "MD5", "SHA-256", "pattern", "id", "value"]
WORDS += ["should_delete", "revoked", "PhotoDNA", "AlternativeHashes", "HashName", "HashValue", "name"]
SAID = ["HASH_PDQ", "HASH_MD5", "file", "indicator", "ImagePDQ", "Withdrawn", PDQ, MD5, "80" * 8, "PhotoDNA", "A" * 192]
SAID += [f"[file:hashes.MD5 = '{MD5}' OR file:hashes.'SHA-256' = '{SHA256}']", "[file:hashes.MD5 = '", ""]
INNER = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(SAID), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)),
    max_leaves=15,
)
WHOLE = st.one_of(
    INNER,
    INNER.map(lambda inner: [{"indicator": MD5, "type": "HASH_MD5"}, inner]),
    INNER.map(lambda inner: [{"phash": "80" * 8}, inner]),
    INNER.map(lambda inner: {"hashRecords": [inner, {"signalType": inner, "hashValue": inner}]}),
    INNER.map(lambda inner: {"type": "bundle", "objects": [{"type": "file", "hashes": inner}, inner]}),
    INNER.map(lambda inner: {"type": "bundle", "objects": [{"type": "indicator", "id": inner, "pattern": inner}]}),
    INNER.map(lambda inner: {"value": [{"MD5": MD5, "PhotoDNA": inner, "AlternativeHashes": inner}, inner]}),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WHOLE, st.integers(-5, 0))
def test_any_json_gives_a_list_or_a_list_error(take: Take, whole: Any, cut: int) -> None:  # noqa: ANN401
    with contextlib.suppress(ListError):
        used = take(json.dumps(whole)[: cut or None])
        assert sum(count for _, count in used.entries) > 0
