"""The pack of transformations that a validation tries: what is done to pictures when they are passed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.validating import around, plain

if TYPE_CHECKING:
    from forensicdesk.validating.saving import Edit


@dataclass(frozen=True, slots=True)
class Transformation:
    """One of the pack: the kind it belongs to, its name, and how a copy of a picture is made."""

    kind: str
    name: str
    edit: Edit


_KINDS = {
    "resize": ("resize 50 %", "resize 25 %", "thumbnail 160", "stretch to square"),
    "recompress": ("JPEG q50", "JPEG q20", "resave chain"),
    "re-encode": ("WebP",),
    "crop": ("crop 5 %", "crop 10 %", "crop 25 %"),
    "rotate": ("rotate 90", "rotate 180", "rotate 2 degrees"),
    "mirror": ("flip horizontally", "flip vertically"),
    "letterbox": ("letterbox", "pillarbox", "border black"),
    "overlay": ("watermark", "caption below"),
    "tone": ("brightness",),
}
_EDITS = {edit.name: edit for edit in (*plain.EDITS, *around.EDITS)}

PACK: tuple[Transformation, ...] = tuple(
    Transformation(kind, name, _EDITS[name]) for kind, names in _KINDS.items() for name in names
)
