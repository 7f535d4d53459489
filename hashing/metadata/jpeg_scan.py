"""Where the coded data of a JPEG ends: at the first marker that is neither a stuffed zero nor a restart marker.

Coded data has a stuffed 0xFF every few hundred bytes, at each of which a search by expression begins anew. So 0xFF and
the stuffed pairs are counted first, in pieces that stay in the processor's cache; only where there are more 0xFF than
pairs can a marker lie, and there the expression says which. It is its answer in every case.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PIECE = 1 << 17
_STUFFED = int.from_bytes(b"\xff\x00", sys.byteorder)
_PAIR = np.uint16


def scan_end(data: bytes, place: int, piece: int = _PIECE) -> int | None:
    """Where the first marker at `place` or behind it begins; None if there is none.

    Args:
        data: the file.
        place: where the coded data begins.
        piece: bytes that are looked at together, an even number.
    """
    values = np.frombuffer(data, dtype=np.uint8)
    while place + piece < len(data):
        if not _is_stuffed(values, place, place + piece):
            # One byte more, since a marker has two and may begin with the last one.
            found = _MARKER_IN_SCAN.search(data, place, place + piece + 1)
            if found is not None:
                return found.start()
        place += piece
    found = _MARKER_IN_SCAN.search(data, place)
    return None if found is None else found.start()


def _is_stuffed(values: NDArray[np.uint8], start: int, end: int) -> bool:
    """True if a zero follows each 0xFF between these places, an even number of bytes apart."""
    pairs = sum(
        int(np.count_nonzero(values[first : first + end - start].view(_PAIR) == _STUFFED))
        for first in (start, start + 1)
    )
    return int(np.count_nonzero(values[start:end] == 0xFF)) == pairs  # noqa: PLR2004 - begins every marker
