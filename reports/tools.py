"""The software that makes the report files."""

from __future__ import annotations

from importlib.metadata import version

from reports.model import Tool

FONTS = (
    Tool("DejaVu Sans and DejaVu Sans Mono", "2.37", "Bitstream Vera and Arev font licences"),
    Tool("Droid Sans Fallback", "1.00c", "Apache-2.0"),
    Tool("NanumSquare", "1.000", "OFL-1.1"),
)


def report_tools() -> tuple[Tool, ...]:
    """Name, version and licence of each library and font that the renderers use."""
    return (
        Tool("fpdf2", version("fpdf2"), "LGPL-3.0-only"),
        Tool("uharfbuzz", version("uharfbuzz"), "Apache-2.0"),
        Tool("Jinja2", version("jinja2"), "BSD-3-Clause"),
        *FONTS,
    )
