"""`similar`: what in a case looks like an item, a frame of a film, or a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, JSON, PATH
from forensicdesk.cli.output import emit_json, visible
from forensicdesk.errors import UsageError
from forensicdesk.language import retold, sentence, tell
from forensicdesk.language.orientations import ORIENTATIONS
from forensicdesk.session import Session
from forensicdesk.session.similar import FARTHEST, USUAL, pattern_of_frame
from forensicdesk.viewed import NotShown

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session.similar import Pattern, Similar


@click.command()
@CASE
@click.option("--item", type=int, default=None, help="Number of an item of the case.")
@click.option("--at", "at_s", type=float, default=None, help="Of a film only the frame at this time, in seconds.")
@click.option("--file", "path", type=PATH, default=None, help="A picture or film outside the case.")
@click.option("--threshold", type=click.IntRange(0, FARTHEST), default=USUAL, show_default=True, help="In bits of 256.")
@JSON
def similar(
    case: Path, item: int | None, at_s: float | None, path: Path | None, threshold: int, *, as_json: bool
) -> None:
    """Pictures and film frames of the case that look like one, the closest first. Closeness is a lead."""
    if (item is None) == (path is None):
        msg = sentence("Name an item with --item or a file with --file, one of the two.")
        raise UsageError(msg)
    if at_s is not None and item is None:
        msg = sentence("--at names a frame of an item's film; give the item with --item.")
        raise UsageError(msg)
    with Session.open(case, writable=False) as session:
        patterns = _patterns(session, item, at_s, path)
        found = session.similar(patterns, threshold, without=item)
        names = {card.id: card.name for card in session.cards([one.item_id for one in found])}
        folder = str(session.folder)
    if as_json:
        asked = {"item": item, "at_s": at_s, "file": None if path is None else str(path)}
        rows = [_document(one, names.get(one.item_id, "")) for one in found]
        emit_json({"case": folder, "asked": asked, "threshold": threshold, "similar": rows})
        return
    for one in found:
        click.echo(visible(_line(one, names.get(one.item_id, ""))))
    click.echo(tell("{found:,} items within {threshold} bits.", found=len(found), threshold=threshold))


def _patterns(session: Session, item: int | None, at_s: float | None, path: Path | None) -> tuple[Pattern, ...]:
    if path is not None:
        return session.patterns_of_file(path)
    number = item or 0
    if at_s is None:
        return session.patterns_of_item(number)
    frame = session.frame_hash(number, at_s)
    if isinstance(frame, NotShown):
        raise UsageError(frame.reason)
    return (pattern_of_frame(frame),)


def _document(one: Similar, name: str) -> dict[str, object]:
    """All but the content's number, which depends on the order of work."""
    return {key: value for key, value in asdict(one).items() if key != "content_id"} | {"name": name}


def _line(one: Similar, name: str) -> str:
    where = [
        part
        for part in (retold(one.view), "" if one.time_s is None else tell("at {time_s:.2f} s", time_s=one.time_s))
        if part
    ]
    turned = (
        ""
        if one.orientation == "original"
        else tell(", turned: {orientation}", orientation=ORIENTATIONS.get(one.orientation, one.orientation))
    )
    asked = tell(", from {asked_view}", asked_view=retold(one.asked_view)) if one.asked_view else ""
    return tell(
        "  {distance:>3} bits  item {item_id}  {name}{where}{turned}{asked}",
        distance=one.distance,
        item_id=one.item_id,
        name=name,
        where=", " + " ".join(where) if where else "",
        turned=turned,
        asked=asked,
    )
