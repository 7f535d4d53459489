"""The files for other programs: complete, parsable, harmless, the same twice."""

from __future__ import annotations

import base64
import csv
import dataclasses
import io
import json
import re
import tracemalloc
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.csv_ import COLUMNS
from reports.media import FileDate, MatchLine, MediaLine
from reports.render import render, write
from tests.reports import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.media import Media

EXCHANGE = ("csv", "vics", "case-uco", "geojson", "kml")
MATCH = MatchLine("near", "Unit list", 3, "notable", "line 7", "category 2", "pdq", 12, 31, weak=True, dismissed=False)


def line(number: int, **changes: Any) -> MediaLine:  # noqa: ANN401 - any field
    """One picture that differs from those of other numbers."""
    path = ("phone.tar", f"DCIM/{number}.jpg")
    base = MediaLine(
        number=number,
        parent=None,
        exhibit=samples.usual().exhibits[0].label,
        path=path,
        path_bytes=tuple(step.encode() for step in path),
        name=f"{number}.jpg",
        state="analysed",
        origin="live",
        offset=None,
        media_type="image/jpeg",
        size=1000 + number,
        width=640,
        height=480,
        duration_s=None,
        md5=samples.digest(f"{number}", "md5"),
        sha1=samples.digest(f"{number}", "sha1"),
        sha256=samples.digest(f"{number}"),
        perceptual=(("pdq", "2", samples.digest(f"p{number}"), 99), ("phash", "1", "00ff00ff00ff00ff", None)),
        file_dates=(FileDate("modified", "2026-01-02T03:04:05", "Z"), FileDate("created", "2026-01-01T00:00:00", "")),
        dates=(("exif:DateTimeOriginal", "2026:01:01 10:00:00", ""),),
        metadata=(("summary", (("Make", "Acme"), ("GPSLatitude", "-12.046400"), ("GPSLongitude", "-77.042800"))),),
        matches=(MATCH,),
    )
    return dataclasses.replace(base, **changes)


def of(*lines: MediaLine) -> Media:
    """These pictures and films."""

    def media() -> Iterator[MediaLine]:
        return iter(lines)

    return media


