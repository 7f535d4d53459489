"""A template folder: what the unit adds to its reports, as a TOML file, plain texts and a logo.

All text is plain: nothing in it is taken for markup, and every character that cannot be seen is shown by its number.
The folder is described in docs/reports.md; an example lies in docs/report-template.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from PIL import Image

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.workers.pool import analyse_files
from hashing.values import Recipe
from reports.escaping import printable
from reports.left_out import UnknownPartError, all_but
from reports.unit import Custody, Described, Letterhead, OwnSection, Party, UnitText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TEMPLATE = "template.toml"
LARGEST_TEXT = 1 << 20
LARGEST_LOGO = 8 << 20
PLACES = ("front", "results", "end")

_LINES = ("letterhead", "questions", "deviations", "opinion", "show")
_TABLES = {
    "field": ("name", "value"),
    "party": (),
    "exhibit": (),
    "custody": (),
    "section": ("place", "title", "text", "file"),
}
_VALUES = {"party": Party, "exhibit": Described, "custody": Custody}
_KNOWN = ("title", "logo", *_LINES, *_TABLES)


def read_templates(folders: Iterable[Path]) -> UnitText:
    """What several folders say together; of title and letterhead the last one that has any counts.

    Raises:
        UsageError: a folder has no template, or something in it cannot be used; the sentence says what.
    """
    found = UnitText()
    for folder in folders:
        found = _joined(found, _Folder(folder).read())
    return found


def _joined(first: UnitText, second: UnitText) -> UnitText:
    lists = ("fields", "parties", "questions", "exhibits", "custody", "deviations", "opinion", "sections", "sources")
    head = second.letterhead if second.letterhead != Letterhead() else first.letterhead
    shown = second.show or first.show
    together = {name: getattr(first, name) + getattr(second, name) for name in lists}
    return replace(first, title=second.title or first.title, letterhead=head, show=shown, **together)


class _Folder:
    """One template folder while it is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: list[tuple[str, str]] = []

    def read(self) -> UnitText:
        """Everything the folder says."""
        said = self._toml()
        lines = {name: tuple(self._lines(said, name)) for name in _LINES}
        tables = {name: self._tables(said, name) for name in _TABLES}
        head = Letterhead(lines["letterhead"], self._logo(self._text(said.get("logo", ""), "logo")))
        return UnitText(
            title=self._text(said.get("title", ""), "title"),
            letterhead=head,
            fields=tuple((one["name"], one["value"]) for one in tables["field"]),
            parties=tuple(Party(**one) for one in tables["party"]),
            questions=lines["questions"],
            exhibits=tuple(Described(**one) for one in tables["exhibit"]),
            custody=tuple(Custody(**one) for one in tables["custody"]),
            deviations=lines["deviations"],
            opinion=lines["opinion"],
            sections=tuple(map(self._section, tables["section"])),
            sources=tuple(self._sources),
            show=self._shown(lines["show"]),
        )

    def _shown(self, names: tuple[str, ...]) -> tuple[str, ...]:
        try:
            all_but(names)
        except UnknownPartError as error:
            raise self._refused(str(error).rstrip(".")) from error
        return names

    def _toml(self) -> dict[str, Any]:
        content = self._file(TEMPLATE, LARGEST_TEXT)
        try:
            said = tomllib.loads(content.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            msg = sentence("{template} cannot be read ({error})", template=TEMPLATE, error=error)
            raise self._refused(msg) from error
        for name in said:
            if name not in _KNOWN:
                msg = sentence(
                    "{template} has {name!r}, which is not known; known are {choices}",
                    template=TEMPLATE,
                    name=name,
                    choices=", ".join(_KNOWN),
                )
                raise self._refused(msg)
        return said

    def _file(self, name: str, largest: int) -> bytes:
        """A file of the folder itself, noted with its digest."""
        path = self._folder / name
        if path.name != name or name in {"", ".", ".."}:
            msg = sentence("{name!r} is not the name of a file in the folder", name=name)
            raise self._refused(msg)
        try:
            with path.open("rb") as file:
                content = file.read(largest + 1)
        except OSError as error:
            msg = sentence("{name} cannot be read ({strerror})", name=name, strerror=error.strerror)
            raise self._refused(msg) from error
        if len(content) > largest:
            msg = sentence("{name} has more than {largest:,} bytes", name=name, largest=largest)
            raise self._refused(msg)
        self._sources.append((printable(name), hashlib.sha256(content).hexdigest()))
        return content

    def _logo(self, name: str) -> bytes | None:
        """The logo's pixels, decoded in a child process and written anew as PNG."""
        if not name:
            return None
        self._file(name, LARGEST_LOGO)
        (analysis,) = analyse_files([self._folder / name], Recipe(name="logo", perceptual=(), inner=False), 1)
        if analysis.media_type != "image/png" or analysis.thumbnail is None:
            msg = sentence("the logo {name} is no PNG picture that can be decoded", name=name)
            raise self._refused(msg)
        out = io.BytesIO()
        with Image.open(io.BytesIO(analysis.thumbnail.preview)) as image:
            image.convert("RGB").save(out, "PNG")
        return out.getvalue()

    def _lines(self, said: dict[str, Any], name: str) -> Iterator[str]:
        lines = said.get(name, [])
        if not isinstance(lines, list):
            msg = sentence("{name} is no list of texts", name=name)
            raise self._refused(msg)
        yield from (self._text(line, name) for line in lines)

    def _tables(self, said: dict[str, Any], name: str) -> list[dict[str, str]]:
        rows = said.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            msg = sentence("{name} is written as [[{name}]]", name=name)
            raise self._refused(msg)
        known = _TABLES[name] or tuple(entry.name for entry in fields(_VALUES[name]))
        first = {"field": 2, "party": 2, "exhibit": 2, "custody": 4, "section": 2}[name]
        needed = known[:first]
        for row in rows:
            for key in row:
                if key not in known:
                    msg = sentence(
                        "[[{name}]] has {key!r}, which is not known; known are {choices}",
                        name=name,
                        key=key,
                        choices=", ".join(known),
                    )
                    raise self._refused(msg)
            for key in needed:
                if key not in row:
                    msg = sentence("a [[{name}]] has no {key!r}", name=name, key=key)
                    raise self._refused(msg)
        return [{key: self._text(value, key, keep=key == "text") for key, value in row.items()} for row in rows]

    def _section(self, row: dict[str, str]) -> OwnSection:
        if row["place"] not in PLACES:
            msg = sentence(
                "a section stands at {place!r}; it can be one of: {choices}",
                place=row["place"],
                choices=", ".join(PLACES),
            )
            raise self._refused(msg)
        text = row.get("text", "")
        if "file" in row:
            content = self._file(row["file"], LARGEST_TEXT)
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError as error:
                msg = sentence("{file} is not UTF-8 text", file=row["file"])
                raise self._refused(msg) from error
        return OwnSection(row["place"], row["title"], tuple(_paragraphs(text)))

    def _text(self, value: object, name: str, *, keep: bool = False) -> str:
        if not isinstance(value, str):
            msg = sentence("{name} is no text; write it in quotation marks", name=name)
            raise self._refused(msg)
        return value if keep else printable(" ".join(value.split()))

    def _refused(self, why: str) -> UsageError:
        return UsageError(sentence("The template folder {folder} cannot be used: {why}.", folder=self._folder, why=why))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs stand apart by empty lines; lines of one belong together."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        words = " ".join(block.split())
        if words:
            yield printable(words)
