"""The values that a library hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from forensicdesk.hamming import HammingIndex

QUALITY_UNKNOWN = -1
"""Stands in quality arrays where a list states no quality."""

LOW_QUALITY = 50
"""PDQ of a stated quality below this are kept and counted apart: matching never compares them (see its policy)."""


class Entry(NamedTuple):
    """One entry of a list. A named tuple, because a look-up may make hundreds of thousands a second.

    Attributes:
        number: the entry's place among the accepted ones, from 1.
        entry: how people find it in the list file: "line 12", "MediaID 1000".
        name: file name as listed, "" if none; hostile text, for display only.
        label: the list's own label, "" if none.
        quality: stated quality of the PDQ, None if the list states none.
        extra: everything else the list says about the entry, as a JSON object; "" if nothing.
        more: values of further kinds, such as ("photodna", 144 bytes), in order of kind and value.
    """

    number: int
    entry: str
    name: str = ""
    label: str = ""
    md5: bytes | None = None
    sha1: bytes | None = None
    sha256: bytes | None = None
    pdq: bytes | None = None
    quality: int | None = None
    extra: str = ""
    more: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class HashEntries:
    """Every value of one kind in a list, in order of entry number where nothing else is said.

    Attributes:
        numbers: of the entries; one that carries several values of the kind stands as often.
        values: as rows of equally many bytes.
        qualities: stated qualities, `QUALITY_UNKNOWN` if not stated or if the kind has none.
    """

    numbers: npt.NDArray[np.uint32]
    values: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class NearEntries:
    """Every value of one kind in a list with the index that searches them near; rows of the index are rows here.

    Attributes:
        stored: the values, in the order of the index.
        index: complete for any distance.
    """

    stored: HashEntries
    index: HammingIndex


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceFilm:
    """One film of a list. `times` holds NaN where the list gives no time for a frame."""

    number: int
    name: str
    label: str
    values: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16]
    times: npt.NDArray[np.float64]