def table(content: bytes) -> list[dict[str, str]]:
    """The rows of a rendered CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", EXCHANGE)
def test_equal_cases_give_equal_bytes(name: str) -> None:
    media = of(line(1), line(2))

    assert render(samples.usual(), name, media).content == render(samples.usual(), name, media).content


@pytest.mark.parametrize("name", EXCHANGE)
@pytest.mark.parametrize("text", samples.HOSTILE)
def test_hostile_names_stay_text(name: str, text: str) -> None:
    path = ("folder", text)
    raw = tuple(step.encode("utf-8", "surrogatepass") for step in path)
    hostile = line(1, name=text, path=path, path_bytes=raw, metadata=(("summary", (("Make", text),)),))

    content = render(samples.usual(), name, of(hostile)).content

    if name == "csv":
        assert len(table(content)) == 1
    elif name == "kml":
        ET.fromstring(content)  # noqa: S314 - our own output
    else:
        json.loads(content)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=1, max_size=6))
def test_no_cell_is_a_formula_and_none_is_lost(names: list[str]) -> None:
    lines = [line(at, name=name, path=(name,), path_bytes=(name.encode(),)) for at, name in enumerate(names, 1)]

    rows = table(render(samples.usual(), "csv", of(*lines)).content)

    assert [row["item"] for row in rows] == [str(at) for at in range(1, len(names) + 1)]
    for row, name in zip(rows, names, strict=True):
        assert row["name"] in (name, "'" + name)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
        assert (row["safe"] == "'") == name.startswith(("=", "+", "-", "@"))


def test_the_table_has_a_row_for_every_item_with_its_facts() -> None:
    (row,) = table(render(samples.usual(), "csv", of(line(1))).content)

    assert tuple(row) == COLUMNS
    assert row["md5"] == samples.digest("1", "md5")
    assert (row["pdq"], row["pdq_quality"]) == (samples.digest("p1"), "99")
    assert (row["camera_make"], row["file_modified"]) == ("Acme", "2026-01-02T03:04:05Z")
    assert row["file_created"] == "2026-01-01T00:00:00"
    assert (row["match_count"], row["match_kinds"], row["match_lists"]) == ("1", "near", "Unit list@3")
    assert "12 of at most 31" in row["matches"]
    assert "weak" in row["matches"]


def test_a_name_that_text_cannot_hold_stands_in_hex_too() -> None:
    (row,) = table(render(samples.usual(), "csv", of(line(1, path=("a<0xFF>",), path_bytes=(b"a\xff",)))).content)

    assert (row["location"], row["location_bytes"]) == ("a<0xFF>", "61ff")


def test_the_case_for_project_vic_grades_nothing() -> None:
    twin = line(2, md5=line(1).md5, sha1=line(1).sha1, sha256=line(1).sha256, origin="deleted")
    carved = line(3, origin="carved", offset=4096, carried=(("photodna", bytes(range(144))),))
    without = line(4, md5="", sha1="", sha256="", state="failed")

    document = json.loads(render(samples.usual(), "vics", of(line(1), twin, carved, without)).content)

    (case,) = document["value"]
    assert document["@odata.context"].endswith("$metadata#Cases")
    assert case["CaseNumber"] == samples.usual().case.number
    assert case["TotalMediaFiles"] == len(case["Media"]) == 2
    first, second = case["Media"]
    assert (first["MediaID"], first["Category"], first["IsPrecategorized"]) == (1, None, False)
    assert first["MD5"] == line(1).md5.upper()
    assert [file["Deleted"] for file in first["MediaFiles"]] == [False, True]
    assert first["MediaFiles"][0]["FilePath"].endswith("phone.tar\\DCIM\\1.jpg")
    assert first["MediaFiles"][0]["ParentFileName"] == "phone.tar"
    assert first["Tags"] == "category 2"
    assert {found["HashName"] for found in first["AlternativeHashes"]} == {"SHA256", "PDQ", "PHASH"}
    assert (second["MediaFiles"][0]["Unallocated"], second["MediaFiles"][0]["PhysicalLocation"]) == (True, 4096)
    assert base64.b64decode(second["PhotoDNA"]) == bytes(range(144))


def test_the_graph_names_everything_once() -> None:
    document = json.loads(render(samples.usual(), "case-uco", of(line(1), line(2, parent=1))).content)

    names = [node["@id"] for node in document["@graph"]]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"kb:[a-z-]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) for name in names)
    (whole,) = [node for node in document["@graph"] if node["@type"] == "case-investigation:Investigation"]
    assert {one["@id"] for one in whole["uco-core:object"]} <= set(names)
    within = [node for node in document["@graph"] if node["@type"] == "uco-observable:ObservableRelationship"]
    files = [node["@id"] for node in document["@graph"] if node["@type"] == "uco-observable:RasterPicture"]
    assert within[1]["uco-core:target"]["@id"] == files[0]
    # The ontology names digests only: another method in a hash of its own is remarked upon by its validator.
    text = json.dumps(document)
    assert set(re.findall(r'"uco-types:hashMethod": "(\w+)"', text)) == {"MD5", "SHA1", "SHA256"}
    assert re.findall(r'"drafting:algorithm": "(\w+)"', text) == ["pdq", "phash"] * 2
    dates = re.findall(r'"uco-observable:(\w+Time)"', text)
    assert dates.count("modifiedTime") == 2
    assert "observableCreatedTime" not in dates


def test_places_are_those_that_the_items_state() -> None:
    nowhere = line(2, metadata=())
    wrong = line(3, metadata=(("summary", (("GPSLatitude", "95"), ("GPSLongitude", "x"))),))
    media = of(line(1), nowhere, wrong)

    document = json.loads(render(samples.usual(), "geojson", media).content)
    marks = ET.fromstring(render(samples.usual(), "kml", media).content)  # noqa: S314 - our own output

    (feature,) = document["features"]
    assert feature["geometry"]["coordinates"] == [-77.0428, -12.0464]
    assert feature["properties"]["item"] == 1
    assert len(marks.findall(".//{http://www.opengis.net/kml/2.2}Placemark")) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "1", "2"]), st.booleans()), max_size=12))
def test_equal_contents_are_one_record_where_the_first_was_met_with_every_copy_in_order(
    drawn: list[tuple[int, str, bool]],
) -> None:
    """Content 0 stands for what could not be read."""
    items = [
        line(
            number,
            md5=samples.digest(f"c{content}", "md5") if content else "",
            sha256=samples.digest(f"c{content}") if content else "",
            category=category,
            notes=("seen",) if noted else (),
            tags=(f"t{number}",) if noted else (),
        )
        for number, (content, category, noted) in enumerate(drawn, start=1)
    ]
    together: dict[str, list[MediaLine]] = {}
    for one in items:
        if one.md5:
            together.setdefault(one.sha256, []).append(one)

    (case,) = json.loads(render(samples.usual(), "vics", of(*items)).content)["value"]

    assert case["TotalMediaFiles"] == len(case["Media"]) == len(together)
    for record, lines in zip(case["Media"], together.values(), strict=True):
        codes = {one.category for one in lines if one.category}
        assert record["MediaID"] == lines[0].number
        assert record["Category"] == (int(*codes) if len(codes) == 1 else None)
        assert [file["FileName"] for file in record["MediaFiles"]] == [one.name for one in lines]
        noted = [f"Item {one.number}: seen" for one in lines if one.notes]
        assert [text for text in (record["Comments"] or "").split("\n") if text.endswith(": seen")] == noted
        assert (record["Tags"] or "").split("; ") == ["category 2", *(tag for one in lines for tag in one.tags)]


class Nothing(io.BytesIO):
    """A file that keeps nothing."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - bytes of any kind
        return len(data)


def test_little_is_held_of_each_content() -> None:
    """What is held of each is its digest and its number; of a line it would be some kilobytes."""
    one = line(1)

    def media() -> Iterator[MediaLine]:
        for number in range(1, 3001):
            metadata = (("EXIF", (("A", f"{number}" * 500),)),)
            yield dataclasses.replace(one, number=number, sha256=f"{number:064x}", metadata=metadata)

    tracemalloc.start()
    write(samples.usual(), "vics", media, Nothing())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3000 * 400
