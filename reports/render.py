"""The table of formats: one line for each kind of file a report can be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.case_uco import render_case_uco
from reports.csv_ import render_csv
from reports.hashes import render_hashes
from reports.json_ import render_json
from reports.left_out import media_without
from reports.media import no_media
from reports.model import RenderedReport
from reports.places import render_geojson, render_kml
from reports.vics import render_vics
from reports.xlsx import render_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.media import Media
    from reports.model import ReportModel


class UnknownFormatError(ValueError):
    """A format that is not in the table."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """How one format is made. `suffix` ends the file name; `render` is given the model, and all pictures and films."""

    suffix: str
    media_type: str
    render: Callable[[ReportModel, Media], bytes]


def _pdf(model: ReportModel, media: Media) -> bytes:  # noqa: ARG001 - the same for all formats
    # Imported here: fpdf2 and its fonts take half a second to load, and most commands write no report.
    from reports.pdf import render_pdf

    return render_pdf(model)


def _html(model: ReportModel, media: Media) -> bytes:  # noqa: ARG001
    # Imported here, as above: Jinja2.
    from reports.html_ import render_html

    return render_html(model)


def _json(model: ReportModel, media: Media) -> bytes:  # noqa: ARG001
    return render_json(model)


RENDERERS: dict[str, Renderer] = {
    "pdf": Renderer("pdf", "application/pdf", _pdf),
    "html": Renderer("html", "text/html; charset=utf-8", _html),
    "json": Renderer("json", "application/json", _json),
    "csv": Renderer("csv", "text/csv; charset=utf-8", render_csv),
    "xlsx": Renderer("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render_xlsx),
    "hashes": Renderer("hashes.csv", "text/csv; charset=utf-8", render_hashes),
    "vics": Renderer("vics.json", "application/json", render_vics),
    "case-uco": Renderer("case-uco.jsonld", "application/ld+json", render_case_uco),
    "geojson": Renderer("geojson", "application/geo+json", render_geojson),
    "kml": Renderer("kml", "application/vnd.google-earth.kml+xml", render_kml),
}
FORMATS = tuple(RENDERERS)

WITHOUT_FILES = ("pdf", "html", "json", "xlsx")
"""Formats of the variant `statistics`; all others are lists of files."""


def file_name(model: ReportModel, name: str) -> str:
    """The file name of a format, with the variant in it, so that variants can lie in one folder."""
    return f"report-{model.variant}.{RENDERERS[name].suffix}"


def render(model: ReportModel, format: str, media: Media = no_media) -> RenderedReport:  # noqa: A002 - the word of the command line
    """One finished file. `media` gives every picture and film, for the formats that list them all.

    Raises:
        UnknownFormatError: naming the formats there are.
    """
    renderer = RENDERERS.get(format)
    if renderer is None:
        msg = f"There is no report format {format!r}; choose one of: {', '.join(FORMATS)}."
        raise UnknownFormatError(msg)
    content = renderer.render(model, media_without(media, model.left_out))
    digest = hashlib.sha256(content).hexdigest()
    return RenderedReport(format, file_name(model, format), content, renderer.media_type, digest)
