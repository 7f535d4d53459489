"""The manual is built whole, leads nowhere outside itself, and its examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.architecture.sources import ROOT
from tests.support.program import environment
from ui.manual_pages import contents, counterpart, first_page, page_text

DOCS = ROOT / "docs"
MANUAL = sorted((DOCS / "manual").rglob("*.md"))
EXAMPLES = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUEUE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
"""The example of a queue, which its page calls monday.toml."""
ANSWER = re.compile(r"^(.*?)(?:\s+# exit code (\d+))?$")
FETCHED = re.compile(r"""(?:src|href)\s*=\s*["']?([^"'\s>]+)|url\(([^)]*)\)|@import""")
ADDRESS = re.compile(r"^([a-z]+:)?//")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual") / "manual"
    subprocess.run([sys.executable, "-m", "bundling.manual", str(folder)], cwd=ROOT, check=True)
    return folder


def test_the_manual_fetches_nothing_from_anywhere(built: Path) -> None:
    pages = [path for path in built.rglob("*") if path.suffix in {".html", ".css"}]

    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text, page
        linked = [one or two for one, two in FETCHED.findall(text)]
        outside = [link for link in linked if ADDRESS.match(link)]
        # An address that a reader may copy is a link in the text; nothing is loaded from one.
        assert [link for link in outside if f'<a href="{link}"' not in text] == [], page
        frames = "default-src 'none'" in text or page.name in {"index.html", "manual.css"}
        assert frames, page


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_the_contents_of_a_language_lead_to_its_pages_and_to_those_for_every_reader(built: Path, language: str) -> None:
    first = first_page(language)
    names = [name for section in contents(built, first) for name, _title in section.pages]
    of_the_manual = [name for name in names if counterpart(name) != name]

    assert names[0] == first
    assert len(names) == len(set(names)) > 30
    assert all(page_text(built, name).lstrip().startswith("<h1") for name in names)
    assert {name.startswith("manual/es/") for name in of_the_manual} == {language != "en"}
    headings = [section.title for section in contents(built, first)]
    assert {title.startswith("En profundidad (en inglés)") for title in headings[1:]} == {language != "en"}
    # The first line of the contents shows the same page in the other language.
    for name in of_the_manual:
        said = re.search(r'<p class="other"><a href="([^"]*)">', (built / name).read_text(encoding="utf-8"))
        assert said, name
        assert (built / name).parent.joinpath(said[1]).resolve() == (built / counterpart(name)).resolve()
    with pytest.raises(KeyError):
        page_text(built, "../../pyproject.toml")


def test_the_pdf_has_both_languages_and_a_table_of_contents_that_leads_to_each_page(built: Path) -> None:
    english, *in_depth = contents(built)
    spanish = contents(built, first_page("es"))[0]
    wanted = [title for part in (english, spanish, *in_depth) for _name, title in part.pages]

    with pikepdf.open(built / "manual.pdf") as document, document.open_outline() as outline:
        found = [page.title for part in outline.root for page in part.children]
        assert found == wanted
        assert len(document.pages) > 60
        pictures = [image for page in document.pages for image in page.get_images()]
    assert len(pictures) >= len(list((DOCS / "manual" / "pictures").glob("*.png")))


def test_every_page_of_the_manual_stands_in_its_contents() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert [page for page in MANUAL if f": {page.relative_to(DOCS).as_posix()}\n" not in config] == []
    assert [page.name for page in DOCS.glob("*.md") if f": {page.name}" not in config] == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `forensicdesk demo --dir demo` makes; once for all pages."""
    folder = tmp_path_factory.mktemp("demo")
    run("forensicdesk demo --dir demo", folder, 0)
    return folder / "demo"


def run(line: str, folder: Path, code: int) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment(folder / "home", PATH=path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"


SOAKED = {"administrators", "batches", "deciding", "hash-lists", "quick-start", "validation", "verifying"}
"""Pages whose examples take longest; they run with `make soak`."""


def with_examples() -> list[object]:
    """English pages with examples; those of the Spanish ones are the same, letter by letter."""
    pages = [page for page in sorted((DOCS / "manual").glob("*.md")) if EXAMPLES.search(page.read_text("utf-8"))]
    assert {page.stem for page in pages} > SOAKED
    marks = {name: [pytest.mark.soak] for name in SOAKED}
    return [pytest.param(page, id=page.stem, marks=marks.get(page.stem, [])) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize("page", with_examples())
def test_the_examples_of_a_page_run(page: Path, demo: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lines = [line for block in EXAMPLES.findall(text) for line in block.splitlines()]
    for queue in QUEUE.findall(text):
        (tmp_path / "monday.toml").write_text(queue, encoding="utf-8")

    assert lines
    for line in lines:
        found = ANSWER.match(line.removeprefix("$ "))
        assert line.startswith("$ ")
        assert found, line
        if found[1] == "forensicdesk demo --dir demo":
            shutil.copytree(demo, tmp_path / "demo")
        else:
            run(found[1], tmp_path, int(found[2] or 0))
