"""What no list knows and an examiner put into a category stands in a section of its own, in every variant and form."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from reports.json_ import content_id, read_json, shown
from reports.left_out import PICTURES, LeftOut, without
from reports.model import CategoryCount, Decided, Variant
from reports.render import render
from reports.variants import content_hash, reduced
from reports.wording import LANGUAGES, wording
from tests.reports import samples

if TYPE_CHECKING:
    from reports.model import ReportModel

DECISION = "1: Pertinent (Examiner A, 2026-11-27T10:00:00+01:00)"


def decided(variant: Variant = Variant.COURT, language: str = "en") -> ReportModel:
    """The usual report, and two decided items that no list knows; one has the content of an item with a match."""
    known = samples.usual(variant, language)
    picture = samples.preview(1) if variant is Variant.RESTRICTED else samples.mosaic(1)
    other = dataclasses.replace(samples.item(11, picture=picture), decision=DECISION)
    twin = dataclasses.replace(samples.item(12, picture=picture), decision=DECISION, sha256=known.items[0].sha256)
    counts = Decided("Neutral", (CategoryCount("1", "Pertinent", 2), CategoryCount("0", "Not pertinent", 5)), 7)
    model = dataclasses.replace(known, decided=counts, decided_items=(other, twin))
    made = reduced(dataclasses.replace(model, content_sha256=content_hash(model)))
    return dataclasses.replace(made, report_id=content_id(made))


def pdf_text(model: ReportModel) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(render(model, "pdf").content)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_stand_in_their_own_section_of_pdf_and_html(language: str) -> None:
    model, words = decided(language=language), wording(language)
    page = render(model, "html").content.decode()

    assert words("section.decided") in page
    assert page.count('class="item"') == len(model.items) + 2
    assert f'data-kind="{words("numbers.none")}"' in page
    text = " ".join(pdf_text(model).split())
    assert words("item", number=11) in text
    assert words("summary.decided.listed", count="2", section=words("section.decided"))[:40] in text


def test_no_section_stands_where_there_are_none() -> None:
    assert wording("en")("section.decided") not in render(samples.usual(), "html").content.decode()


def test_json_gives_them_back_and_variants_hold_to_the_same_content() -> None:
    models = [decided(variant) for variant in Variant]

    assert len({model.content_sha256 for model in models}) == 1
    assert models[0].content_sha256 != content_hash(samples.usual(Variant.RESTRICTED))
    for model in models:
        assert read_json(render(model, "json").content) == shown(model)


def test_no_variant_shows_more_of_them_than_of_the_others() -> None:
    statistics = json.loads(render(decided(Variant.STATISTICS), "json").content)["report"]["decided_items"]
    assert [(one["number"], one["sha256"], one["location"], one["decision"]) for one in statistics] == [
        (11, "", "", ""),
        (12, "", "", ""),
    ]
    assert "IMG_00011" not in pdf_text(decided(Variant.STATISTICS))
    forged = dataclasses.replace(
        decided(), decided_items=(samples.item(11, picture=samples.preview(1)),), variant=Variant.DISCLOSURE
    )
    assert json.loads(render(forged, "json").content)["report"]["decided_items"][0]["picture"] is None
    assert not without(decided(), LeftOut((PICTURES,))).decided_items[0].picture


def test_they_name_items_with_the_same_content_and_are_named_by_them() -> None:
    page = render(decided(), "html").content.decode()

    first = page[page.index('id="item-3"') : page.index('id="item-7"')]
    last = page[page.index('id="item-12"') :]
    assert wording("en")("item.same_content.value", numbers="12") in first
    assert wording("en")("item.same_content.value", numbers="3") in last
