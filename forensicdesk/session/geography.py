"""What a session answers about places, and the base map a unit supplies. `Session` is the only class made of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.basemap.opening import open_base_map
from forensicdesk.case.fixes import details_of, hits_at, metadata_of, place_of, read_places
from forensicdesk.case.times import stamp_of
from forensicdesk.charting import WORLD, Fix
from forensicdesk.session.acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from forensicdesk.basemap.opening import BaseMap
    from forensicdesk.case.fixes import Places
    from forensicdesk.case.store import CaseStore
    from forensicdesk.charting import Bounds, Clusters
    from forensicdesk.session.acting import Clock

MOST_FIXES = 500
"""So many places are told one by one."""


class Geography(Acting):
    """Questions about places. They are read at the first of them, and again once items were added since."""

    def __init__(self, store: CaseStore, clock: Clock, actor: str) -> None:
        super().__init__(store, clock, actor)
        self._places: Places | None = None
        self._reading_places = threading.Lock()

    def clusters(self, bounds: Bounds = WORLD, scale: int = 0, items: Sequence[int] | None = None) -> Clusters:
        """Join the places of pictures and films that lie close together.

        Args:
            bounds: the part of the globe that is seen.
            scale: of the map: its world is 256 points wide at 0, twice as wide at each further one.
            items: only these, None for all.
        """
        places = self._known_places()
        asked = places.total if items is None else len(items)
        return places.clusters(bounds, scale, hits_at(self._store.database, places), places.among(items), asked)

    def placed_items(self, bounds: Bounds = WORLD, items: Iterable[int] | None = None) -> tuple[int, ...]:
        """The items that state a place in a rectangle, edges included; only of these `items`, None for all."""
        places = self._known_places()
        return tuple(places.ids[places.inside(bounds) & places.among(items)].tolist())

    def fixes(self, item_ids: Sequence[int]) -> tuple[Fix, ...]:
        """The places of the first of these items, at most `MOST_FIXES`, in their order; others state none."""
        cards = self._store.reader.cards(item_ids[:MOST_FIXES])
        stated = metadata_of(self._store.database, [card.content_id for card in cards if card.content_id is not None])
        found = []
        for card in cards:
            metadata = stated.get(card.content_id or 0, ())
            place = place_of(metadata)
            if place is not None:
                found.append(Fix(card.id, card.name, *place, *details_of(metadata), hit=bool(card.match_kinds)))
        return tuple(found)

    def choose_base_map(self, path: Path) -> BaseMap:
        """Open a base map that the unit supplies, and put its name, size and SHA-256 on record.

        Where the case is open for reading only, nothing is recorded.

        Raises:
            UsageError: it is no map that can be shown.
            EnvironmentProblem: it cannot be read.
        """
        opened = open_base_map(path)
        if self._store.writer is not None:
            said = (("file", path.name), ("kind", opened.about.kind), ("bytes", str(opened.about.size)))
            self._record("base map chosen", *said, ("SHA-256", opened.about.sha256))
        return opened

    def _known_places(self) -> Places:
        with self._reading_places:
            places = self._places
            if places is None or places.stamp != stamp_of(self._store.database):
                places = self._places = read_places(self._store.database)
            return places
