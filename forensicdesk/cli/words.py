"""Words for values that are kept as short names: how a picture was turned, what a list holds."""

from __future__ import annotations

from forensicdesk.language import _

ORIENTATIONS = {
    "rotate90": _("rotated by 90°"),
    "rotate180": _("rotated by 180°"),
    "rotate270": _("rotated by 270°"),
    "flipx": _("mirrored top to bottom"),
    "flipy": _("mirrored left to right"),
    "flip_plus1": _("mirrored along the main diagonal"),
    "flip_minus1": _("mirrored along the other diagonal"),
}
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
