"""Words are found whatever the size of letters; folders are named as they are written."""

from __future__ import annotations

import numpy as np

from forensicdesk.case import codec
from forensicdesk.case.facts.paths import PathText, part_of
from forensicdesk.model import Location, Step

PATHS = (b"DCIM/100EXMPL/a.jpg", b"dcim/100exmpl/b.jpg", b"DCIM/100EXMPL/c.jpg", b"top.jpg")


def text_of(*spans: tuple[int, int]) -> PathText:
    """Items 1 to 4 in parts."""
    stored = [codec.encode_location(Location((Step("file", path),))) for path in PATHS]
    parts = [part_of(np.arange(first + 1, last + 1), stored[first:last]) for first, last in spans]
    return PathText(tuple(parts))


def test_folders_are_told_apart_and_named_as_they_are_written() -> None:
    for text in (text_of((0, 4)), text_of((0, 1), (1, 4))):
        known = text.folders
        named = [known.names[code] for code in known.by_item[1:].tolist()]

        assert named == ["DCIM/100EXMPL", "dcim/100exmpl", "DCIM/100EXMPL", ""]
        assert sorted(known.names) == [known.names[at] for at in np.argsort(known.ranks)]
        assert text.find("Exmpl").tolist() == [1, 2, 3]
