"""Options and small readers that several commands share."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forensicdesk.errors import Interrupted, UsageError
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
    "--format", "formats", default="pdf,html,json", show_default=True, help="Report formats, separated by commas."
)
VARIANT = click.option(
    "--variant",
    type=click.Choice(["court", "restricted", "disclosure"]),
    default="court",
    show_default=True,
    help="court: imagery pixelated; restricted: with imagery; disclosure: none.",
)
LANGUAGE = click.option("--lang", "language", default="en", show_default=True, help="Language of the report.")


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """A stop signal that Ctrl+C and SIGTERM set.

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

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if stop.is_set():
        raise Interrupted


def split_formats(text: str) -> tuple[str, ...]:
    """`pdf,html` as a tuple, doubles dropped."""
    return tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))


def split_list(text: str) -> tuple[Path, Role | None]:
    """`FILE[:ROLE]` as path and role; None where no role is given. A drive letter's colon stays with the path."""
    path, colon, role = text.rpartition(":")
    if colon and role.lower() in {known.value for known in Role}:
        return Path(path), Role(role.lower())
    if colon and path and not Path(text).exists() and Path(path).exists():
        msg = f"'{role}' is no role of a hash list; write {path}:notable, {path}:ignorable or {path}:neutral."
        raise UsageError(msg)
    return Path(text), None
