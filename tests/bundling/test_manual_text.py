"""What the manual says is what the program has, and both languages say the same."""

from __future__ import annotations

import ast
import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.pofile import read_po

from forensicdesk.cli.main import cli
from forensicdesk.language import DOMAIN, FOLDER
from reports.languages import unit
from reports.languages.en import TEXTS as ENGLISH
from reports.languages.es import TEXTS as SPANISH
from tests.architecture.sources import ROOT
from ui.actions import MENUS

if TYPE_CHECKING:
    from pathlib import Path

MANUAL = ROOT / "docs" / "manual"
PAGES = sorted(page.name for page in MANUAL.glob("*.md"))
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)]*)\)")
CODE = re.compile(r"`((?:--|forensicdesk )[^`]*)`")
LANGUAGES = ("", "es")


def read(language: str, name: str) -> str:
    return (MANUAL / language / name).read_text(encoding="utf-8")


def skeleton(language: str, name: str) -> dict[str, object]:
    """What a translation does not change: headings, commands, links, pictures, rows and points."""
    text = read(language, name)
    prose = BLOCK.sub("", text)
    lines = [re.match(r"#+ |\||- |\d+\. ", line) for line in prose.splitlines()]
    return {
        "blocks": BLOCK.findall(text),
        "beginnings of lines": [found[0] for found in lines if found],
        "columns": [line.count("|") for line in prose.splitlines() if line.startswith("|")],
        "links": sorted(
            link.replace("../../", "../").replace("../pictures", "pictures") for link in LINK.findall(prose)
        ),
        "commands in the text": Counter(CODE.findall(prose)),
    }


def test_every_page_is_there_in_both_languages() -> None:
    assert [page.name for page in sorted((MANUAL / "es").glob("*.md"))] == PAGES
    assert len(PAGES) > 15


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_headings_commands_links_rows_and_points(name: str) -> None:
    assert skeleton("es", name) == skeleton("", name)


def commands(command: click.Command, *names: str) -> list[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        return [found for name, inner in command.commands.items() for found in commands(inner, *names, name)]
    return [(" ".join(names), command)]


def parts(language: str) -> dict[str, str]:
    """The sections of the page of commands, by their headings."""
    pieces = re.split(r"^## (.*)\n", read(language, "commands.md"), flags=re.MULTILINE)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_its_place_on_the_page_of_commands_and_no_other_has(language: str) -> None:
    sections = parts(language)
    common = set(re.findall(r"^\| `(--[a-z0-9-]+)`", list(sections.values())[1], re.MULTILINE))
    there = dict(commands(cli))

    assert list(sections)[2:] == [name for name in sections if name in there]
    assert set(there) <= set(sections)
    everywhere = {"--help", *(option for parameter in cli.params for option in parameter.opts)}
    for name, command in there.items():
        told = set(re.findall(r"^\| `(--[a-z0-9-]+)`", sections[name], re.MULTILINE))
        known = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        assert known - told <= common, name
        assert told <= known, name
        everywhere |= known
    assert common <= everywhere


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_are_commands_that_the_program_takes(name: str) -> None:
    for line in re.findall(r"^(?:\$ )?(forensicdesk .*)$", "\n".join(BLOCK.findall(read("", name))), re.MULTILINE):
        words = shlex.split(line.split(" > ")[0], comments=True)[1:]
        command: click.Command = cli
        while isinstance(command, click.Group) and not words[0].startswith("-"):
            command = command.commands[words.pop(0)]
        if isinstance(command, click.Group):
            continue  # `forensicdesk --version`
        with click.Context(command, resilient_parsing=True) as context:
            values, rest, _order = command.make_parser(context).parse_args(list(words))
        assert not rest, line
        assert all(values.get(need.name) for need in command.params if need.required and need.name), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_menus_stands_on_the_page_of_screens(language: str) -> None:
    text = read(language, "screens.md")
    keys = {entry.key for _title, entries in MENUS for entry in entries if entry.key}
    names = {"Backspace": {"": "Backspace", "es": "Retroceso"}[language]}

    missing = [key for key in keys if not re.search(rf"(?<![\w+]){re.escape(names.get(key, key))}(?![\w+])", text)]
    assert sorted(missing) == []


@pytest.mark.parametrize(("language", "texts"), [("", ENGLISH | unit.TEXTS["en"]), ("es", SPANISH | unit.TEXTS["es"])])
def test_every_section_of_a_report_stands_on_its_page_by_the_name_it_has_there(
    language: str, texts: dict[str, str]
) -> None:
    rows = re.findall(r"^\| (.*?) \|", read(language, "report-sections.md"), re.MULTILINE)
    titles = {value for key, value in texts.items() if key.startswith("section.")}

    assert titles - set(rows) == set()


def strings_of(path: Path) -> str:
    """All texts of a module, those of formatted strings with "…" for what is put in."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return "\n".join(found)


def quoted(language: str) -> list[str]:
    """The sentences on the page of trouble."""
    return re.findall(r"^\| \*(.*?)\* \|", read(language, "trouble.md"), re.MULTILINE)


def pieces(sentence: str) -> list[str]:
    """What stands between the places of a quoted sentence."""
    return [piece for part in sentence.split("…") if (piece := part.strip(" .:;,"))]


def test_the_sentences_on_the_page_of_trouble_are_those_of_the_program() -> None:
    said = "\n".join(strings_of(path) for path in (ROOT / "forensicdesk").rglob("*.py"))

    assert len(quoted("")) > 15
    assert [piece for sentence in quoted("") for piece in pieces(sentence) if piece not in said] == []


def test_the_spanish_page_of_trouble_has_the_translations_of_the_same_sentences() -> None:
    with (FOLDER / "es" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        known = [
            (str(message.id), str(message.string))  # forms for numbers beside each other: none is quoted
            for message in read_po(file, locale="es")
            if message.id
        ]

    unknown = [
        spanish
        for english, spanish in zip(quoted(""), quoted("es"), strict=True)
        if not any(
            all(piece in asked for piece in pieces(english)) and all(piece in given for piece in pieces(spanish))
            for asked, given in known
        )
    ]

    assert unknown == []
