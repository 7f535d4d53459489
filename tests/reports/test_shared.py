"""What exhibits have in common stands in every format and language, and only where there are several exhibits."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from reports.document import build_document
from reports.json_ import read_json
from reports.model import Exhibit, SharedExhibits, SharedPair
from reports.wording import LANGUAGES
from tests.reports import samples

if TYPE_CHECKING:
    from reports.model import ReportModel

PAIR = SharedPair("EX-01 phone", "<b>EX-02</b>", 12, 3, 1, 2, ("SN 0042",))


def two_exhibits(shared: SharedExhibits, language: str = "en") -> ReportModel:
    base = samples.model()
    second = Exhibit("<b>EX-02</b>", "folder", "2026-11-20T09:06:00+01:00")
    return dataclasses.replace(base, exhibits=(*base.exhibits, second), shared=shared, language=language)


def section_ids(model: ReportModel) -> list[str]:
    return [section.id for section in build_document(model).sections]


def test_one_exhibit_has_no_such_section() -> None:
    assert "shared" not in section_ids(samples.model())
    assert "shared" in section_ids(two_exhibits(SharedExhibits()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pairs_stand_in_the_report_with_their_counts(language: str) -> None:
    page = samples.rendered(two_exhibits(SharedExhibits(18, (PAIR,)), language), "html").decode()

    assert "SN 0042" in page
    assert "&lt;b&gt;EX-02&lt;/b&gt;" in page
    assert "<b>EX-02</b>" not in page


def test_the_json_form_gives_the_pairs_back() -> None:
    model = two_exhibits(SharedExhibits(18, (PAIR,), near=False))

    assert read_json(samples.rendered(model, "json")).shared == model.shared


def test_a_report_says_when_only_bytes_were_compared() -> None:
    with_stacks = samples.rendered(two_exhibits(SharedExhibits()), "html").decode()
    without = samples.rendered(two_exhibits(SharedExhibits(near=False)), "html").decode()

    assert "by equal bytes only" not in with_stacks
    assert "by equal bytes only" in without
