"""How text of the PDF is set."""

from __future__ import annotations

from reports.pdf_canvas import ACCENT, QUIET, WARNING, Style

TEXT = Style(9.5)
TONES = {
    "plain": TEXT,
    "quiet": Style(8, colour=QUIET),
    "strong": Style(9.5, weight="B"),
    "warning": Style(9.5, weight="B", colour=WARNING),
}
SECTION = Style(15, weight="B", colour=ACCENT)
HEADING = Style(10.5, weight="B", colour=ACCENT)
NAME = Style(7.5, colour=QUIET)
VALUE = Style(8.5)
STRONG = Style(8.5, weight="B")
MONO = Style(7.5, family="mono")
SMALL = Style(7.2)
SMALL_NAME = Style(7.2, weight="B", colour=QUIET)
HEAD = Style(7.2, weight="B", colour=QUIET)
HEAD_NARROW = Style(6.4, weight="B", colour=QUIET)
MANY_COLUMNS = 8
CELL = Style(8)
CELL_STRONG = Style(8, weight="B")
CELL_MONO = Style(7, family="mono")
ITEM = Style(11, weight="B")
KIND = Style(8.5, weight="B", colour=ACCENT)
WEAK = Style(8.5, weight="B", colour=WARNING)
KEEP = 14
"""A table row or fact with no more lines than this is kept on one page."""
