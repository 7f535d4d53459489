"""Why the gallery is empty, in words, and whether taking the filter away would change that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import _
from ui.widgets.gallery_bar import NO_ITEMS
from ui.words import counted

if TYPE_CHECKING:
    from ui.filters.bar import FilterBar
    from ui.widgets.gallery_bar import GalleryBar


def nothing_shown(bar: GalleryBar, filters: FilterBar) -> tuple[str, str, bool]:
    """Heading and sentence for an empty gallery; True where something is filtered that could be taken away."""
    chosen, narrowed = bar.choice.empty is not NO_ITEMS, not filters.filter.empty or bar.said.kind != "all"
    if narrowed:
        return _("No item passes this filter"), _("Take a chip away, or change the words or the boxes above."), True
    if chosen:
        return bar.choice.empty, _("Choose another entry under Show to see more."), True
    if filters.hide_decided and filters.hidden_count:
        said = counted(
            filters.hidden_count,
            "{count} item is decided or known and hidden. Show, above, brings it back.",
            "{count} items are decided or known and hidden. Show, above, brings them back.",
        )
        return _("Nothing is left to decide here"), said, False
    first = _("Add a folder on the Case page and start processing; items appear here while the work runs.")
    return NO_ITEMS, first, False
