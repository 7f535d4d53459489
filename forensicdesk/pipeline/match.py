"""Stored hashes against hash lists: nothing is decoded, and the same case and lists give the same matches."""

from __future__ import annotations

import threading
import time
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.matching.exact import STRONGEST_FIRST, exact_match
from forensicdesk.matching.frames import FrameSearch, frame_hashes
from forensicdesk.matching.near import NearSearch, best_hits, near_match, self_check
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.video import FilmSearch, film_match
from forensicdesk.model import MatchKind, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.lists.library import Library
    from forensicdesk.lists.values import Entry
    from forensicdesk.matching.near import NearHit
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList, Match
    from hashing.values import Digests, PerceptualHash

_CONTENTS_AT_ONCE = 10_000
_PICTURES_AT_ONCE = 512
_PASSES = 4
_KINDS = tuple(MatchKind)

Numbered = tuple[int, "Match"]
T = TypeVar("T")


def match_lists(
    store: CaseStore,
    library: Library,
    lists: Sequence[HashList],
    listener: Listener,
    *,
    now: datetime,
    stop: threading.Event | None = None,
) -> Iterator[tuple[HashList, tuple[Match, ...]]]:
    """Match every content of a case against some lists; gives each list, once stored, with its new matches.

    For each list the matches of the case with it are replaced as a whole. Matches are ordered by content, kind (exact,
    near, video) and entry, whatever order the store gives its contents in.

    Raises:
        ListError: a list is not in the library any more, or damaged.
        Interrupted: `stop` was set; the lists given so far are stored, of the others nothing is changed.
    """
    if store.writer is None:
        msg = "the case is open for reading only"
        raise ValueError(msg)
    steps = _Steps(listener, store.reader.contents(), len(lists), stop or threading.Event())
    for used in lists:
        matches = _matches(store, library, used, steps, DEFAULT_POLICY)
        store.writer.record_list(used, now)
        yield used, store.writer.replace_matches(used.id, matches)


def check_list(library: Library, name: str, policy: Policy = DEFAULT_POLICY) -> tuple[Problem, ...]:
    """Whether a stored list is what was imported, and whether the near index finds all that brute force finds."""
    problems = library.check(name)
    if problems:
        return problems
    used = library.find(name)
    stored = library.pdq(used.id)
    search = NearSearch(stored.numbers, stored.values, stored.qualities, policy)
    return tuple(Problem(what, f"{used.name}@{used.version}") for what in self_check(search))


class _Steps:
    """Progress over all lists: each list goes over the contents for exact, near, frames of listed films, and video."""

    def __init__(self, listener: Listener, contents: int, lists: int, stop: threading.Event) -> None:
        self._listener = listener
        self._stop = stop
        self._contents = contents
        self._total = contents * lists * _PASSES
        self._passes = 0
        self._started = time.monotonic()

    def tell(self, done: int) -> None:
        """Say that so many contents of the present pass are done.

        Raises:
            Interrupted: the person asked to stop.
        """
        if self._stop.is_set():
            raise Interrupted
        reached = self._passes * self._contents + min(done, self._contents)
        elapsed = time.monotonic() - self._started
        left = elapsed / reached * (self._total - reached) if reached else None
        self._listener(Progress("match", reached, self._total, elapsed_s=elapsed, seconds_left=left))

    def end_pass(self) -> None:
        """The present pass is done, however many contents it concerned."""
        self._passes += 1
        self.tell(0)


def _matches(store: CaseStore, library: Library, used: HashList, steps: _Steps, policy: Policy) -> list[Match]:
    """Every match of the case with one list, in order."""
    counts = dict(used.entries)
    numbered: list[Numbered] = []
    kinds = [kind for kind in STRONGEST_FIRST if counts.get(kind)]
    if kinds:
        numbered.extend(_exact(store, library, used, kinds, steps))
    steps.end_pass()
    if counts.get("pdq"):
        already = {(match.content_id, number) for number, match in numbered}
        numbered.extend(_near(store, library, used, steps, policy, already))
    steps.end_pass()
    if counts.get("vpdq"):
        numbered.extend(_near_frames(store, library, used, steps, policy))
    steps.end_pass()
    if counts.get("vpdq"):
        numbered.extend(_films(store, library, used, steps, policy))
    steps.end_pass()
    numbered.sort(key=lambda pair: (pair[1].content_id, _KINDS.index(pair[1].kind), pair[0]))
    return [match for _, match in numbered]


