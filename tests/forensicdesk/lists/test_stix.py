"""File objects and indicators of STIX bundles are entries; what is not understood is refused with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

MD5, SHA1, SHA256, OTHER = "ab" * 16, "cd" * 20, "ef" * 32, "12" * 32


def bundle(*objects: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects})


def indicator(pattern: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"type": "indicator", "id": "indicator--1", "pattern": pattern, **more}


def test_a_file_object_is_one_entry_with_everything_said_of_it(take: Take, library: Library) -> None:
    hashes = {"MD5": MD5, "SHA-1": SHA1, "SHA-256": SHA256, "SHA-512": "34" * 64, "SSDEEP": "3:abc:def"}
    used = take(bundle({"type": "file", "id": "file--1", "name": "a.jpg", "size": 5, "hashes": hashes}))
    assert (used.format, used.refused) == ("stix-bundle", 0)
    assert {kind: count for kind, count in used.entries if count} == {"md5": 1, "sha1": 1, "sha256": 1, "sha512": 1}
    (entry,) = library.entries(used.id, [1])
    assert (entry.entry, entry.name, entry.md5) == ("file--1", "a.jpg", bytes.fromhex(MD5))
    assert json.loads(entry.extra) == {"type": "file", "size": 5, "hashes": {"SSDEEP": "3:abc:def"}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (f"[file:hashes.'SHA-256' = '{SHA256}']", [(None, SHA256)]),
        (f"[ file:hashes.MD5='{MD5}' ]", [(MD5, None)]),
        (f"[file:hashes.MD5 = '{MD5}' AND file:hashes.'SHA-256' = '{SHA256}']", [(MD5, SHA256)]),
        (f"[file:hashes.MD5 = '{MD5}' OR file:hashes.'SHA-256' = '{SHA256}']", [(MD5, None), (None, SHA256)]),
        (f"[file:hashes.MD5 = '{MD5}'] OR [file:hashes.'SHA-256' = '{OTHER}']", [(MD5, None), (None, OTHER)]),
    ],
)
def test_alternatives_are_entries_and_what_holds_together_is_one(
    take: Take, library: Library, pattern: str, expected: list[tuple[str | None, str | None]]
) -> None:
    used = take(bundle(indicator(pattern)))
    found = list(library.entries(used.id, range(1, 5)))
    assert [(entry.md5 and entry.md5.hex(), entry.sha256 and entry.sha256.hex()) for entry in found] == expected


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (indicator("[ipv4-addr:value = '192.0.2.1']"), "none that only compares digests of files"),
        (indicator(f"[file:hashes.MD5 != '{MD5}']"), "none that only compares digests of files"),
        (indicator(f"[file:hashes.MD5 = '{MD5}' AND file:name = 'a']"), "none that only compares digests of files"),
        (indicator(f"[file:hashes.MD5 = '{MD5}'] FOLLOWEDBY [file:hashes.MD5 = '{MD5}']"), "none that only compares"),
        (indicator(f"[file:hashes.MD5 = '{MD5}'] OR"), "none that only compares digests of files"),
        (indicator(f"NOT [file:hashes.MD5 = '{MD5}']"), "none that only compares digests of files"),
        (
            indicator(f"[file:hashes.MD5 = '{MD5}' AND file:hashes.'SHA-1' = '{SHA1}' OR file:hashes.MD5 = '{MD5}']"),
            "mixes AND with OR",
        ),
        (indicator("[file:hashes.SSDEEP = '3:a:b']"), "compares SSDEEP, which is not used"),
        (indicator("[file:hashes.MD5 = 'abc']"), "not 32 hexadecimal digits as MD5 has: abc"),
        ({"type": "indicator", "revoked": True}, "a revoked indicator without an id"),
        ({"type": "indicator"}, "none that only compares digests of files"),
        ({"type": "file", "name": "x"}, "the record has no digest"),
        ({"type": "identity"}, "objects of the type identity hold no digests"),
        ({}, "the object has no type"),
        (7, "the object has no type"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_reason(take: Take, found: Any, why: str) -> None:  # noqa: ANN401
    used = take(bundle({"type": "file", "hashes": {"SHA-256": OTHER}}, found))
    assert {kind: count for kind, count in used.entries if count} == {"sha256": 1}
    assert [position for position, _ in used.refusals] == [2]
    assert why in used.refusals[0][1]


def test_many_alternatives_do_not_repeat_the_pattern(take: Take, library: Library) -> None:
    pattern = " OR ".join(f"file:hashes.MD5 = '{at:032x}'" for at in range(3000))
    used = take(bundle(indicator(f"[{pattern}]"), indicator(f"[{pattern}]", description="x" * 100_000)))
    assert dict(used.entries)["md5"] == 3000
    assert [json.loads(entry.extra) for entry in library.entries(used.id, [3000])] == [{"type": "indicator"}]
    assert [position for position, _ in used.refusals] == [2]


def test_a_revoked_indicator_takes_its_earlier_version_back(take: Take, library: Library) -> None:
    pattern = f"[file:hashes.MD5 = '{MD5}']"
    used = take(bundle({"type": "file", "hashes": {"MD5": MD5}}, indicator(pattern), indicator(pattern, revoked=True)))
    assert (dict(used.entries)["md5"], used.withdrawn, used.refused) == (1, 1, 0)
    assert [entry.entry for entry in library.entries(used.id, [1, 2])] == ["record 1"]


def test_a_truncated_bundle_is_refused_whole(take: Take, library: Library) -> None:
    whole = bundle(*(indicator(f"[file:hashes.MD5 = '{at:032x}']") for at in range(5)))
    with pytest.raises(ListError, match=r"the file ends too early, at character \d+, after \d complete records"):
        take(whole[:-40])
    assert library.lists() == ()
