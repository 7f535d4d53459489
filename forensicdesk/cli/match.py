"""`match`: stored hashes against lists, without decoding."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.collection import say_not_looked_for
from forensicdesk.cli.documents import chance_document, match_document
from forensicdesk.cli.options import CASE, JSON, PATH, stoppable
from forensicdesk.cli.output import emit_json_pieces, progress_listener, say, visible
from forensicdesk.cli.policy import policy_of
from forensicdesk.language import _, retold, tell
from forensicdesk.model import CLOSED_CASE
from forensicdesk.session import Session, calibration_in_force, newest_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from forensicdesk.changed import Matches
    from forensicdesk.cli.documents import Document
    from forensicdesk.model import HashList, Match
    from forensicdesk.session import Policy

_AT_ONCE = 500


@click.command()
@CASE
@click.option(
    "--list",
    "names",
    multiple=True,
    metavar="NAME",
    help="A list of the library [newest of all, and those used].",
)
@click.option("--policy", "policy_file", type=PATH, help="TOML file with thresholds [those of the last matching].")
@click.option(
    "--calibration",
    "calibration",
    type=PATH,
    help="A calibration of chance matches, see `calibrate` [the workstation's, else the program's].",
)
@JSON
def match(
    case: Path, names: tuple[str, ...], policy_file: Path | None, calibration: Path | None, *, as_json: bool
) -> None:
    """Match the stored hashes again, without decoding; prints what is new, and what no longer holds."""

    def choose(session: Session) -> tuple[HashList, ...]:
        named = tuple(session.library.find(name) for name in names)
        chosen = named or session.lists_to_match(newest_lists(session.library))
        if not chosen:
            say(_("This workstation has no hash list yet; import one: forensicdesk list import FILE --role ROLE"))
        return chosen

    match_case(case, choose, policy_of(policy_file), calibration, as_json=as_json)


def match_case(
    case: Path,
    choose: Callable[[Session], tuple[HashList, ...]],
    policy: Policy | None = None,
    calibration: Path | None = None,
    *,
    as_json: bool,
) -> None:
    """Match a case against the lists that are chosen, and print what is new and what no longer holds."""
    with Session.open(case) as session:
        chosen = choose(session)
        say_not_looked_for(session, chosen)
        with stoppable() as stop:
            known = calibration_in_force(session.library.folder, calibration)
            changes = session.match(chosen, progress_listener(), stop=stop, policy=policy, calibration=known)
        counts, now = session.match_counts(), policy or session.policy()
        if as_json:
            new, gone = (_documents(session, some) for some in (changes.new, changes.gone))
            emit_json_pieces(
                {"case": str(session.folder), "policy": now.id, "new": new, "gone": gone, "matches": counts}
            )
            return
        used = {known.id: known for known in session.lists_used()}
        for said, some in (("", changes.new), (_("gone: "), changes.gone)):
            for found, digest, items in _named(session, some):
                click.echo(visible(f"{said}{_line(found, digest, items, used)}"))
    click.echo(
        tell(
            "{new:,} new, {gone:,} gone; now exact {exact}, near {near}, video {video}. Policy {id}.",
            new=len(changes.new),
            gone=len(changes.gone),
            exact=counts["exact"],
            near=counts["near"],
            video=counts["video"],
            id=now.id,
        )
    )


def _documents(session: Session, matches: Matches) -> Iterator[Document]:
    """The matches with what they are of, in words that no order of work changes."""
    used = {known.id: known for known in session.lists_used()}
    chance_of = session.chances()
    for found, digest, items in _named(session, matches):
        named = {"sha256": digest, "items": list(items)}
        yield named | match_document(found, used) | {"chance": chance_document(chance_of(found))}


def _named(session: Session, matches: Matches) -> Iterator[tuple[Match, str, tuple[int, ...]]]:
    """Each match with the SHA-256 of its content and the items that have it."""
    rest = iter(matches)
    while page := list(islice(rest, _AT_ONCE)):
        contents = sorted({found.content_id for found in page})
        digests, items = session.sha256_of(contents), session.items_of(contents)
        for found in page:
            yield found, digests[found.content_id], items.get(found.content_id, ())


def _line(found: Match, digest: str, items: Sequence[int], used: Mapping[str, HashList]) -> str:
    card = found.card
    entry = f"{retold(found.entry)} ({card.entry_name})" if card.entry_name else retold(found.entry)
    label = f" {retold(found.label)}," if used[found.list_id].format == CLOSED_CASE else ""
    return tell(
        "{kind}: SHA-256 {digest} (items {items}), list {name},{label} entry {entry}, {algorithm} "
        "distance {distance} (threshold {threshold}){weak}",
        kind=_(found.kind.value),
        digest=digest,
        items=", ".join(map(str, items)),
        name=used[found.list_id].name,
        label=label,
        entry=entry,
        algorithm=card.algorithm,
        distance=card.distance,
        threshold=card.threshold,
        weak=_(", weak") if found.weak else "",
    )
