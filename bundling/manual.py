"""Builds the manual: HTML by MkDocs and one PDF of all its pages: `python -m bundling.manual build/manual`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ui.manual_pages import FIRST, contents, page_text

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "mkdocs.yml"
PDF = "manual.pdf"
_NUMBER = re.compile(rb"(/ID \[<)([0-9a-f]+)")
_MARK = re.compile(rb"/[A-Z]{6}\+")
MARGIN_MM = 0  # Qt leaves two centimetres of its own
DOTS_PER_INCH = 300
STYLE = """
body { font-family: "DejaVu Sans"; font-size: 9pt; }
pre, code { font-family: "DejaVu Sans Mono"; font-size: 8pt; }
pre { background-color: #f0f0f0; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; } h3 { font-size: 10pt; }
th, td { padding: 3px; border: 1px solid #999999; border-collapse: collapse; }
a { color: black; text-decoration: none; }
"""


def build(folder: Path) -> None:
    """Write the whole manual into `folder`, in place of what is there.

    Raises:
        CalledProcessError: MkDocs refused the pages; it has said why.
    """
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    subprocess.run([*mkdocs, "--config-file", str(CONFIG), "--site-dir", str(folder.absolute())], check=True)  # noqa: S603
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (folder / name).unlink(missing_ok=True)
    (folder / "index.html").write_text(_first_page(), encoding="utf-8")
    _write_pdf(folder)


def _first_page() -> str:
    """The folder's own start leads to the manual's first page, without a script."""
    refresh = f'<meta http-equiv="refresh" content="0; url={FIRST}">'
    return f'<!DOCTYPE html>\n<meta charset="utf-8">{refresh}<title>ForensicDesk</title><a href="{FIRST}">Manual</a>\n'


def _write_pdf(folder: Path) -> None:
    """All pages one behind the other, each from a new sheet."""
    pages = [page_text(folder, name) for section in contents(folder) for name, _title in section.pages]
    # Links between pages lead nowhere on paper.
    plain = [re.sub(r"</?a\b[^>]*>", "", content) for content in pages]
    broken = '<div style="page-break-before: always"></div>'.join(plain)
    document = QTextDocument()
    document.setBaseUrl(QUrl.fromLocalFile(f"{folder.absolute()}/manual/"))
    document.setDefaultStyleSheet(STYLE)
    document.setHtml(f"<body>{broken}</body>")
    writer = QPdfWriter(str(folder / PDF))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle("ForensicDesk: the manual")
    document.print_(writer)
    del writer
    _give_time(folder / PDF)


def _give_time(path: Path) -> None:
    """The time in the file is the one that SOURCE_DATE_EPOCH gives, so that the same pages give the same bytes."""
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "946684800")), UTC)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        stamp = made.strftime("D:%Y%m%d%H%M%SZ")
        document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = stamp
        document.save(path, static_id=True)
    # Qt draws the file's number and the marks before the names of fonts by lot.
    numbered = _NUMBER.sub(lambda found: found[1] + b"0" * len(found[2]), path.read_bytes())
    path.write_bytes(_MARK.sub(b"/AAAAAA+", numbered))


if __name__ == "__main__":
    # No window, and tables of names in the same order each time.
    os.environ.update({"QT_QPA_PLATFORM": "offscreen", "QT_HASH_SEED": "0"})
    application = QGuiApplication([])
    build(Path(sys.argv[1]))
