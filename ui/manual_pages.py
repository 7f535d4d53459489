"""The manual as it was built: where it lies, its table of contents, and what a page says. Files of ours only."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass
from pathlib import Path

FIRST = "manual/index.html"
_SPANISH, _ENGLISH = "manual/es/", "manual/"
_NEAREST = {"es": "manual/es/index.html", "pt": "manual/es/index.html"}
"""Who reads Portuguese reads Spanish more easily than English, as a rule; one press in the window changes it."""
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


def first_page(language: str) -> str:
    """The page to begin with, for a language as `spoken` gives it; Spanish or English."""
    return _NEAREST.get(language, FIRST)


def counterpart(name: str) -> str:
    """The same page in the other language: of a Spanish one the English, of any other the Spanish."""
    if name.startswith(_SPANISH):
        return name.replace(_SPANISH, _ENGLISH, 1)
    return name.replace(_ENGLISH, _SPANISH, 1) if name.startswith(_ENGLISH) else name


def contents(folder: Path, first: str = FIRST) -> tuple[Section, ...]:
    """The table of contents, as the page `first` has it: that of its language, and the pages for every reader."""
    text = (folder / first).read_text(encoding="utf-8")
    return tuple(
        Section(html.unescape(title), _entries(folder, first, inner)) for title, inner in _SECTION.findall(text)
    )


def _entries(folder: Path, first: str, text: str) -> tuple[tuple[str, str], ...]:
    return tuple((_below(folder, first, link), html.unescape(name)) for link, name in _ENTRY.findall(text))


def _below(folder: Path, first: str, link: str) -> str:
    """A link of the page `first` as a path below the manual's folder."""
    target = (folder / first).parent / link
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


def page_picture(folder: Path, name: str) -> bytes:
    """The bytes of a picture that belongs to the manual; none where there is no such picture."""
    path = (folder / name).resolve()
    is_ours = path.is_relative_to(folder.resolve()) and path.suffix == ".png" and path.is_file()
    return path.read_bytes() if is_ours else b""
