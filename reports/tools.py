"""The software that makes the report files."""

from __future__ import annotations

import fpdf
import jinja2
import uharfbuzz

from reports.model import Tool

FONTS = Tool("DejaVu Sans and DejaVu Sans Mono", "2.37", "Bitstream Vera and Arev font licences")


def report_tools() -> tuple[Tool, ...]:
    """Name, version and licence of each library and font that the renderers use."""
    return (
        Tool("fpdf2", fpdf.__version__, "LGPL-3.0-only"),
        Tool("uharfbuzz", uharfbuzz.__version__, "Apache-2.0"),
        Tool("Jinja2", jinja2.__version__, "BSD-3-Clause"),
        FONTS,
    )
