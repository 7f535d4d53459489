"""PDF: whole, self-contained, for archives, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from reports import plots
from reports.blocks import Bullets, Column, Fact, Facts, Heading, Paragraph, Signatures, Table
from reports.model import Variant
from reports.pdf_blocks import BlockDrawer
from reports.pdf_canvas import Canvas
from reports.pdf_ending import Described
from reports.pdf_faces import read_fonts_ahead
from reports.pdf_file import PdfFile
from reports.render import render
from reports.unit import Amends
from reports.wording import LANGUAGES
from tests.reports import pdf_rules, pdf_tree_rules, samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reports.blocks import Block

POPPLER = shutil.which("pdftotext")


def canvas() -> Canvas:
    """Empty pages that nobody keeps."""
    described = Described("en", "t", datetime(2026, 1, 1, tzinfo=UTC), "ForensicDesk")
    return Canvas(PdfFile(io.BytesIO()), described=described, running=("", "", "", ""), banner="")


def opened(content: bytes) -> pikepdf.Pdf:
    """The file as pikepdf reads it, without repair."""
    return pikepdf.open(io.BytesIO(content), attempt_recovery=False)


def text_of(content: bytes, tmp_path: Path) -> str:
    """The text as poppler extracts it."""
    if POPPLER is None:
        pytest.skip("pdftotext of poppler-utils is not installed")
    (tmp_path / "report.pdf").write_bytes(content)
    command = [POPPLER, "-layout", str(tmp_path / "report.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def bookmarks(items: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf gives no type
    for entry in items:
        yield entry.title
        yield from bookmarks(entry.children)


@pytest.fixture(scope="module", params=[*Variant, "hostile"])
def content(request: pytest.FixtureRequest) -> bytes:
    if request.param == "hostile":
        return samples.rendered(samples.hostile(), "pdf")
    return samples.rendered(samples.usual(Variant(request.param)), "pdf")


def test_the_file_has_no_syntax_problem(content: bytes) -> None:
    with opened(content) as pdf:
        assert list(pdf.check_pdf_syntax()) == []


def test_every_font_is_embedded(content: bytes) -> None:
    with opened(content) as pdf:
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.Font.values()}

        assert len(fonts) in {3, 5}  # the others are for Chinese, Japanese and Korean, where a text has them
        for font in fonts.values():
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_file_declares_pdf_a_and_holds_nothing_active_or_outside(content: bytes) -> None:
    with opened(content) as pdf:
        assert pdf.open_metadata().pdfa_status == "3A"
        assert pdf.Root.Lang == "en"
        assert len(pdf.Root.OutputIntents) == 1
        assert isinstance(pdf.Root.get("/OpenAction"), pikepdf.Array)  # a place in the file, no action
        for name in ("/AA", "/AcroForm", "/Names"):
            assert name not in pdf.Root
        kinds = {str(found.get("/S")) for found in pdf.objects if isinstance(found, pikepdf.Dictionary)}
        assert not kinds & {"/URI", "/JavaScript", "/Launch", "/GoToR", "/SubmitForm"}
        assert not pdf.attachments


def test_the_file_keeps_the_rules_of_pdf_a_that_its_structure_can_show(content: bytes) -> None:
    assert pdf_rules.faults(content) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", [Variant.RESTRICTED, Variant.STATISTICS])
def test_the_rules_are_kept_in_every_language_with_amendment_and_certificate(variant: Variant, language: str) -> None:
    amends = Amends("report-court.pdf", "ab" * 32, "FD-1", "a list was replaced")
    model = samples.replaced(samples.usual(variant, language), certificate=True, amends=amends)

    assert pdf_rules.faults(samples.rendered(model, "pdf")) == []


def test_the_rules_are_kept_where_nothing_was_done() -> None:
    assert pdf_rules.faults(samples.rendered(samples.empty(), "pdf")) == []


def test_the_structure_has_headings_tables_lists_figures_in_the_order_of_reading() -> None:
    with opened(samples.rendered(samples.usual(), "pdf")) as pdf:
        kinds = pdf_tree_rules.kinds(pdf)

        assert kinds[:3] == ["Document", "P", "P"]  # the letterhead
        assert kinds.count("Figure") >= 4
        assert {"Table", "TR", "TH", "TD", "L", "LI", "LBody", "H2", "H3", "H4", "P", "Sect"} <= set(kinds)
        assert str(pdf.pages[0].label) == "1"


def test_the_rules_find_what_is_wrong() -> None:
    with opened(samples.rendered(samples.usual(), "pdf")) as pdf:
        del pdf.Root.Lang
        pdf.Root.StructTreeRoot.K[0].K[0].S = pikepdf.Name.Heading
        page = pdf.pages[1]
        page.contents_add(b"0 0 10 10 re f")
        found = pdf_rules.faults_inside(pdf)

    assert "A 6.7.4: it has no language" in found
    assert "A 6.7.3.4: /Heading is no standard type" in found
    assert "UA 7.1: page 2: f belongs to no element and is no artifact" in found


def test_a_report_of_very_many_items_is_tagged_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.pdf.FINE_ITEMS", 3)
    coarse, fine = samples.usual(), samples.model(*samples.usual().items[:3])
    with opened(samples.rendered(coarse, "pdf")) as few, opened(samples.rendered(fine, "pdf")) as many:
        assert pdf_rules.faults_inside(few) == []
        assert pdf_tree_rules.kinds(few).count("P") < pdf_tree_rules.kinds(many).count("P")


def test_every_page_names_report_and_place(tmp_path: Path) -> None:
    model = samples.usual(Variant.RESTRICTED)
    pages = text_of(samples.rendered(model, "pdf"), tmp_path).split("\f")[:-1]

    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert model.report_id in page
        assert f"Page {number} of {len(pages)}" in page
        assert "RESTRICTED" in page
        assert f"Case {model.case.number}" in page


def test_the_text_can_be_extracted_and_holds_every_item(tmp_path: Path) -> None:
    model = samples.usual()
    text = text_of(samples.rendered(model, "pdf"), tmp_path)

    for item in model.items:
        assert f"Item {item.number} " in text
        assert item.sha256 in text
    assert "distance 4 of 256 bits, threshold 31, quality 100; mirrored left to right" in text
    assert "this is a lead, not an identification" in " ".join(text.split())
    assert "zone unknown" in text
    assert f"End of report {model.report_id}" in text
    assert "RESTRICTED" not in text


def test_hostile_text_is_shown_and_nothing_is_dropped(tmp_path: Path) -> None:
    model = samples.hostile()
    text = text_of(samples.rendered(model, "pdf"), tmp_path)

    assert "<U+202E>gpj.exe" in text
    assert "写真/中文/한국어.png" in "".join(text.split())
    assert "<U+1F389>" in text  # no font here has emoji
    assert "<script>alert(1)</script>" in text
    assert "{nb}" in text
    assert text.count("end.jpg") + text.count("end.\n") > 10
    assert "".join(text.split()).count("a-folder-with-a-name".replace(" ", "")) > 1000


def test_the_outline_leads_to_every_section_and_item() -> None:
    with opened(samples.rendered(samples.usual(), "pdf")) as pdf, pdf.open_outline() as outline:
        titles = list(bookmarks(outline.root))

    assert [title for title in titles if title.startswith("Item")] == ["Item 3", "Item 7", "Item 5", "Item 9"]
    assert len([title for title in titles if title[0].isdigit()]) == 22


def test_the_overview_names_the_page_on_which_each_item_begins(tmp_path: Path) -> None:
    pages = text_of(samples.rendered(samples.usual(), "pdf"), tmp_path).split("\f")
    overview = next(page for page in pages if re.search(r"^ *Item .* Page$", page, re.MULTILINE))

    for number in (3, 7, 5, 9):
        title = re.compile(rf"^ *Item {number} ", re.MULTILINE)
        begins = next(at for at, page in enumerate(pages, start=1) if title.search(page))
        assert re.search(rf"^ *{number} .* {begins}$", overview, re.MULTILINE)


def test_only_the_restricted_variant_embeds_pictures() -> None:
    secret = samples.item(1, samples.exact_card(1), picture=samples.preview(1))
    mosaic = samples.item(2, samples.exact_card(2))
    images = {}
    for variant in Variant:
        with opened(samples.rendered(samples.model(secret, mosaic, variant=variant), "pdf")) as pdf:
            images[variant] = len({image.objgen for page in pdf.pages for image in page.get_images().values()})

    assert images == {Variant.RESTRICTED: 1, Variant.COURT: 0, Variant.DISCLOSURE: 0, Variant.STATISTICS: 0}


def test_a_mosaic_is_drawn_as_squares_of_the_right_colours() -> None:
    with opened(samples.rendered(samples.model(samples.item(1, samples.exact_card(1))), "pdf")) as pdf:
        counts = [page.Contents[0].read_bytes().count(b" re f") for page in pdf.pages]

    assert max(counts) >= 12 * 9


def test_a_damaged_picture_costs_only_itself() -> None:
    broken = samples.item(1, samples.exact_card(1), picture=samples.mosaic(1)[:60])
    lost = samples.item(2, samples.exact_card(2), picture=b"\xff\xd8 no picture")

    for variant in Variant:
        with opened(samples.rendered(samples.model(broken, lost, variant=variant), "pdf")) as pdf:
            assert list(pdf.check_pdf_syntax()) == []


def test_the_same_model_gives_the_same_bytes() -> None:
    for model in (samples.usual(Variant.RESTRICTED), samples.hostile()):
        assert samples.rendered(model, "pdf") == samples.rendered(model, "pdf")


def test_a_report_without_items_lists_or_exhibits_can_be_made(tmp_path: Path) -> None:
    text = text_of(samples.rendered(samples.empty(), "pdf"), tmp_path)

    assert "No hash list was used" in text
    assert "No item has a match." in text


def test_a_table_row_taller_than_a_page_is_split_and_not_cut(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(4000))
    row = samples.left_out(50, "failed", "unexpected", words)
    text = text_of(samples.rendered(samples.replaced(samples.usual(), not_examined=(row,)), "pdf"), tmp_path)

    found = "".join(text.split())
    assert all(f"word{number}" in found for number in range(0, 4000, 97))


@pytest.mark.parametrize(
    "first",
    [
        Facts(tuple(Fact(f"name {number}", "value") for number in range(8))),
        Signatures(("one", "two"), ("date", "signature")),
        Table("table", (Column("a", 1), Column("b", 1)), [("x", "y")]),
        Paragraph("words"),
        Bullets(("words",)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_the_title_of_a_section_stands_on_the_page_where_its_content_begins(first: Block) -> None:
    page = canvas()
    drawer = BlockDrawer(page)
    for height in range(30, 280, 3):
        page.next_page()
        page.y = float(height)
        drawer.section("1 Title", new_page=False, first=first)
        begun = page.number
        drawer.draw(first)

        assert page.number == begun, height
    page.finish()


@pytest.mark.parametrize("after", [Table("t", (Column("a", 1),), [("x",)]), plots.columns("p", [("a", 1)])])
def test_a_heading_stands_on_the_page_where_what_it_heads_begins(after: Block) -> None:
    page = canvas()
    drawer = BlockDrawer(page)
    for height in range(30, 280, 5):
        page.next_page()
        page.y = float(height)
        drawer.draw(Heading("Heading"), after)
        begun = page.number
        drawer.draw(after)

        assert page.number == begun, height
    page.finish()


@pytest.mark.slow
def test_time_grows_with_the_number_of_items_and_not_faster() -> None:
    with opened(samples.rendered(samples.large(300), "pdf")) as pdf, pdf.open_outline() as outline:
        assert len([title for title in bookmarks(outline.root) if title.startswith("Item")]) == 300


def test_fonts_that_were_read_ahead_give_the_same_bytes_and_serve_one_document() -> None:
    model = samples.model()
    fresh = render(model, "pdf").content

    read_fonts_ahead()

    assert render(model, "pdf").content == fresh
    assert render(model, "pdf").content == fresh