def _exact(
    store: CaseStore, library: Library, used: HashList, kinds: Sequence[str], steps: _Steps
) -> Iterator[Numbered]:
    """Contents whose digests a list carries; one match for each content and entry, by the strongest digest."""
    done = 0
    for batch in _batches(store.reader.digests(), _CONTENTS_AT_ONCE):
        met: dict[tuple[int, int], tuple[Digests, Entry]] = {}
        for kind in kinds:
            owners: dict[bytes, list[tuple[int, Digests]]] = {}
            for content_id, digests in batch:
                owners.setdefault(getattr(digests, kind), []).append((content_id, digests))
            for value, entry in library.exact(used.id, kind, list(owners)):
                for content_id, digests in owners[value]:
                    met.setdefault((content_id, entry.number), (digests, entry))
        for (content_id, number), (digests, entry) in met.items():
            match = exact_match(content_id, digests, used.id, entry)
            if match is not None:
                yield number, match
        done += len(batch)
        steps.tell(done)


def _near(
    store: CaseStore,
    library: Library,
    used: HashList,
    steps: _Steps,
    policy: Policy,
    already: set[tuple[int, int]],
) -> Iterator[Numbered]:
    """Pictures and film frames near PDQ entries; an entry that matched a content exactly is not reported again."""
    stored = library.pdq(used.id)
    search = NearSearch(stored.numbers, stored.values, stored.qualities, policy)
    found = _asked(search, _hashes(store), steps)
    hits = best_hits(hit for hit in found if (hit.content_id, hit.number) not in already)
    entries = {entry.number: entry for entry in library.entries(used.id, [hit.number for hit in hits])}
    for hit in hits:
        yield hit.number, near_match(hit, used.id, entries[hit.number], policy)


def _hashes(store: CaseStore) -> Iterator[tuple[int, PerceptualHash]]:
    """PDQ of everything that can be seen in the case: pictures with all their views, and the frames of films."""
    yield from store.reader.picture_hashes("pdq")
    for content_id, film in store.reader.films():
        for frame in frame_hashes(film):
            yield content_id, frame


def _asked(
    search: NearSearch | FrameSearch, hashes: Iterable[tuple[int, PerceptualHash]], steps: _Steps
) -> Iterator[NearHit]:
    """Every hit of the hashes, asked some at a time."""
    done, last = 0, None
    for batch in _batches(hashes, _PICTURES_AT_ONCE):
        yield from search.find(batch)
        for content_id, _ in batch:
            done, last = done + (content_id != last), content_id
        steps.tell(done)


def _near_frames(
    store: CaseStore, library: Library, used: HashList, steps: _Steps, policy: Policy
) -> Iterator[Numbered]:
    """Pictures near a frame of a listed film."""
    search = FrameSearch(tuple(library.films(used.id)), policy)
    for hit in best_hits(_asked(search, store.reader.picture_hashes("pdq"), steps)):
        yield hit.number, search.match(hit, used.id)


def _films(store: CaseStore, library: Library, used: HashList, steps: _Steps, policy: Policy) -> Iterator[Numbered]:
    """Films that are part of a listed film, or contain one."""
    search = FilmSearch(tuple(library.films(used.id)), policy)
    for done, (content_id, film) in enumerate(store.reader.films(), 1):
        for hit in search.find(film):
            listed = search.films[hit.film]
            yield listed.number, film_match(content_id, hit, used.id, listed, policy)
        steps.tell(done)


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
