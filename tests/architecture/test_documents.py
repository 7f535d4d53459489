"""Documents that can rot are checked against the program."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from forensicdesk.cli.main import cli
from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def command_lines(page: Path) -> list[str]:
    """Lines of the page's code blocks that run this program, continued lines joined."""
    blocks = "\n".join(FENCE.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [line.strip() for line in blocks.splitlines() if re.match(r"\s*forensicdesk\s+[a-z]", line)]


def test_the_readme_shows_commands() -> None:
    assert len(command_lines(ROOT / "README.md")) > 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_documents_exists_with_its_options(page: Path) -> None:
    for line in command_lines(page):
        words = [word.strip("[].") for word in shlex.split(line, comments=True)[1:]]
        command: click.Command = cli
        while isinstance(command, click.Group):
            assert words, line
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in (*parameter.opts, "--help")}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, line


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in cli.commands if f"forensicdesk {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_changelog_says_what_changes_evidence() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]

    assert releases
    for release in releases:
        assert "### Evidence impact" in release, release.splitlines()[0]


def test_every_library_that_is_distributed_is_in_the_notices() -> None:
    lock = (ROOT / "requirements" / "cluster.lock").read_text(encoding="utf-8")  # the runtime's, and the cluster's
    names = re.findall(r"^([A-Za-z0-9_.\-]+)==", lock, re.MULTILINE)
    rows = re.findall(r"^\| ([a-z0-9-]+)", (ROOT / "NOTICE.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(names) <= set(rows)


def test_every_decision_has_its_parts() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert decisions
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        for part in ("Status", "Context", "Decision", "Alternatives", "Consequences"):
            assert f"## {part}" in text, path.name


def test_decisions_are_numbered_without_gap_or_repetition_and_the_index_names_each() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert re.findall(r"^\| \[(\d{4})\]\((.+?\.md)\)", index, re.MULTILINE) == [(name[:4], name) for name in names]
    for name in names:
        text = (ROOT / "docs" / "adr" / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {name[:4]}: "), name
