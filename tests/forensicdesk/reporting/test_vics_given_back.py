"""A VICS case of another program that was examined and is exported again carries every field that came with it."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Around, Entry, Wanted
from forensicdesk.evidence.containers.vics_case import VICS_CASE
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from forensicdesk.reporting.building import build_model
from forensicdesk.reporting.media import media_of
from forensicdesk.settings import RECORD_CHARACTERS, RECORD_DEPTH
from hashing.values import Recipe
from reports.model import Variant
from reports.render import render
from tests.forensicdesk.case.building import NOW, at, new_case, opened, picture, source_with, writer_of
from tests.support.pictures import jpeg
from tests.support.program import forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.finding import Record, Told
    from reports.model import ReportModel

SHARED = shared_data()
MODEL = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
JPEG = "/9j/" + "A" * 400

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
known = st.sampled_from(
    [
        "Category",
        "category",
        "MediaID",
        "MD5",
        "MediaSize",
        "Tags",
        "Comments",
        "Series",
        "VictimIdentified",
        "Imported",
    ]
)
fields = st.dictionaries(known | st.text(max_size=12), values, max_size=6)
rows = st.lists(st.dictionaries(st.text(max_size=8), values, max_size=3), max_size=2)
places = st.sampled_from(["1.jpg", "gone.jpg", ""])


@st.composite
def media(draw: st.DrawFn) -> dict[str, Any]:
    """A medium whose file is there, is missing, or is not named; with rows of lists as programs write them, and not."""
    listed = {name: draw(rows) for name in draw(st.sets(st.sampled_from(["MediaFiles", "Exifs", "AlternativeHashes"])))}
    return draw(fields) | listed | {"RelativeFilePath": draw(places)}


class Beside:
    """A folder that holds one file."""

    def has(self, path: bytes) -> bool:
        return path == b"1.jpg"

    def open(self, path: bytes) -> io.BytesIO:
        raise FileNotFoundError(path)


@lru_cache(maxsize=1)
def base() -> tuple[tempfile.TemporaryDirectory[str], ReportModel]:
    """A folder with a case of one picture beside a document that was not read yet, and the model of its report."""
    folder = tempfile.TemporaryDirectory()
    with opened(new_case(Path(folder.name))) as store:
        source_with(store, [b"1.jpg", b"Case.json"])
        with store.database.writing() as connection:
            connection.exec_driver_sql("UPDATE items SET container = 'vics', state = 'not_media' WHERE id = 2")
        writer_of(store).record_results([Result(1, picture(b"one"))], Recipe())
        return folder, build_model(store, variant="restricted", language="en", made_at=NOW)


def given_back(document: str, variant: str = "restricted") -> dict[str, Any]:
    """The case as it is exported after a document was read that lies beside one picture."""
    source, model = base()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(Path(source.name) / "test.fdcase", Path(folder) / "test.fdcase")
        with opened(Path(folder) / "test.fdcase") as store:
            enter(store, document)
            content = render(replace(model, variant=Variant(variant)), "vics", media_of(store)).content
    (case,) = json.loads(content)["value"]
    found: dict[str, Any] = case
    return found


def enter(store: CaseStore, document: str) -> None:
    raw = document.encode()
    container = VICS_CASE.open(Around(io.BytesIO(raw), len(raw), b"Case.json", Beside()))
    page: list[Found | Told | Record] = []
    for entry in container.entries(Wanted()):
        if isinstance(entry, Entry):
            where = Location((*at(b"Case.json").steps, Step("vics", entry.path, entry.place)))
            page.append(Found(where, entry.size, None, entry.state, entry.issue))
        elif entry is not None:
            page.append(entry)
    writer_of(store).record_listed(2, page)
    writer_of(store).record_listed(2, page)  # as after an interruption


def whole(value: object, given_value: object) -> bool:
    """Whether a field has this value, or a list all its members."""
    if isinstance(value, list) and isinstance(given_value, list):
        return all(member in value for member in given_value)
    return type(value) is type(given_value) and value == given_value


def carries(record: dict[str, Any], medium: dict[str, Any]) -> bool:
    """Whether every field of a medium stands in a record, under its name or among what was imported."""
    return any(
        all(
            (name in one["Fields"] and whole(one["Fields"][name], value))
            or (name in record and name != "Imported" and whole(record[name], value))
            for name, value in medium.items()
        )
        for one in record["Imported"]
    )


@settings(max_examples=25, deadline=None)
@given(fields, fields, st.lists(media(), max_size=4))
def test_every_imported_field_is_exported_again(
    top: dict[str, Any], about: dict[str, Any], records: list[dict[str, Any]]
) -> None:
    document = {"@odata.context": MODEL} | top | {"value": [about | {"Media": records}]}

    case = given_back(json.dumps(document))

    for medium in records:
        assert any(carries(record, medium) for record in case["Media"] if "Imported" in record)
    assert {record["Category"] for record in case["Media"]} == {None}
    assert len({record["MediaID"] for record in case["Media"]}) == len(case["Media"])
    said = [one["Fields"] for one in case["Imported"]]
    assert said == [one for one in ({"@odata.context": MODEL} | top, about) if one]


def test_what_another_program_said_differently_stands_apart() -> None:
    medium = {"RelativeFilePath": "1.jpg", "MediaID": 7, "Category": 2, "MediaSize": "3", "Series": "S", "New": 1e400}
    case = given_back(json.dumps({"@odata.context": MODEL, "value": [{"Media": [medium]}]}))

    (record,) = case["Media"]

    assert (record["MediaID"], record["Category"], record["MediaSize"]) == (1, None, 10)
    assert (record["Series"], record["New"]) == ("S", "Infinity")
    (said,) = record["Imported"]
    assert said["Document"] == "phone\\Case.json"
    assert said["Fields"] == {"RelativeFilePath": "1.jpg", "MediaID": 7, "Category": 2, "MediaSize": "3"}


def test_pictures_in_fields_stay_in_the_restricted_variant() -> None:
    document = json.dumps(
        {"@odata.context": MODEL, "value": [{"Media": [{"RelativeFilePath": "1.jpg", "x": [{"Thumb": JPEG}]}]}]}
    )

    assert JPEG in json.dumps(given_back(document))
    for variant in ("court", "disclosure"):
        case = given_back(document, variant)
        assert JPEG not in json.dumps(case)
        assert case["Media"][0]["x"] == [
            {"Thumb": f"A picture of 404 characters, which the variant {variant} leaves out."}
        ]


@pytest.mark.parametrize(
    "value", ["[" * (RECORD_DEPTH + 1) + "]" * (RECORD_DEPTH + 1), f'"{"x" * RECORD_CHARACTERS}"'], ids=["deep", "long"]
)
def test_a_record_that_is_not_kept_says_so(value: str) -> None:
    case = given_back(
        f'{{"@odata.context": "{MODEL}", "value": [{{"Media": [{{"RelativeFilePath": "", "x": {value}}}]}}]}}'
    )

    assert case["Media"][-1]["NotKept"].startswith("This record has ")


def exported(folder: Path, *evidence: Path) -> dict[str, Any]:
    """The VICS form of a new case, written by the program itself."""
    made = ("--report", folder / "r", "--format", "vics", "--variant", "restricted")
    assert forensicdesk(folder / "home", "run", *evidence, "--case", folder / "case", *made).returncode in {0, 1}
    (case,) = json.loads((folder / "r/report-restricted.vics.json").read_bytes())["value"]
    found: dict[str, Any] = case
    return found


def imported_media(document: object) -> Iterator[dict[str, Any]]:
    assert isinstance(document, dict)
    for case in document["value"]:
        yield from case["Media"]


def test_the_program_gives_a_case_back(tmp_path: Path) -> None:
    medium = {"RelativeFilePath": "Media\\1.jpg", "Category": 4, "Own Field": {"a": [1.5, None]}, "Exifs": [{"x": 1}]}
    document = {"@odata.context": MODEL, "value": [{"CaseNumber": "X-1", "Media": [medium]}]}
    evidence = tmp_path / "phone"
    (evidence / "Media").mkdir(parents=True)
    (evidence / "Media" / "1.jpg").write_bytes(jpeg(1))
    (evidence / "Case.json").write_text(json.dumps(document), encoding="utf-8")

    case = exported(tmp_path, evidence)

    (record,) = case["Media"]
    assert carries(record, medium)
    assert (record["Category"], record["Own Field"]) == (None, medium["Own Field"])
    assert case["Imported"][1]["Fields"] == {"CaseNumber": "X-1"}


@pytest.mark.soak
@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_the_shared_case_is_given_back(tmp_path: Path) -> None:
    assert SHARED is not None
    document = json.loads((SHARED / "samples/vics/vics20_case/Case.json").read_text("utf-8-sig"))

    case = exported(tmp_path, SHARED / "samples/vics/vics20_case")

    for medium in imported_media(document):
        assert any(carries(record, medium) for record in case["Media"])
    (whole_case,) = document["value"]
    assert case["Imported"][1]["Fields"] == {name: value for name, value in whole_case.items() if name != "Media"}
    assert {record["Category"] for record in case["Media"]} == {None}
