"""What a report leaves out on request is gone from every form, is named there, and is never what has to be in it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import left_out
from reports.json_ import read_json
from reports.left_out import PARTS, LeftOut, UnknownPartError, all_but, without
from reports.model import ReportModel, Variant
from reports.render import render
from reports.wording import wording
from tests.reports import samples
from tests.reports.test_exchange import line, of

KEPT = ("number", "exhibit", "location", "location_bytes", "md5", "sha1", "sha256", "perceptual", "stated", "issues")
KEPT_OF_MATCHES = (
    "kind",
    "list_name",
    "entry",
    "algorithm",
    "query",
    "reference",
    "distance",
    "threshold",
    "confirmed",
)
choices = st.lists(st.sampled_from([*PARTS, "plots", "none", "metadata:EXIF", "metadata:GPS"]), max_size=6)


def model(**changes: object) -> ReportModel:
    return dataclasses.replace(samples.usual(), variant=Variant.RESTRICTED, **changes)  # type: ignore[arg-type]


@given(choices)
def test_what_every_report_has_cannot_be_left_out(shown: list[str]) -> None:
    whole = model()
    reduced = without(whole, all_but(shown))

    for before, after in zip(whole.items, reduced.items, strict=True):
        assert [getattr(before, name) for name in KEPT] == [getattr(after, name) for name in KEPT]
        for was, is_ in zip(before.matches, after.matches, strict=True):
            assert [getattr(was, name) for name in KEPT_OF_MATCHES] == [getattr(is_, name) for name in KEPT_OF_MATCHES]
    gone = {"items", "figures", "left_out"}
    for each in dataclasses.fields(ReportModel):
        assert each.name in gone or getattr(whole, each.name) == getattr(reduced, each.name)
    assert reduced.figures.results == whole.figures.results


def test_every_part_is_gone_where_it_was_not_asked_for() -> None:
    reduced = without(model(), all_but(["none"]))

    for item in reduced.items:
        assert (item.picture, item.names, item.dates, item.metadata, item.indicators, item.remarks) == (
            None, (), (), (), (), (),
        )  # fmt: skip
    assert reduced.left_out == LeftOut(PARTS)
    assert (reduced.figures.months, reduced.figures.cameras, reduced.figures.distances) == ((), (), ())


def test_single_groups_of_metadata_can_be_shown() -> None:
    item = dataclasses.replace(samples.usual().items[0], metadata=(("EXIF", (("Make", "A"),)), ("GPS", (("x", "1"),))))

    (reduced,) = without(model(items=(item,)), all_but(["metadata:GPS"])).items

    assert reduced.metadata == (("GPS", (("x", "1"),)),)


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownPartError, match=r"no part 'digests'.*pictures, names.*plot:time"):
        all_but(["dates", "digests"])


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_every_form_for_people_says_what_was_left_out(language: str) -> None:
    reduced = without(model(language=language), all_but(["pictures", "metadata:EXIF"]))
    said = left_out.sentence(reduced.left_out, wording(language))

    html = render(reduced, "html").content.decode()
    book = zipfile.ZipFile(io.BytesIO(render(reduced, "xlsx", of(line(1))).content))

    assert "EXIF" in said
    assert said in re.sub(r"\s+", " ", html)
    assert said in book.read("xl/worksheets/sheet1.xml").decode()
    assert read_json(render(reduced, "json").content).left_out == reduced.left_out


def test_tables_say_it_in_their_cells_and_other_forms_do_without() -> None:
    reduced = without(model(), all_but(["none"]))
    media = of(dataclasses.replace(line(1), tags=("t",), notes=("secret note",)))

    (row,) = csv.DictReader(io.StringIO(render(reduced, "csv", media).content.decode("utf-8-sig"), newline=""))
    (case,) = json.loads(render(reduced, "vics", media).content)["value"]
    places = json.loads(render(reduced, "geojson", media).content)

    assert {row[name] for name in ("file_modified", "media_dates", "camera_make", "metadata", "notes")} == {
        "(left out)"
    }
    assert row["sha256"] == line(1).sha256
    assert case["Media"][0]["MediaFiles"][0]["Written"] is None
    assert "secret note" not in json.dumps(case)
    assert [one["PropertyValue"][:19] for one in case["CaseMetadata"] if one["PropertyName"] == "LeftOut"] == [
        "Left out on request"
    ]
    assert (places["features"], places["left_out"][:19]) == ([], "Left out on request")


def test_a_page_does_not_say_that_there_are_no_dates_where_they_were_left_out() -> None:
    items = tuple(dataclasses.replace(item, dates=()) for item in samples.usual().items)
    picture = tuple(dataclasses.replace(item, picture=samples.preview(), picture_type="image/jpeg") for item in items)
    whole = model(items=picture)

    before, after = (render(one, "html").content.decode() for one in (whole, without(whole, all_but(["notes"]))))

    assert ("none found in the file" in before, "none found in the file" in after) == (True, False)
    assert ("data:image/jpeg" in before, "data:image/jpeg" in after) == (True, False)
