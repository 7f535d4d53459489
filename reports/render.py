"""The table of formats: one line for each kind of file a report can be."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.case_uco import write_case_uco
from reports.csv_ import write_csv
from reports.hashes import write_hashes
from reports.json_ import write_json
from reports.left_out import media_without
from reports.media import no_media
from reports.model import RenderedReport
from reports.places import write_geojson, write_kml
from reports.vics import write_vics
from reports.xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from reports.media import Media
    from reports.model import ReportModel


class UnknownFormatError(ValueError):
    """A format that is not in the table."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """How one format is made: how its file name ends, and what writes it from the model and all pictures and films.

    What people read is told: sentences that the case keeps in English are said in the report's language. What programs
    read has them as they are kept.

    Pieces go to the file as they are made, so that a report of any size takes no more memory than its model.
    """

    suffix: str
    media_type: str
    write: Callable[[ReportModel, Media, BinaryIO], None] | None = None
    tell: Callable[[ReportModel, BinaryIO, Callable[[str], str]], None] | None = None


def _pdf(model: ReportModel, out: BinaryIO, kept: Callable[[str], str]) -> None:
    # Imported here: fpdf2 and its fonts take half a second to load, and most commands write no report.
    from reports.pdf import write_pdf

    write_pdf(model, out, kept)


def _html(model: ReportModel, out: BinaryIO, kept: Callable[[str], str]) -> None:
    # Imported here, as above: Jinja2.
    from reports.html_ import write_html

    write_html(model, out, kept)


def _json(model: ReportModel, media: Media, out: BinaryIO) -> None:  # noqa: ARG001 - the same for all formats
    write_json(model, out)


RENDERERS: dict[str, Renderer] = {
    "pdf": Renderer("pdf", "application/pdf", tell=_pdf),
    "html": Renderer("html", "text/html; charset=utf-8", tell=_html),
    "json": Renderer("json", "application/json", _json),
    "csv": Renderer("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Renderer("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "hashes": Renderer("hashes.csv", "text/csv; charset=utf-8", write_hashes),
    "vics": Renderer("vics.json", "application/json", write_vics),
    "case-uco": Renderer("case-uco.jsonld", "application/ld+json", write_case_uco),
    "geojson": Renderer("geojson", "application/geo+json", write_geojson),
    "kml": Renderer("kml", "application/vnd.google-earth.kml+xml", write_kml),
}
FORMATS = tuple(RENDERERS)

WITHOUT_FILES = ("pdf", "html", "json", "xlsx")
"""Formats of the variant `statistics`; all others are lists of files."""


def file_name(model: ReportModel, name: str) -> str:
    """The file name of a format, with the variant in it, so that variants can lie in one folder."""
    return f"report-{model.variant}.{RENDERERS[name].suffix}"


def write(
    model: ReportModel,
    format: str,  # noqa: A002 - the word of the command line
    media: Media,
    out: BinaryIO,
    kept: Callable[[str], str] = str,
) -> None:
    """Write one format into a file that can be written at any place of it.

    Args:
        model: the report.
        format: one of `FORMATS`.
        media: gives every picture and film, for the formats that list them all.
        out: stays open.
        kept: says a sentence that was kept in English in the report's language.

    Raises:
        UnknownFormatError: naming the formats there are.
    """
    renderer = RENDERERS.get(format)
    if renderer is None:
        msg = f"There is no report format {format!r}; choose one of: {', '.join(FORMATS)}."
        raise UnknownFormatError(msg)
    if renderer.tell is not None:
        renderer.tell(model, out, kept)
    elif renderer.write is not None:
        renderer.write(model, media_without(media, model.left_out), out)


def render(
    model: ReportModel,
    format: str,  # noqa: A002
    media: Media = no_media,
    kept: Callable[[str], str] = str,
) -> RenderedReport:
    """One finished file in memory; see `write`, which needs less of it."""
    out = io.BytesIO()
    write(model, format, media, out, kept)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return RenderedReport(format, file_name(model, format), content, RENDERERS[format].media_type, digest)
