"""The report as one HTML file that needs nothing else: no fonts, no addresses, pictures inside.

It is read without scripts; one script of our own, named by its hash in the policy, adds filters and sorting.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.document import build_document
from reports.escaping import printable
from reports.plots import WIDTH, svg_shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from jinja2 import Template

    from reports.blocks import Document, Picture
    from reports.model import ReportModel

TEMPLATES = Path(__file__).parent / "templates"
_PICTURE_TYPES = frozenset({"image/png", "image/jpeg"})


def write_html(model: ReportModel, out: BinaryIO, kept: Callable[[str], str] = str) -> None:
    """The whole report; equal models give equal bytes."""
    document = build_document(model, kept)
    template = report_template()
    script = (TEMPLATES / "report.js").read_text("utf-8")
    parts = template.generate(
        document=document,
        style=_style(document),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        words={key.removeprefix("script."): text for key, text in document.labels.items() if key.startswith("script.")},
        plot_width=WIDTH,
    )
    out.writelines(part.encode("utf-8", "backslashreplace") for part in parts)


@cache
def report_template() -> Template:
    """The template, compiled; that takes a tenth of a second, so it is done once, and may be done beforehand."""
    return _environment().get_template("report.html.j2")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    environment.filters["kind"] = _kind
    environment.filters["breakable"] = _breakable
    environment.filters["data_address"] = _data_address
    environment.filters["png_address"] = _png_address
    environment.filters["shapes"] = svg_shapes
    environment.tests["picture"] = _has_picture
    return environment


def _finalize(value: object) -> object:
    """Every text that a template prints goes through here first, template text itself excepted."""
    return printable(value) if type(value) is str else value


def _kind(block: object) -> str:
    return type(block).__name__


def _breakable(name: str) -> Markup:
    """A name that may go on in the next line behind a colon or an underscore, as those of metadata are long."""
    return Markup(re.sub("([:_])", r"\1<wbr>", str(escape(printable(name)))))  # noqa: S704 - escaped, then our own mark


def _has_picture(picture: Picture) -> bool:
    return picture.content is not None and picture.media_type in _PICTURE_TYPES


def _data_address(picture: Picture) -> str:
    encoded = base64.b64encode(picture.content or b"").decode("ascii")
    return f"data:{picture.media_type};base64,{encoded}"


def _png_address(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode('ascii')}"


def _style(document: Document) -> Markup:
    """The style sheet: our own file and a running head for printing, so it goes in as it stands."""
    labels = document.labels
    running = {
        "top-left": _css_words(f"{labels['report']} {document.report_id}"),
        "top-center": _css_words(labels["restricted"] if document.banner else ""),
        "bottom-right": _css_page(labels["page"]),
    }
    boxes = " ".join(f"@{place} {{ content: {content}; }}" for place, content in running.items())
    sheet = (TEMPLATES / "report.css").read_text("utf-8")
    shares = "".join(f".share{percent}{{width:{percent}%}}" for percent in range(1, 101))
    return Markup(f"{sheet}{shares}\n@media print {{ @page {{ {boxes} }} }}")  # noqa: S704 - `_css_words` lets words through only


def _css_words(text: str) -> str:
    return '"' + re.sub(r"[^\w .-]", "", text) + '"'


def _css_page(label: str) -> str:
    """The words "Page {page} of {pages}" with the counters of the printed page in place of the names."""
    pieces = re.split(r"(\{pages?\})", label)
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    return " ".join(counters.get(piece, '"' + re.sub(r"[^\w .-]", "", piece) + '"') for piece in pieces)
