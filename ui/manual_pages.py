"""The manual as it was built: where it lies, its table of contents, and what a page says. Files of ours only."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass
from pathlib import Path

FIRST = "manual/index.html"
_SECTION = re.compile(r'<p class="section">(.*?)</p>\s*<ul>(.*?)</ul>', re.DOTALL)
_ENTRY = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the table of contents; `pages` are (path below the manual's folder, title)."""

    title: str
    pages: tuple[tuple[str, str], ...]


def manual_folder() -> Path | None:
    """The folder of the manual: in the bundle, beside an environment that was installed, or built in the sources."""
    bundle = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent.parent
    places = (Path(bundle) / "manual",) if bundle else (Path(sys.prefix) / "manual", here / "build" / "manual")
    return next((place for place in places if (place / FIRST).is_file()), None)


def contents(folder: Path) -> tuple[Section, ...]:
    """The table of contents, as the first page has it."""
    first = (folder / FIRST).read_text(encoding="utf-8")
    return tuple(Section(html.unescape(title), _entries(folder, inner)) for title, inner in _SECTION.findall(first))


def _entries(folder: Path, text: str) -> tuple[tuple[str, str], ...]:
    return tuple((_below(folder, link), html.unescape(name)) for link, name in _ENTRY.findall(text))


def _below(folder: Path, link: str) -> str:
    """A link of the first page as a path below the manual's folder."""
    target = (folder / FIRST).parent / link
    return target.resolve().relative_to(folder.resolve()).as_posix()


def page_text(folder: Path, name: str) -> str:
    """The HTML of a page without its frame.

    Raises:
        KeyError: there is no such page in the manual.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.suffix != ".html":
        raise KeyError(name)
    (text,) = _MAIN.findall(path.read_text(encoding="utf-8"))
    return str(text)
