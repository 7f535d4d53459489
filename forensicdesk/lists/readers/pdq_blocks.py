"""Lists of PDQ with quality and name in large pieces: lines as ThreatExchange's tools print them, as arrays."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from forensicdesk.lists.readers import pdq_text
from forensicdesk.lists.readers.digests import AMBIGUOUS_DIGITS, BYTES_OF, MAX_QUALITY
from forensicdesk.lists.readers.pieces import Values, Way
from forensicdesk.lists.readers.text import MAX_LINE

if TYPE_CHECKING:
    import numpy.typing as npt

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import ReadOptions

    Places = npt.NDArray[np.int64]
    Data = npt.NDArray[np.uint8]

_LF, _CR, _SPACE, _COMMA, _ZERO, _LAST = 10, 13, 32, 44, 48, 126
_SHORTEST = AMBIGUOUS_DIGITS + 2
_MOST_DIGITS = 3


def way(_sample: Sample, _options: ReadOptions) -> Way:
    """How such a list is read."""
    return Way(pdq_text.read, regular)


def regular(part: bytes) -> Values | None:
    """The values of a piece whose lines are all `value,quality` or `value,quality,name` and none refused; else None.

    Names are of printable ASCII without blanks at their ends, so that they are what the ordinary reader makes of them.
    """
    data = np.frombuffer(part, dtype=np.uint8)
    lines = _lines(data)
    if lines is None:
        return None
    starts, stops = lines
    rows = _rows(data, starts)
    rest = _after_quality(data, starts + AMBIGUOUS_DIGITS + 1, stops)
    if rows is None or rest is None:
        return None
    qualities, names = rest
    named = np.flatnonzero(names < stops)
    if (data[names[named]] == _SPACE).any() or (data[stops[named] - 1] == _SPACE).any():
        return None
    return Values("pdq", rows, qualities, _cut_out(data, names, stops), stops - names)


def _lines(data: Data) -> tuple[Places, Places] | None:
    """Where lines start and stop; None if one is too short or too long or holds what is not printable."""
    ends = np.flatnonzero(data == _LF)
    if not len(ends) or ends[-1] != len(data) - 1:
        return None
    starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    if (ends - starts).min() < _SHORTEST or (ends - starts).max() >= MAX_LINE - 1:
        return None
    returns = data[ends - 1] == _CR
    stops = ends - returns
    strange = int(((data < _SPACE) | (data > _LAST)).sum()) - len(ends) - int(returns.sum())
    return (starts, stops) if not strange and (stops - starts).min() >= _SHORTEST else None


def _rows(data: Data, starts: Places) -> Data | None:
    """The PDQ at the beginnings of lines; None if one is none, is refused, or has no comma behind it."""
    try:
        packed = binascii.unhexlify(sliding_window_view(data, AMBIGUOUS_DIGITS)[starts].tobytes())
    except binascii.Error:
        return None
    rows = np.frombuffer(packed, dtype=np.uint8).reshape(len(starts), BYTES_OF["pdq"])
    good = rows.any(axis=1).all() and (data[starts + AMBIGUOUS_DIGITS] == _COMMA).all()
    return rows if good else None


def _after_quality(data: Data, at: Places, stops: Places) -> tuple[npt.NDArray[np.int16], Places] | None:
    """The qualities at some places, and where names begin behind them; None if anything else stands there."""
    total = np.zeros(len(at), dtype=np.int16)
    going = np.ones(len(at), dtype=np.bool_)
    behind = at.copy()
    for step in range(_MOST_DIGITS):
        digit = data[np.minimum(at + step, stops)].astype(np.int16) - _ZERO
        going &= (at + step < stops) & (digit >= 0) & (digit <= 9)  # noqa: PLR2004 - a digit
        total = np.where(going, total * 10 + digit, total)
        behind += going
    bare = behind == stops
    if (behind == at).any() or (total > MAX_QUALITY).any() or not (bare | (data[behind] == _COMMA)).all():
        return None
    return total, behind + ~bare


def _cut_out(data: Data, begins: Places, ends: Places) -> bytes:
    """Some pieces one behind the other."""
    marks = np.zeros(len(data) + 1, dtype=np.int8)
    used = begins < ends
    marks[begins[used]] = 1
    marks[ends[used]] = -1
    return data[np.cumsum(marks[:-1], dtype=np.int8).view(np.bool_)].tobytes()
