"""How a gallery looks, kept from one start to the next: size, stacks, table and its columns, groups, what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.facets import Grouping

if TYPE_CHECKING:
    from ui.filters.bar import FilterBar
    from ui.recent import Memory
    from ui.widgets.gallery_bar import GalleryBar
    from ui.widgets.gallery_list import ListHeader

_ON, _OFF = "on", "off"


class GalleryLooks:
    """Sets the bars as they were, and keeps what is changed at once."""

    def __init__(self, bar: GalleryBar, filters: FilterBar, header: ListHeader, memory: Memory) -> None:
        self._bar, self._filters, self._header, self._memory = bar, filters, header, memory
        self._restore()
        bar.size_changed.connect(lambda size: memory.keep("gallery/size", str(size)))
        bar.stacks.toggled.connect(lambda on: self._keep("stacks", on=on))
        bar.listing.toggled.connect(lambda on: self._keep("list", on=on))
        filters.grouping_changed.connect(lambda: memory.keep("gallery/grouping", filters.grouping.value))
        filters.hiding_changed.connect(lambda: self._keep("hide", on=filters.hide_decided))
        for moved in (header.sectionResized, header.sectionMoved):
            moved.connect(lambda *_: memory.keep("gallery/columns", header.widths()))

    def _restore(self) -> None:
        size = self._memory.text("gallery/size")
        if size.isascii() and size.isdecimal():
            self._bar.size_slider.setValue(int(size))
        self._bar.stacks.setChecked(self._is_on("stacks", default=True))
        self._bar.listing.setChecked(self._is_on("list", default=False))
        grouping = self._memory.text("gallery/grouping", Grouping.NOTHING)
        if grouping in set(Grouping):
            self._filters.set_grouping(Grouping(grouping))
        self._filters.hide_decided = self._is_on("hide", default=True)
        self._filters.show_hidden(0)
        self._header.set_widths(self._memory.text("gallery/columns"))

    def _is_on(self, name: str, *, default: bool) -> bool:
        return self._memory.text(f"gallery/{name}", _ON if default else _OFF) == _ON

    def _keep(self, name: str, *, on: bool) -> None:
        self._memory.keep(f"gallery/{name}", _ON if on else _OFF)
