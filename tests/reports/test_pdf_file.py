"""The PDF is written from front to back, and memory does not grow with its pages."""

from __future__ import annotations

import gc
import io
import tracemalloc
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.pdf import write_pdf
from reports.pdf_faces import read_fonts_ahead
from reports.pdf_file import LONGEST, TOGETHER, PdfFile, text_string
from reports.pdf_images import Images
from reports.pdf_outline import Outline
from tests.reports import samples

if TYPE_CHECKING:
    from collections.abc import Sequence


def one_page(file: PdfFile, pages: int) -> None:
    """An empty page under the object `pages`."""
    page = file.reserve()
    file.add(page, f"<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 9 9] /Resources <<>>>>")
    file.add(pages, f"<</Type /Pages /Kids [{page} 0 R] /Count 1>>")


def written(bodies: Sequence[str], streams: Sequence[bytes]) -> pikepdf.Pdf:
    """A file that holds some objects in its catalogue, as pikepdf reads it without repair."""
    out = io.BytesIO()
    file = PdfFile(out)
    root, pages, gap = file.reserve(), file.reserve(), file.reserve(3)
    numbers = [file.reserve() for _ in (*bodies, *streams)]
    for number, body in zip(numbers, bodies, strict=False):
        file.add(number, body)
    for number, data in zip(numbers[len(bodies) :], streams, strict=True):
        file.stream(number, data)
    one_page(file, pages)
    held = " ".join(f"{number} 0 R" for number in numbers)
    file.add(root, f"<</Type /Catalog /Pages {pages} 0 R /Held [{held}] /Gap {gap} 0 R>>")
    file.close(root)
    return pikepdf.open(io.BytesIO(out.getvalue()), attempt_recovery=False)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=12),
    st.lists(st.binary(max_size=300), max_size=6),
)
def test_every_object_is_read_as_it_was_written(texts: list[str], streams: list[bytes]) -> None:
    with written([text_string(text) for text in texts], streams) as pdf:
        held = list(pdf.Root.Held)

        assert pdf.check_pdf_syntax() == []
        assert [str(found) for found in held[: len(texts)]] == texts
        assert [found.read_bytes() for found in held[len(texts) :]] == streams
        assert pdf.Root.get("/Gap") is None  # a number that was given out and not used


@pytest.mark.parametrize("count", [0, 1, TOGETHER - 2, TOGETHER, 3 * TOGETHER + 1])
def test_objects_fill_as_many_object_streams_as_they_need(count: int) -> None:
    with written([f"({number})" for number in range(count)], [b"data"]) as pdf:
        assert [str(found) for found in list(pdf.Root.Held)[:count]] == [str(number) for number in range(count)]


def test_a_long_text_is_cut_to_what_a_file_for_archives_may_hold() -> None:
    text = text_string("\N{GRINNING FACE}" * (LONGEST + 1))

    assert len(bytes.fromhex(text[1:-1])) <= 32_767
    assert bytes.fromhex(text[1:-1]).decode("utf-16").endswith("…")


def bookmarked(levels: Sequence[int]) -> list[tuple[int, str]]:
    """Bookmarks of some levels as a reader finds them: level and title in order."""
    out = io.BytesIO()
    file = PdfFile(out)
    root, pages, page = file.reserve(), file.reserve(), file.reserve()
    outline = Outline(file)
    for index, level in enumerate(levels):
        outline.add(str(index), level, page, 100.0)
    outline.finish()
    file.add(page, f"<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 9 9]>>")
    file.add(pages, f"<</Type /Pages /Kids [{page} 0 R] /Count 1>>")
    file.add(root, f"<</Type /Catalog /Pages {pages} 0 R /Outlines {outline.number} 0 R>>")
    file.close(root)
    found: list[tuple[int, str]] = []

    def walk(items: Sequence[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            found.append((level, str(item.title)))
            walk(item.children, level + 1)

    with pikepdf.open(io.BytesIO(out.getvalue()), attempt_recovery=False) as pdf, pdf.open_outline() as read:
        walk(read.root, 0)
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=14))
def test_bookmarks_are_read_in_the_order_and_levels_in_which_they_were_added(wanted: list[int]) -> None:
    levels: list[int] = []
    for level in wanted:
        levels.append(min(level, levels[-1] + 1 if levels else 0))

    assert bookmarked(levels) == [(level, str(index)) for index, level in enumerate(levels)]


def placed(*contents: bytes) -> list[tuple[int, int, int] | None]:
    """Number and size of each picture in a file."""
    images = Images(PdfFile(io.BytesIO()))
    found = [images.place(content) for content in contents]
    return [(one.number, one.width, one.height) if one else None for one in found]


def test_a_picture_is_in_the_file_once_and_a_damaged_one_not_at_all() -> None:
    first, second = samples.preview(1), samples.preview(2, 40, 60)

    assert placed(first, second, first, b"no picture", second[:40]) == [
        (1, 256, 170),
        (2, 40, 60),
        (1, 256, 170),
        None,
        None,
    ]


def test_a_transparent_picture_is_drawn_on_white() -> None:
    out, file = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (2, 1), (255, 0, 0, 0)).save(file, "PNG")
    pdf = PdfFile(out)
    assert Images(pdf).place(file.getvalue()) is not None
    root, pages = pdf.reserve(2), pdf.reserve() - 1
    one_page(pdf, pages)
    pdf.add(root, f"<</Type /Catalog /Pages {pages} 0 R /Held 1 0 R>>")
    pdf.close(root)

    with pikepdf.open(io.BytesIO(out.getvalue())) as found:
        assert found.Root.Held.read_bytes() == b"\xff" * 6
        assert "/SMask" not in found.Root.Held


class Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, data: object) -> int:
        """As if everything were written."""
        return memoryview(data).nbytes  # type: ignore[arg-type]


def most_memory(items: int) -> int:
    """Bytes taken at most while a report of so many items is written, beside its model."""
    model = samples.large(items)
    gc.collect()
    tracemalloc.start()
    write_pdf(model, Nowhere())  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_pages() -> None:
    most_memory(5)  # loads what is loaded once
    few, many = most_memory(20), most_memory(100)

    assert many - few < 80 * 5_000  # an item draws 17 KB, and has 3 KB of structure


def test_fonts_that_were_read_ahead_change_no_byte_of_this_report_nor_of_the_next() -> None:
    model = samples.large(2)
    plain, ahead, after = io.BytesIO(), io.BytesIO(), io.BytesIO()

    write_pdf(model, plain)
    read_fonts_ahead()
    write_pdf(samples.large(5), Nowhere())  # type: ignore[arg-type]  # takes them, and other letters of them
    read_fonts_ahead()
    write_pdf(model, ahead)
    write_pdf(model, after)

    assert ahead.getvalue() == plain.getvalue()
    assert after.getvalue() == plain.getvalue()


@pytest.mark.parametrize("data", [b"abc\r", b"abc\n", b"abc\r\n", b"", b"\r"])
def test_no_reader_can_take_the_last_byte_of_a_stream_for_the_end_of_its_line(data: bytes) -> None:
    out = io.BytesIO()
    file = PdfFile(out)
    number = file.reserve()

    file.stream(number, data, compress=False)

    content = out.getvalue()
    rest = content[content.index(b"stream\n") + len(b"stream\n") :]
    last = rest[: rest.index(b"endstream")]
    assert last.removesuffix(b"\r\n" if last.endswith(b"\r\n") else b"\n") == data
