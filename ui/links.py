"""Which exhibits share which pictures and films, read for the links page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _
from forensicdesk.model import ItemFilter
from ui.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from forensicdesk.model import Source
    from forensicdesk.relations import Shared, SharedPair, SharedThing
    from forensicdesk.session import Session

MOST_THINGS = 500
"""So many things of a pair are listed one by one; the gallery shows all."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Links:
    """What the exhibits of a case share.

    Attributes:
        stacked: whether stacks were made; without them only equal bytes are compared.
    """

    sources: tuple[Source, ...] = ()
    shared: Shared | None = None
    stacked: bool = True

    def pair(self, first: int, second: int) -> SharedPair | None:
        """What two exhibits share, None if they share nothing."""
        wanted = (min(first, second), max(first, second))
        pairs = self.shared.pairs if self.shared is not None else ()
        return next((pair for pair in pairs if (pair.first, pair.second) == wanted), None)

    def things(self, first: int, second: int) -> tuple[SharedThing, ...]:
        """The pictures and films that two exhibits share."""
        found = self.shared.things if self.shared is not None else ()
        return tuple(thing for thing in found if {first, second} <= {source for source, _ in thing.items})


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One picture or film that two exhibits share: name of its first item, how, and the items of each and of both."""

    name: str
    media: str
    exact: bool
    first: int
    second: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PairThings:
    """What two exhibits share one by one: the first rows, and the items of all."""

    pair: Pair
    rows: tuple[ThingRow, ...]
    items: tuple[int, ...]
    count: int


def read_links(session: Session) -> Links:
    """Ask the session; called off the event loop."""
    return Links(session.sources(), session.shared(), session.stacks_made())


def read_things(session: Session, links: Links, pair: Pair) -> PairThings:
    """The things of a pair with their items in these two exhibits; called off the event loop."""
    things = links.things(*pair)
    held = [frozenset(session.item_ids(ItemFilter(source_id=source))) for source in pair]
    items = session.items_of([content for thing in things for content in thing.contents])
    rows = [_row(thing, items, held) for thing in things]
    names = {card.id: printable(card.name) for card in session.cards([row.items[0] for row in rows[:MOST_THINGS]])}
    named = tuple(
        ThingRow(names.get(row.items[0], ""), row.media, row.exact, row.first, row.second, row.items)
        for row in rows[:MOST_THINGS]
    )
    return PairThings(pair, named, tuple(sorted(item for row in rows for item in row.items)), len(rows))


def pair_text(pair: SharedPair | None) -> str:
    """A cell of the matrix."""
    if pair is None:
        return _("nothing")
    exact, near = pair.exact + pair.exact_films, pair.near + pair.near_films
    parts = [counted(exact, "{count} exact", "{count} exact")] if exact else []
    parts += [counted(near, "{count} near", "{count} near")] if near else []
    return ", ".join(parts) or _("camera only")


def pair_sentence(pair: SharedPair | None, first: str, second: str) -> str:
    """What two exhibits share, spelled out."""
    names = _("{first} and {second}").format(first=first, second=second)
    if pair is None:
        return _("{names} share no picture and no film, as far as hashes show.").format(names=names)
    parts = [
        (pair.exact, counted(pair.exact, "{count} picture with equal bytes", "{count} pictures with equal bytes")),
        (pair.near, counted(pair.near, "{count} picture in another form", "{count} pictures in another form")),
        (
            pair.exact_films,
            counted(pair.exact_films, "{count} film with equal bytes", "{count} films with equal bytes"),
        ),
        (pair.near_films, counted(pair.near_films, "{count} film in another form", "{count} films in another form")),
    ]
    told = ", ".join(text for count, text in parts if count) or _("no picture and no film")
    cameras = ", ".join(map(printable, pair.cameras))
    serials = (
        _(" Serial numbers of cameras that files of both name: {cameras}.").format(cameras=cameras) if cameras else ""
    )
    return _("{names} share {told}.{serials}").format(names=names, told=told, serials=serials)


def _row(thing: SharedThing, items: Mapping[int, Sequence[int]], held: Sequence[AbstractSet[int]]) -> ThingRow:
    """A thing as these two exhibits hold it; by equal bytes where one content lies in both."""
    first, second = held
    exact = False
    ours: list[int] = []
    for content in thing.contents:
        having = items.get(content, ())
        exact = exact or (any(item in first for item in having) and any(item in second for item in having))
        ours += [item for item in having if item in first or item in second]
    in_first = sum(item in first for item in ours)
    return ThingRow("", thing.media, exact, in_first, len(ours) - in_first, tuple(sorted(ours)))
