#!/usr/bin/env python3
"""Writes the catalogues of `forensicdesk/locale` anew: sentences taken from the code, translations kept, .mo compiled.

`--check` writes nothing and ends with 1 when a file is not what it would write. No file holds a date or a line number,
so that the same sentences always give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from forensicdesk.cli.main import cli
from forensicdesk.cli.speaking import help_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "forensicdesk" / "locale"
TEMPLATE = LOCALE / "forensicdesk.pot"
SENTENCES = LOCALE / "sentences.json"
FOLDERS = ("forensicdesk", "hashing", "ui")
KEPT_KEYWORDS = {"phrase": None, "sentence": None}
"""Mark what may be kept in English and is known again when it is shown."""
KEYWORDS = KEPT_KEYWORDS | {"_": None, "later": None, "tell": None, "plural": (1, 2), "counted": (2, 3)}
CLICK_KEYWORDS = {"_": None, "ngettext": (1, 2)}
CLICK_FILES = ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "termui.py", "types.py")
TRANSLATIONS = ("es", "pt")
PROJECT = "ForensicDesk"
OWNERS = ("forensicdesk.language", "hashing.phrases")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands for the time of making, which would change the files at every run."""
WIDTH = 120
HEADER = """\
# Sentences of ForensicDesk for translation.
# Written by `make catalogues`; translate in the .po files beside it."""


def extracted() -> Catalog:
    """Every sentence of the code that is marked for translation, in order of file and place."""
    catalog = Catalog(project=PROJECT, version="desktop", msgid_bugs_address="", header_comment=HEADER, fuzzy=False)
    for path in _sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in extract_from_file("python", str(path), keywords=KEYWORDS):
            catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    for module, text in help_texts(cli):
        catalog.add(text, None, [(f"{module.replace('.', '/')}.py", 0)])
    _add_words_of_click(catalog)
    return catalog


def kept_sentences() -> bytes:
    """Every sentence that may be kept in English, for `forensicdesk.language.retelling`."""
    marked = (extract_from_file("python", str(path), keywords=KEPT_KEYWORDS) for path in _sources())
    texts = {message for found in marked for _line, message, _comments, _context in found if isinstance(message, str)}
    return (json.dumps(sorted(texts), ensure_ascii=False, indent=0) + "\n").encode()


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if any(owner in text for owner in OWNERS):  # elsewhere functions of the same names are others
                yield path


def _add_words_of_click(catalog: Catalog) -> None:
    """What the library that reads the command line says: "Usage:", "Missing option" and the like."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        if path.name in CLICK_FILES:
            for _line, message, _comments, _context in extract_from_file("python", str(path), keywords=CLICK_KEYWORDS):
                catalog.add(message, None, [(f"click/{path.name}", 0)])


def translated(language: str, template: Catalog) -> Catalog:
    """The catalogue of `language`, brought to the sentences of `template`; translations are kept, none is guessed."""
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.fuzzy = False
    catalog.project, catalog.version, catalog.msgid_bugs_address = PROJECT, "desktop", ""
    catalog.header_comment = f"# The {catalog.locale.english_name if catalog.locale else language} of ForensicDesk."
    return catalog


def po_path(language: str) -> Path:
    """Where the translations of a language are written by people."""
    return LOCALE / language / "LC_MESSAGES" / "forensicdesk.po"


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .po or .pot file."""
    for message in catalog:
        message.locations = [(name, None) for name in dict.fromkeys(name for name, _line in message.locations)]
    _undate(catalog)
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, ignore_obsolete=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    _undate(catalog)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _undate(catalog: Catalog) -> None:
    catalog.creation_date = catalog.revision_date = EPOCH
    catalog.last_translator = catalog.language_team = PROJECT


def files() -> dict[Path, bytes]:
    """Every file of the catalogues with its content."""
    template = extracted()
    made = {TEMPLATE: po_bytes(template), SENTENCES: kept_sentences()}
    for language in TRANSLATIONS:
        catalog = translated(language, template)
        made[po_path(language)] = po_bytes(catalog)
        made[po_path(language).with_suffix(".mo")] = mo_bytes(catalog)
    return made


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description="Write the catalogues of translations anew.")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a file would change")
    check = parser.parse_args().check
    stale = [(path, content) for path, content in files().items() if not path.exists() or path.read_bytes() != content]
    for path, content in stale:
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        sys.stdout.write(f"catalogues: {path.relative_to(ROOT)} {'is not up to date' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
