"""`stacks`: which pictures and films of a case belong together, and why."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, JSON, stoppable
from forensicdesk.cli.output import emit_json_pieces, progress_listener
from forensicdesk.language import _, later, plural, retold, tell
from forensicdesk.language.orientations import ORIENTATIONS
from forensicdesk.relations import GroupKind
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.relations import Group, Reason

KINDS = {GroupKind.STACK: later("stack"), GroupKind.CLUSTER: later("cluster")}


@click.command()
@CASE
@click.option("--clusters", is_flag=True, help="The looser clusters instead: pictures that only look alike.")
@JSON
def stacks(case: Path, *, clusters: bool, as_json: bool) -> None:
    """Put what belongs together into stacks, if anything has changed, and print them."""
    kind = GroupKind.CLUSTER if clusters else GroupKind.STACK
    with Session.open(case) as session, stoppable() as stop:
        made = session.stack(progress_listener(), stop=stop)
        counts = session.stack_counts()
        if as_json:
            groups = (group_document(group, Naming(group, session)) for group in session.stacks(kind))
            emit_json_pieces(
                {"case": str(session.folder), "computed": made, "counts": counts, f"{kind.value}s": groups}
            )
            return
        for group in session.stacks(kind):
            _print_group(group, Naming(group, session))
    click.echo(
        tell(
            "{stacks:,} stacks with {stacked_contents:,} contents, {clusters:,} clusters; {news}",
            stacks=counts["stacks"],
            stacked_contents=counts["stacked_contents"],
            clusters=counts["clusters"],
            news=_("made now.") if made else _("nothing had changed."),
        )
    )


class Naming:
    """Names the contents of a group by their SHA-256 and items: their numbers depend on the order of work."""

    def __init__(self, group: Group, session: Session) -> None:
        contents = [member.content_id for member in group.members]
        contents += [member.reason.other for member in group.members if member.reason is not None]
        self.items = session.items_of(sorted(set(contents)))
        self.digests = session.sha256_of(sorted(set(contents)))
        self.members = sorted(group.members, key=lambda member: self.items.get(member.content_id, ()))

    def items_text(self, content: int) -> str:
        """The items of a content for a person."""
        items = self.items.get(content, ())
        return plural("item {items}", "items {items}", len(items)).format(items=", ".join(map(str, items)))


def group_document(group: Group, naming: Naming) -> Document:
    """One stack or cluster with its members, their items, and why each belongs to it."""
    return {
        "id": group.id,
        "kind": group.kind.value,
        "media": group.media,
        "representative": naming.digests[group.representative],
        "size": len(group.members),
        "members": [
            {
                "sha256": naming.digests[member.content_id],
                "items": list(naming.items.get(member.content_id, ())),
                "reason": None if member.reason is None else reason_document(member.reason, naming),
            }
            for member in naming.members
        ],
    }


def reason_document(reason: Reason, naming: Naming) -> Document:
    """Every fact of a reason, by name; those that say nothing are null. `other` is the SHA-256 of the other content."""
    said = {entry.name: getattr(reason, entry.name) for entry in fields(reason)} | {
        "other": naming.digests[reason.other]
    }
    return {name: None if value in {"", ()} else value for name, value in said.items()}


def reason_text(reason: Reason, naming: Naming) -> str:
    """A reason in one line."""
    other = naming.items_text(reason.other)
    if reason.algorithm == "local-features":
        return tell(
            "{distance} local features agree with {other} (least {threshold}), over {coverage:.0f} % of "
            "it and {other_coverage:.0f} % of the other",
            distance=reason.distance,
            other=other,
            threshold=reason.threshold,
            coverage=100 * (reason.coverage or 0),
            other_coverage=100 * (reason.other_coverage or 0),
        )
    if reason.algorithm == "film-features":
        return tell(
            "{percent} % of its frames agree with {other_percent} % of those of {other} by local "
            "features ({distance} frames, least {threshold})",
            percent=reason.percent,
            other_percent=reason.other_percent,
            other=other,
            distance=reason.distance,
            threshold=reason.threshold,
        )
    if reason.algorithm == "vpdq":
        return tell(
            "{percent} % of it meets {other_percent} % of {other} (vpdq)",
            percent=reason.percent,
            other_percent=reason.other_percent,
            other=other,
        )
    words = [
        tell(
            "{algorithm} distance {distance} (threshold {threshold}) to {other}",
            algorithm=reason.algorithm,
            distance=reason.distance,
            threshold=reason.threshold,
            other=other,
        )
    ]
    if reason.second:
        words.append(
            tell(
                "{second} {second_distance} (threshold {second_threshold})",
                second=reason.second,
                second_distance=reason.second_distance,
                second_threshold=reason.second_threshold,
            )
        )
    if reason.orientation != "original":
        words.append(
            tell("turned: {orientation}", orientation=ORIENTATIONS.get(reason.orientation, reason.orientation))
        )
    if reason.view or reason.other_view:
        words.append(
            tell(
                "{view} against {other_view}",
                view=retold(reason.view) or _("whole"),
                other_view=retold(reason.other_view) or _("whole"),
            )
        )
    return ", ".join(words)


def _print_group(group: Group, naming: Naming) -> None:
    click.echo(
        tell(
            "{kind} {id} ({media}, {members} contents)",
            kind=_(KINDS[group.kind]),
            id=group.id,
            media=_(group.media),
            members=len(group.members),
        )
    )
    for member in naming.members:
        why = _("representative") if member.reason is None else reason_text(member.reason, naming)
        click.echo(f"  {naming.items_text(member.content_id)}: {why}")
