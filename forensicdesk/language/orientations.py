"""How a picture has to be turned to meet another, in words, by the short name that is kept."""

from __future__ import annotations

from forensicdesk.language import _

ORIENTATIONS = {
    "original": _("as it is"),
    "rotate90": _("rotated by 90°"),
    "rotate180": _("rotated by 180°"),
    "rotate270": _("rotated by 270°"),
    "flipx": _("mirrored top to bottom"),
    "flipy": _("mirrored left to right"),
    "flip_plus1": _("mirrored along the main diagonal"),
    "flip_minus1": _("mirrored along the other diagonal"),
}
