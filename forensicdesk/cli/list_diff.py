"""`list diff`, and the line about it after an import."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON
from forensicdesk.cli.output import emit_json, print_table, say, visible
from forensicdesk.language import _, number, retold, tell
from forensicdesk.session import Library, default_folder, difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import HashList
    from forensicdesk.session import Example, KindDifference


@click.command("diff")
@click.argument("older")
@click.argument("newer")
@JSON
def diff(older: str, newer: str, *, as_json: bool) -> int:
    """Show what NEWER has that OLDER has not, and the other way round. Exit code 1 if they differ."""
    library = Library(default_folder())
    found = difference(library, older, newer)
    if as_json:
        emit_json(
            {"older": _named(library.find(older)), "newer": _named(library.find(newer)), "kinds": [*map(asdict, found)]}
        )
    else:
        for one in found:
            _print_kind(one)
    return 0 if all(one.same for one in found) else 1


def say_what_changed(library: Library, used: HashList) -> None:
    """After an import: how the list differs from the version before it, if there is one. On stderr."""
    before = [one.version for one in library.lists() if one.name == used.name and one.version < used.version]
    if not before:
        return
    older, newer = f"{used.name}@{max(before)}", f"{used.name}@{used.version}"
    changes = {one.kind: _changes(one) for one in difference(library, older, newer, labels=False)}
    same = len(set(changes.values())) == 1
    text = next(iter(changes.values())) if same else "; ".join(f"{kind}: {said}" for kind, said in changes.items())
    say(
        visible(
            tell(
                "{changes} since version {version} (forensicdesk list diff {older} {newer})",
                changes=text,
                version=max(before),
                older=older,
                newer=newer,
            )
        )
    )


def _changes(one: KindDifference) -> str:
    return (
        _("not compared")
        if one.not_compared
        else tell("{added:,} added, {removed:,} removed", added=one.added, removed=one.removed)
    )


def _print_kind(one: KindDifference) -> None:
    if one.not_compared:
        print_table(one.kind, [(_("not compared"), one.not_compared)])
        return
    counts = (
        (_("added"), one.added),
        (_("removed"), one.removed),
        (_("kept"), one.kept),
        (_("other label"), one.relabelled),
    )
    print_table(one.kind, [(title, number(count)) for title, count in counts if count is not None])
    _print_examples("+", one.added_examples, one.added)
    _print_examples("-", one.removed_examples, one.removed)
    _print_examples("~", one.relabelled_examples, one.relabelled or 0)


def _print_examples(mark: str, examples: Sequence[Example], count: int) -> None:
    for one in examples:
        sides = (side for side in (one.old_labels, one.new_labels) if side)
        labels = " -> ".join(" | ".join(map(retold, side)) or _("(none)") for side in sides)
        click.echo(visible(f"  {mark} {one.value}  {retold(one.entry)}  {labels}".rstrip()))
    if count > len(examples):
        click.echo(tell("  {mark} and {count:,} more", mark=mark, count=count - len(examples)))


def _named(used: HashList) -> dict[str, object]:
    return {"id": used.id, "name": used.name, "version": used.version, "sha256": used.sha256}
