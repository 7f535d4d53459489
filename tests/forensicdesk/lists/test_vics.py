"""VICS hash sets and cases are streamed, kept whole, and refused whole when damaged."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"


def digest(at: int, algorithm: str = "md5") -> str:
    return hashlib.new(algorithm, str(at).encode(), usedforsecurity=False).hexdigest().upper()


def document(*records: Any, context: str = CONTEXT) -> str:  # noqa: ANN401 - any JSON
    return json.dumps({"@odata.context": context, "value": list(records)})


def test_a_hash_set_keeps_categories_and_unknown_fields_as_they_are(take: Take, library: Library) -> None:
    records = [
        {"MediaID": 10 + at, "Category": category, "MD5": digest(at), "VictimIdentified": flag, "Odd": [at]}
        for at, (category, flag) in enumerate([(None, "true"), (0, "False"), (1, True), ("2", None)])
    ]
    used = take(document(*records).encode("utf-8-sig"))
    assert dict(used.entries)["md5"] == 4
    found = list(library.entries(used.id, [1, 2, 3, 4]))
    assert [entry.label for entry in found] == ["", "category 0", "category 1", "category 2"]
    assert [entry.entry for entry in found] == ["MediaID 10", "MediaID 11", "MediaID 12", "MediaID 13"]
    extras = [json.loads(entry.extra) for entry in found]
    assert [extra["VictimIdentified"] for extra in extras] == ["true", "False", True, None]
    assert [extra["Category"] for extra in extras] == [None, 0, 1, "2"]
    assert extras[3]["Odd"] == [3]


def test_alternative_hashes_are_entries_of_the_same_record(take: Take, library: Library) -> None:
    others = [
        {"HashName": "SHA-256", "HashValue": digest(1, "sha256")},
        {"HashName": "pdq", "HashValue": "ab" * 32},
        {"HashName": "PhotoDNA", "HashValue": "AAAA"},
        {"HashName": "SHA1", "HashValue": "short"},
        None,
    ]
    used = take(document({"md5": digest(1), "AlternativeHashes": others}))
    assert {kind: count for kind, count in used.entries if count} == {"md5": 1, "sha256": 1, "pdq": 1}
    assert used.refused == 1
    assert "192 characters of base64, 288 hexadecimal digits" in used.refusals[0][1]
    assert used.refusals[0][1].endswith("(the entry is kept with its MD5 and SHA-256 and PDQ)")
    (found,) = library.exact(used.id, "sha256", [bytes.fromhex(digest(1, "sha256"))])
    assert found[1].pdq == b"\xab" * 32


def test_records_without_digest_are_refused_with_their_number(take: Take) -> None:
    used = take(document({"MediaID": 1}, {"MD5": digest(1), "AlternativeHashes": None}, 7, {"MD5": "", "SHA1": None}))
    assert dict(used.entries)["md5"] == 1
    assert [position for position, _ in used.refusals] == [1, 3, 4]


@pytest.mark.parametrize(
    "context",
    [
        "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#Cases",
        "http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#Cases",
        "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml",
    ],
)
def test_the_media_inside_cases_are_taken(take: Take, context: str) -> None:
    case = {"CaseID": "1", "Media": [{"MD5": digest(1)}, {"SHA1": digest(2, "sha1")}], "CaseNumber": "x"}
    used = take(document(case, {"CaseID": "2", "Media": []}, context=context))
    assert {kind: count for kind, count in used.entries if count} == {"md5": 1, "sha1": 1}


def test_a_document_longer_than_any_buffer_is_read_whole(take: Take) -> None:
    records = [{"MediaID": at, "MD5": digest(at), "Tags": "t" * (at % 700)} for at in range(4000)]
    assert dict(take(document(*records)).entries)["md5"] == 4000


def test_a_document_in_utf_16_is_read(take: Take) -> None:
    assert dict(take(document({"MD5": digest(1)}).encode("utf-16")).entries)["md5"] == 1


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_document_imports_nothing_and_says_where_it_broke(take: Take, library: Library, cut: float) -> None:
    whole = document(*({"MediaID": at, "MD5": digest(at)} for at in range(3000)))
    with pytest.raises(
        ListError, match=r"list\.txt is damaged or cut off: .*at character [\d,]+, after [\d,]+ complete"
    ):
        take(whole[: int(len(whole) * cut)])
    assert library.lists() == ()
    assert [path.name for path in library.folder.iterdir() if path.name != "library.lock"] == []


@pytest.mark.parametrize(
    "value",
    ["[" * 200_000, "[" * 100_000 + "]" * 100_000, "9" * 6000, "{" * 300, '"open', "tru", "\x01", "1e5 2", '{"a":1}]'],
)
def test_hostile_json_is_an_error_and_nothing_else(take: Take, library: Library, value: str) -> None:
    with pytest.raises(ListError):
        take(f'{{"@odata.context":"{CONTEXT}","value":[{{"MD5":"{digest(1)}"}},{{"x":{value}}}]}}')
    assert library.lists() == ()


@pytest.mark.parametrize("tail", ["x", "{}", "]", '"'])
def test_something_after_the_document_is_an_error(take: Take, tail: str) -> None:
    with pytest.raises(ListError, match="damaged"):
        take(document({"MD5": digest(1)}) + tail)
