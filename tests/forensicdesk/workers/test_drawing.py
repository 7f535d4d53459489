"""Pages of a report's PDF are drawn by a child; what is no PDF, or ends the child, is said in a sentence."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from forensicdesk.errors import Interrupted
from forensicdesk.reporting.pages import MOST_ITEMS, lay_out
from forensicdesk.viewed import NotShown, Shown
from forensicdesk.workers import sheets
from forensicdesk.workers.drawing import PageDrawer
from tests.reports.samples import item, large, model, near_card, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

NOISE = np.random.default_rng(5).integers(0, 256, (120, 160, 3), np.uint8)


@pytest.fixture(autouse=True)
def _nothing_stays_open() -> Iterator[None]:
    yield
    sheets.hold("", b"")  # takes the place of the document before, which is closed


def pdf(pages: int = 2) -> bytes:
    """A picture of noise on the first page, and nothing on the others."""
    made = FPDF(unit="pt", format=(400, 600))
    for number in range(pages):
        made.add_page()
        if not number:
            made.image(Image.fromarray(NOISE), x=100, y=50, w=200, h=150)
    return bytes(made.output())


def pixels(shown: object) -> NDArray[np.uint8]:
    """A drawn page as rows of pixels."""
    assert isinstance(shown, Shown)
    assert shown.is_sound
    raw = shown.pixels
    return np.frombuffer(raw.rgb, np.uint8).reshape(raw.height, raw.width, 3)


@pytest.fixture
def drawer() -> Iterator[PageDrawer]:
    made = PageDrawer()
    yield made
    made.close()


def test_a_page_is_drawn_as_wide_as_asked_and_its_pictures_coarse_where_asked() -> None:
    assert sheets.hold("a", pdf()) == 2
    clear, coarse = (pixels(sheets.drawn("a", 1, 400, squares)) for squares in (0, 12))
    place = np.s_[52:198, 102:298]

    assert clear.shape == coarse.shape == (600, 400, 3)
    assert len(np.unique(clear[place].reshape(-1, 3), axis=0)) > 1000
    assert len(np.unique(coarse[place].reshape(-1, 3), axis=0)) <= 12 * 9
    outside = np.ones(clear.shape[:2], bool)
    outside[50:200, 100:300] = False
    assert (clear[outside] == coarse[outside]).all()
    assert (pixels(sheets.drawn("a", 2, 400, 12)) == 255).all()


def test_what_cannot_be_drawn_is_said() -> None:
    assert sheets.hold("b", b"no PDF at all") == NotShown(sheets.NO_DOCUMENT)
    assert sheets.drawn("b", 1, 400, 0) is None
    sheets.hold("c", pdf())
    assert sheets.drawn("c", 3, 400, 0) == NotShown(sheets.NO_PAGE)
    assert sheets.drawn("another", 1, 400, 0) is None


def test_an_enormous_page_is_drawn_within_the_bound_of_a_picture() -> None:
    sheets.hold("d", pdf())
    shown = sheets.drawn("d", 1, 10**9, 0)

    assert isinstance(shown, Shown)
    assert shown.pixels.is_sound


def test_a_child_that_ended_is_replaced_and_holds_the_same_report(drawer: PageDrawer) -> None:
    assert drawer.take(pdf(3)) == 3
    first = drawer.draw(1, 100)
    drawer._viewer._end()

    assert drawer.draw(1, 100) == first


@pytest.mark.parametrize(("language", "entry"), [("en", "line 4"), ("es", "línea 4")])
def test_what_is_laid_out_is_said_in_the_language_of_the_report(language: str, entry: str) -> None:
    card = near_card(1, entry="line 4")
    laid = lay_out(replaced(model(item(1, card)), language=language), threading.Event())
    document = pypdfium2.PdfDocument(laid.content)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()

    assert entry in text.replace("\r\n", " ")


def test_a_long_report_is_laid_out_in_part_and_says_so() -> None:
    many = large(MOST_ITEMS + 5)
    laid = lay_out(many, threading.Event())
    stop = threading.Event()
    stop.set()

    assert (laid.items, laid.of) == (MOST_ITEMS, MOST_ITEMS + 5)
    assert laid.content.startswith(b"%PDF-")
    with pytest.raises(Interrupted):
        lay_out(many, stop)
