"""HTML: one file, nothing active, nothing outside, usable by everybody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from reports.model import Variant
from tests.reports import samples

VOID = {"meta", "img", "br", "hr", "link", "input", "col", "wbr"}
ACTIVE = {"iframe", "object", "embed", "form", "input", "link", "base", "video", "audio", "button"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in its place."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything that is read."""
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=[*Variant, "hostile"])
def content(request: pytest.FixtureRequest) -> bytes:
    if request.param == "hostile":
        return samples.rendered(samples.hostile(), "html")
    return samples.rendered(samples.usual(Variant(request.param)), "html")


def test_the_page_is_well_formed(content: bytes) -> None:
    page = Page(content)

    assert page.open == []
    assert content.startswith(b"<!DOCTYPE html>")


def test_the_page_has_nothing_active_and_asks_for_nothing_outside(content: bytes) -> None:
    page = Page(content)

    assert not ACTIVE & {tag for tag, _ in page.elements}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action", "srcset", "background", "poster", "data", "style"):
            value = attributes.get(name)
            assert value is None or re.match(r"#[\w-]+$|data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+$", value)
    style = content[content.index(b"<style>") : content.index(b"</style>")]
    assert b"url(" not in style
    assert b"@import" not in style


def test_the_only_script_is_the_one_that_the_policy_names_by_its_hash(content: bytes) -> None:
    page = Page(content)
    (policy,) = [str(meta["content"]) for meta in page.all("meta") if "Policy" in str(meta.get("http-equiv"))]
    data, script = re.findall(rb"<script([^>]*)>(.*?)</script>", content, re.DOTALL)

    assert [attributes.get("type") for attributes in page.all("script")] == ["application/json", None]
    assert json.loads(data[1])["all"]
    digest = base64.b64encode(hashlib.sha256(script[1]).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.count("unsafe-inline") == 1
    for call in (b"innerHTML", b"eval", b"fetch", b"XMLHttp", b"document.write", b"insertAdjacent"):
        assert call not in script[1]


def test_plots_say_their_numbers_to_those_who_do_not_see_them() -> None:
    page = Page(samples.rendered(samples.usual(), "html"))
    plots = page.all("svg")

    assert len(plots) == 4
    assert all(plot["role"] == "img" for plot in plots)
    assert "2024-05: 3" in str(plots[1]["aria-label"])


def test_the_policy_forbids_everything_but_inline_style_and_embedded_pictures(content: bytes) -> None:
    (policy,) = [meta for meta in Page(content).all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]

    assert str(policy["content"]).startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")


def test_the_page_can_be_used_with_a_screen_reader(content: bytes) -> None:
    page = Page(content)

    assert page.all("html") == [{"lang": "en"}]
    for landmark in ("main", "nav", "footer"):
        assert len(page.all(landmark)) == 1
    assert all(heading.get("scope") in {"col", "row"} for heading in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(image.get("alt") for image in page.all("img"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.all("a")} <= set(map(str, ids))


def test_hostile_text_is_shown_as_text() -> None:
    page = Page(samples.rendered(samples.hostile(), "html"))

    assert samples.MARKUP in page.text
    assert "\u202e" not in page.text
    assert "e<U+202E>gpj.exe" in page.text
    assert samples.LONG in page.text
    assert samples.CJK in page.text


def test_the_page_holds_only_imagery_that_its_variant_may_show() -> None:
    secret = base64.b64encode(samples.preview(1))
    item = samples.item(1, samples.exact_card(1), picture=samples.preview(1))
    small = samples.item(2, samples.exact_card(2))

    assert secret in samples.rendered(samples.model(item, small, variant=Variant.RESTRICTED), "html")
    court = samples.rendered(samples.model(item, small, variant=Variant.COURT), "html")
    assert secret not in court
    assert b"image-rendering: pixelated" in court
    assert base64.b64encode(samples.mosaic(2)) in court
    assert b"data:image" not in samples.rendered(samples.model(item, small, variant=Variant.DISCLOSURE), "html")


def test_a_large_png_is_no_mosaic() -> None:
    disguised = samples.item(1, samples.exact_card(1), picture=samples.mosaic(1, 64, 64))

    assert b"data:image" not in samples.rendered(samples.model(disguised), "html")


def test_the_restricted_page_says_so_on_screen_and_on_every_printed_page() -> None:
    content = samples.rendered(samples.usual(Variant.RESTRICTED), "html")

    assert content.count(b'class="banner"') == 1
    assert b'@top-center { content: "RESTRICTED"; }' in content
    assert b'class="banner"' not in samples.rendered(samples.usual(), "html")


def test_the_same_model_gives_the_same_bytes() -> None:
    assert samples.rendered(samples.hostile(), "html") == samples.rendered(samples.hostile(), "html")


def test_every_section_and_item_is_there_and_the_end_is_clear() -> None:
    model = samples.usual()
    page = Page(samples.rendered(model, "html"))

    for number in (3, 5, 7, 9):
        assert f"Item {number}" in page.words
    for section in range(1, 23):
        assert any(words.startswith(f"{section} ") for words in page.words)
    assert f"End of report {model.report_id}" in page.text


def test_the_overview_leads_to_each_item() -> None:
    page = Page(samples.rendered(samples.usual(), "html"))
    targets = [str(link["href"]) for link in page.all("a") if str(link["href"]).startswith("#item-")]

    assert targets == ["#item-3", "#item-7", "#item-5", "#item-9"]
    assert {target[1:] for target in targets} <= {element["id"] for element in page.all("article")}
    assert "Page" not in page.text
