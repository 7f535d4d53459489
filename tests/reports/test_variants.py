"""What the variants of a report have in common, what each leaves out, and what none of them ever says."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from reports.items import MOSAIC_PIXELS
from reports.json_ import content_id
from reports.model import Variant
from reports.render import WITHOUT_FILES, render
from reports.variants import content_hash, reduced
from reports.wording import LANGUAGES
from tests.reports import samples
from tests.reports.test_wording import CERTAINTY

if TYPE_CHECKING:
    from reports.model import ReportModel

NEVER = re.compile(
    r"same (child|person|scene|victim)|confirmed match|positive identification|is illegal|guilty|digitally signed"
    r"|misma persona|mesma pessoa|identificación positiva|identificação positiva|firmado digitalmente",
    re.IGNORECASE,
)
"""Identity from a likeness, findings of law, a signature that nobody gave."""


def finished(model: ReportModel) -> ReportModel:
    """As `build_model` ends."""
    made = reduced(dataclasses.replace(model, content_sha256=content_hash(model)))
    return dataclasses.replace(made, report_id=content_id(made))


def test_all_variants_state_the_same_hash_of_their_content_and_have_ids_of_their_own() -> None:
    made = [finished(samples.usual(variant)) for variant in Variant]

    assert len({model.content_sha256 for model in made}) == 1
    assert len({model.report_id for model in made}) == len(Variant)
    other = samples.replaced(samples.usual(), limits=("another",))
    assert content_hash(other) != made[0].content_sha256


def test_the_statistics_have_the_same_items_and_neither_path_nor_digest_of_any() -> None:
    whole = samples.usual(Variant.STATISTICS)
    bare = finished(whole)
    secrets = {item.location.rpartition("/")[2] for item in whole.items}
    secrets |= {getattr(item, name) for item in whole.items for name in ("md5", "sha1", "sha256")}
    secrets |= {value for item in whole.items for _, _, value, _, _ in item.perceptual}
    secrets |= {card.query for item in whole.items for card in item.matches}
    secrets |= {entry.location for entry in whole.not_examined}

    assert [item.number for item in bare.items] == [item.number for item in whole.items]
    for name in WITHOUT_FILES[1:]:
        content = render(bare, name).content
        assert not [secret for secret in secrets if secret.encode() in content]
    assert reduced(samples.usual()) == samples.usual()
    page = render(bare, "html").content.decode()
    assert "PDQ 4 (≤ 31)" in page
    assert "of 0 bits" not in page


def test_the_picture_of_the_court_variant_has_a_few_blocks_and_nothing_else() -> None:
    """Fewer than 257 colours in a grid: what was there before cannot be computed from them."""
    item = samples.item(1, samples.exact_card(1))
    model = samples.model(item)
    (address,) = re.findall(rb'class="mosaic"[^>]*base64,([A-Za-z0-9+/=]+)', render(model, "html").content)
    with Image.open(io.BytesIO(base64.b64decode(address))) as image:
        assert max(image.size) <= MOSAIC_PIXELS
    with pikepdf.open(io.BytesIO(samples.rendered(model, "pdf"))) as pdf:
        page = next(page for page in pdf.pages if page.Contents[0].read_bytes().count(b" re f") > 9)
        assert page.Contents[0].read_bytes().count(b" re f") <= MOSAIC_PIXELS**2
        assert not [name for one in pdf.pages for name in one.get_images()]
    hidden = dataclasses.replace(item, picture=samples.preview(1), picture_type="image/jpeg")
    assert base64.b64encode(samples.preview(1)) not in samples.rendered(samples.model(hidden), "json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_report_says_what_nobody_can_know(language: str) -> None:
    model = dataclasses.replace(samples.usual(language=language), certificate=True)
    page = re.sub(r"<(script|style).*?</\1>", "", render(model, "html").content.decode(), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    claims = re.compile(CERTAINTY[language].replace("|100 %", ""), re.IGNORECASE)  # 100 % of a film's frames is a count

    assert claims.findall(text) == []
    assert NEVER.findall(text) == []
