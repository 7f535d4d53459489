"""A case of another program says what it says of the media beside it; a list that lies there by chance says nothing."""

from __future__ import annotations

import base64
import contextlib
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Around, ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.vics_case import VICS_CASE
from forensicdesk.finding import Record, Told
from forensicdesk.model import Origin
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed
from tests.forensicdesk.evidence.containers.reports import with_files
from tests.forensicdesk.evidence.containers.test_ufd import NothingBeside
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()
PHOTODNA = bytes(range(144))
MODEL = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata"


def medium(path: str | None, **more: object) -> dict[str, Any]:
    files = [
        {"FileName": "a.jpg", "FilePath": "EX1\\DCIM\\a.jpg", "Created": "2024-05-06T05:08:09Z", "Deleted": "false"},
        {"FileName": "copy.jpg", "FilePath": "EX1\\x", "Unallocated": True},
    ]
    record: dict[str, Any] = {"MediaID": 1, "MD5": "AB" * 16, "SHA1": "", "MediaSize": "7", "MediaFiles": files}
    return record | ({} if path is None else {"RelativeFilePath": path}) | more


def case(records: list[Any], kind: str = "Cases") -> dict[str, Any]:
    value = [{"CaseID": "1", "Media": records}] if kind == "Cases" else records
    return {"@odata.context": f"{MODEL}#{kind}", "value": value}


def written(folder: Path, document: object) -> Path:
    path = folder / "Case.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(document).encode())
    return path


def test_what_is_said_of_a_medium(tmp_path: Path) -> None:
    with_files(tmp_path, {"Media/1.jpg": b"x"})
    other = [{"HashName": "SHA-256", "HashValue": "CD" * 32}]
    record = medium("Media\\1.jpg", PhotoDNA=base64.b64encode(PHOTODNA).decode(), AlternativeHashes=other)
    path = written(tmp_path, case([record, 7, None]))

    (said,) = listed(path)

    assert kind_of(path) == "vics"
    assert isinstance(said, Told)
    assert (said.path, said.origin) == (b"Media/1.jpg", Origin.LIVE)
    assert said.names == (b"EX1\\DCIM\\a.jpg", b"EX1\\x\\copy.jpg")
    assert [(fact.kind, fact.zone) for fact in said.dates] == [("file:created", "Z")]
    assert [(value.algorithm, value.value.hex()) for value in said.stated] == [
        ("md5", "ab" * 16),
        ("sha256", "cd" * 32),
    ]
    assert [(value.algorithm, value.value, value.by) for value in said.carried] == [
        ("photodna", PHOTODNA, "VICS case Case.json")
    ]


@pytest.mark.parametrize(
    ("files", "origin"),
    [
        ([{"Deleted": True}, {"Unallocated": "True"}], Origin.DELETED),
        ([{"Deleted": True}, {"Deleted": "False"}], Origin.LIVE),
        ([{"FileName": "a"}], None),
    ],
)
def test_a_medium_is_deleted_if_all_its_places_are(tmp_path: Path, files: list[Any], origin: Origin | None) -> None:
    with_files(tmp_path, {"1.jpg": b"x"})

    (said,) = listed(written(tmp_path, case([medium("1.jpg", MediaFiles=files)])))

    assert said.origin is origin


@pytest.mark.parametrize("named", ["Media\\gone.jpg", "..\\..\\etc\\passwd", "C:\\x.jpg", "\\x", "a\0b"])
def test_a_medium_that_is_not_there_is_an_entry_that_says_so(tmp_path: Path, named: str) -> None:
    (entry,) = listed(written(tmp_path, case([medium(named)])))

    assert isinstance(entry, Entry)
    assert entry.size == 7
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.CONTENT_MISSING


def test_a_hash_list_that_lies_there_is_left_alone(tmp_path: Path) -> None:
    with_files(tmp_path, {"a.jpg": b"x", "EX1/DCIM/a.jpg": b"x"})

    assert kind_of(written(tmp_path, case([medium(None), medium("gone.jpg")], "Media"))) == ""


def test_a_case_without_stored_files_says_nothing(tmp_path: Path) -> None:
    with_files(tmp_path, {"a.jpg": b"x", "EX1/DCIM/a.jpg": b"x"})

    assert listed(written(tmp_path, case([medium(None)]))) == []


def test_a_case_whose_model_does_not_say_so_is_one_by_its_media(tmp_path: Path) -> None:
    document = case([medium("gone.jpg")])
    document["@odata.context"] = MODEL

    assert kind_of(written(tmp_path, document)) == "vics"


def test_damage_is_said_and_what_came_before_is_kept(tmp_path: Path) -> None:
    with_files(tmp_path, {"1.jpg": b"x"})
    path = written(tmp_path, case([medium("1.jpg"), medium("1.jpg")]))
    path.write_bytes(path.read_bytes()[:-30])

    with pytest.raises(ContainerError) as caught:
        listed(path)

    assert caught.value.code is IssueCode.CONTAINER_DAMAGED
    assert "after 1 complete record" in caught.value.detail


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_any_bytes_give_entries_or_one_error(junk: bytes, at: int) -> None:
    whole = json.dumps(case([medium("1.jpg"), medium("2.jpg")])).encode()
    data = whole[:at] + junk + whole[at:]
    around = Around(io.BytesIO(data), len(data), b"x", NothingBeside())
    with contextlib.suppress(ContainerError):
        list(VICS_CASE.open(around).entries(Wanted()))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("RelativeFilePath", "MD5", "MediaSize", "MediaFiles", "AlternativeHashes", "PhotoDNA", "Created", "Deleted")


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=8))
def test_fields_of_any_type_do_no_harm(record: dict[str, Any]) -> None:
    data = json.dumps(case([{"RelativeFilePath": "x", "MediaFiles": [record]} | record])).encode()
    around = Around(io.BytesIO(data), len(data), b"x", NothingBeside())

    found = list(VICS_CASE.open(around).entries(Wanted()))
    assert sum(isinstance(one, Entry) for one in found) <= 1
    assert [one.level for one in found if isinstance(one, Record)] == ["document", "case", "medium"]


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_a_whole_case() -> None:
    assert SHARED is not None

    said = [entry for entry in listed(SHARED / "samples/vics/vics20_case/Case.json") if isinstance(entry, Told)]

    assert [entry.path.decode() for entry in said] == [
        "Media/8E31E5E749CD7C67E9BE348621CA27BF.jpg",
        "Media/D754B6B58D95710EA8B069B88F78222F.jpg",
    ]
    assert [len(entry.carried) for entry in said] == [1, 0]
    assert said[0].origin is Origin.LIVE
    assert listed(SHARED / "samples/vics/vics12_case.json") == []
    for path in (SHARED / "samples/vics").glob("*hashset*.json"):
        assert kind_of(path) == ""
