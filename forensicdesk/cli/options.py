"""Options and small readers that several commands share."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forensicdesk.errors import Interrupted, UsageError
from forensicdesk.language import sentence
from forensicdesk.model import Role
from hashing.values import PROFILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

PATH = click.Path(readable=False, path_type=Path)
"""Any path: whether it can be read is found out, and said, by whoever opens it."""

CASE = click.argument("case", type=PATH)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
WORKERS = click.option("--workers", type=click.IntRange(1, 256), default=None, help="Child processes [one per core].")
PROFILE = click.option(
    "--profile",
    type=click.Choice([recipe.name for recipe in PROFILES]),
    default=None,
    help="What to compute [standard].",
)
FORMATS = click.option(
    "--format",
    "formats",
    default="pdf,html,json",
    show_default=True,
    help="Report formats, separated by commas: pdf, html, json, csv, xlsx, hashes, vics, case-uco, geojson, kml.",
)
VARIANT = click.option(
    "--variant",
    type=click.Choice(["court", "restricted", "disclosure", "statistics"]),
    default="court",
    show_default=True,
    help="court: imagery pixelated; restricted: with imagery; disclosure: none; statistics: counts only.",
)
LANGUAGE = click.option("--lang", "language", default="en", show_default=True, help="Language of the report.")

SKIP_HASH_CHECK = click.option(
    "--skip-hash-check",
    default="",
    metavar="REASON",
    help="Do not compute the digests stated at acquisition; the reason goes on record.",
)
ACCEPT_MISMATCH = click.option(
    "--accept-mismatch",
    default="",
    metavar="REASON",
    help="Report although evidence is not what was acquired; the reason goes on record and into the report.",
)

END_WITH_INPUT = click.option(
    "--end-with-input",
    is_flag=True,
    help="Stop, as by Ctrl+C, once standard input ends: for programs that start this one.",
)

STORE = click.option(
    "--store",
    default=None,
    metavar="URL",
    help="Keep the tables of the new case in this PostgreSQL database: postgresql://USER@ADDRESS:PORT/DATABASE.",
)

BOTH = "both"
"""Said of 64 digits: take them as SHA-256 and as PDQ."""


def mapped(_context: click.Context, _option: click.Parameter, said: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each COLUMN=KIND as a pair; a title may hold "="."""
    pairs: list[tuple[str, str]] = []
    for text in said:
        column, equals, kind = text.rpartition("=")
        if not (equals and column.strip() and kind.strip()):
            msg = sentence("{text!r} is not COLUMN=KIND, such as 3=md5", text=text)
            raise click.BadParameter(msg)
        pairs.append((column.strip(), kind.strip().lower()))
    return tuple(pairs)


HASH_TYPE = click.option(
    "--type",
    "hash_type",
    default=None,
    help="For bare 64-digit hashes: sha256, pdq or both. For bare 16-digit hashes: phash, dhash, ahash or whash.",
)
MAP = click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=KIND",
    callback=mapped,
    help="What a column of a table holds, by title or number; may be repeated.",
)
AS_FORMAT = click.option(
    "--as", "as_format", default=None, help="Name of the file's format [recognised by its content]."
)


@contextmanager
def stoppable(*, end_with_input: bool = False) -> Iterator[threading.Event]:
    """A stop signal that Ctrl+C and SIGTERM set, and with `end_with_input` the end of standard input.

    The first one lets the running batch be stored; a second one ends at once.

    Raises:
        Interrupted: on leaving, if the signal was given.
    """
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            raise KeyboardInterrupt
        stop.set()

    if end_with_input:
        threading.Thread(target=_set_at_end, args=(stop,), daemon=True).start()
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if stop.is_set():
        raise Interrupted


def _set_at_end(stop: threading.Event) -> None:
    """Read standard input to its end: whoever holds the other end of it has closed it, or has died."""
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    stop.set()


def split_formats(text: str) -> tuple[str, ...]:
    """`pdf,html` as a tuple, doubles dropped."""
    return tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))


def split_list(text: str) -> tuple[Path, Role | None]:
    """`FILE[:ROLE]` as path and role; None where no role is given. A drive letter's colon stays with the path."""
    path, colon, role = text.rpartition(":")
    if colon and role.lower() in {known.value for known in Role}:
        return Path(path), Role(role.lower())
    if colon and path and not Path(text).exists() and Path(path).exists():
        msg = sentence(
            "'{role}' is no role of a hash list; write {path}:notable, {path}:ignorable or {path}:neutral.",
            role=role,
            path=path,
        )
        raise UsageError(msg)
    return Path(text), None


def parse_fields(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """`KEY=VALUE` texts as pairs.

    Raises:
        UsageError: a text without a key, or a key given twice.
    """
    pairs: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            msg = sentence("'{text}' is no field; write --field KEY=VALUE.", text=text)
            raise UsageError(msg)
        if key.strip() in pairs:
            msg = sentence(
                "The field '{key}' was given twice; give it once, with everything it is to say.", key=key.strip()
            )
            raise UsageError(msg)
        pairs[key.strip()] = value.strip()
    return tuple(pairs.items())
