"""Stored hashes against hash lists: nothing is decoded, and the same case and lists give the same matches.

The case is read once for all lists: each batch of its contents is put to every list in hand.
"""

from __future__ import annotations

import threading
import time
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.matching.collection import FEATURES
from forensicdesk.matching.exact import STRONGEST_FIRST
from forensicdesk.matching.photodna import PHOTODNA
from forensicdesk.matching.policy import DEFAULT_POLICY, SMALL_HASHES
from forensicdesk.pipeline.listed import ListInHand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.lists.library import Library
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import Changes, HashList, Problem
    from hashing.values import Digests

_CONTENTS_AT_ONCE = 10_000
_PICTURES_AT_ONCE = 512
_PASSES = 6
_ENTRIES_IN_HAND = 5_000_000
"""Lists are taken together up to so many perceptual hashes, so that their indexes fit into memory side by side."""

_IN_MEMORY = ("pdq", "vpdq_frames", PHOTODNA, *SMALL_HASHES)

T = TypeVar("T")


def match_lists(  # noqa: PLR0913 - the parts of the program that take part, and what the person said
    store: CaseStore,
    library: Library,
    lists: Sequence[HashList],
    listener: Listener,
    *,
    now: datetime,
    stop: threading.Event | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Iterator[tuple[HashList, Changes]]:
    """Match every content of a case against some lists; gives each list, once stored, with what it changed.

    For each list the matches of the case with it are replaced as a whole. Matches are ordered by content, kind (exact,
    near, video) and entry, whatever order the store gives its contents in.

    Raises:
        ListError: a list is not in the library any more, or damaged.
        Interrupted: `stop` was set; the lists given so far are stored, of the others nothing is changed.
    """
    if store.writer is None:
        msg = "the case is open for reading only"
        raise ValueError(msg)
    groups = list(_groups(lists))
    steps = _Steps(listener, store.reader.contents(), len(groups), stop or threading.Event())
    store.writer.record_policy(policy.id, policy.as_json(), now)
    for group in groups:
        in_hand = [ListInHand(library, used, policy) for used in group]
        _read_once(store, in_hand, steps)
        while in_hand:
            steps.check()
            listed = in_hand.pop(0)
            matches, nearest = listed.result()
            store.writer.record_list(listed.used, now)
            yield listed.used, store.writer.replace_matches(listed.used.id, matches, nearest, policy.id)


def check_list(library: Library, name: str) -> tuple[Problem, ...]:
    """Whether a stored list is what was imported, and whether near search of it finds all that brute force finds."""
    return library.check(name)


class _Steps:
    """Progress over all groups of lists: each goes over digests, pictures, films, other hashes, and features."""

    def __init__(self, listener: Listener, contents: int, groups: int, stop: threading.Event) -> None:
        self._listener = listener
        self._stop = stop
        self._contents = contents
        self._total = contents * groups * _PASSES
        self._passes = 0
        self._started = time.monotonic()

    def check(self) -> None:
        """End here if the person asked to stop.

        Raises:
            Interrupted: the person did.
        """
        if self._stop.is_set():
            raise Interrupted

    def tell(self, done: int) -> None:
        """Say that so many contents of the present pass are done.

        Raises:
            Interrupted: the person asked to stop.
        """
        self.check()
        reached = self._passes * self._contents + min(done, self._contents)
        elapsed = time.monotonic() - self._started
        left = elapsed / reached * (self._total - reached) if reached else None
        self._listener(Progress("match", reached, self._total, elapsed_s=elapsed, seconds_left=left))

    def end_pass(self) -> None:
        """The present pass is done, however many contents it concerned."""
        self._passes += 1
        self.tell(0)


def _groups(lists: Sequence[HashList]) -> Iterator[list[HashList]]:
    """The lists, in order, in groups that fit into memory together; a longer list is a group of its own."""
    group: list[HashList] = []
    size = 0
    for used in lists:
        entries = sum(count for kind, count in used.entries if kind in _IN_MEMORY)
        if group and size + entries > _ENTRIES_IN_HAND:
            yield group
            group, size = [], 0
        group.append(used)
        size += entries
    if group:
        yield group


def _read_once(store: CaseStore, lists: Sequence[ListInHand], steps: _Steps) -> None:
    """Put everything that the case holds to every list, batch by batch."""
    reader = store.reader
    kinds = {kind for listed in lists for kind, count in listed.used.entries if count}
    done = 0
    for batch in _batches(reader.digests() if kinds & set(STRONGEST_FIRST) else (), _CONTENTS_AT_ONCE):
        owners = _by_digest(batch)
        for listed in lists:
            listed.see_digests(owners)
        done += len(batch)
        steps.tell(done)
    steps.end_pass()
    pictures = reader.picture_hashes("pdq") if kinds & {"pdq", "vpdq"} else ()
    _put(pictures, _content, lists, ListInHand.see_pictures, steps)
    for done, (content_id, film) in enumerate(reader.films() if kinds & {"pdq", "vpdq"} else (), 1):
        for listed in lists:
            listed.see_film(content_id, film)
        steps.tell(done)
    steps.end_pass()
    small = reader.picture_hashes(*SMALL_HASHES) if kinds & set(SMALL_HASHES) else ()
    _put(small, _content, lists, ListInHand.see_small, steps)
    carried = reader.judgements.carried(PHOTODNA) if PHOTODNA in kinds else ()
    _put(carried, lambda value: value.content_id, lists, ListInHand.see_carried, steps)
    for done, (content_id, features) in enumerate(reader.features() if FEATURES in kinds else (), 1):
        for listed in lists:
            listed.see_features(content_id, features)
        steps.tell(done)
    steps.end_pass()


def _content(pair: tuple[int, Any]) -> int:
    return pair[0]


def _put(
    values: Iterable[T],
    content_of: Callable[[T], int],
    lists: Sequence[ListInHand],
    see: Callable[[ListInHand, Sequence[T]], None],
    steps: _Steps,
) -> None:
    """One pass: values in batches to every list, those of one content never apart."""
    batch: list[T] = []
    for done, (_, group) in enumerate(groupby(values, content_of), 1):
        batch += group
        if len(batch) >= _PICTURES_AT_ONCE:
            for listed in lists:
                see(listed, batch)
            batch = []
            steps.tell(done)
    if batch:
        for listed in lists:
            see(listed, batch)
    steps.end_pass()


def _by_digest(batch: Sequence[tuple[int, Digests]]) -> dict[str, dict[bytes, list[tuple[int, Digests]]]]:
    owners: dict[str, dict[bytes, list[tuple[int, Digests]]]] = {kind: {} for kind in STRONGEST_FIRST}
    for content_id, digests in batch:
        for kind, known in owners.items():
            known.setdefault(getattr(digests, kind), []).append((content_id, digests))
    return owners


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
