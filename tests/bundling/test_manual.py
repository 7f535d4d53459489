"""The manual is whole, leads nowhere outside itself, and its examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from forensicdesk.cli.main import cli
from tests.architecture.sources import ROOT
from tests.support.program import environment
from ui.manual_pages import contents, page_text

DOCS = ROOT / "docs"
MANUAL = sorted((DOCS / "manual").rglob("*.md"))
EXAMPLES = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
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


def test_every_page_of_the_contents_is_there_and_in_the_pdf(built: Path) -> None:
    sections = contents(built)

    names = [name for section in sections for name, _title in section.pages]
    assert len(names) == len(set(names)) > 20
    assert all(page_text(built, name).lstrip().startswith("<h1") for name in names)
    assert (built / "manual.pdf").read_bytes().startswith(b"%PDF-")
    with pytest.raises(KeyError):
        page_text(built, "../../pyproject.toml")


def test_every_page_of_the_manual_stands_in_its_contents() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert [page.name for page in MANUAL if page.relative_to(DOCS).as_posix() not in config] == []
    assert [page.name for page in DOCS.glob("*.md") if f": {page.name}" not in config] == []


def commands(command: click.Command, *names: str) -> list[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        return [found for name, inner in command.commands.items() for found in commands(inner, *names, name)]
    return [(names, command)]


def test_every_command_and_option_stands_in_the_documents() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in [*DOCS.rglob("*.md"), ROOT / "README.md"])
    words = set(re.findall(r"--[a-z][a-z0-9-]*", text))

    missing = [
        f"{' '.join(names)} {option}"
        for names, command in commands(cli)
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help" and option not in words
    ]
    unnamed = [" ".join(names) for names, _command in commands(cli) if f"forensicdesk {' '.join(names)}" not in text]
    assert (missing, unnamed) == ([], [])


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


def with_examples() -> list[object]:
    """Pages with examples; the step-by-step one takes longest and runs with `make soak`."""
    pages = [page for page in MANUAL if EXAMPLES.search(page.read_text(encoding="utf-8"))]
    soak = {"quick-start": [pytest.mark.soak]}
    return [pytest.param(page, id=page.stem, marks=soak.get(page.stem, [])) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize("page", with_examples())
def test_the_examples_of_a_page_run(page: Path, demo: Path, tmp_path: Path) -> None:
    lines = [line for block in EXAMPLES.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]

    assert lines
    for line in lines:
        found = ANSWER.match(line.removeprefix("$ "))
        assert line.startswith("$ ")
        assert found, line
        if found[1] == "forensicdesk demo --dir demo":
            shutil.copytree(demo, tmp_path / "demo")
        else:
            run(found[1], tmp_path, int(found[2] or 0))
