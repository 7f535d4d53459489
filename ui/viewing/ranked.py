"""A gallery's model whose items stand in the order of their distances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from forensicdesk.language import _
from ui.models.gallery import CARD_ROLE, GalleryModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from forensicdesk.model import ItemCard
    from forensicdesk.session.similar import Similar
    from ui.models.screen import ScreenLoader


class RankedModel(GalleryModel):
    """Shows `Similar` items, the closest first, each with its distance before its name."""

    def __init__(self, loader: ScreenLoader, parent: QObject | None = None) -> None:
        super().__init__(loader, parent)
        self._found: tuple[Similar, ...] = ()
        self._ranks: dict[int, int] = {}

    def set_found(self, found: Sequence[Similar]) -> None:
        """Show these, in this order; an item once, with its first distance."""
        first: dict[int, Similar] = {}
        for one in found:
            first.setdefault(one.item_id, one)
        self._found = tuple(first.values())
        self._ranks = {item: place for place, item in enumerate(first)}
        self.set_ids(tuple(first))

    def index_of(self, item_id: int) -> QModelIndex:
        """The cell of an item, invalid if it is not shown."""
        place = self._ranks.get(item_id)
        return QModelIndex() if place is None else self.index_at(place)

    def found_of(self, item_id: int) -> Similar | None:
        """How near an item is."""
        place = self._ranks.get(item_id)
        return None if place is None else self._found[place]

    def _tell(self, card: ItemCard, role: int) -> object:
        found = self.found_of(card.id)
        if found is not None:
            name = _("{bits} bits · {name}").format(bits=found.distance, name=card.name)
            if role == CARD_ROLE:
                return replace(card, name=name)
            return super()._tell(replace(card, name=name), role)
        return super()._tell(card, role)
