"""`dismiss`, `confirm` and `conflicts`: what an examiner says of matches, and what lists say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import conflict_document, dismissal_document
from forensicdesk.cli.options import CASE, JSON
from forensicdesk.cli.output import emit_json, emit_json_line, visible
from forensicdesk.errors import UsageError
from forensicdesk.language import _, retold, sentence, tell
from forensicdesk.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.model import HashList


def about_match(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a match."""
    for option in (
        click.option("--entry", required=True, metavar="ENTRY", help="The entry, as the match names it."),
        click.option("--list", "name", required=True, metavar="NAME", help="The list: name, name@version or id."),
        click.option("--item", type=int, help="Number of an item with this content."),
        click.option("--content", metavar="SHA256", help="SHA-256 of the content, as `match` prints it."),
    ):
        command = option(command)
    return command


@click.command()
@CASE
@about_match
@click.option("--reason", required=True, help="Why; kept with the match and printed in reports.")
@click.option("--examiner", default="", help="Who says so [the case's examiner].")
@click.option("--revoke", is_flag=True, help="Take an earlier dismissal back.")
@JSON
def dismiss(
    case: Path,
    content: str | None,
    item: int | None,
    name: str,
    entry: str,
    reason: str,
    examiner: str,
    *,
    revoke: bool,
    as_json: bool,
) -> None:
    """Say that a match is none, with the reason; it stays in the case and is marked."""
    _check_named(content, item)
    with Session.open(case) as session:
        number = _content_of(session, content, item)
        digest = session.sha256_of([number])[number]
        used = _list_of(session, name)
        said = session.dismiss(number, used.id, entry, reason, examiner=examiner, revoke=revoke)
    if as_json:
        emit_json({"sha256": digest, "list": used.name, "entry": entry} | dismissal_document(said))
        return
    verb = _("taken back") if revoke else _("recorded")
    click.echo(
        visible(
            tell(
                '"Not a match" {verb}: SHA-256 {digest}, list {name}, entry {entry}, by {examiner}.',
                verb=verb,
                digest=digest,
                name=used.name,
                entry=entry,
                examiner=said.examiner,
            )
        )
    )


@click.command()
@CASE
@about_match
@click.option("--yes/--no", "same", default=None, help="Both sides show the same, or do not.")
@click.option("--note", default="", help="What is to be kept beside; printed in reports.")
@click.option("--examiner", default="", help="Who looked [the case's examiner].")
@JSON
def confirm(
    case: Path,
    content: str | None,
    item: int | None,
    name: str,
    entry: str,
    note: str,
    examiner: str,
    *,
    same: bool | None,
    as_json: bool,
) -> None:
    """Say that you looked at both sides of a match, and whether they show the same; `decide --undo` takes it back."""
    _check_named(content, item)
    if same is None:
        msg = sentence("Say --yes if both sides show the same, --no if they do not.")
        raise UsageError(msg)
    with Session.open(case) as session:
        number = _content_of(session, content, item)
        digest = session.sha256_of([number])[number]
        used = _list_of(session, name)
        act = session.confirm(number, used.id, entry, same=same, note=note, examiner=examiner)
    if as_json:
        said = {"same": same, "by": act.examiner, "at": act.said_at, "note": note.strip(), "act": act.id}
        emit_json({"sha256": digest, "list": used.name, "entry": entry} | said)
        return
    about = {"digest": digest, "name": used.name, "entry": entry, "examiner": act.examiner}
    if same:
        text = tell("Confirmed by eye: SHA-256 {digest}, list {name}, entry {entry}, by {examiner}.", **about)
    else:
        text = tell("Looked at, not the same: SHA-256 {digest}, list {name}, entry {entry}, by {examiner}.", **about)
    click.echo(visible(text))


@click.command()
@CASE
@JSON
def conflicts(case: Path, *, as_json: bool) -> None:
    """Show contents that lists, or entries of one list, label differently. Nothing is merged or preferred."""
    count = 0
    with Session.open(case, writable=False) as session:
        used = {known.id: known for known in session.lists_used()}
        for conflict in session.conflicts():
            count += 1
            if as_json:
                emit_json_line(conflict_document(conflict, used))
                continue
            click.echo(f"SHA-256 {conflict.sha256.hex()}")
            for met in conflict.matches:
                known = used[met.list_id]
                click.echo(visible(f"  {known.name}@{known.version}, {retold(met.entry)}: {retold(met.label)}"))
    if not as_json:
        click.echo(tell("{count} content(s) with different labels.", count=count))


def _check_named(content: str | None, item: int | None) -> None:
    if (content is None) == (item is None):
        msg = sentence("Name the content with --content or an item with --item, one of the two.")
        raise UsageError(msg)


def _content_of(session: Session, content: str | None, item: int | None) -> int:
    number = session.item(item).content_id if item is not None else session.content_with(content or "")
    if number is None:
        msg = sentence("Item {item} could not be read, so it has no matches.", item=item)
        raise UsageError(msg)
    return number


def _list_of(session: Session, name: str) -> HashList:
    """A list that the case was matched against, the newest version of a name."""
    known = session.lists_used()
    named = [one for one in known if name in {one.name, one.id, f"{one.name}@{one.version}"}]
    if not named:
        there = ", ".join(f"{one.name}@{one.version}" for one in known) or _("none")
        msg = sentence(
            "The case was matched against no list {name!r}; those it was matched against: {there}.",
            name=name,
            there=there,
        )
        raise UsageError(msg)
    return named[-1]
