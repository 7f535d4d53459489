"""Builds the manual: HTML by MkDocs and one PDF of all its pages: `python -m bundling.manual build/manual`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from bundling.manual_pdf import write_pdf
from ui.manual_pages import FIRST, contents, first_page

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "mkdocs.yml"
PDF = "manual.pdf"


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
    english, *in_depth = contents(folder, FIRST)
    spanish = contents(folder, first_page("es"))[0]
    write_pdf(folder, [english, spanish, *in_depth], folder / PDF)


def _first_page() -> str:
    """The folder's own start leads to the manual's first page, without a script."""
    refresh = f'<meta http-equiv="refresh" content="0; url={FIRST}">'
    return f'<!DOCTYPE html>\n<meta charset="utf-8">{refresh}<title>ForensicDesk</title><a href="{FIRST}">Manual</a>\n'


if __name__ == "__main__":
    # No window, and tables of names in the same order each time.
    os.environ.update({"QT_QPA_PLATFORM": "offscreen", "QT_HASH_SEED": "0"})
    application = QGuiApplication([])
    build(Path(sys.argv[1]))
