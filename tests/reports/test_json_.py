"""JSON: everything of the model, the same bytes each time, and back again."""

from __future__ import annotations

import base64
import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.json_ import ReportJsonError, content_id, read_json
from reports.model import Variant
from tests.reports import samples


@pytest.mark.parametrize("variant", list(Variant))
def test_a_report_read_back_from_json_is_the_same_model(variant: Variant) -> None:
    model = samples.usual(variant)
    shown = read_json(samples.rendered(model, "json"))

    assert dataclasses.replace(shown, items=()) == dataclasses.replace(model, items=())
    assert [item.matches for item in shown.items] == [item.matches for item in model.items]
    assert (shown == model) is (variant not in {Variant.DISCLOSURE, Variant.STATISTICS})


@settings(deadline=None)
@given(st.text(st.characters(categories=None), max_size=40))
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    model = samples.replaced(samples.empty(), limits=(text, samples.CONTROL))
    content = samples.rendered(model, "json")

    assert samples.rendered(read_json(content), "json") == content
    if text.isprintable():
        assert read_json(content).limits[0] == text


def test_pictures_are_in_the_json_only_where_the_variant_allows() -> None:
    secret = samples.item(1, samples.exact_card(1), picture=samples.preview(1))
    encoded = base64.b64encode(samples.preview(1))

    for variant in Variant:
        found = encoded in samples.rendered(samples.model(secret, variant=variant), "json")
        assert found is (variant is Variant.RESTRICTED)


def test_json_is_canonical() -> None:
    content = samples.rendered(samples.hostile(), "json")

    assert content == samples.rendered(samples.hostile(), "json")
    assert content.isascii()
    document = json.loads(content)
    assert content == json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def test_the_report_id_follows_from_the_content_alone() -> None:
    model = samples.usual()

    assert content_id(model) == model.report_id
    assert content_id(read_json(samples.rendered(model, "json"))) == model.report_id
    assert content_id(dataclasses.replace(model, contents=15)) != model.report_id
    assert content_id(dataclasses.replace(model, report_id="FD-anything")) == model.report_id


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"format":"forensicdesk-report/1"}',
        b'{"format":"forensicdesk-report/1","report":{}}',
    ],
)
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(ReportJsonError):
        read_json(content)


def test_a_report_with_a_value_of_the_wrong_kind_is_refused() -> None:
    document = json.loads(samples.rendered(samples.usual(), "json"))
    for name, value in (
        ("contents", "14"),
        ("variant", "secret"),
        ("items", {}),
        ("audit", {"records": True, "sha256": ""}),
    ):
        changed = {**document, "report": {**document["report"], name: value}}

        with pytest.raises(ReportJsonError):
            read_json(json.dumps(changed).encode())
