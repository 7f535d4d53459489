"""A report's PDF in memory, to be looked at before it is written: of a long one its beginning."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.errors import Interrupted
from forensicdesk.reporting.saying import teller
from reports.media import no_media
from reports.render import write

if TYPE_CHECKING:
    import threading

    from _typeshed import ReadableBuffer

    from reports.model import ReportModel

_ITEMS = ("items", "decided_items")
MOST_ITEMS = 100
"""So many items are laid out, and as many lines of each list of files, so that looking never takes minutes."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A report that is not written.

    Attributes:
        content: its PDF.
        items, of: how many items are laid out, of how many that the report has.
        cut: whether lists of files were shortened as well.
        clear: whether pictures in it can be recognised.
    """

    content: bytes
    items: int
    of: int
    cut: bool
    clear: bool


def lay_out(model: ReportModel, stop: threading.Event) -> LaidOut:
    """The PDF as it would be written; of many items, and of long lists of files, the first.

    Raises:
        Interrupted: `stop` was set.
    """
    names = (*_ITEMS, "not_examined", "named_like_media", "analysed_with_issues")
    lists: dict[str, tuple[object, ...]] = {name: getattr(model, name) for name in names}
    short = replace(model, **{name: lines[:MOST_ITEMS] for name, lines in lists.items()})  # type: ignore[arg-type]  # each of its own type
    out = _Stoppable(stop)
    write(short, "pdf", no_media, out, teller(model.language))
    cut = any(len(lines) > MOST_ITEMS for name, lines in lists.items() if name not in _ITEMS)
    items = (*short.items, *short.decided_items)
    clear = any(item.picture_type == "image/jpeg" for item in items)
    return LaidOut(out.getvalue(), len(items), len(model.items) + len(model.decided_items), cut, clear)


class _Stoppable(io.BytesIO):
    """Memory that takes nothing more once somebody does not want it any more."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def write(self, content: ReadableBuffer, /) -> int:
        if self._stop.is_set():
            msg = "the report is not looked at any more"
            raise Interrupted(msg)
        return super().write(content)
