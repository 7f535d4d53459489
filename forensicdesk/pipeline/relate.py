"""From stored hashes to stacks, clusters and links; what did not change is not computed again."""

from __future__ import annotations

import threading
import time
from array import array
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.matching.near import variants
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_hashes import INNER, PART, WHOLE, PdqTable, SmallTable
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY, VERSION
from forensicdesk.matching.stacks import PictureTables, find_relations
from forensicdesk.pipeline.ranks import StoredByRank, in_numbers, ranked_pdqs, ranked_small, read_ranks
from hashing.values import INNER_VIEW, ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from numpy.typing import NDArray

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.pipeline.ranks import Ranks
    from forensicdesk.relations import Relations
    from hashing.values import PerceptualHash

    Numbers = NDArray[np.int64]

_SMALL_BYTES = 8
_SECONDS_BETWEEN = 0.2


def relate(
    store: CaseStore,
    listener: Listener,
    *,
    now: datetime,
    stop: threading.Event | None = None,
    policy: StackPolicy = DEFAULT_STACK_POLICY,
    started: Callable[[], None] = go_on,
) -> bool:
    """Put the contents of a case into stacks and clusters; gives False if nothing has changed since the last time.

    Args:
        store: the case, open for writing.
        listener: told now and then that work goes on.
        now: the time to note.
        stop: set it to end soon.
        policy: every number that decides.
        started: called once it is clear that there is something to do.

    Raises:
        Interrupted: `stop` was set; what was stored before is unchanged.
    """
    fingerprint = store.related.fingerprint(VERSION, policy.numbers())
    if store.related.made_from() == fingerprint:
        return False
    started()
    steps = _Steps(listener, store.reader.contents(), stop or threading.Event())
    relations = compute_relations(store, policy, steps)
    store.related.replace(relations, fingerprint, VERSION, policy.numbers(), now)
    steps.finish()
    return True


def compute_relations(store: CaseStore, policy: StackPolicy, steps: _Steps | None = None) -> Relations:
    """The stacks, clusters and links of a case as they are found now; nothing is stored."""
    alive = steps.tell if steps else go_on
    ranks = read_ranks(store)
    found = find_relations(read_tables(store, policy, ranks), StoredByRank(store, ranks), policy, alive)
    return in_numbers(found, ranks)


def read_tables(store: CaseStore, policy: StackPolicy, ranks: Ranks) -> PictureTables:
    """The hashes of a case as arrays, by rank: about 300 bytes for each PDQ and 30 for each content."""
    sizes = list(store.related.sizes())
    contents = np.array([number for number, _ in sizes], dtype=np.int64)
    forms: dict[tuple[str, str, str], int] = {}
    phashes, dhashes = (small_table(store.reader.picture_hashes(name), contents, forms) for name in ("phash", "dhash"))
    pdqs = pdq_table(store.reader.picture_hashes("pdq"), contents, forms, policy.matching.pdq_quality)
    pixels = np.empty(len(sizes), dtype=np.int64)
    pixels[ranks.places] = [size for _, size in sizes]
    return PictureTables(
        contents=np.arange(len(sizes), dtype=np.int64),
        pixels=pixels,
        pdqs=ranked_pdqs(pdqs, ranks),
        phashes=ranked_small(phashes, ranks),
        dhashes=ranked_small(dhashes, ranks),
    )


class _Steps:
    """Says that work on so many contents goes on; how long it takes is not known beforehand."""

    def __init__(self, listener: Listener, contents: int, stop: threading.Event) -> None:
        self._listener = listener
        self._contents = contents
        self._stop = stop
        self._started = self._last = time.monotonic()

    def tell(self) -> None:
        """Give a sign of life.

        Raises:
            Interrupted: the person asked to stop.
        """
        if self._stop.is_set():
            raise Interrupted
        now = time.monotonic()
        if now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            self._listener(Progress("stack", self._contents, None, elapsed_s=now - self._started))

    def finish(self) -> None:
        """All contents have their place."""
        elapsed = time.monotonic() - self._started
        self._listener(Progress("stack", self._contents, self._contents, elapsed_s=elapsed))


def pdq_table(
    found: Iterable[tuple[int, PerceptualHash]],
    contents: Numbers,
    forms: dict[tuple[str, str, str], int],
    gate: int,
) -> PdqTable:
    """The PDQ hashes of at least a quality, with all their orientations; found and contents ascend by number."""
    owners, kinds, own_forms = array("q"), bytearray(), array("i")
    turned = bytearray()
    views: dict[int, str] = {}
    for content_id, value in found:
        if value.weak or (value.quality or 0) < gate or len(value.value) != PDQ_BYTES or not any(value.value):
            continue
        if value.view:
            views[len(owners)] = value.view
        owners.append(content_id)
        kinds.append(_kind(value.view))
        own_forms.append(_form(value, forms))
        turned += b"".join(variants(value)).ljust(PDQ_BYTES * len(ORIENTATIONS), b"\0")
    return PdqTable(
        owners=np.searchsorted(contents, np.frombuffer(owners, dtype=np.int64)),
        turned=np.frombuffer(turned, dtype=np.uint8).reshape(-1, len(ORIENTATIONS), PDQ_BYTES),
        kinds=np.frombuffer(kinds, dtype=np.uint8),
        forms=np.frombuffer(own_forms, dtype=np.int32),
        views=views,
    )


def _kind(view: str) -> int:
    """What the name of a view says about it; inner pictures are numbered from the second on."""
    if not view:
        return WHOLE
    return INNER if view.startswith(INNER_VIEW) else PART


def _form(value: PerceptualHash, forms: dict[tuple[str, str, str], int]) -> int:
    return forms.setdefault((value.algorithm, value.version, value.parameters), len(forms))


def small_table(
    found: Iterable[tuple[int, PerceptualHash]], contents: Numbers, forms: dict[tuple[str, str, str], int]
) -> SmallTable:
    """One small hash of every whole picture that has some structure; found and contents ascend by number."""
    values = np.zeros((len(contents), _SMALL_BYTES), dtype=np.uint8)
    own_forms = np.full(len(contents), -1, dtype=np.int32)
    place = 0
    for content_id, value in found:
        if value.weak or value.view or len(value.value) != _SMALL_BYTES:
            continue
        while contents[place] != content_id:
            place += 1
        values[place] = np.frombuffer(value.value, dtype=np.uint8)
        own_forms[place] = _form(value, forms)
    return SmallTable(values, own_forms)
