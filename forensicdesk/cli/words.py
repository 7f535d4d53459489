"""Words for values that are kept as short names: how a picture was turned, what a list holds."""

from __future__ import annotations

from forensicdesk.language import _
from forensicdesk.language.orientations import ORIENTATIONS

UNITS = {"bits": _("bits"), "segments": _("segments")}
COUNTS = {
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
}


def turned(orientation: str | None) -> str:
    """How a picture was turned to meet another, behind a comma; "" where it was not."""
    if orientation in {None, "original"}:
        return ""
    return f", {ORIENTATIONS.get(orientation or '', orientation)}"
