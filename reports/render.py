"""The table of formats: one line for each kind of file a report can be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.json_ import render_json
from reports.model import RenderedReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.model import ReportModel


class UnknownFormatError(ValueError):
    """A format that is not in the table."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """How one format is made. `suffix` ends the file name."""

    suffix: str
    media_type: str
    render: Callable[[ReportModel], bytes]


def _pdf(model: ReportModel) -> bytes:
    # Imported here: fpdf2 and its fonts take half a second to load, and most commands write no report.
    from reports.pdf import render_pdf

    return render_pdf(model)


def _html(model: ReportModel) -> bytes:
    # Imported here, as above: Jinja2.
    from reports.html_ import render_html

    return render_html(model)


RENDERERS: dict[str, Renderer] = {
    "pdf": Renderer("pdf", "application/pdf", _pdf),
    "html": Renderer("html", "text/html; charset=utf-8", _html),
    "json": Renderer("json", "application/json", render_json),
}
FORMATS = tuple(RENDERERS)


def file_name(model: ReportModel, name: str) -> str:
    """The file name of a format, with the variant in it, so that variants can lie in one folder."""
    return f"report-{model.variant}.{RENDERERS[name].suffix}"


def render(model: ReportModel, format: str) -> RenderedReport:  # noqa: A002 - the word of the command line
    """One finished file.

    Raises:
        UnknownFormatError: naming the formats there are.
    """
    renderer = RENDERERS.get(format)
    if renderer is None:
        msg = f"There is no report format {format!r}; choose one of: {', '.join(FORMATS)}."
        raise UnknownFormatError(msg)
    content = renderer.render(model)
    digest = hashlib.sha256(content).hexdigest()
    return RenderedReport(format, file_name(model, format), content, renderer.media_type, digest)
