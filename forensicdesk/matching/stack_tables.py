"""From stored hashes to the arrays that stacks are made from."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.stack_hashes import INNER, PART, WHOLE, PdqTable, SmallTable
from forensicdesk.matching.stack_ranks import ranked_pdqs, ranked_small
from forensicdesk.matching.stack_turned import ROW_BYTES, TurnedFile
from forensicdesk.matching.stacks import PictureTables
from hashing.values import INNER_VIEW, ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stack_ranks import Ranks
    from forensicdesk.matching.stack_source import Source
    from forensicdesk.relations import HashRow

    Numbers = NDArray[np.int64]
    Forms = dict[tuple[str, str, str], int]

_SMALL_BYTES = 8
_WRITTEN_AT_ONCE = 1 << 20


def read_tables(source: Source, policy: StackPolicy, ranks: Ranks, folder: Path | None = None) -> PictureTables:
    """The hashes of a case as arrays, by rank: about 50 bytes for each PDQ and 60 for each content.

    Args:
        source: the case.
        policy: the gate of PDQ.
        ranks: the order of its contents.
        folder: where a file without a name takes 256 bytes for each PDQ; None holds these in memory, too.

    Raises:
        OSError: the file cannot be written.
    """
    contents, sizes = array("q"), array("q")
    for number, size in source.sizes():
        contents.append(number)
        sizes.append(size)
    numbers = np.frombuffer(contents, dtype=np.int64)
    forms: Forms = {}
    phashes, dhashes = (small_table(name, source.hash_rows(name), numbers, forms) for name in ("phash", "dhash"))
    pdqs = pdq_table(source.hash_rows("pdq"), numbers, forms, policy.matching.pdq_quality, folder)
    pixels = np.empty(len(numbers), dtype=np.int64)
    pixels[ranks.places] = np.frombuffer(sizes, dtype=np.int64)
    return PictureTables(
        contents=np.arange(len(numbers), dtype=np.int64),
        pixels=pixels,
        pdqs=ranked_pdqs(pdqs, ranks),
        phashes=ranked_small(phashes, ranks),
        dhashes=ranked_small(dhashes, ranks),
    )


def pdq_table(
    found: Iterable[HashRow], contents: Numbers, forms: Forms, gate: int, folder: Path | None = None
) -> PdqTable:
    """The PDQ hashes of at least a quality, with all their orientations; found and contents ascend by number.

    Raises:
        OSError: the file in `folder` cannot be written.
    """
    owners, kinds, own_forms = array("q"), bytearray(), array("i")
    file = None if folder is None else TurnedFile(folder)
    turned = bytearray()
    views: dict[int, str] = {}
    for content_id, _, version, parameters, value, quality, orientations, view, weak in found:
        if weak or (quality or 0) < gate or len(value) != PDQ_BYTES or not any(value):
            continue
        if view:
            views[len(owners)] = view
        owners.append(content_id)
        kinds.append(_kind(view))
        own_forms.append(forms.setdefault(("pdq", version, parameters), len(forms)))
        turned += orientations if orientations and len(orientations) == ROW_BYTES else value.ljust(ROW_BYTES, b"\0")
        if file is not None and len(turned) >= _WRITTEN_AT_ONCE:
            file.append(bytes(turned))
            turned.clear()
    if file is not None:
        file.append(bytes(turned))
    return PdqTable(
        owners=np.searchsorted(contents, np.frombuffer(owners, dtype=np.int64)),
        turned=file or np.frombuffer(turned, dtype=np.uint8).reshape(-1, len(ORIENTATIONS), PDQ_BYTES),
        kinds=np.frombuffer(kinds, dtype=np.uint8),
        forms=np.frombuffer(own_forms, dtype=np.int32),
        views=views,
    )


def _kind(view: str) -> int:
    """What the name of a view says about it; inner pictures are numbered from the second on."""
    if not view:
        return WHOLE
    return INNER if view.startswith(INNER_VIEW) else PART


def small_table(algorithm: str, found: Iterable[HashRow], contents: Numbers, forms: Forms) -> SmallTable:
    """One small hash of every whole picture that has some structure; found and contents ascend by number."""
    values = np.zeros((len(contents), _SMALL_BYTES), dtype=np.uint8)
    own_forms = np.full(len(contents), -1, dtype=np.int32)
    place = 0
    for content_id, _, version, parameters, value, _, _, view, weak in found:
        if weak or view or len(value) != _SMALL_BYTES:
            continue
        while contents[place] != content_id:
            place += 1
        values[place] = np.frombuffer(value, dtype=np.uint8)
        own_forms[place] = forms.setdefault((algorithm, version, parameters), len(forms))
    return SmallTable(values, own_forms)
