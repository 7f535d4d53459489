"""How the command line speaks: JSON on stdout, progress and sentences for people on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from forensicdesk.events import Progress
from forensicdesk.language import _, decimal, later, number, shown, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.events import Event, Listener

_SECONDS_BETWEEN_LINES = 5.0
_SECONDS_BETWEEN_REPAINTS = 0.2
_KEYS = (
    later("seen"),
    later("not_media"),
    later("media"),
    later("pending"),
    later("analysed"),
    later("unsupported"),
    later("failed"),
    later("excluded"),
    later("encrypted"),
    later("embedded"),
    later("duplicates"),
    later("deleted"),
    later("carved"),
    later("containers"),
    later("differing"),
    later("exact"),
    later("near"),
    later("video"),
)
"""Keys of JSON documents that are also printed for people."""
_PHASES = {
    "walk": _("Listing files"),
    "acquisition": _("Checking acquisition digests"),
    "analyse": _("Analysing"),
    "stack": _("Stacking"),
    "match": _("Matching"),
    "verify": _("Checking"),
    "compare": _("Comparing"),
    "validate": _("Trying copies"),
    "import": _("Importing list"),
}


def emit_json(document: object) -> None:
    """Print one JSON document on stdout, keys in the order given, plain ASCII so that any console can carry it."""
    click.echo(json.dumps(document, ensure_ascii=True, indent=2))


def emit_json_pieces(document: Mapping[str, object]) -> None:
    """Print the same as `emit_json`; a value that is an iterator is printed as a list, one entry after the other."""
    click.echo("{")
    for at, (name, value) in enumerate(document.items()):
        click.echo(f"  {json.dumps(name)}: ", nl=False)
        if isinstance(value, Iterator):
            _emit_entries(value)
        else:
            click.echo(_indented(value, "  "), nl=False)
        click.echo("," if at < len(document) - 1 else "")
    click.echo("}")


def _emit_entries(entries: Iterator[object]) -> None:
    before = "[\n    "
    for entry in entries:
        click.echo(before + _indented(entry, "    "), nl=False)
        before = ",\n    "
    click.echo("[]" if before.startswith("[") else "\n  ]", nl=False)


def _indented(value: object, margin: str) -> str:
    return json.dumps(value, ensure_ascii=True, indent=2).replace("\n", f"\n{margin}")


def emit_json_line(document: object) -> None:
    """Print one JSON document as one line."""
    click.echo(json.dumps(document, ensure_ascii=True, separators=(",", ":")))


def say(text: str) -> None:
    """Print a sentence for people on stderr."""
    click.echo(shown(text), err=True)


def visible(text: str) -> str:
    """Text of unknown origin for a terminal: what is invisible there, or would command it, is escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def print_table(title: str, rows: Sequence[tuple[str, object]]) -> None:
    """Print two aligned columns on stdout: names in the language in use, whole numbers as people write them."""
    if title:
        click.echo(visible(title))
    named = [(_(name), number(value) if type(value) is int else shown(value)) for name, value in rows]
    width = max((len(name) for name, _value in named), default=0)
    for name, said in named:
        click.echo(visible(f"  {name:<{width}}  {said}"))


def clock_text(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def progress_line(event: Progress) -> str:
    """One line that says how far a job is."""
    words = [_PHASES.get(event.phase, event.phase), number(event.done)]
    if event.total is not None:
        words.append(tell("of {total:,}", total=event.total))
    if event.elapsed_s > 0 and event.phase in {"analyse", "acquisition", "verify"}:
        words.append(tell("| {done:.1f} items/s", done=event.done / event.elapsed_s))
        words.append(f"| {decimal(event.bytes_done / event.elapsed_s / 1e6)} MB/s")
    if event.seconds_left is not None:
        words.append(tell("| {clock_text} left", clock_text=clock_text(event.seconds_left)))
    return " ".join(words)


def progress_listener() -> Listener:
    """A listener that shows progress on stderr: one repainted line on a terminal, a line now and then elsewhere."""
    terminal = sys.stderr.isatty()
    pause = _SECONDS_BETWEEN_REPAINTS if terminal else _SECONDS_BETWEEN_LINES
    last = {"at": time.monotonic() - (pause if terminal else 0.0)}

    def listen(event: Event) -> None:
        if not isinstance(event, Progress):
            return
        finished = event.total is not None and event.done >= event.total
        now = time.monotonic()
        if now - last["at"] < pause and not (finished and terminal):
            return
        last["at"] = now
        if terminal:
            click.echo(f"\r\x1b[2K{progress_line(event)}", err=True, nl=finished)
        else:
            click.echo(progress_line(event), err=True)

    return listen
